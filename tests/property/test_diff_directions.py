"""What a diff calls tightening lets no stopped task go, and bundles that decide differently have no empty diff."""

import copy
import json
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from privlineage.core.facts import Fact
from privlineage.core.labels import Atom, Identifiability, Strength
from privlineage.core.movement import Arrival, Movement, SinkState, Witness, WitnessStep
from privlineage.core.plan import Job, Plan, Sink
from privlineage.core.refs import ColumnRef
from privlineage.core.verdict import Attempt, Outcome
from privlineage.policy.diff.bundles import Direction, changes
from privlineage.policy.engine import decide
from privlineage.policy.load import load_files
from privlineage.service.deciding.local import LocalDecider
from privlineage.service.rollout.rezoned import rezoned
from privlineage.store.memory.store import MemoryStore
from privlineage.store.protocol import BundleRecord
from tests import strategies as domain

MODES = st.sampled_from(["enforce", "observe", "warn"])
ACTIONS = st.sampled_from(["block", "allow", "observe", "warn"])
CATEGORIES = ["user", "user.contact", "user.contact.email", "user.demographic.gender"]
KEYS = st.lists(st.sampled_from(CATEGORIES), min_size=1, max_size=2, unique=True)
PLACES = st.sampled_from(["CN", "SG"])
USES = st.lists(st.sampled_from(["finance", "marketing", "marketing.advertising"]), max_size=2, unique=True)
TABLES = ("wh.public.r", "wh.public.s", "wh.public.t")


def optional(**keys):
    return st.fixed_dictionaries({}, optional=keys)


claims = st.builds(
    lambda key, more: {"category": key, **more},
    st.sampled_from(CATEGORIES[1:]),
    optional(
        identifiability=st.sampled_from(["identified", "pseudonymised", "aggregated"]),
        origin=st.sampled_from(["CN", "SG"]),
        uses=USES,
    ),
)
tables = st.builds(
    lambda columns, rest: {"columns": columns, **rest},
    st.dictionaries(st.sampled_from(["a", "b", "p"]), claims | st.just("none"), max_size=3),
    optional(rest=st.just("none")),
)
zones = st.builds(
    lambda match, more: {"match": match, **more},
    st.lists(st.sampled_from(["wh.public.r", "wh.public.s", "wh.public.t"]), min_size=1, max_size=2, unique=True),
    optional(
        mode=MODES, default=st.sampled_from(["deny", "allow"]), location=st.sampled_from(["CN", "SG"]), purposes=USES
    ),
)
whens = optional(purpose=st.just("not_allowed"), origin=st.just(["CN"]), location_not=st.just(["CN"]))


@st.composite
def rules(draw):
    effect = draw(st.sampled_from(["forbid", "permit", "forbid_together"]))
    keys = ["user.contact", "user.demographic.gender"] if effect == "forbid_together" else draw(KEYS)
    rule = {
        effect: keys,
        **draw(optional(at_least=st.sampled_from(["identified", "aggregated"]), mode=MODES, influence=st.just("row"))),
    }
    into = draw(st.sampled_from([[], ["one"], ["elsewhere"], ["one", "elsewhere"]]))
    when = draw(whens)
    together = {"within": draw(st.sampled_from(["dataset", "zone"]))} if effect == "forbid_together" else {}
    return {**rule, **({"into": into} if into else {}), **({"when": when} if when else {}), **together}


PARTS = {
    "defaults": st.builds(
        lambda mode, more: {"mode": mode, **more},
        st.just("enforce") | MODES,
        optional(unresolved=ACTIONS, unreviewed=ACTIONS, unstated_uses=ACTIONS, opaque=ACTIONS),
    ),
    "one": zones,
    "two": st.none() | zones,
    "rule_a": rules(),
    "rule_b": st.none() | rules(),
    "declassify": st.sampled_from([[], [{"function": "sha256", "to": "pseudonymised"}]]),
    "reverses": st.sampled_from([[], ["reveal"]]),
    "source": optional(location=PLACES),
    **{table: st.none() | tables for table in TABLES},
}


def bundle(spec):
    """The bundle of a specification."""
    found = {name: zone for name in ("one", "two") if (zone := spec[name])}
    listed = [{"id": name, **rule} for name in ("rule_a", "rule_b") if (rule := spec[name])]
    names = {zone for rule in listed for zone in rule.get("into", ())} - {"elsewhere"}
    assert names <= set(found)
    policy = {"defaults": spec["defaults"], "zones": found, "rules": listed}
    policy |= {"declassify": spec["declassify"], "reverses": spec["reverses"]}
    source = {"namespace": "postgres://wh:5432", "dialect": "postgres", **spec["source"]}
    files = {
        "policy.yml": json.dumps(policy),
        "sources.yml": json.dumps({"sources": {"wh": source}}),
        "tags.yml": json.dumps({"datasets": {table: spec[table] for table in TABLES if spec[table]}}),
    }
    return load_files(files)


@st.composite
def pairs(draw, *, tagged=True):
    """A bundle, and one that differs from it in a part or two."""
    parts = {name: part if tagged or name not in TABLES else st.none() for name, part in PARTS.items()}
    before = draw(st.fixed_dictionaries(parts))
    after = dict(before)
    names = sorted(name for name in PARTS if tagged or name not in TABLES)
    for part in draw(st.lists(st.sampled_from(names), min_size=1, max_size=2, unique=True)):
        after[part] = draw(PARTS[part])
        if isinstance(before[part], dict) and isinstance(after[part], dict) and part not in ("rule_a", "rule_b"):
            # One key of a part changes more often than all of them.
            key = draw(st.sampled_from(sorted({*before[part], *after[part]} or {""})))
            mixed = {**before[part], **({key: after[part][key]} if key in after[part] else {})}
            after[part] = mixed if mixed.get("match", True) else after[part]
    return bundle(before), bundle(after)


