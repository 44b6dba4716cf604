"""A small world of datasets, plans and bundles that the store tests share, and what a store shows to the outside."""

from dataclasses import dataclass

from privlineage.core.declassify import Declassifier, Weakening
from privlineage.core.facts import Fact, FunctionStep
from privlineage.core.labels import UNREVIEWED, Atom, Identifiability, Strength, Tag, Ways, join
from privlineage.core.movement import Arrival, Movement, SinkState, Witness, WitnessStep
from privlineage.core.plan import Job, Opening, Plan, Sink, WriteMode
from privlineage.core.refs import DatasetRef
from privlineage.core.sources import Source, Sources
from privlineage.core.verdict import Attempt, Decision, Outcome, Verdict
from privlineage.graph.model import Slot
from privlineage.store.protocol import BundleRecord, Store, VerdictQuery

WH = Source("wh", "postgres://wh:5432", database="shop", default_schema="public", dialect="postgres")
SOURCES = Sources([WH])

RAW = DatasetRef("wh", "public.raw", declared=True)
MART = DatasetRef("wh", "public.mart", declared=True)
STAGE = DatasetRef("wh", "public.stage", declared=True)
CSV = DatasetRef("s3://out", "daily.csv")
RAW_SEEN_AS = DatasetRef("postgres://wh:5432", "shop.public.raw")

EMAIL = Atom("user.contact.email")
PHONE = Atom("user.contact.phone_number")
HASHED = FunctionStep("hmac", 0, ((2, "sha256"),), "postgres")
HMAC = Declassifier("hmac", Identifiability.PSEUDONYMISED, 0, ((2, "sha256"),), dialect="postgres")
WEAKENING = Weakening((HMAC,), frozenset({"decrypt"}))


def at(minute: int) -> str:
    """A moment; later ones sort behind."""
    return f"2026-03-01T{minute // 60:02}:{minute % 60:02}:00.000000Z"


def tag(dataset: DatasetRef, path: str, atom: Atom | None, *, by: str = "person", minute: int = 0) -> Tag:
    return Tag(dataset.column(path), atom, "ann", at(minute), by)


def fact(output: DatasetRef, column: str, source: DatasetRef, read: str = "", **more) -> Fact:
    """A fact that writes to the dataset as it is at the start of the plan."""
    return Fact(output.column(column), source.column(read or column), **more)


def append(output: DatasetRef, columns: dict[str, str], source: DatasetRef, *, task: str = "add") -> Plan:
    """A plan that adds rows: output column to input column."""
    facts = tuple(fact(output, column, source, read) for column, read in columns.items())
    return Plan(Job("dag", task), facts, sinks=(Sink(output, WriteMode.APPEND),), reads=(source,))


def overwrite(
    output: DatasetRef, columns: dict[str, str], source: DatasetRef, *, task: str = "build", path: tuple = ()
) -> Plan:
    """A plan that replaces a dataset's content: output column to input column."""
    facts = tuple(
        fact(output, column, source, read, path=path, output_generation=1) for column, read in columns.items()
    )
    sinks = (Sink(output, WriteMode.OVERWRITE, tuple(columns)),)
    return Plan(Job("dag", task), facts, (Opening(output),), sinks, (source,))


def bundle(number: int = 1, minute: int = 0) -> BundleRecord:
    return BundleRecord(f"{number:064x}", (("policy.yml", "rules: []\n"),), "ann", at(minute))


def publish(store: Store, *tags: Tag, number: int = 1, sources: Sources = SOURCES, weakening=WEAKENING) -> None:
    store.publish(bundle(number), sources, tags, weakening)


def movement(*literals: tuple[int, str]) -> Movement:
    """A movement with every kind of field filled, whose one function step has these literals."""
    step = FunctionStep("hmac", 0, literals, "postgres")
    start, end = RAW.column("email"), CSV.column("email")
    witness = Witness((WitnessStep(start), WitnessStep(end, "export", Strength.COLUMN, (step,), "7")))
    arrival = Arrival(end, Atom("user.contact.email", uses=("finance",), origin="CN"), Strength.VALUE, witness)
    return Movement(
        Job("dag", "task", "lending"),
        (SinkState(CSV, "SG", ("ads",), (arrival,)),),
        (arrival,),
        purposes=("finance",),
        in_zone=(("ads", (arrival,)),),
    )


def verdict(
    number: int = 1,
    attempt: Attempt | None = None,
    *,
    outcome: Outcome = Outcome.ALLOW,
    minute: int = 0,
    plan: str = "p",
    bundle: str = "b",
    task: str = "task",
    literals: tuple[tuple[int, str], ...] = (),
) -> Verdict:
    found = movement(*literals)
    decision = Decision(outcome, outcome)
    return Verdict(f"V-{number:010X}", at(minute), Job("dag", task), attempt, decision, found, bundle, plan)


@dataclass(frozen=True)
class Shown:
    """Everything the Protocol tells of a store's graph."""

    datasets: list
    zones: list
    tags: list
    states: dict
    upstream: list
    downstream: list
    verdicts: list


def shown(store: Store) -> Shown:
    datasets = store.datasets()
    states = store.state(datasets)
    slots = [Slot(epoch, "*") for state in states.values() for epoch in state.open]
    return Shown(
        datasets,
        store.zone_datasets(),
        store.tags(),
        states,
        store.upstream(slots),
        store.downstream(slots),
        store.verdicts(VerdictQuery()),
    )


def carried(store: Store, dataset: DatasetRef, path: str) -> dict[Atom, Ways]:
    """What a column derived from tags, in whichever of the dataset's open epochs."""
    found: dict[Atom, Ways] = {}
    for slot, labels in store.state([dataset])[dataset].labels.items():
        if slot.path == path:
            found = join(found, labels)
    found.pop(UNREVIEWED, None)
    return found


def is_unreviewed(store: Store, dataset: DatasetRef, path: str) -> bool:
    """Whether something unreviewed reached a column."""
    labels = store.state([dataset])[dataset].labels
    return any(slot.path == path and UNREVIEWED in held for slot, held in labels.items())


def derived(store: Store, dataset: DatasetRef) -> set[str]:
    """The columns with content from somewhere known, in whichever of the dataset's open epochs."""
    return {slot.path for slot in store.state([dataset])[dataset].derived}


def done(store: Store, plan: Plan, instance: str, minute: int = 1) -> None:
    """One try that is planned and succeeds."""
    store.plan_additions(plan, Attempt(instance), at(minute))
    assert store.confirm(Attempt(instance), at(minute + 1))
