"""What scans found and people decided about it: kept, brought up to date, decided once, renamed with the rest."""

from dataclasses import replace

import pytest

from privlineage.core.errors import PrivlineageError
from privlineage.core.people import Identity
from privlineage.core.refs import DatasetRef
from privlineage.core.sources import Source, Sources
from privlineage.store.auditing import AuditQuery
from privlineage.store.open import open_store
from privlineage.store.suggesting import (
    ColumnFinding,
    Review,
    SampleFacts,
    ScannedTable,
    ScanRecord,
    SuggestionKind,
    SuggestionRecord,
    SuggestionState,
)
from tests.contract.store.world import CSV, MART, RAW, RAW_SEEN_AS, at, publish

ANN = Identity("ann")
FACTS = SampleFacts(500, 10_000, "reservoir", 7)
RENAMED = Sources([Source("dwh", "postgres://wh:5432", database="shop", default_schema="public", dialect="postgres")])


def looked(dataset=RAW, minute=1, scan="N-1", **more):
    columns = (
        ColumnFinding("email", "user.contact.email", 0.98, ("498 of 500 are e-mail addresses",), "", "{}"),
        ColumnFinding("größe", None, 0.9),
    )
    return ScannedTable(dataset, scan, at(minute), "mark", "1", FACTS, columns, (("email", "größe"),), ("cut",), **more)


def suggestion(number=1, path="email", dataset=RAW, minute=1, kind=SuggestionKind.PERSONAL, **more):
    return SuggestionRecord(
        f"S-{number:010X}",
        dataset.column(path),
        kind,
        "user.contact.email",
        0.98,
        ("498 of 500 are e-mail addresses", "the header says e-mail"),
        at(minute),
        "N-1",
        "1",
        FACTS,
        **{"content": "{}", "first_at": at(minute), **more},
    )


def review(number=1, state=SuggestionState.ACCEPTED, minute=5, **more):
    return Review(f"S-{number:010X}", "", state, ANN, at(minute), "seen", **more)


def code_of(call, *args):
    with pytest.raises(PrivlineageError) as raised:
        call(*args)
    return raised.value.code


def test_a_look_at_a_table_and_its_suggestions_come_back_as_they_were_put(store):
    store.put_scanned(looked(), [suggestion(1), suggestion(2, "größe")])
    store.put_scanned(looked(MART), [])
    assert [looked(MART), looked()] == store.scanned()
    assert [looked()] == store.scanned([RAW, CSV])
    assert [suggestion(1), suggestion(2, "größe")] == store.suggestions()
    assert ([], []) == (store.suggestions("", [MART]), store.scanned([]))


def test_a_later_look_takes_the_place_of_the_one_before(store):
    store.put_scanned(looked(), [])
    store.put_scanned(looked(minute=2, scan="N-2"), [])
    assert [looked(minute=2, scan="N-2")] == store.scanned()


def test_a_suggestion_that_waits_keeps_its_name_and_its_first_time_when_it_is_found_again(store):
    store.put_scanned(looked(), [suggestion(1)])
    store.put_scanned(looked(minute=9), [replace(suggestion(7, minute=9), confidence=0.5)])
    assert [replace(suggestion(1, minute=9), confidence=0.5, first_at=at(1))] == store.suggestions()


def test_what_is_not_found_any_more_is_gone_and_other_tables_stay(store):
    store.put_scanned(looked(MART), [suggestion(3, dataset=MART)])
    store.put_scanned(looked(), [suggestion(1), suggestion(2, "other")])
    store.put_scanned(looked(minute=9), [suggestion(1, minute=9)])
    assert ["S-0000000003", "S-0000000001"] == [each.id for each in store.suggestions("waiting")]
    assert ["S-0000000002"] == [each.id for each in store.suggestions("gone")]


def test_several_kinds_may_wait_for_one_column(store):
    both = [suggestion(1), suggestion(2, kind=SuggestionKind.DARK_FLOW)]
    store.put_scanned(looked(), both)
    store.put_scanned(looked(), both[1:])
    assert [SuggestionKind.DARK_FLOW] == [each.kind for each in store.suggestions("waiting")]


def test_suggestions_of_however_many_tables_come_oldest_first(store):
    store.put_scanned(looked(MART), [suggestion(1, dataset=MART)])
    store.put_scanned(looked(), [suggestion(2)])
    others = [DatasetRef("elsewhere", f"t{number}") for number in range(600)]
    found = store.suggestions("", [RAW, *others, MART])
    assert [suggestion(1, dataset=MART), suggestion(2)] == found


def test_a_suggestion_is_found_by_a_unique_beginning_in_any_case(store):
    store.put_scanned(looked(), [suggestion(0xA1), suggestion(0xA2, "b")])
    assert suggestion(0xA1) == store.suggestion("s-00000000a1")
    assert [None, None, None] == [store.suggestion(text) for text in ("S-00", "S-B", "")]


