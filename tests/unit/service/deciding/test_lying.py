"""What lies in a sink or its zone already, and where it came from."""

from privlineage.core.verdict import Attempt, Outcome
from tests.unit.service.world import POLICY, copy, world

CUSTOMERS = "wh.public.customers"
KEYS = "[user.demographic.date_of_birth, user.contact.address.postal_code, user.demographic.gender]"
ZONED = POLICY.replace("zones:\n", 'zones:\n  mart: {match: ["wh.mart.**"]}\n').replace(
    "within: dataset\n    into: [elsewhere]", "within: zone\n    into: [mart]"
)


def witnesses(verdict, rule):
    found = [finding for finding in verdict.decision.findings if finding.rule == rule]
    return [[str(column) for column in path.columns] for finding in found for path in finding.witnesses]


def test_the_witness_of_what_lies_in_the_zone_starts_at_the_tagged_column():
    decider = world(ZONED)
    decider.decide(copy(decider, CUSTOMERS, "wh.raw.stage", {"birth": "born"}), Attempt("stage"))
    decider.decide(copy(decider, "wh.raw.stage", "wh.mart.one", {"b": "birth"}), Attempt("one"))
    decider.decide(copy(decider, CUSTOMERS, "wh.mart.two", {"g": "gender"}), Attempt("two"))
    verdict = decider.decide(copy(decider, CUSTOMERS, "wh.mart.three", {"p": "postcode"}), Attempt("three"))
    assert witnesses(verdict, "re-identification") == [
        ["wh.public.customers#postcode", "wh.mart.three#p"],
        ["wh.public.customers#born", "wh.raw.stage#birth", "wh.mart.one#b"],
        ["wh.public.customers#gender", "wh.mart.two#g"],
    ]


def test_the_witness_of_what_lies_in_the_sink_starts_at_the_tagged_column():
    decider = world()
    decider.decide(copy(decider, CUSTOMERS, "wh.mart.one", {"b": "born", "g": "gender"}), Attempt("one"))
    verdict = decider.decide(copy(decider, CUSTOMERS, "wh.mart.one", {"p": "postcode"}), Attempt("two"))
    assert witnesses(verdict, "re-identification") == [
        ["wh.public.customers#postcode", "wh.mart.one#p"],
        ["wh.public.customers#born", "wh.mart.one#b"],
        ["wh.public.customers#gender", "wh.mart.one#g"],
    ]


def test_one_coarse_column_that_lies_there_and_arrives_again_satisfies_one_key():
    policy = ZONED.replace(KEYS, "[user.demographic.date_of_birth, user.demographic.gender]")
    decider = world(policy, tags="      profile: user.demographic\n")
    decider.decide(copy(decider, CUSTOMERS, "wh.mart.one", {"profile": "profile"}), Attempt("one"))
    again = copy(decider, CUSTOMERS, "wh.mart.two", {"profile": "profile"})
    assert decider.decide(again, Attempt("two")).outcome is Outcome.ALLOW


def test_a_coarse_column_of_the_zone_itself_is_not_doubled_by_its_copy():
    policy = ZONED.replace(KEYS, "[user.demographic.date_of_birth, user.demographic.gender]")
    policy = policy.replace('match: ["wh.mart.**"]', 'match: ["wh.**"]')
    decider = world(policy, tags="      profile: user.demographic\n", only=True)
    copied = copy(decider, CUSTOMERS, "wh.mart.two", {"profile": "profile"})
    assert decider.decide(copied, Attempt("two")).outcome is Outcome.ALLOW
