"""Tries that overlap: a success never makes what another try may have written look like nothing (law 4)."""

from privlineage.core.verdict import Attempt
from tests.contract.store.world import EMAIL, MART, PHONE, RAW, append, at, carried, done, overwrite, tag

A, B = Attempt("a"), Attempt("b")


def both_tagged(store):
    store.add_tags([tag(RAW, "email", EMAIL), tag(RAW, "phone", PHONE)])


def labels(store):
    return set(carried(store, MART, "x"))


def test_of_two_overlapping_overwrites_neither_retires_the_other(store):
    both_tagged(store)
    store.plan_additions(overwrite(MART, {"x": "email"}, RAW), A, at(1))
    store.plan_additions(overwrite(MART, {"x": "phone"}, RAW), B, at(2))
    # Nobody knows which of the two wrote last, whichever reports first.
    assert store.confirm(A, at(3))
    assert {EMAIL, PHONE} == labels(store)
    assert store.confirm(B, at(4))
    assert {EMAIL, PHONE} == labels(store)
    done(store, overwrite(MART, {"x": "phone"}, RAW), "c", 5)
    assert {PHONE} == labels(store)


def test_the_success_of_the_later_one_leaves_what_the_earlier_may_still_write(store):
    both_tagged(store)
    store.plan_additions(overwrite(MART, {"x": "email"}, RAW), A, at(1))
    store.plan_additions(overwrite(MART, {"x": "phone"}, RAW), B, at(2))
    assert store.confirm(B, at(3))
    assert {EMAIL, PHONE} == labels(store)


def test_an_append_planned_before_an_overwrite_may_come_after_it(store):
    both_tagged(store)
    store.plan_additions(append(MART, {"x": "email"}, RAW), A, at(1))
    store.plan_additions(overwrite(MART, {"x": "phone"}, RAW), B, at(2))
    assert store.confirm(B, at(3))
    assert {EMAIL, PHONE} == labels(store)
    assert store.confirm(A, at(4))
    assert {EMAIL, PHONE} == labels(store)


def test_an_append_planned_during_an_overwrite_adds_to_the_new_content_too(store):
    both_tagged(store)
    done(store, append(MART, {"old": "phone"}, RAW), "first")
    store.plan_additions(overwrite(MART, {"x": "phone"}, RAW), A, at(4))
    store.plan_additions(append(MART, {"x": "email"}, RAW), B, at(5))
    assert store.confirm(A, at(6))
    assert {EMAIL, PHONE} == labels(store)
    assert {} == carried(store, MART, "old")
    assert store.confirm(B, at(7))
    assert {} == carried(store, MART, "old")


def test_a_later_try_of_the_same_task_takes_the_place_of_the_one_that_failed(store):
    both_tagged(store)
    store.plan_additions(overwrite(MART, {"x": "email"}, RAW), A, at(1))
    again = Attempt("a", try_number=2)
    store.plan_additions(overwrite(MART, {"x": "phone"}, RAW), again, at(2))
    assert {EMAIL, PHONE} == labels(store)
    assert not store.confirm(A, at(3))
    assert store.confirm(again, at(4))
    assert {PHONE} == labels(store)


def test_another_plan_of_the_same_try_takes_the_place_of_the_first(store):
    both_tagged(store)
    store.plan_additions(overwrite(MART, {"x": "email"}, RAW), A, at(1))
    store.plan_additions(overwrite(MART, {"x": "phone"}, RAW), A, at(2))
    assert {EMAIL, PHONE} == labels(store)
    assert store.confirm(A, at(3))
    assert {PHONE} == labels(store)
    assert not store.confirm(A, at(4))


def test_a_try_that_never_reports_holds_content_open_for_a_week_only(store):
    both_tagged(store)
    store.plan_additions(overwrite(MART, {"x": "email"}, RAW), A, "2026-03-01T00:00:00.000000Z")
    store.plan_additions(overwrite(MART, {"x": "phone"}, RAW), B, "2026-03-01T00:01:00.000000Z")
    assert store.confirm(B, "2026-03-07T00:00:00.000000Z")
    assert {EMAIL, PHONE} == labels(store)
    late = Attempt("late")
    store.plan_additions(overwrite(MART, {"x": "phone"}, RAW), late, "2026-03-07T01:00:00.000000Z")
    assert store.confirm(late, "2026-03-08T02:00:00.000000Z")
    assert {PHONE} == labels(store)
    # Should it report after all, what it wrote is there again.
    assert store.confirm(A, "2026-03-09T00:00:00.000000Z")
    assert {EMAIL, PHONE} == labels(store)


def test_the_next_try_in_the_same_run_has_another_id_and_still_takes_its_place(store):
    both_tagged(store)
    store.plan_additions(overwrite(MART, {"x": "email"}, RAW), Attempt("uuid-1", 1, "run", 0), at(1))
    for other in (Attempt("uuid-2", 1, "other run", 0), Attempt("uuid-3", 1, "run", 1), Attempt("uuid-4", 0, "run", 0)):
        store.plan_additions(overwrite(MART, {"x": "phone"}, RAW), other, at(2))
        assert store.confirm(other, at(3))
        assert {EMAIL, PHONE} == labels(store)
    again = Attempt("uuid-5", 2, "run", 0)
    store.plan_additions(overwrite(MART, {"x": "phone"}, RAW), again, at(4))
    assert store.confirm(again, at(5))
    assert {PHONE} == labels(store)


def test_tries_without_a_run_are_told_apart_by_their_ids_alone(store):
    both_tagged(store)
    store.plan_additions(overwrite(MART, {"x": "email"}, RAW), Attempt("one", 1), at(1))
    store.plan_additions(overwrite(MART, {"x": "phone"}, RAW), Attempt("two", 2), at(2))
    assert store.confirm(Attempt("two", 2), at(3))
    assert {EMAIL, PHONE} == labels(store)


def test_what_a_failed_try_added_stays_until_the_next_success_replaces_it(store):
    both_tagged(store)
    store.plan_additions(overwrite(MART, {"x": "email"}, RAW), A, at(1))
    assert [True, False] == [store.abandon(A, at(2)), store.abandon(A, at(2))]
    assert {EMAIL} == labels(store)
    assert not store.confirm(A, at(3))
    store.plan_additions(overwrite(MART, {"x": "phone"}, RAW), B, at(4))
    assert {EMAIL, PHONE} == labels(store)
    assert store.confirm(B, at(5))
    assert {PHONE} == labels(store)


def test_a_plan_that_was_placed_before_on_the_same_graph_holds_its_content_open_just_as_well(store):
    both_tagged(store)
    for day in range(3):
        done(store, overwrite(MART, {"x": "email"}, RAW), f"day {day}", day)
    store.plan_additions(overwrite(MART, {"x": "email"}, RAW), A, at(10))
    store.plan_additions(overwrite(MART, {"x": "phone"}, RAW), B, at(11))
    assert store.confirm(B, at(12))
    assert {EMAIL, PHONE} == labels(store)
    assert store.confirm(A, at(13))
    done(store, overwrite(MART, {"x": "phone"}, RAW), "last", 14)
    assert {PHONE} == labels(store)
