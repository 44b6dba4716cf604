"""Facts, epochs and labels: what every store answers after planning, success and events (laws 1 to 4)."""

import pytest

from privlineage.core.declassify import Weakening
from privlineage.core.facts import Confidence
from privlineage.core.labels import Identifiability, Strength, Tag, Ways
from privlineage.core.plan import Job, Opening, Plan
from privlineage.core.verdict import Attempt
from privlineage.graph.model import EpochRef, Slot
from privlineage.store.protocol import DatasetState
from tests.contract.store.world import (
    CSV,
    EMAIL,
    HASHED,
    MART,
    PHONE,
    RAW,
    STAGE,
    append,
    at,
    carried,
    derived,
    done,
    fact,
    is_unreviewed,
    overwrite,
    publish,
    shown,
    tag,
)


def test_a_dataset_nobody_saw_has_an_empty_state(store):
    assert {RAW: DatasetState(RAW, (), {}, (), frozenset())} == store.state([RAW])
    assert [] == store.datasets() == store.zone_datasets() == store.tags()


def test_labels_follow_planned_facts_before_the_task_succeeds(store):
    store.add_tags([tag(RAW, "email", EMAIL)])
    store.plan_additions(overwrite(MART, {"mail": "email"}, RAW), Attempt("one"), at(1))
    store.plan_additions(append(CSV, {"mail": "mail"}, MART), Attempt("two"), at(2))
    assert {EMAIL: Ways.VALUE} == carried(store, CSV, "mail")
    assert {"mail"} == derived(store, CSV)
    assert set() == derived(store, RAW)


def test_a_tag_reaches_what_was_derived_before_it_and_its_withdrawal_too(store):
    done(store, append(MART, {"mail": "email"}, RAW), "one")
    done(store, append(CSV, {"mail": "mail"}, MART), "two")
    store.add_tags([tag(RAW, "email", EMAIL), tag(RAW, "phone", PHONE)])
    assert {EMAIL: Ways.VALUE} == carried(store, CSV, "mail")
    assert 1 == store.remove_tags(RAW.column("email"), None, "bob", at(9), "wrong column")
    assert {} == carried(store, CSV, "mail")


def test_the_same_try_and_plan_twice_is_one(store):
    store.add_tags([tag(RAW, "email", EMAIL)])
    plan = overwrite(MART, {"mail": "email"}, RAW)
    store.plan_additions(plan, Attempt("one"), at(1))
    once = shown(store)
    store.plan_additions(plan, Attempt("one"), at(2))
    assert once == shown(store)
    assert [True, False] == [store.confirm(Attempt("one"), at(3)), store.confirm(Attempt("one"), at(4))]


def test_an_overwrite_retires_the_old_content_only_when_that_try_succeeded(store):
    store.add_tags([tag(RAW, "email", EMAIL), tag(RAW, "phone", PHONE)])
    done(store, overwrite(MART, {"x": "email"}, RAW), "one")
    store.plan_additions(overwrite(MART, {"x": "phone"}, RAW), Attempt("two"), at(5))
    assert {EMAIL: Ways.VALUE, PHONE: Ways.VALUE} == carried(store, MART, "x")
    assert not store.confirm(Attempt("two", try_number=2), at(6))
    assert not store.confirm(Attempt("three"), at(6))
    assert {EMAIL, PHONE} == set(carried(store, MART, "x"))
    assert store.confirm(Attempt("two"), at(7))
    assert {PHONE: Ways.VALUE} == carried(store, MART, "x")


def test_what_was_copied_before_an_overwrite_keeps_its_labels(store):
    store.add_tags([tag(RAW, "email", EMAIL), tag(RAW, "phone", PHONE)])
    done(store, overwrite(STAGE, {"x": "email"}, RAW), "one")
    done(store, overwrite(MART, {"x": "x"}, STAGE), "two")
    done(store, overwrite(STAGE, {"x": "phone"}, RAW), "three")
    assert {PHONE: Ways.VALUE} == carried(store, STAGE, "x")
    assert {EMAIL: Ways.VALUE} == carried(store, MART, "x")
    done(store, overwrite(MART, {"x": "x"}, STAGE), "four")
    assert {PHONE: Ways.VALUE} == carried(store, MART, "x")


