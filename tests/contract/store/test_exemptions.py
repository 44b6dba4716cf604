"""Exemptions in every store: asked for, approved, revoked, over; and each use of them, once for each try."""

from dataclasses import replace

import pytest

from privlineage.core.errors import PrivlineageError
from privlineage.core.exemption import Carried, Exemption
from privlineage.core.labels import Strength
from privlineage.core.people import Identity
from privlineage.core.verdict import Attempt, Decision, Outcome
from privlineage.store.exempting import (
    APPROVED,
    REQUESTED,
    REVOKED,
    ExemptionEntry,
    ExemptionQuery,
    ExemptionRecord,
    Said,
)
from privlineage.store.protocol import VerdictQuery
from tests.contract.store.world import CSV, EMAIL, MART, PHONE, RAW, append, at, derived, publish, verdict

ANA, BO = Identity("ana", ("Dev",), "airflow"), Identity("bo", ("Privacy",), "airflow")
TRY = Attempt("instance", 1)


def asked(number=1, *, minute=0, dag="dag", task="task"):
    name = f"E-{number:010X}"
    parts = [
        Exemption(name, rule, dag, task, "ads", CSV, (Carried(CSV.column("email"), EMAIL),), "shape")
        for rule in ("no-contact", "purpose-limitation")
    ]
    return ExemptionRecord(name, tuple(parts), "V-1", "b", 7, Said(ANA, at(minute), "a campaign"))


def approved(record, *, minute=1, until=100):
    scope = tuple(replace(part, until=at(until)) for part in record.scope)
    return replace(record, scope=scope, approved=Said(BO, at(minute)), valid_to=at(until))


def revoked(record, *, minute=2):
    return replace(record, revoked=Said(BO, at(minute), "no longer needed"))


def in_force(store, record=None, *, minute=1, until=100):
    """An approved exemption that the store has."""
    record = record or asked()
    store.add_exemption(record)
    assert store.change_exemption(approved(record, minute=minute, until=until), REQUESTED)
    return approved(record, minute=minute, until=until)


def resting(number, attempt, *ids, minute=2, plan="p"):
    """A verdict that rests on exemptions."""
    found = verdict(number, attempt, minute=minute, plan=plan)
    return replace(found, decision=Decision(Outcome.ALLOW, Outcome.ALLOW, exempted=ids))


def uses(store, record):
    entry = store.exemption(record.id)
    return entry.uses, entry.last_used


def test_a_request_comes_back_as_it_was_made(store):
    store.add_exemption(asked())
    assert ExemptionEntry(asked()) == store.exemption("E-0000000001")
    assert [ExemptionEntry(asked())] == store.exemptions(ExemptionQuery())


def test_an_exemption_is_found_by_any_prefix_that_only_it_has(store):
    first, second = asked(0xAB00000001), asked(0xAC00000002)
    store.add_exemption(first)
    assert store.exemption("") is None
    store.add_exemption(second)
    assert first == store.exemption("E-AB").record == store.exemption("e-ab").record
    assert [None, None, None] == [store.exemption(text) for text in ("E-A", "E-_B", "E-AD")]


def test_two_requests_cannot_have_one_id(store):
    store.add_exemption(asked())
    with pytest.raises(PrivlineageError, match="PL504 the exemption id `E-0000000001` is taken"):
        store.add_exemption(asked(minute=5))
    assert [asked()] == [entry.record for entry in store.exemptions(ExemptionQuery())]


def test_a_state_is_left_once(store):
    record = asked()
    store.add_exemption(record)
    assert store.change_exemption(approved(record), REQUESTED)
    assert not store.change_exemption(approved(record, minute=9), REQUESTED)
    assert store.change_exemption(revoked(approved(record)), APPROVED)
    assert not store.change_exemption(revoked(approved(record), minute=9), APPROVED)
    assert revoked(approved(record)) == store.exemption(record.id).record
    assert not store.change_exemption(asked(2), REQUESTED)


