"""Random policies and movements: few words, so that rules and data meet often."""

from hypothesis import strategies as st

from privlineage.core.labels import Atom, Identifiability, Strength
from privlineage.core.movement import Arrival, Movement, SinkState, UnreviewedFlow, Witness, WitnessStep
from privlineage.core.plan import Job, Unresolved
from privlineage.core.refs import DatasetRef
from privlineage.policy.model import Action, Defaults, Effect, Influence, Mode, Policy, Rule, When, Within, Zone
from privlineage.policy.model import ZoneDefault as Default

CATEGORIES = ["user", "user.contact", "user.contact.email", "user.contact.address", "user.name", "user.name.first"]
USES = ["finance", "marketing", "marketing.advertising", "analytics"]
PLACES = ["", "CN", "SG"]
ZONES = ["ads", "lake"]
SINKS = [DatasetRef("s3://a", "x"), DatasetRef("s3://b", "y")]
TAGGED = DatasetRef("raw", "t")

some = {"max_size": 3, "unique": True}


def tuples(values, **sizes):
    return st.lists(st.sampled_from(values), **{**some, **sizes}).map(tuple)


atoms = st.builds(
    Atom,
    st.sampled_from(CATEGORIES),
    st.sampled_from(Identifiability),
    st.sampled_from(PLACES),
    st.none() | tuples(USES, max_size=2),
)


@st.composite
def arrivals(draw, sink):
    column = sink.column(draw(st.sampled_from("abc")))
    start = TAGGED.column(draw(st.sampled_from("uvw")))
    strength = draw(st.sampled_from(Strength))
    steps = (WitnessStep(start), WitnessStep(column, "job", strength))
    return Arrival(column, draw(atoms), strength, Witness(steps))


def flows(sink, size=4):
    return st.lists(arrivals(sink), max_size=size).map(tuple)


conditions = st.builds(When, st.booleans(), tuples(PLACES[1:], max_size=1), tuples(PLACES[1:], max_size=2))


@st.composite
def rules(draw, index):
    effect = draw(st.sampled_from(Effect))
    together = effect is Effect.FORBID_TOGETHER
    keys = tuples(CATEGORIES, min_size=2 if together else 1)
    return Rule(
        f"r{index}",
        effect,
        draw(keys if together else st.none() | keys),
        draw(st.none() | st.sampled_from(Identifiability)),
        draw(tuples([*ZONES, "elsewhere"], max_size=2)),
        draw(st.just(When()) | conditions),
        draw(st.sampled_from(Within)) if together else Within.DATASET,
        draw(st.sampled_from(Influence)),
        draw(st.none() | st.sampled_from(Mode)),
        draw(st.booleans()),
    )


@st.composite
def policies(draw):
    actions = [draw(st.sampled_from(Action)) for _ in range(5)]
    zones = [
        Zone(
            name,
            location=draw(st.sampled_from(PLACES)),
            purposes=draw(tuples(USES, max_size=2)),
            mode=draw(st.none() | st.sampled_from(Mode)),
            default=draw(st.sampled_from(Default)),
        )
        for name in ZONES
    ]
    found = [draw(rules(index)) for index in range(draw(st.integers(0, 4)))]
    return Policy(Defaults(draw(st.sampled_from(Mode)), *actions), tuple(zones), tuple(found))


zone_sets = st.sampled_from([("ads",), ("lake",), ("ads", "lake"), ("elsewhere",)])


@st.composite
def movements(draw):
    sinks = [SinkState(sink, draw(st.sampled_from(PLACES)), draw(zone_sets), draw(flows(sink, 2))) for sink in SINKS]
    worker = draw(st.sampled_from(PLACES))
    codes = draw(st.lists(st.sampled_from(["jinja", "star", "syntax", "exit"]), max_size=2))
    unreviewed = [
        UnreviewedFlow(
            TAGGED.column("n"),
            draw(st.sampled_from(SINKS)),
            draw(st.sampled_from(Strength)),
            Witness((WitnessStep(TAGGED.column("n")),)),
        )
        for _ in range(draw(st.integers(0, 2)))
    ]
    return Movement(
        Job("dag", "task"),
        tuple(sinks),
        tuple(arrival for sink in SINKS for arrival in draw(flows(sink))),
        tuple(unreviewed),
        tuple(Unresolved(code, "for a reason") for code in codes),
        tuple(draw(zone_sets) for _ in codes),
        draw(st.booleans()),
        draw(st.none() | tuples(USES, max_size=2)),
        worker,
        draw(flows(DatasetRef("worker", worker), 2)) if worker else (),
        tuple((name, draw(flows(DatasetRef("lake", name), 2))) for name in ZONES),
        draw(st.booleans()),
    )