def store_of(bundle):
    store = MemoryStore()
    record = BundleRecord(bundle.hash, tuple(bundle.files.items()), "ann", "2026-01-01T00:00:00Z")
    store.publish(record, bundle.sources, bundle.tags, bundle.weakening)
    return store


def decided(bundle, plans):
    """What a bundle says of the last plan, after the others were carried out whatever it says of them."""
    store = store_of(bundle)
    numbers = count(1)
    decider = LocalDecider(store, lambda: f"2026-01-01T00:00:{next(numbers):02}Z", lambda: f"V-{next(numbers):04X}")
    for number, plan in enumerate(plans[:-1]):
        store.plan_additions(plan, Attempt(f"a{number}"), f"2026-01-01T00:00:{number:02}Z")
    return decider.decide(copy.deepcopy(plans[-1]), None).decision


columns = st.sampled_from([ColumnRef(dataset, path) for dataset in domain.DATASETS for path in ("a", "b", "p")])
facts = st.builds(
    lambda output, source, strength, path: Fact(output, source, strength, path if strength is Strength.VALUE else ()),
    columns,
    columns,
    st.just(Strength.VALUE) | domain.strengths,
    st.just(()) | domain.function_paths,
)


@st.composite
def flowing(draw):
    """A task that moves a few columns, whose sinks are known."""
    moved = draw(st.lists(facts, min_size=1, max_size=3))
    sinks = sorted({fact.output.dataset for fact in moved})
    reads = tuple(sorted({fact.input.dataset for fact in moved}))
    purposes = draw(st.none() | st.sampled_from([("finance",), ("marketing",)]))
    return Plan(Job("daily", "export"), tuple(moved), sinks=tuple(map(Sink, sinks)), reads=reads, purposes=purposes)


@given(pairs(), st.lists(flowing(), min_size=1, max_size=2) | st.lists(domain.plans(), min_size=1, max_size=2))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_tightening_stops_no_less_and_no_difference_goes_untold(pair, plans):
    before, after = pair
    found = changes(before, after)
    was, now = decided(before, plans), decided(after, plans)
    if (was.outcome, was.would, set(was.rules)) != (now.outcome, now.would, set(now.rules)):
        assert {change.direction for change in found} & {Direction.LOOSENS, Direction.TIGHTENS}
    if not any(change.direction is Direction.LOOSENS for change in found) and was.outcome is Outcome.BLOCK:
        assert Outcome.BLOCK is now.outcome


ATOMS = st.sampled_from(
    [
        Atom("user.contact.email", uses=("finance",)),
        Atom("user.contact.email", Identifiability.PSEUDONYMISED, "CN"),
        Atom("user.demographic.gender", Identifiability.AGGREGATED, uses=("marketing",)),
        Atom("user.contact", origin="CN"),
    ]
)
arrivals = st.builds(
    lambda column, atom, start: Arrival(
        column, atom, Strength.VALUE, Witness((WitnessStep(start), WitnessStep(column, "job")))
    ),
    columns,
    ATOMS,
    columns,
)


@given(pairs(tagged=False), st.lists(arrivals, min_size=1, max_size=3), st.sampled_from([None, ("marketing",)]))
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_the_same_data_is_stopped_no_less_by_a_policy_that_only_tightens(pair, arriving, purposes):
    before, after = pair
    sinks = tuple(SinkState(dataset) for dataset in sorted({arrival.sink.dataset for arrival in arriving}))
    movement = Movement(Job("daily", "export"), sinks, tuple(arriving), purposes=purposes)
    was, now = (decide(each.policy, rezoned(movement, each)) for each in pair)
    tightens = all(change.direction is not Direction.LOOSENS for change in changes(before, after))
    if tightens and was.outcome is Outcome.BLOCK:
        assert Outcome.BLOCK is now.outcome


ZONED = "defaults: {mode: enforce}\nzones: {one: {match: [%s]%s}}\nrules: [%s]\n"
OUTSIDE = "{id: e, forbid: user.contact, into: elsewhere}"
PURPOSE = "{id: p, forbid: any, when: {purpose: not_allowed}}"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (("wh.public.r", "", OUTSIDE), ("wh.public.r, wh.public.s", "", OUTSIDE)),
        (
            ("wh.public.s", ", default: deny", ""),
            ("wh.public.s", ", default: deny", "{id: o, forbid: user, mode: observe}"),
        ),
        (
            ("wh.public.s", ", purposes: [finance]", PURPOSE),
            ("wh.public.s", ", purposes: [finance, marketing]", PURPOSE),
        ),
    ],
    ids=["a zone grows", "an observed rule comes", "a zone has a further purpose"],
)
def test_what_looks_stricter_and_lets_data_pass_is_told_as_loosening(before, after):
    sources = 'sources: {wh: {namespace: "postgres://wh:5432", dialect: postgres}}'
    pair = [
        load_files({"policy.yml": ZONED % each, "sources.yml": sources, "tags.yml": ""}) for each in (before, after)
    ]
    column = domain.DATASETS[1].column("a")
    atom = Atom("user.contact", uses=("marketing",))
    arrival = Arrival(column, atom, Strength.VALUE, Witness((WitnessStep(column),)))
    movement = Movement(Job("d", "t"), (SinkState(column.dataset),), (arrival,), purposes=("marketing",))
    was, now = (decide(each.policy, rezoned(movement, each)).outcome for each in pair)
    (change,) = changes(*pair)
    assert (Outcome.BLOCK, Outcome.ALLOW, Direction.LOOSENS) == (was, now, change.direction)