def test_only_what_is_approved_and_not_over_is_in_force_for_its_own_task(store):
    for number in range(1, 6):
        store.add_exemption(asked(number))
    store.add_exemption(asked(6, task="other"))
    store.add_exemption(asked(7, dag="other"))
    for number, until in ((2, 100), (3, 100), (4, 3), (5, 100)):
        store.change_exemption(approved(asked(number), until=until, minute=number - 1), REQUESTED)
    for other in (asked(6, task="other"), asked(7, dag="other")):
        store.change_exemption(approved(other), REQUESTED)
    store.change_exemption(revoked(approved(asked(3), minute=2)), APPROVED)

    def numbers(minute):
        return [int(record.id.partition("-")[2], 16) for record in store.exemptions_in_force("dag", "task", at(minute))]

    assert [[], [2], [2], [2, 5], [2, 5], []] == [numbers(minute) for minute in (0, 1, 3, 4, 99, 100)]


def test_a_clock_that_jumps_back_revives_no_revoked_exemption(store):
    record = in_force(store)
    store.change_exemption(revoked(record, minute=50), APPROVED)
    assert [[], []] == [list(store.exemptions_in_force("dag", "task", at(minute))) for minute in (49, 51)]


def test_exemptions_are_listed_newest_first_and_as_asked(store):
    for number, task in ((1, "one"), (2, "two"), (3, "one")):
        store.add_exemption(asked(number, minute=number, task=task))
    store.change_exemption(approved(asked(1, minute=1, task="one")), REQUESTED)

    def numbers(query):
        return [int(entry.record.id.partition("-")[2], 16) for entry in store.exemptions(query)]

    assert [3, 2, 1] == numbers(ExemptionQuery())
    assert [1] == numbers(ExemptionQuery(state=APPROVED))
    assert [3, 1] == numbers(ExemptionQuery(dag_id="dag", task_id="one"))
    assert [3, 2] == numbers(ExemptionQuery(limit=2))
    assert [] == numbers(ExemptionQuery(state=REVOKED))


def test_a_use_counts_once_for_each_try_whatever_is_decided_again_in_it(store):
    record, other = in_force(store), in_force(store, asked(2))
    plan = append(MART, {"x": "email"}, RAW)
    publish(store)
    store.plan_additions(plan, TRY, at(2), resting(1, TRY, record.id, plan=plan.fingerprint))
    store.plan_additions(plan, TRY, at(2), resting(1, TRY, record.id, plan=plan.fingerprint))
    assert ((1, at(2)), (0, "")) == (uses(store, record), uses(store, other))
    store.record_verdict(resting(2, TRY, record.id, other.id, minute=3))
    store.record_verdict(resting(3, Attempt("instance", 2), record.id, minute=4))
    assert ((2, at(4)), (1, at(3))) == (uses(store, record), uses(store, other))


def test_a_verdict_comes_back_with_the_exemptions_it_consulted(store):
    record = in_force(store)
    other = replace(record.scope[0], id="E-2", sink=None, carries=(Carried(RAW.column("*"), PHONE, Strength.ROW),))
    found = replace(resting(1, TRY, record.id), exemptions=(*record.scope, other))
    store.record_verdict(found)
    assert found == store.verdict(found.id) == store.verdict_of(TRY, found.plan, found.bundle)


def test_a_dry_decision_uses_nothing(store):
    record = in_force(store)
    store.record_verdict(resting(1, None, record.id))
    assert (0, "") == uses(store, record)


@pytest.mark.parametrize("what", ["revoked", "over", "never approved", "unknown"])
def test_a_verdict_that_comes_too_late_for_its_exemption_is_not_stored_and_adds_nothing(store, what):
    record = asked()
    if what != "unknown":
        store.add_exemption(record)
    if what in ("revoked", "over"):
        store.change_exemption(approved(record, until=2 if what == "over" else 100), REQUESTED)
    if what == "revoked":
        store.change_exemption(revoked(approved(record)), APPROVED)
    publish(store)
    plan = append(MART, {"x": "email"}, RAW)
    with pytest.raises(PrivlineageError, match="PL813 the exemption `E-0000000001` is no longer in force"):
        store.plan_additions(plan, TRY, at(2), resting(1, TRY, record.id, plan=plan.fingerprint))
    assert [] == store.verdicts(VerdictQuery())
    assert set() == derived(store, MART)
