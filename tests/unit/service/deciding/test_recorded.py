"""What a decision leaves in the store before it takes effect, and what it sees at its first look."""

from privlineage.core.verdict import Attempt, Outcome
from privlineage.store.protocol import VerdictQuery
from tests.unit.service.world import copy, world

CUSTOMERS, STAGE, ADS = "wh.public.customers", "wh.mart.stage", "s3://ads-partner/daily.csv"


def test_a_block_is_stored_when_it_is_answered():
    decider = world()
    verdict = decider.decide(copy(decider, CUSTOMERS, ADS, {"email": "email"}), Attempt("export"))
    assert Outcome.BLOCK is verdict.outcome
    assert verdict == decider.store.verdict(verdict.id)


def test_an_allowance_is_stored_when_it_is_answered():
    decider = world()
    verdict = decider.decide(copy(decider, CUSTOMERS, STAGE, {"id": "id"}), Attempt("stage"))
    assert Outcome.ALLOW is verdict.outcome
    assert verdict == decider.store.verdict(verdict.id)


def test_every_try_leaves_a_verdict_of_its_own():
    decider = world()
    plan = copy(decider, CUSTOMERS, ADS, {"email": "email"})
    answered = {decider.decide(plan, Attempt("export", number)).id for number in (1, 2, 3)}
    assert answered == {verdict.id for verdict in decider.store.verdicts(VerdictQuery())}


def test_a_source_nobody_reviewed_is_seen_by_the_task_that_reads_it():
    decider = world()
    verdict = decider.decide(copy(decider, "wh.public.partly", STAGE, {"nick": "nick"}), Attempt("stage"))
    assert (Outcome.WARN, ("default:unreviewed",)) == (verdict.outcome, verdict.decision.rules)
