"""Schema locks: their form, how they are read, and what has changed since."""

import json

import pytest

from privlineage.core.errors import PrivlineageError
from privlineage.core.refs import DatasetRef
from privlineage.core.sources import Source, Sources
from privlineage.lineage.schemas import PulledTable
from privlineage.service.schemas.lock import Lock, differences, read_lock
from privlineage.store.protocol import SchemaRecord

WH = Source("wh", "postgres://wh:5432", database="bank", dialect="postgres")
PLAIN = {"wh": {"public.customers": {"email": "text"}}}


def read(tmp_path, data) -> Lock:
    (tmp_path / "lock.json").write_text(data if isinstance(data, str) else json.dumps(data))
    return read_lock(tmp_path / "lock.json")


def test_a_lock_of_the_contracts_form_is_read_and_written_as_it_is(tmp_path):
    assert PLAIN == read(tmp_path, PLAIN).to_json()


def test_views_stand_beside_the_sources_and_what_a_newer_version_adds_is_passed_over(tmp_path):
    data = {"$views": {"wh": {"public.v": "SELECT 1"}}, "$later": [1], **PLAIN}
    lock = read(tmp_path, data)
    assert Lock(PLAIN, {"wh": {"public.v": "SELECT 1"}}) == lock
    assert {"$views": {"wh": {"public.v": "SELECT 1"}}, **PLAIN} == lock.to_json()
    assert "$views" == next(iter(lock.to_json()))


@pytest.mark.parametrize(
    "data",
    [[], "[", {"wh": []}, {"wh": {"t": {"c": 1}}}, {"$views": []}, {"$views": {"wh": 1}}, {"$views": {"wh": {"v": 1}}}],
)
def test_another_form_is_an_error_with_its_file(tmp_path, data):
    with pytest.raises(PrivlineageError, match="PL103") as caught:
        read(tmp_path, data)
    assert str(tmp_path / "lock.json") == caught.value.place.file


def test_records_have_canonical_names_and_spellings_of_one_table_are_joined(tmp_path):
    lock = read(
        tmp_path,
        {
            "$views": {"wh": {"V": "SELECT a FROM t"}},
            "wh": {"bank.public.T": {"a": None}, "t": {"b": "int"}, "public.empty": {}, "v": {"a": ""}},
            "s3://lake": {"x.csv": {"c": ""}},
        },
    )
    assert {
        SchemaRecord(WH.dataset("t"), (("a", ""), ("b", "int")), at="now"),
        SchemaRecord(WH.dataset("v"), (("a", ""),), "SELECT a FROM t", at="now"),
        SchemaRecord(DatasetRef("s3://lake", "x.csv"), (("c", ""),), at="now"),
    } == set(lock.records(Sources([WH]), "now"))


def test_a_source_is_replaced_but_for_what_could_not_be_read_now():
    before = Lock({"wh": {"a": {"x": ""}, "b": {"x": ""}}, "other": {"t": {}}}, {"wh": {"b": "SELECT x FROM a"}})
    now = before.with_source("wh", [PulledTable(WH.dataset("c"), (("y", ""),), "SELECT y")], ["b"])
    assert {"other": {"t": {}}, "wh": {"b": {"x": ""}, "public.c": {"y": ""}}} == now.tables
    assert {"b": "SELECT x FROM a", "public.c": "SELECT y"} == now.views["wh"]
    whole = Lock({"wh": {"shut.a": {"x": ""}, "open.a": {"x": ""}}}).with_source("wh", [], ["shut.*"])
    assert {"wh": {"shut.a": {"x": ""}}} == whole.tables


def test_a_fingerprint_is_of_one_source_and_changes_with_columns_types_and_views():
    lock = Lock(PLAIN)
    others = [
        Lock({"wh": {"public.customers": {"email": "varchar"}}}),
        Lock({"wh": {"public.customers": {"mail": "text"}}}),
        Lock(PLAIN, {"wh": {"public.customers": "SELECT email"}}),
        Lock({}),
    ]
    assert 5 == len({one.fingerprint("wh") for one in (lock, *others)})
    assert lock.fingerprint("wh") == Lock({**PLAIN, "other": {"t": {}}}).fingerprint("wh")


def test_every_kind_of_change_is_listed():
    before = Lock({"wh": {"a": {"x": "int", "y": "int"}, "b": {}, "v": {}, "w": {}}}, {"wh": {"v": "1", "w": "2"}})
    now = Lock({"wh": {"a": {"x": "text", "z": ""}, "c": {}, "v": {}, "w": {}}}, {"wh": {"v": "3"}})
    assert [
        "~ wh.a#x int → text",
        "- wh.a#y int",
        "+ wh.a#z",
        "- wh.b",
        "+ wh.c",
        "~ wh.v is another view",
        "~ wh.w is no view any more",
    ] == differences(before, now, "wh")
    assert [] == differences(now, now, "wh")
    assert ["~ wh.w is a view"] == differences(
        Lock({"wh": {"w": {}}}), Lock({"wh": {"w": {}}}, {"wh": {"w": "1"}}), "wh"
    )