def test_a_decision_is_kept_with_who_when_and_why(store):
    store.put_scanned(looked(), [suggestion(1)])
    said = review(category="user.contact.email", proposal="P-1")
    store.review([said])
    after = store.suggestion("S-0000000001")
    assert (SuggestionState.ACCEPTED, "ann", at(5), "seen", "user.contact.email", "P-1", str(RAW.column("email"))) == (
        after.state,
        after.said[0].by.name,
        after.said[0].at,
        after.said[0].reason,
        after.said[0].category,
        after.said[0].proposal,
        after.said[0].column,
    )


def test_a_later_scan_leaves_what_people_decided(store):
    store.put_scanned(looked(), [suggestion(1)])
    store.review([review(state=SuggestionState.REJECTED)])
    decided = store.suggestion("S-0000000001")
    store.put_scanned(looked(minute=9), [])
    store.put_scanned(looked(minute=10), [suggestion(1, minute=10)])
    assert [decided] == store.suggestions()
    store.put_scanned(looked(minute=11), [suggestion(2, minute=11, note="changed")])
    assert [decided, suggestion(2, minute=11, note="changed")] == store.suggestions()


def test_nobody_decides_by_putting_a_suggestion(store):
    said = (replace(review(), column="x"),)
    store.put_scanned(looked(), [suggestion(1, state=SuggestionState.NEVER, said=said)])
    assert [suggestion(1)] == store.suggestions("waiting")


def test_decisions_are_taken_together_or_not_at_all(store):
    store.put_scanned(looked(), [suggestion(1), suggestion(2, "b")])
    assert "PL905" == code_of(store.review, [review(1), review(2), review(3)])
    assert [[], ["waiting"] * 2] == [store.suggestions("accepted"), [each.state for each in store.suggestions()]]
    store.review([review(1), review(2, SuggestionState.NEVER)])
    assert ["accepted", "never"] == [each.state for each in store.suggestions()]


@pytest.mark.parametrize("state", ["accepted", "rejected", "never"])
def test_the_same_decision_is_not_taken_twice(store, state):
    store.put_scanned(looked(), [suggestion(1)])
    store.review([review(state=SuggestionState(state))])
    assert "PL906" == code_of(store.review, [review(state=SuggestionState(state))])


def test_a_rejection_may_be_thought_better_of_and_an_acceptance_is_taken_back_by_an_untag(store):
    store.put_scanned(looked(), [suggestion(1)])
    for state in ("never", "rejected", "accepted"):
        store.review([review(state=SuggestionState(state))])
    assert "PL906" == code_of(store.review, [review(state=SuggestionState.REJECTED)])
    assert ["never", "rejected", "accepted"] == [said.state for said in store.suggestion("S-0000000001").said]


def test_what_is_gone_is_not_decided(store):
    store.put_scanned(looked(), [suggestion(1)])
    store.put_scanned(looked(), [])
    assert "PL906" == code_of(store.review, [review()])


def test_decisions_stand_in_the_audit_and_the_audit_holds(store):
    store.put_scanned(looked(), [suggestion(1)])
    store.review([review(category="user.contact.email")])
    (entry,) = store.audit_entries(AuditQuery(kind="review"))
    assert (str(RAW.column("email")), "ann (identity not verified)", at(5)) == (entry.subject, entry.actor, entry.at)
    assert all(text in entry.body for text in ("S-0000000001", "accepted", "user.contact.email", "seen"))
    assert () == store.verify_audit().findings


def test_scans_are_found_by_what_they_scan_newest_first(store):
    first, second = ScanRecord("N-1", "k", "wh", at(1)), ScanRecord("N-2", "k", "wh", at(2))
    for scan in (first, second, ScanRecord("N-3", "other", "files", at(3))):
        store.put_scan(scan)
    store.put_scan(replace(second, ended=at(9)))
    assert [replace(second, ended=at(9)), first] == store.scans("k")
    assert ["N-3"] == [scan.id for scan in store.scans(limit=1)]


def test_what_scans_found_follows_a_renaming(store):
    publish(store)
    store.put_scanned(looked(), [suggestion(1)])
    store.review([review()])
    publish(store, number=2, sources=RENAMED)
    renamed = DatasetRef("dwh", "public.raw", declared=True)
    assert [looked(renamed)] == store.scanned()
    assert [renamed.column("email")] == [each.column for each in store.suggestions("", [renamed])]
    assert () == store.verify_audit().findings


def test_of_two_looks_at_what_becomes_one_table_the_newer_stays(store):
    publish(store, sources=Sources())
    store.put_scanned(looked(RAW_SEEN_AS, minute=5), [])
    store.put_scanned(looked(RAW, minute=2), [])
    publish(store, number=2)
    assert [looked(minute=5)] == store.scanned()


def test_what_scans_found_outlives_the_process(sqlite, url):
    sqlite.put_scanned(looked(), [suggestion(1)])
    sqlite.put_scan(ScanRecord("N-1", "k", "wh", at(1)))
    sqlite.close()
    again = open_store(url)
    assert ([looked()], [suggestion(1)], ["N-1"]) == (
        again.scanned(),
        again.suggestions(),
        [scan.id for scan in again.scans()],
    )
    again.close()
