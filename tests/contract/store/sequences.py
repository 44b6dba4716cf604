"""Random sequences of everything that can happen to a store, and what must hold after each step."""

from dataclasses import dataclass, replace
from typing import Any

from hypothesis import strategies as st

from privlineage.core.declassify import Weakening
from privlineage.core.facts import Fact, FunctionStep
from privlineage.core.labels import Identifiability, Strength
from privlineage.core.plan import Job, Opening, Plan
from privlineage.core.refs import ColumnRef
from privlineage.core.sources import Source, Sources
from privlineage.core.verdict import Attempt
from privlineage.graph.model import Slot
from privlineage.store.canonical import canonical
from privlineage.store.memory.store import MemoryStore
from privlineage.store.sql import labels
from privlineage.store.sql.epochs import epochs_of
from privlineage.store.sql.interning import every_dataset
from privlineage.store.sql.store import SqlStore
from tests.contract.store.world import (
    CSV,
    EMAIL,
    HASHED,
    MART,
    PHONE,
    RAW,
    RAW_SEEN_AS,
    STAGE,
    WEAKENING,
    WH,
    at,
    bundle,
    shown,
    tag,
)

DATASETS = [RAW, RAW_SEEN_AS, MART, STAGE, CSV]
PATHS = ["a", "b", "a.f", "*"]
ATOMS = [EMAIL, PHONE, replace(EMAIL, identifiability=Identifiability.PSEUDONYMISED), None]
RENAMED = Source("dwh", WH.namespace, database="shop", default_schema="public", dialect="postgres")
SOURCES = [Sources(), Sources([WH]), Sources([RENAMED])]


@dataclass(frozen=True)
class Step:
    """A call of the store: the method's name and its arguments, without the time."""

    name: str
    arguments: tuple[Any, ...]


columns = st.builds(lambda dataset, path: dataset.column(path), st.sampled_from(DATASETS), st.sampled_from(PATHS))
paths = st.sampled_from([(), (HASHED,), (FunctionStep("decrypt"),), (FunctionStep("hmac", 0, ((2, "md5"),)),)])
facts = st.builds(
    Fact,
    columns,
    columns,
    st.sampled_from(list(Strength)),
    paths,
    output_generation=st.integers(0, 2),
    input_generation=st.integers(0, 2),
)


@st.composite
def plans(draw) -> Plan:
    found = draw(st.lists(facts, min_size=1, max_size=4))
    opened = draw(st.lists(st.sampled_from(DATASETS), max_size=2, unique=True))
    openings = []
    for dataset in opened:
        last = max([1, *(fact.output_generation for fact in found if fact.output.dataset == dataset)])
        creates = draw(st.booleans())
        openings += [Opening(dataset, number, creates and number == 1) for number in range(1, last + 1)]
    return Plan(Job("dag", draw(st.sampled_from("xy"))), tuple(found), tuple(openings))


attempts = st.builds(Attempt, st.sampled_from("ijklmn"), st.integers(1, 2), st.sampled_from(["", "run"]))
tags = st.builds(lambda column, atom: tag(column.dataset, column.path, atom), columns, st.sampled_from(ATOMS))
# The same few plans come back, as they do every day.
daily = st.shared(st.lists(plans(), min_size=1, max_size=3), key="daily").flatmap(st.sampled_from)
steps = st.one_of(
    st.builds(lambda *a: Step("plan_additions", a), plans(), attempts),
    st.builds(lambda *a: Step("plan_additions", a), daily, attempts),
    st.builds(lambda *a: Step("confirm", a), attempts),
    st.builds(lambda *a: Step("confirm", a), attempts),
    st.builds(lambda *a: Step("abandon", a), attempts),
    st.builds(lambda *a: Step("add_facts", a), plans()),
    st.builds(lambda *a: Step("retire", a), st.sampled_from(DATASETS)),
    st.builds(lambda found: Step("add_tags", (found,)), st.lists(tags, max_size=3)),
    st.builds(lambda *a: Step("remove_tags", a), columns, st.sampled_from([None, "user.contact.email", "none"])),
    st.builds(
        lambda sources, found, weakening: Step("publish", (sources, found, weakening)),
        st.sampled_from(SOURCES),
        st.lists(tags, max_size=3),
        st.sampled_from([Weakening(), WEAKENING]),
    ),
)
sequences = st.lists(steps, min_size=1, max_size=12)


def named(column: ColumnRef, sources: Sources) -> ColumnRef:
    """The column as a bundle with these sources calls it."""
    dataset = canonical(column.dataset, Sources([WH]), sources)
    return sources.field(dataset, column.path)


def apply(store: Any, step: Step, minute: int) -> Any:
    """Call the store; returns what it answers."""
    now = at(minute)
    match step.name:
        case "plan_additions" | "confirm" | "abandon" | "add_facts":
            return getattr(store, step.name)(*step.arguments, now)
        case "remove_tags":
            return store.remove_tags(*step.arguments, "bob", now, "because")
        case "retire":
            return store.retire(*step.arguments, "bob", now, "because")
        case "add_tags":
            return store.add_tags([replace(tag, at=now) for tag in step.arguments[0]])
        case "publish":
            sources, found, weakening = step.arguments
            ours = [replace(tag, column=named(tag.column, sources), by="bundle", at=now) for tag in found]
            return store.publish(bundle(minute, minute), sources, ours, weakening)
    raise AssertionError(step)


def every_label(store: SqlStore) -> dict[Slot, dict]:
    """The materialised labels of every epoch, past ones too."""
    with store._database.read() as connection:
        return labels.labels_of_epochs(connection, epochs_of(connection, every_dataset(connection)))


def check(store: SqlStore, sequence: list[Step]) -> None:
    """After every step the store answers as the plain one, and its labels are those computed from nothing."""
    plain = MemoryStore()
    for minute, step in enumerate(sequence):
        assert apply(plain, step, minute) == apply(store, step, minute)
        assert shown(plain) == shown(store)
        assert {slot: held for slot, held in plain._labels().items() if held} == every_label(store)
    assert ((), ()) == (plain.verify_audit().findings, store.verify_audit().findings)