def test_a_steady_pipeline_does_not_grow_the_graph(store):
    store.add_tags([tag(RAW, "email", EMAIL)])
    plans = [overwrite(STAGE, {"x": "email"}, RAW), overwrite(MART, {"x": "x"}, STAGE), append(CSV, {"x": "x"}, MART)]
    for day in range(2):
        for number, plan in enumerate(plans):
            done(store, plan, f"{day}-{number}", 10 * day)
    second = shown(store)
    for day in range(2, 5):
        for number, plan in enumerate(plans):
            done(store, plan, f"{day}-{number}", 10 * day)
    assert second == shown(store)


def test_events_add_to_open_epochs_and_retire_nothing(store):
    store.add_tags([tag(RAW, "email", EMAIL), tag(RAW, "phone", PHONE)])
    store.add_facts(overwrite(MART, {"x": "email"}, RAW), at(1))
    store.add_facts(overwrite(MART, {"x": "phone"}, RAW), at(2))
    once = shown(store)
    store.add_facts(overwrite(MART, {"x": "phone"}, RAW), at(3))
    assert once == shown(store)
    assert {EMAIL, PHONE} == set(carried(store, MART, "x"))
    assert 1 == len(store.state([MART])[MART].open)


def test_a_write_that_reads_itself_keeps_what_was_there(store):
    store.add_tags([tag(RAW, "email", EMAIL)])
    done(store, overwrite(MART, {"x": "email"}, RAW), "one")
    done(store, overwrite(MART, {"x": "x"}, MART), "two")
    done(store, overwrite(MART, {"x": "x"}, MART), "three")
    assert {EMAIL: Ways.VALUE} == carried(store, MART, "x")


def test_declassifiers_of_the_bundle_in_force_weaken_along_a_path_and_stop_to_when_it_goes(store):
    publish(store, tag(RAW, "email", EMAIL, by="bundle"))
    done(store, overwrite(CSV, {"h": "email"}, RAW, path=(HASHED,)), "one")
    weak = EMAIL.with_identifiability(Identifiability.PSEUDONYMISED)
    assert {weak: Ways.VALUE} == carried(store, CSV, "h")
    publish(store, tag(RAW, "email", EMAIL, by="bundle"), number=2, weakening=Weakening())
    assert {EMAIL: Ways.VALUE} == carried(store, CSV, "h")


def test_a_fact_keeps_its_strength_functions_and_confidence(store):
    publish(store)
    plan = Plan(
        Job("dag", "task"),
        (
            fact(CSV, "h", RAW, "email", path=(HASHED,), place="q.sql:3"),
            fact(CSV, "*", RAW, "flag", strength=Strength.ROW),
            fact(CSV, "*", RAW, "*", confidence=Confidence.ASSUMED),
        ),
    )
    store.add_facts(plan, at(1))
    (epoch,) = store.state([CSV])[CSV].open
    found = store.upstream([Slot(epoch, "h")])
    assert {
        ("h", "email", Strength.VALUE, (HASHED,), Confidence.PARSED, "q.sql:3"),
        ("*", "flag", Strength.ROW, (), Confidence.PARSED, "task"),
        ("*", "*", Strength.VALUE, (), Confidence.ASSUMED, "task"),
    } == {(e.output.path, e.input.path, e.strength, e.path, e.confidence, e.via) for e in found}


def test_row_influence_alone_and_self_reference_derive_no_column(store):
    facts = (fact(MART, "a", RAW, "flag", strength=Strength.ROW), fact(MART, "b", MART, "b"), fact(MART, "c", RAW, "c"))
    store.add_facts(Plan(Job("dag", "task"), facts), at(1))
    assert {"c"} == derived(store, MART)


