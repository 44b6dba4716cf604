"""Publishing: which bundle is in force, and names that change with the declared sources."""

import pytest

from privlineage.core.declassify import Weakening
from privlineage.core.labels import Ways
from privlineage.core.refs import DatasetRef
from privlineage.core.sources import Source, Sources
from privlineage.core.verdict import Attempt
from privlineage.store.protocol import SchemaRecord
from tests.contract.store.world import (
    CSV,
    EMAIL,
    MART,
    PHONE,
    RAW,
    RAW_SEEN_AS,
    SOURCES,
    WH,
    append,
    at,
    bundle,
    carried,
    derived,
    done,
    is_unreviewed,
    overwrite,
    publish,
    shown,
    tag,
)


def test_a_new_store_has_no_bundle(store):
    assert store.active_bundle() is None
    assert store.bundle("0") is None


def test_the_last_published_bundle_is_in_force_and_the_others_stay_readable(store):
    publish(store, number=1)
    publish(store, number=2)
    assert bundle(2) == store.active_bundle()
    assert bundle(1) == store.bundle(bundle(1).hash)
    publish(store, number=1)
    assert bundle(1) == store.active_bundle()


def test_a_bundle_is_found_by_a_prefix_that_only_it_has(store):
    for number in (1 << 252, 2 << 252, (1 << 252) + 1):
        publish(store, number=number)
    assert bundle(2 << 252) == store.bundle("2")
    assert store.bundle("1") is None
    assert store.bundle("3") is None
    assert bundle((1 << 252) + 1) == store.bundle(bundle((1 << 252) + 1).hash)


def test_publishing_the_same_twice_is_one(store):
    store.add_tags([tag(RAW, "a", PHONE)])
    done(store, append(MART, {"x": "a"}, RAW), "one")
    publish(store, tag(RAW, "a", EMAIL, by="bundle"))
    before = shown(store)
    publish(store, tag(RAW, "a", EMAIL, by="bundle"))
    assert before == shown(store)


def test_a_dataset_seen_before_its_source_was_declared_gets_its_declared_name(store):
    store.add_facts(append(CSV, {"Mail": "email"}, RAW_SEEN_AS), at(1))
    publish(store, tag(RAW, "email", EMAIL, by="bundle"))
    assert sorted([CSV, RAW]) == store.datasets()
    assert {EMAIL: Ways.VALUE} == carried(store, CSV, "Mail")


def test_two_names_that_turn_out_to_be_one_dataset_are_merged(store):
    store.add_facts(append(RAW_SEEN_AS, {"email": "mail"}, CSV), at(1))
    done(store, append(MART, {"x": "email"}, RAW), "one")
    store.add_tags([tag(CSV, "mail", EMAIL)])
    assert {} == carried(store, MART, "x")
    publish(store)
    assert {EMAIL: Ways.VALUE} == carried(store, RAW, "email")
    assert 2 == len(store.state([RAW])[RAW].open)
    # The copy was made from the epoch known under the other name: both are what the one dataset may hold from now on.
    done(store, append(MART, {"y": "email"}, RAW), "two", 5)
    assert {EMAIL: Ways.VALUE} == carried(store, MART, "y")
    assert sorted([CSV, MART, RAW]) == store.datasets()


def test_claims_that_become_the_same_by_a_merge_are_one(store):
    seen, declared = tag(RAW_SEEN_AS, "email", EMAIL, minute=1), tag(RAW, "email", EMAIL, minute=2)
    store.add_tags([seen, declared])
    publish(store)
    (left,) = store.tags()
    assert (RAW.column("email"), EMAIL) == (left.column, left.atom)


def test_columns_fold_with_their_dataset(store):
    files = DatasetRef("jdbc:shop", "raw")
    store.add_facts(append(files, {"Email": "a", "EMAIL": "b", "email": "c"}, CSV), at(1))
    store.add_facts(append(CSV, {"out": "EMAIL"}, files), at(2))
    store.add_tags([tag(CSV, "a", EMAIL), tag(files, "Email", PHONE)])
    assert set() == set(carried(store, CSV, "out"))
    publish(store, sources=Sources([Source("shop", "jdbc:shop", dialect="mysql")]))
    raw = DatasetRef("shop", "raw", declared=True)
    assert {raw.column("email")} == {found.column for found in store.tags([raw])}
    assert {EMAIL, PHONE} == set(carried(store, CSV, "out"))
    assert {"email"} == derived(store, raw)


