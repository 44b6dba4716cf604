"""What the cases as data do not show: errors of rules, witnesses, reasons, remedies."""

from dataclasses import replace

import pytest

from privlineage.core.errors import Place
from privlineage.core.labels import Atom, Identifiability, Strength
from privlineage.core.movement import Arrival, Movement, SinkState, Witness, WitnessStep
from privlineage.core.plan import Job, Unresolved
from privlineage.core.refs import DatasetRef
from privlineage.core.verdict import Outcome
from privlineage.policy import matching
from privlineage.policy.engine import decide
from privlineage.policy.fix import remedies, with_fixes
from privlineage.policy.load import load_files
from privlineage.policy.model import Action, Defaults, Effect, Mode, Policy, Rule, When, Zone, ZoneDefault

SINK = DatasetRef("s3://ads", "x.csv")
TABLE = DatasetRef("wh", "public.t", declared=True)
ENFORCED = Defaults(mode=Mode.ENFORCE)


def arrive(category="user.contact.email", column="email", strength=Strength.VALUE, start="email", steps=1, **claims):
    path = [WitnessStep(TABLE.column(start))]
    path += [WitnessStep(TABLE.column(f"step{n}"), "job") for n in range(steps - 1)]
    sink = SINK.column(column)
    return Arrival(sink, Atom(category, **claims), strength, Witness((*path, WitnessStep(sink, "job", strength))))


def moving(*arrivals, **others):
    return Movement(Job("dag", "task"), (SinkState(SINK, zones=("ads",)),), arrivals, **others)


@pytest.mark.parametrize("effect", [Effect.FORBID, Effect.FORBID_TOGETHER])
@pytest.mark.parametrize(("action", "outcome"), [("block", "block"), ("warn", "warn"), ("observe", "allow")])
def test_a_rule_that_errs_does_what_the_default_says(monkeypatch, effect, action, outcome):
    def broken(key, other):
        raise RuntimeError

    monkeypatch.setattr(matching, "related", broken)
    rules = (Rule("bad", effect, ("user", "user.name")), Rule("good", Effect.FORBID, None))
    policy = Policy(replace(ENFORCED, error=Action(action)), rules=rules)
    decision = decide(policy, moving(arrive()))
    assert ("good", "default:error") == decision.rules
    assert outcome == decision.findings[1].outcome.value
    assert "the rule `bad` could not be evaluated for `s3://ads/x.csv`" == decision.findings[1].reason


def test_a_permit_that_errs_permits_nothing(monkeypatch):
    def broken(key, other):
        raise RuntimeError

    monkeypatch.setattr(matching, "is_within", broken)
    zone = Zone("ads", mode=Mode.ENFORCE, default=ZoneDefault.DENY)
    policy = Policy(zones=(zone,), rules=(Rule("p", Effect.PERMIT, ("user",)),))
    assert ("zone:ads:default", "default:error") == decide(policy, moving(arrive(uses=("finance",)))).rules


def test_a_finding_holds_the_rules_words_and_place_and_a_witness_for_each_column():
    place = Place("policy.yml", 28, 5)
    rule = Rule("no-contact", Effect.FORBID, ("user.contact",), because="No.", fix="Drop it.", place=place)
    first, second = arrive(), arrive("user.contact.phone_number", "phone", start="phone")
    found = decide(Policy(ENFORCED, rules=(rule,)), moving(first, second)).findings[0]
    assert ("no-contact", "ads", SINK, "No.", place) == (found.rule, found.zone, found.sink, found.because, found.place)
    assert (first.witness, second.witness) == found.witnesses
    assert ("user.contact.email, identified", "user.contact.phone_number, identified") == found.atoms
    assert "" == found.fix


def test_the_witness_of_a_column_is_its_strongest_then_shortest():
    weak = arrive(strength=Strength.COLUMN)
    long = arrive("user.contact", steps=3)
    short = arrive("user.contact.phone_number", steps=2)
    policy = Policy(rules=(Rule("r", Effect.FORBID, None),))
    assert (short.witness,) == decide(policy, moving(weak, long, short)).findings[0].witnesses


@pytest.mark.parametrize(
    ("rule", "arrivals", "reason"),
    [
        (
            Rule("r", Effect.FORBID, ("user",)),
            [arrive(), arrive("user.name", "name"), arrive("user.job_title", "title")],
            "`user.contact.email` (identified) would reach `s3://ads/x.csv#email` as a value, and 2 more columns",
        ),
        (
            Rule("r", Effect.FORBID, None, when=When(purpose_not_allowed=True)),
            [arrive(uses=("finance",), strength=Strength.COLUMN)],
            (
                "`user.contact.email` (identified) would reach `s3://ads/x.csv#email` by shaping the column; "
                "its allowed uses do not cover `marketing`"
            ),
        ),
        (
            Rule("r", Effect.FORBID, None, when=When(location_not=("CN", "HK"))),
            [arrive(identifiability=Identifiability.PSEUDONYMISED)],
            (
                "`user.contact.email` (pseudonymised) would reach `s3://ads/x.csv#email` as a value, "
                "which is in SG, outside of CN, HK"
            ),
        ),
        (
            Rule("r", Effect.FORBID_TOGETHER, ("user.name", "user.contact")),
            [arrive("user.name", "name", start="name"), arrive()],
            (
                "`user.name`, `user.contact` would come together in `s3://ads/x.csv`, "
                "by `user.name` (identified) in `s3://ads/x.csv#name`"
            ),
        ),
    ],
)
def test_the_reason_is_a_sentence(rule, arrivals, reason):
    policy = Policy(zones=(Zone("ads", location="SG", purposes=("marketing",)),), rules=(rule,))
    assert reason == decide(policy, moving(*arrivals)).findings[0].reason


