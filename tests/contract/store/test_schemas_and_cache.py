"""Schemas with their precedence, and the plan cache."""

from dataclasses import replace

from privlineage.core.refs import DatasetRef
from privlineage.store.open import open_store
from privlineage.store.protocol import SchemaRecord
from privlineage.store.sql import cache
from tests.contract.store.world import CSV, MART, RAW, at


def record(dataset=RAW, column="a", origin="pulled", **more):
    return SchemaRecord(dataset, ((column, "text"), ("b", "")), origin=origin, at=at(1), **more)


def test_schemas_come_back_by_source_in_order_of_datasets(store):
    view = record(MART, view="SELECT a FROM raw WHERE b = ?")
    store.put_schemas([record(), view, record(CSV)])
    assert [view, record()] == store.schemas("wh")
    assert [record(CSV)] == store.schemas("s3://out")
    assert [] == store.schemas("s3://other")
    assert sorted([RAW, MART, CSV]) == store.datasets()


def columns(store):
    return [name for name, _ in store.schemas("wh")[0].columns]


def test_what_was_pulled_and_what_statements_made_are_complete_and_the_later_of_them_counts(store):
    for origin, column in [("event", "one"), ("pulled", "two"), ("ddl", "three"), ("pulled", "four")]:
        store.put_schemas([record(column=column, origin=origin)])
        assert [column, "b"] == columns(store)[-2:]
    store.put_schemas([replace(record(column="old"), at=at(0)), replace(record(column="x", origin="ddl"), at=at(0))])
    assert ["four", "b"] == columns(store)


def test_an_event_adds_columns_and_types_and_takes_nothing_away(store):
    store.put_schemas([SchemaRecord(RAW, (("a", ""), ("B", "int")), origin="pulled", at=at(1))])
    store.put_schemas([SchemaRecord(RAW, (("A", "text"), ("c", "date")), origin="event", at=at(2))])
    (known,) = store.schemas("wh")
    assert (("a", "text"), ("B", "int"), ("c", "date")) == known.columns
    assert "pulled" == known.origin
    store.put_schemas([record(MART, view="SELECT a FROM raw")])
    store.put_schemas([record(MART, column="other", origin="event")])
    assert (("a", "text"), ("b", "")) == store.schemas("wh")[0].columns


def test_what_is_declared_counts_where_nothing_was_pulled_or_made(store):
    for origin, column, kept in [
        ("event", "one", "one"),
        ("declared", "two", "two"),
        ("declared", "three", "three"),
        ("ddl", "four", "four"),
        ("declared", "five", "four"),
        ("pulled", "six", "six"),
        ("declared", "seven", "six"),
    ]:
        store.put_schemas([record(column=column, origin=origin)])
        assert kept == columns(store)[0]


def test_a_table_that_is_gone_is_forgotten_unless_it_was_made_again_since(store):
    gone = SchemaRecord(RAW, (), origin="ddl", at=at(2))
    store.put_schemas([record(), gone])
    assert [] == store.schemas("wh")
    store.put_schemas([gone, replace(record(origin="ddl"), at=at(3)), gone])
    assert ["a", "b"] == columns(store)
    store.put_schemas([SchemaRecord(RAW, (), origin="event", at=at(4))])
    assert ["a", "b"] == columns(store)


def test_only_tables_that_words_can_mean_are_loaded(store):
    odd = DatasetRef("wh", "public.odd name", declared=True)
    far = DatasetRef("wh", "mart.raw", declared=True)
    store.put_schemas([record(), record(MART), record(odd), record(far), record(CSV)])
    assert [far, odd, RAW] == [found.dataset for found in store.schemas("wh", {"raw", "select"})]
    assert [odd] == [found.dataset for found in store.schemas("wh", set())]
    assert [far, odd, RAW] == [found.dataset for found in store.schemas("wh", {f"w{n}" for n in range(999)} | {"raw"})]
    assert 4 == len(store.schemas("wh"))


def test_within_one_call_the_later_one_counts(store):
    store.put_schemas([record(column="one"), record(column="two")])
    assert [record(column="two")] == store.schemas("wh")
    store.put_schemas([])


def test_a_resolution_is_kept_under_its_key_until_it_is_replaced(store):
    assert store.cached_plan("key") is None
    store.cache_plan("key", '{"a": 1}')
    store.cache_plan("other", "{}")
    assert '{"a": 1}' == store.cached_plan("key")
    store.cache_plan("key", '{"a": 2}')
    assert ['{"a": 2}', "{}"] == [store.cached_plan("key"), store.cached_plan("other")]


def test_old_resolutions_make_room_for_new_ones(sqlite, monkeypatch):
    monkeypatch.setattr(cache, "KEPT", 3)
    for number in range(5):
        sqlite.cache_plan(f"key{number}", str(number))
    sqlite.cache_plan("key3", "again")
    assert [None, None, None, "again", "4"] == [sqlite.cached_plan(f"key{number}") for number in range(5)]


def test_an_answer_waits_for_a_while_where_every_server_finds_it(path, sqlite, postgres, postgres_url):
    for store, url in ((sqlite, f"sqlite:///{path}"), (postgres, postgres_url)):
        assert store.answer("one") is None
        store.keep_answer("one", "first", "2026-01-01T00:00:00.000000Z")
        other = open_store(url)
        assert "first" == other.answer("one")
        other.keep_answer("one", "again", "2026-01-01T00:01:00.000000Z")
        other.keep_answer("two", "second", "2026-01-01T00:06:01.000000Z")
        assert [None, "second"] == [store.answer("one"), store.answer("two")]
        other.close()
