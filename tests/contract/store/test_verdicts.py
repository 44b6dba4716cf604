"""Verdicts: stored before they take effect, memoised by try, read back to the last witness (law 8)."""

from dataclasses import replace

import pytest

from privlineage.core.errors import Place, PrivlineageError
from privlineage.core.facts import FunctionStep
from privlineage.core.verdict import Attempt, Counts, Decision, Finding, Outcome
from privlineage.graph.model import Slot
from privlineage.store.protocol import VerdictQuery
from tests.contract.store.world import CSV, HMAC, MART, RAW, append, at, derived, movement, publish, verdict

ATTEMPT = Attempt("instance", 1, "manual__1", 3)


def test_a_verdict_comes_back_equal_with_the_movement_it_was_decided_on(store):
    publish(store)
    witness = movement().arrivals[0].witness
    finding = Finding(
        "no-contact",
        "ads",
        "enforce",
        Outcome.BLOCK,
        Outcome.BLOCK,
        CSV,
        "why",
        "policy",
        "fix",
        Place("p.yml", 3, 1),
        False,
        ("user.contact.email, identified",),
        (witness,),
    )
    whole = replace(
        verdict(1, ATTEMPT, outcome=Outcome.BLOCK, literals=((2, "sha256"),)),
        decision=Decision(Outcome.BLOCK, Outcome.BLOCK, (finding,), ("note",)),
        counts=Counts(3, 2, 1, 0),
    )
    store.record_verdict(whole)
    assert whole == store.verdict(whole.id)
    assert whole.movement == store.verdict(whole.id).movement


def test_the_last_verdict_is_remembered_by_try_plan_and_bundle(store):
    known = verdict(2, ATTEMPT, plan="plan", bundle="bundle")
    store.record_verdict(verdict(1, ATTEMPT, plan="plan", bundle="bundle"))
    store.record_verdict(known)
    assert known == store.verdict_of(ATTEMPT, "plan", "bundle")
    assert known == store.verdict_of(Attempt("instance", 1), "plan", "bundle")
    for attempt, plan, bundle in [
        (Attempt("instance", 2), "plan", "bundle"),
        (Attempt("other", 1), "plan", "bundle"),
        (ATTEMPT, "other", "bundle"),
        (ATTEMPT, "plan", "other"),
    ]:
        assert store.verdict_of(attempt, plan, bundle) is None


def test_a_dry_verdict_is_kept_and_no_try_finds_it(store):
    dry = verdict(1)
    store.record_verdict(dry)
    store.record_verdict(dry)
    assert [dry] == store.verdicts(VerdictQuery())
    assert store.verdict_of(ATTEMPT, dry.plan, dry.bundle) is None


def test_the_verdict_is_stored_together_with_what_it_allows(store):
    plan = append(MART, {"x": "email"}, RAW)
    known = verdict(1, ATTEMPT, plan=plan.fingerprint)
    store.plan_additions(plan, ATTEMPT, at(1), known)
    assert known == store.verdict_of(ATTEMPT, plan.fingerprint, "b")
    assert {"x"} == derived(store, MART)


def test_a_verdict_under_another_bundle_for_the_same_plan_is_stored_and_adds_nothing(store):
    plan = append(MART, {"x": "email"}, RAW)
    store.plan_additions(plan, ATTEMPT, at(1), verdict(1, ATTEMPT, plan=plan.fingerprint))
    before = store.state([MART])
    store.plan_additions(plan, ATTEMPT, at(2), verdict(2, ATTEMPT, plan=plan.fingerprint, bundle="next"))
    assert before == store.state([MART])
    assert 2 == len(store.verdicts(VerdictQuery()))


def test_a_verdict_is_found_by_any_prefix_that_only_it_has(store):
    first, second = verdict(0xAB00000001), verdict(0xAC00000002)
    store.record_verdict(first)
    assert store.verdict("") is None
    store.record_verdict(second)
    assert first == store.verdict("V-AB") == store.verdict("v-ab") == store.verdict(first.id)
    assert store.verdict("V-A") is None
    assert store.verdict("V-_B") is None
    assert store.verdict("V-AD") is None