def test_data_for_a_sink_nobody_described_is_tested_elsewhere():
    policy = Policy(ENFORCED, rules=(Rule("r", Effect.FORBID, None, into=("elsewhere",)),))
    movement = Movement(Job("dag", "task"), arrivals=(arrive(),))
    assert ("r",) == decide(policy, movement).rules


def test_unresolved_lineage_whose_zones_nobody_knows_may_enter_every_zone():
    policy = Policy(zones=(Zone("ads", mode=Mode.ENFORCE),))
    movement = Movement(Job("dag", "task"), unresolved=(Unresolved("exit", "a program"),))
    decision = decide(policy, movement)
    assert (("default:unresolved",), Outcome.BLOCK, "ads") == (
        decision.rules,
        decision.outcome,
        decision.findings[0].zone,
    )
    assert "lineage into the zone `ads` could not be resolved: exit: a program" == decision.findings[0].reason


def test_what_is_undetermined_is_said_once_with_its_place():
    item = Unresolved("jinja", "jinja: not rendered yet", place="stage.sql:3")
    movement = Movement(Job("dag", "task"), unresolved=(item, item), unresolved_zones=(("ads",),) * 2, before_run=True)
    decision = decide(Policy(), movement)
    assert (("jinja: not rendered yet (stage.sql:3)",), ()) == (decision.undetermined, decision.findings)


def test_without_a_path_each_atom_of_a_column_counts_for_itself():
    # The first look at a movement has no full paths: it may fire where the second does not, never the other way.
    column = SINK.column("person")
    atoms = [Atom("user.demographic", uses=("finance",)), Atom("user.demographic", uses=("analytics",))]
    hits = [Arrival(column, atom, Strength.VALUE, Witness((WitnessStep(column),))) for atom in atoms]
    rule = Rule("r", Effect.FORBID_TOGETHER, ("user.demographic.gender", "user.demographic.date_of_birth"))
    assert ("r",) == decide(Policy(rules=(rule,)), moving(*hits)).rules


def test_a_combination_shows_as_much_of_what_arrives_as_it_can():
    rule = Rule("r", Effect.FORBID_TOGETHER, ("user.contact", "user"))
    first, second = arrive(), arrive("user.name", "name", start="name")
    lying = (arrive("user.contact", "old", start="old"), arrive("user.contact", "older", start="older"))
    movement = replace(moving(first, second), sinks=(SinkState(SINK, zones=("ads",), present=lying),))
    assert {first.witness, second.witness} == {*decide(Policy(rules=(rule,)), movement).findings[0].witnesses}


BUNDLE = """
defaults: {mode: enforce}
zones: {ads: {match: ["s3://ads/**"]}}
declassify:
  - {function: hmac, argument: 0, to: pseudonymised}
  - {function: tokenize, labels: [user.name], to: pseudonymised}
rules:
  - {id: clear, forbid: user, at_least: identified, fix: Hash it or drop it.}
"""


def remedied(*arrivals, policy=BUNDLE):
    bundle = load_files({"policy.yml": policy})
    movement = moving(*arrivals)
    decision = decide(bundle.policy, movement)
    found = remedies(bundle, movement, decision, decision.findings[0])
    return [remedy.declassifier.function if remedy.declassifier else "drop" for remedy in found]


def test_remedies_are_the_declassifiers_that_help_and_leaving_out():
    assert ["hmac", "drop"] == remedied(arrive())
    assert ["hmac", "tokenize", "drop"] == remedied(arrive("user.name"))


def test_a_declassifier_is_no_remedy_where_the_rule_looks_at_pseudonymised_data_too():
    assert ["drop"] == remedied(arrive(), policy=BUNDLE.replace("at_least: identified, ", ""))


def test_a_declassifier_after_which_the_rule_still_warns_is_no_remedy():
    policy = BUNDLE.replace("at_least: identified, ", "").replace("enforce", "warn")
    assert ["drop"] == remedied(arrive(), policy=policy)


def test_a_declassifier_is_no_remedy_for_what_merely_shapes_a_column():
    assert ["drop"] == remedied(arrive(strength=Strength.COLUMN))


def test_leaving_out_what_arrives_is_no_remedy_for_what_lies_there_already():
    policy = BUNDLE.replace("forbid: user, at_least: identified", "forbid_together: [user.name, user.contact]")
    bundle = load_files({"policy.yml": policy})
    sink = SinkState(SINK, zones=("ads",), present=(arrive("user.name", "name", start="name"),))
    movement = Movement(Job("dag", "task"), (sink,), (arrive(),))
    decision = with_fixes(bundle, movement, decide(bundle.policy, movement))
    assert [("clear", "Hash it or drop it.")] == [(finding.rule, finding.fix) for finding in decision.findings]
