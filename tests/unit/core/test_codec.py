"""The JSON form of the core types is read back exactly, and what is no such JSON is refused."""

import json
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Event

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privlineage.core import codec
from privlineage.core.codec import from_json, to_json, to_text
from privlineage.core.declassify import Weakening
from privlineage.core.labels import Atom, Labels, Tag, Ways
from privlineage.core.movement import Witness, WitnessStep
from privlineage.core.plan import Plan
from privlineage.core.refs import DatasetRef
from privlineage.core.sources import Source
from tests import strategies as some

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["job", "facts", "dag_id"]), inner),
    max_leaves=6,
)


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        (Plan, some.plans()),
        (Atom, some.atoms),
        (Tag, some.tags),
        (Weakening, some.weakenings),
        (Source, some.sources),
    ],
)
@given(data=st.data())
def test_what_was_written_as_json_text_is_read_back_equal(kind, values, data):
    value = data.draw(values)
    assert value == from_json(kind, json.loads(json.dumps(to_json(value))))


@pytest.mark.parametrize("values", [some.plans(), some.atoms, some.tags, some.weakenings, some.sources])
@given(data=st.data())
def test_the_text_of_a_value_is_its_json_with_sorted_keys_and_no_spaces(values, data):
    value = data.draw(values)
    assert json.dumps(to_json(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False) == to_text(value)


@pytest.mark.parametrize(
    "value", ['é"\\\n\x00\u2028', Ways.ROW | Ways.VALUE, frozenset({"b", "a"}), {"b": 1, "a": (True, None, 1.5)}]
)
def test_the_text_of_anything_json_can_hold_is_what_json_writes(value):
    assert json.dumps(to_json(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False) == to_text(value)


@given(some.columns, st.lists(some.function_steps, max_size=2), some.strengths)
def test_a_witness_is_read_back_with_its_strengths(column, path, strength):
    witness = Witness((WitnessStep(column), WitnessStep(column, "stage.sql:3", strength, tuple(path), "7")))
    assert witness == from_json(Witness, json.loads(json.dumps(to_json(witness))))


@given(json_values)
def test_any_other_json_is_a_plan_or_a_value_error(data):
    try:
        plan = from_json(Plan, data)
    except ValueError:
        return
    assert isinstance(plan.job.dag_id, str)


def test_unstated_uses_are_not_no_uses():
    unstated, none = Atom("user.contact"), Atom("user.contact", uses=())
    assert [None, ()] == [from_json(Atom, to_json(atom)).uses for atom in (unstated, none)]


def test_unknown_keys_are_ignored_so_that_a_newer_writer_can_be_read():
    assert DatasetRef("wh", "t") == from_json(DatasetRef, {"source": "wh", "name": "t", "colour": "red"})


@pytest.mark.parametrize("data", [None, [], {"name": "t"}, {"source": 1, "name": "t"}, {"source": "wh", "name": ["t"]}])
def test_a_missing_or_wrong_field_is_a_value_error(data):
    with pytest.raises(ValueError, match=r"missing|expected"):
        from_json(DatasetRef, data)


@given(some.plans(), some.plans())
def test_equal_plans_and_only_they_have_equal_fingerprints(plan, other):
    again = from_json(Plan, to_json(plan))
    assert (True, plan == other) == (plan.fingerprint == again.fingerprint, plan.fingerprint == other.fingerprint)


def test_a_thread_that_reads_a_type_while_another_learns_it_loses_no_field(monkeypatch):
    @dataclass(frozen=True)
    class Pair:
        one: str
        other: int = 0

    learning, was_read, reader = Event(), Event(), codec._reader

    def slow(kind):
        if kind is int and not learning.is_set():
            learning.set()
            was_read.wait(5)
        return reader(kind)

    monkeypatch.setattr(codec, "_reader", slow)
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(from_json, Pair, {"one": "a", "other": 1})
        assert learning.wait(5)
        assert Pair("b", 2) == from_json(Pair, {"one": "b", "other": 2})
        was_read.set()
        assert Pair("a", 1) == first.result(5)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (Mapping[str, Labels], {"a": {Atom("user.contact"): Ways.ROW | Ways.VALUE}}),
        (dict[DatasetRef, list[int]], {DatasetRef("wh", "t"): [1, 2]}),
        (dict[DatasetRef, int], {}),
        (Iterable[str], ["a", "b"]),
        (Sequence[DatasetRef] | None, None),
        (set[str], {"b", "a"}),
    ],
)
def test_collections_and_mappings_are_read_back(kind, value):
    assert value == from_json(kind, json.loads(json.dumps(to_json(value))))


@pytest.mark.parametrize("data", [None, "ab", 7, [1], [[1]], [["a", 1, 2]], [[[], 1]], {"a": "b"}])
def test_what_is_no_mapping_is_a_value_error(data):
    with pytest.raises(ValueError, match=r"expected|values to unpack"):
        from_json(dict[str, int], data)
