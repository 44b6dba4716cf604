"""Law 8: behind an allow, brute force finds nothing that a rule forbids; every decision is the same when made again."""

from hypothesis import given, settings
from hypothesis import strategies as st

from privlineage.core.facts import Fact
from privlineage.core.labels import UNREVIEWED, Strength, Ways, join
from privlineage.core.plan import Opening, Plan, Sink, WriteMode
from privlineage.core.refs import ColumnRef
from privlineage.core.verdict import Attempt, Outcome
from privlineage.graph.model import Edge, EpochRef, Slot
from privlineage.policy.load import load_files
from privlineage.service.deciding.local import LocalDecider
from privlineage.store.memory.store import MemoryStore
from privlineage.store.protocol import BundleRecord
from tests import strategies as some
from tests.property.oracle import labels_by_sweeping
from tests.replaying import unlike

AT = "2026-03-01T00:00:00Z"
BUNDLE = load_files(
    {
        "sources.yml": 'sources: {wh: {namespace: "postgres://wh:5432", database: bank, dialect: postgres}}',
        "tags.yml": """
datasets:
  wh.public.r: {columns: {a: user.contact.email, p: [user.demographic.gender]}, rest: none}
  wh.public.s: {columns: {b: {category: user.contact, identifiability: pseudonymised}}}
""",
        "policy.yml": """
defaults: {mode: enforce, unresolved: warn, unreviewed: warn, opaque: warn}
zones:
  ads: {match: ["wh.public.t"], default: deny}
  mart: {match: ["wh.public.s"], mode: warn}
declassify:
  - {function: sha256, dialect: postgres, argument: 0, to: pseudonymised}
  - {function: count, dialect: postgres, argument: 0, to: aggregated}
reverses: [reveal]
rules:
  - {id: no-contact, forbid: [user.contact], at_least: identified, into: [ads, mart], fix: Hash it.}
  - {id: no-gender, forbid: [user.demographic.gender], influence: row, into: [ads]}
  - {id: pseudonyms, permit: [user.contact], into: [ads]}
  - {id: apart, forbid_together: [user.contact, user.demographic.gender], into: [mart]}
""",
    }
)


def opened():
    store = MemoryStore()
    record = BundleRecord(BUNDLE.hash, tuple(sorted(BUNDLE.files.items())), "ann", AT)
    store.publish(record, BUNDLE.sources, BUNDLE.tags, BUNDLE.weakening)
    return store


def arriving(store, plan):
    """What would arrive in the sinks of a plan: by sweeping over the whole graph with the plan's own edges in it."""
    lying = {dataset: store.state([dataset])[dataset].open for dataset in some.DATASETS}
    edges = set(store.upstream([Slot(epoch, "*") for epochs in lying.values() for epoch in epochs]))
    adding = {fact.output.dataset for fact in plan.facts if not fact.output_generation}

    def planned(dataset, generation):
        return EpochRef(dataset, f"new {generation}")

    for fact in plan.facts:
        read = fact.input.dataset
        epochs = [planned(read, fact.input_generation)] if fact.input_generation else [*lying[read]]
        if not fact.input_generation:
            epochs += [] if epochs else [EpochRef(read, "")]
            epochs += [planned(read, 0)] if read in adding else []
        output = Slot(planned(fact.output.dataset, fact.output_generation), fact.output.path)
        edges |= {Edge(output, Slot(epoch, fact.input.path), fact.strength, fact.path) for epoch in epochs}
    epochs = {slot.epoch for edge in edges for slot in (edge.input, edge.output)}
    seeds = {}
    for tag in store.tags():
        for epoch in epochs if tag.atom is not None else ():
            if epoch.dataset == tag.column.dataset:
                slot = Slot(epoch, tag.column.path)
                seeds[slot] = join(seeds.get(slot, {}), {tag.atom: Ways.VALUE})
    written = {sink.dataset for sink in plan.sinks}
    found = set()
    for slot, labels in labels_by_sweeping(edges, seeds, BUNDLE.weakening).items():
        if slot.epoch.id.startswith("new ") and slot.epoch.dataset in written:
            found |= {(slot.column, atom, strength) for atom, ways in labels.items() for strength in ways.each}
    return found


def told(arrivals):
    """Of two influences the stronger one stands for both, in a movement."""
    columns = {(column, atom) for column, atom, strength in arrivals if strength is Strength.COLUMN}
    return {
        (column, atom, strength)
        for column, atom, strength in arrivals
        if strength is not Strength.ROW or (column, atom) not in columns
    } - {(column, UNREVIEWED, strength) for column, _, strength in arrivals}


R, S, T = some.DATASETS


@st.composite
def plans(draw):
    """What tasks do: fill one table, or two, from one or two others; now and then something odd."""
    if not draw(st.integers(0, 5)):
        return draw(some.plans())
    facts, openings, sinks = [], [], []
    for target in draw(st.sampled_from([(S,), (T,), (S, T)])):
        new = draw(st.booleans())
        openings += [Opening(target)] if new else []
        sinks.append(Sink(target, WriteMode.OVERWRITE if new else WriteMode.APPEND))
        for _ in range(draw(st.integers(1, 3))):
            read = ColumnRef(draw(st.sampled_from([R, R, S])), draw(some.paths))
            strength = draw(st.sampled_from([Strength.VALUE, Strength.VALUE, *Strength]))
            path = draw(some.function_paths) if strength is Strength.VALUE else ()
            facts.append(Fact(target.column(draw(some.paths)), read, strength, path, output_generation=int(new)))
    return Plan(draw(some.jobs), tuple(facts), tuple(openings), tuple(sinks), (R, S))


@given(st.lists(st.tuples(plans(), st.booleans()), min_size=1, max_size=5))
@settings(max_examples=settings.default.max_examples // 2)
def test_a_decision_is_taken_on_exactly_what_brute_force_says_would_arrive_and_can_be_taken_again(history):
    store = opened()
    moments, numbers = iter(range(10_000)), iter(range(10_000))
    decider = LocalDecider(store, lambda: f"2026-03-01T00:00:00.{next(moments):06}Z", lambda: f"V-{next(numbers):04X}")
    for number, (plan, succeeds) in enumerate(history):
        expected = told(arriving(store, plan))
        verdict = decider.decide(plan, Attempt(str(number)))
        movement = verdict.movement
        assert expected == {(hit.sink, hit.atom, hit.strength) for hit in movement.arrivals}
        if verdict.outcome in (Outcome.ALLOW, Outcome.WARN):
            (decider.succeeded if succeeds else decider.failed)(Attempt(str(number)))
    assert (len(history), []) == unlike(store)
