"""Schemas with their precedence, and the plan cache."""

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


def test_a_pulled_schema_is_replaced_only_by_a_pulled_one(store):
    for origin, column, kept in [
        ("event", "one", "one"),
        ("ddl", "two", "two"),
        ("declared", "three", "three"),
        ("pulled", "four", "four"),
        ("ddl", "five", "four"),
        ("event", "six", "four"),
        ("pulled", "seven", "seven"),
    ]:
        store.put_schemas([record(column=column, origin=origin)])
        assert kept == store.schemas("wh")[0].columns[0][0]


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
