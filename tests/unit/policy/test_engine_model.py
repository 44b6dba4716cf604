"""The engine and a naive one, written apart, give the same answer to random policies and movements."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from privlineage.core.codec import from_json, to_json
from privlineage.core.verdict import Decision, Outcome
from privlineage.policy.engine import decide
from privlineage.policy.model import Effect, Mode, Rule
from tests.unit.policy import naive
from tests.unit.policy.strategies import movements, policies


@given(policies(), movements())
def test_both_engines_fire_the_same_rules_to_the_same_effect(policy, movement):
    decision = decide(policy, movement)
    found = {(item.rule, item.zone, item.outcome.value, item.would.value) for item in decision.findings}
    assert naive.decide(policy, movement) == (found, decision.outcome.value, decision.would.value)


@given(policies(), movements(), st.randoms())
def test_the_order_of_arrivals_does_not_matter(policy, movement, random):
    arrivals = list(movement.arrivals)
    random.shuffle(arrivals)
    shuffled = decide(policy, replace(movement, arrivals=tuple(arrivals)))
    decision = decide(policy, movement)
    assert (decision.rules, decision.outcome, decision.would) == (shuffled.rules, shuffled.outcome, shuffled.would)


@given(policies(), movements())
def test_one_more_forbid_never_weakens_an_outcome(policy, movement):
    before = decide(policy, movement)
    more = decide(replace(policy, rules=(*policy.rules, Rule("more", Effect.FORBID))), movement)
    assert more.would.rank >= before.would.rank


@given(policies(), movements())
def test_enforcing_everything_gives_what_would_says(policy, movement):
    strict = replace(
        policy,
        defaults=replace(policy.defaults, mode=Mode.ENFORCE),
        zones=tuple(replace(zone, mode=None) for zone in policy.zones),
        rules=tuple(replace(rule, mode=None) for rule in policy.rules),
    )
    assert decide(strict, movement).outcome == decide(policy, movement).would


@given(policies(), movements())
def test_observing_everything_never_stops_what_is_determined(policy, movement):
    calm = replace(
        policy,
        defaults=replace(policy.defaults, mode=Mode.OBSERVE),
        zones=tuple(replace(zone, mode=None) for zone in policy.zones),
        rules=tuple(replace(rule, mode=None) for rule in policy.rules),
    )
    decision = decide(calm, movement)
    assert decision.outcome is (Outcome.UNDETERMINED if decision.undetermined else Outcome.ALLOW)


@given(policies(), movements())
def test_every_finding_on_data_has_witnesses_that_end_at_its_sink_or_lie_beside_it(policy, movement):
    for finding in decide(policy, movement).findings:
        if finding.rule in ("default:unresolved", "default:opaque"):
            assert () == finding.witnesses
        elif finding.rule != "default:unreviewed":
            assert finding.witnesses[0].steps[-1].column.dataset == finding.sink


@given(policies(), movements())
def test_a_decision_reads_back_from_its_json(policy, movement):
    decision = decide(policy, movement)
    assert decision == from_json(Decision, to_json(decision))