def test_verdicts_come_newest_first_and_as_asked(store):
    known = [verdict(n, minute=n % 3, task=f"t{n % 2}") for n in range(6)]
    for one in known:
        store.record_verdict(one)

    known_numbers = {one.id: n for n, one in enumerate(known)}

    def numbers(query):
        return [known_numbers[found.id] for found in store.verdicts(query)]

    assert [5, 2, 4, 1, 3, 0] == numbers(VerdictQuery())
    assert [5, 2] == numbers(VerdictQuery(since=at(2)))
    assert [5, 1, 3] == numbers(VerdictQuery(task_id="t1"))
    assert [] == numbers(VerdictQuery(dag_id="other"))
    assert [5, 2, 4] == numbers(VerdictQuery(dag_id="dag", limit=3))
    assert [4, 1] == numbers(VerdictQuery(dag_id="dag", limit=2, skip=2))


def test_the_plan_of_a_verdict_is_kept_once_whether_it_was_allowed_or_blocked(store):
    publish(store)
    spoken = FunctionStep("hmac", 0, ((1, "secret"), (2, "sha256")), "postgres")
    masked = FunctionStep("hmac", 0, ((1, "?"), (2, "sha256")), "postgres")
    allowed, blocked = append(MART, {"x": "email"}, RAW), append(MART, {"y": "email"}, RAW)
    asked, kept = (replace(blocked, facts=(replace(blocked.facts[0], path=(step,)),)) for step in (spoken, masked))
    for number in (1, 2):
        store.plan_additions(allowed, Attempt(f"a{number}"), at(number), verdict(number, Attempt(f"a{number}")))
        store.record_verdict(verdict(number + 2, Attempt(f"b{number}"), outcome=Outcome.BLOCK), asked)
    assert (allowed, kept) == (store.plan(allowed.fingerprint), store.plan(kept.fingerprint))
    assert store.plan(asked.fingerprint) is None


def test_a_literal_no_declassifier_lists_is_not_kept_in_a_verdict(store):
    spoken = verdict(1, literals=((1, "secret"), (2, "sha256")))
    store.record_verdict(spoken)
    publish(store)
    store.record_verdict(replace(spoken, id="V-2"))

    def kept(identity):
        (step,) = store.verdict(identity).movement.arrivals[0].witness.steps[1].path
        return step.literals

    assert ((1, "?"), (2, "?")) == kept(spoken.id)
    assert ((1, "?"), (2, "sha256")) == kept("V-2")


def test_a_literal_no_declassifier_lists_is_not_kept_in_a_fact(store):
    publish(store)
    step = FunctionStep("HMAC", 0, ((1, "secret"), (2, "sha256")), "postgres")
    plan = append(MART, {"x": "email"}, RAW)
    store.add_facts(replace(plan, facts=(replace(plan.facts[0], path=(step,)),)), at(1))
    (edge,) = store.upstream([Slot(epoch, "x") for epoch in store.state([MART])[MART].open])
    assert ((1, "?"), (2, "sha256")) == edge.path[0].literals
    assert HMAC.matches(edge.path[0])


def test_another_verdict_under_a_known_id_is_refused_and_changes_nothing(store):
    plan = append(MART, {"x": "email"}, RAW)
    store.record_verdict(verdict(1, outcome=Outcome.BLOCK))
    with pytest.raises(PrivlineageError, match="PL504 the verdict id `V-0000000001` is taken"):
        store.plan_additions(plan, ATTEMPT, at(1), verdict(1, ATTEMPT))
    assert [verdict(1, outcome=Outcome.BLOCK)] == store.verdicts(VerdictQuery())
    assert () == store.state([MART])[MART].open


def test_the_verdicts_of_one_instance_are_found_over_its_tries(store):
    tries = [replace(ATTEMPT, try_number=number) for number in (1, 2)]
    known = [verdict(number, one, minute=number) for number, one in enumerate([*tries, replace(ATTEMPT, instance="b")])]
    for one in [*known, verdict(9)]:
        store.record_verdict(one)
    assert [known[1], known[0]] == store.verdicts(VerdictQuery(instance="instance"))