@pytest.mark.parametrize(("depth", "columns"), [(0, set()), (1, {"mail"}), (2, {"mail", "x"}), (None, {"mail", "x"})])
def test_closures_go_as_deep_as_asked(store, depth, columns):
    store.add_facts(append(MART, {"x": "email"}, RAW), at(1))
    store.add_facts(append(CSV, {"mail": "x"}, MART), at(2))
    (last,) = store.state([CSV])[CSV].open
    (first,) = store.state([RAW])[RAW].open
    assert columns == {edge.output.path for edge in store.upstream([Slot(last, "mail")], depth)}
    both = {None: 2, 2: 2, 1: 1, 0: 0}[depth]
    assert both == len(store.downstream([Slot(first, "email")], depth))
    assert both == len(store.downstream([Slot(first, "email.domain")], depth))
    assert [] == store.downstream([Slot(first, "emails")], depth)


def test_closures_of_epochs_nobody_knows_are_empty(store):
    assert [] == store.upstream([Slot(EpochRef(RAW, ""), "x"), Slot(EpochRef(RAW, "77"), "x")])
    assert [] == store.downstream([Slot(EpochRef(RAW, "x"), "x")])


def test_nested_fields_and_whole_datasets_touch_their_parts(store):
    store.add_tags([tag(RAW, "payload", EMAIL)])
    store.add_facts(append(MART, {"*": "payload.user.email", "other": "note"}, RAW), at(1))
    store.add_facts(append(CSV, {"any": "whatever"}, MART), at(2))
    assert {EMAIL: Ways.VALUE} == carried(store, CSV, "any")


def test_a_plan_that_only_opens_leaves_the_dataset_empty_after_success(store):
    store.add_tags([tag(RAW, "email", EMAIL)])
    done(store, append(MART, {"x": "email"}, RAW), "one")
    done(store, Plan(Job("dag", "truncate"), openings=(Opening(MART),)), "two")
    assert {} == carried(store, MART, "x")
    assert 1 == len(store.state([MART])[MART].open)


def test_datasets_in_zones_hold_something_or_are_tagged(store):
    store.add_tags([tag(STAGE, "x", None)])
    store.add_facts(append(MART, {"x": "email"}, RAW), at(1))
    assert sorted([STAGE, MART, RAW]) == store.zone_datasets() == store.datasets()
    store.remove_tags(STAGE.column("x"), "none", "bob", at(2), "")
    assert sorted([MART, RAW]) == store.zone_datasets()


def test_a_source_nobody_reviewed_stays_unreviewed_through_every_table_until_somebody_reviews_it(store):
    done(store, append(MART, {"x": "email"}, RAW), "a")
    done(store, append(CSV, {"out": "x"}, MART), "b", 3)
    assert is_unreviewed(store, CSV, "out")
    store.add_tags([Tag(RAW.column("email"), None, "ann", at(9), "person")])
    assert not is_unreviewed(store, CSV, "out")
    store.remove_tags(RAW.column("email"), None, "ann", at(10), "wrong")
    assert is_unreviewed(store, CSV, "out")


def test_reading_a_whole_table_does_not_make_its_reviewed_columns_unreviewed_for_others(store):
    store.add_tags([tag(RAW, "email", None)])
    done(store, append(MART, {"x": "email"}, RAW), "one")
    done(store, append(CSV, {"all": "*"}, RAW), "two")
    assert is_unreviewed(store, CSV, "all")
    assert not is_unreviewed(store, MART, "x")


def test_a_table_overwritten_from_its_own_older_content_is_no_unreviewed_source(store):
    store.add_tags([Tag(RAW.column("email"), None, "ann", at(0), "person")])
    done(store, append(MART, {"x": "email"}, RAW), "load")
    done(store, overwrite(MART, {"x": "x"}, MART), "tidy", 3)
    done(store, append(CSV, {"out": "x"}, MART), "export", 5)
    assert not is_unreviewed(store, CSV, "out")