def test_a_copy_within_what_became_one_dataset_reviews_nothing(store):
    store.add_facts(append(RAW_SEEN_AS, {"email": "email"}, RAW), at(1))
    assert {"email"} == derived(store, RAW_SEEN_AS)
    publish(store)
    store.add_facts(append(MART, {"x": "email"}, RAW), at(2))
    assert is_unreviewed(store, MART, "x")


def test_a_planned_try_is_confirmed_under_the_new_names(store):
    store.add_tags([tag(CSV, "a", EMAIL), tag(CSV, "b", PHONE)])
    done(store, overwrite(RAW_SEEN_AS, {"x": "a"}, CSV), "one")
    store.plan_additions(overwrite(RAW_SEEN_AS, {"x": "b"}, CSV), Attempt("two"), at(5))
    publish(store)
    assert {EMAIL, PHONE} == set(carried(store, RAW, "x"))
    assert store.confirm(Attempt("two"), at(6))
    assert {PHONE} == set(carried(store, RAW, "x"))


def test_a_renamed_source_keeps_its_datasets(store):
    publish(store, tag(RAW, "email", EMAIL, by="bundle"))
    done(store, append(MART, {"x": "email"}, RAW), "one")
    renamed = Source("dwh", WH.namespace, database="shop", default_schema="public", dialect="postgres")
    raw = DatasetRef("dwh", "public.raw", declared=True)
    publish(store, tag(raw, "email", EMAIL, by="bundle"), number=2, sources=Sources([renamed]))
    mart = DatasetRef("dwh", "public.mart", declared=True)
    assert {EMAIL: Ways.VALUE} == carried(store, mart, "x")
    assert [mart, raw] == store.datasets()


def test_a_source_that_goes_leaves_its_datasets_under_its_namespace(store):
    publish(store)
    done(store, append(MART, {"x": "email"}, RAW), "one")
    publish(store, number=2, sources=Sources())
    mart = DatasetRef(WH.namespace, "shop.public.mart")
    assert [mart, RAW_SEEN_AS] == store.datasets()
    publish(store, number=3)
    assert [MART, RAW] == store.datasets()


def test_two_sources_may_swap_their_names(store):
    other = Source("lake", "postgres://lake:5432", dialect="postgres", default_schema="public")
    publish(store, sources=Sources([WH, other]))
    store.add_tags([tag(RAW, "a", EMAIL), tag(DatasetRef("lake", "public.raw", declared=True), "a", PHONE)])
    swapped = [
        Source("lake", WH.namespace, database="shop", default_schema="public", dialect="postgres"),
        Source("wh", other.namespace, dialect="postgres", default_schema="public"),
    ]
    publish(store, number=2, sources=Sources(swapped))
    assert {("lake", EMAIL), ("wh", PHONE)} == {(found.column.dataset.source, found.atom) for found in store.tags()}


@pytest.mark.parametrize(
    ("declared", "seen", "kept"),
    [
        ("pulled", "event", ("declared", "seen")),
        ("event", "pulled", ("seen",)),
        ("pulled", "pulled", ("seen",)),
        ("pulled", "declared", ("declared",)),
    ],
)
def test_of_two_schemas_that_meet_in_a_merge_the_later_counts_as_if_it_came_after(store, declared, seen, kept):
    store.put_schemas([SchemaRecord(RAW, (("declared", "text"),), origin=declared, at=at(1))])
    store.put_schemas([SchemaRecord(RAW_SEEN_AS, (("seen", "text"),), origin=seen, at=at(2))])
    publish(store)
    (record,) = store.schemas("wh")
    assert tuple((column, "text") for column in kept) == record.columns
    assert [] == store.schemas(RAW_SEEN_AS.source)


def test_labels_are_recomputed_with_the_new_declassifiers_through_every_step(store):
    store.add_tags([tag(RAW, "email", EMAIL)])
    publish(store, sources=SOURCES, weakening=Weakening())
    done(store, append(MART, {"x": "email"}, RAW), "one")
    before = shown(store)
    publish(store, number=2)
    publish(store, number=3, weakening=Weakening())
    assert before == shown(store)
