"""A small warehouse in which every row set carries its labels physically: epochs must never fall short of that.

A task is a list of statements. `World.run` places its plan into epochs as the gate does, and executes the statements on
the data, to the end or up to a failure. What a reader then finds in the data must be in the open epochs' labels.
"""

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from privlineage.core.facts import Fact, FunctionStep
from privlineage.core.labels import Atom, Strength, Ways, join
from privlineage.core.plan import Job, Opening, Plan
from privlineage.core.refs import ColumnRef, DatasetRef
from privlineage.graph.content import EpochFact, EpochFacts, facts_by_epoch
from privlineage.graph.epochs import Placement, place
from privlineage.graph.model import Edge, EpochRef, Slot
from privlineage.graph.propagate import propagate
from tests.property.oracle import touches
from tests.strategies import WEAKENING

COLUMNS = ("a", "b", "p.x")


@dataclass(frozen=True)
class Flow:
    """One column computed from one column."""

    output: str
    dataset: DatasetRef
    input: str
    strength: Strength = Strength.VALUE
    path: tuple[FunctionStep, ...] = ()


@dataclass(frozen=True)
class Statement:
    """What a task does to one dataset, in one go.

    kind: `overwrite`, `append` (also MERGE, partition overwrites, DELETE with WHERE: they keep what is there), `rename`
    (of `source`) or `drop`.
    """

    kind: str
    dataset: DatasetRef
    flows: tuple[Flow, ...] = ()
    source: DatasetRef | None = None


def moved(source: DatasetRef) -> tuple[Flow, ...]:
    """Every column of a dataset as it is."""
    return tuple(Flow(path, source, path) for path in COLUMNS)


def plan_of(task: Sequence[Statement]) -> Plan:
    """The plan a planner would make of the statements."""
    generations: dict[DatasetRef, int] = {}
    openings: list[Opening] = []
    facts: list[Fact] = []

    def write(dataset: DatasetRef, flows: Iterable[Flow], *, opens: bool) -> None:
        before = dict(generations)
        if opens:
            generations[dataset] = generations.get(dataset, 0) + 1
            openings.append(Opening(dataset, generations[dataset]))
        facts.extend(
            Fact(
                ColumnRef(dataset, flow.output),
                ColumnRef(flow.dataset, flow.input),
                flow.strength,
                flow.path,
                output_generation=generations.get(dataset, 0),
                input_generation=before.get(flow.dataset, 0),
            )
            for flow in flows
        )

    for statement in task:
        if statement.kind == "rename":
            write(statement.dataset, moved(statement.source), opens=True)
            write(statement.source, (), opens=True)
        else:
            write(statement.dataset, statement.flows, opens=statement.kind != "append")
    return Plan(Job("daily", "task"), tuple(facts), tuple(openings))


Content = Mapping[str, Mapping[Atom, Ways]]


@dataclass
class World:
    """Epochs as a store keeps them, beside the data they speak of."""

    tags: Mapping[ColumnRef, frozenset[Atom]]
    data: dict[DatasetRef, Content] = field(default_factory=dict)
    edges: set[Edge] = field(default_factory=set)
    epochs: dict[EpochRef, bool] = field(default_factory=dict)
    ids: Iterable[int] = field(default_factory=itertools.count)

    # -- the graph

    def place(self, plan: Plan, *, external: bool = False) -> Placement:
        """Put a plan's additions into effect."""
        facts = facts_by_epoch(self.edges)
        touched = {ref for fact in plan.facts for ref in (fact.output.dataset, fact.input.dataset)}
        touched |= {opening.dataset for opening in plan.openings}
        known = [
            EpochFacts(ref, facts.get(ref, frozenset()), is_open)
            for ref, is_open in self.epochs.items()
            if ref.dataset in touched
        ]

        def facts_of(epoch: EpochRef) -> Iterable[EpochFact] | None:
            return facts.get(epoch, frozenset()) if epoch in self.epochs else None

        placement = place(plan, known, lambda: str(next(self.ids)), external=external, facts_of=facts_of)
        self.edges |= set(placement.edges)
        for epoch in placement.creates:
            self.epochs[epoch] = False
        for epoch in placement.opens:
            self.epochs[epoch] = True
        return placement

    def confirm(self, placement: Placement) -> None:
        """The try succeeded."""
        for epoch in placement.retires:
            self.epochs[epoch] = False
        for epoch in placement.keeps:
            self.epochs[epoch] = True

    def open_epochs(self, dataset: DatasetRef) -> list[EpochRef]:
        return [ref for ref, is_open in self.epochs.items() if is_open and ref.dataset == dataset]

    def labels(self) -> dict[DatasetRef, dict[str, dict[Atom, Ways]]]:
        """What the open epochs say a reader of each column gets, tags left out."""
        seeds = {
            Slot(epoch, column.path): dict.fromkeys(atoms, Ways.VALUE)
            for epoch in self.epochs
            for column, atoms in self.tags.items()
            if column.dataset == epoch.dataset
        }
        derived = propagate(self.edges, seeds, WEAKENING)
        return {
            dataset: {
                path: join(
                    *(
                        found
                        for slot, found in derived.items()
                        if slot.epoch.dataset == dataset and self.epochs[slot.epoch] and touches(slot.path, path)
                    )
                )
                for path in COLUMNS
            }
            for dataset in {epoch.dataset for epoch in self.epochs}
        }

    # -- the data

    def truth(self) -> dict[DatasetRef, dict[str, dict[Atom, Ways]]]:
        """What a reader of each column finds in the data, tags left out."""
        return {
            dataset: {
                path: join(*(held for other, held in content.items() if touches(other, path))) for path in COLUMNS
            }
            for dataset, content in self.data.items()
        }

    def execute(self, statement: Statement) -> None:
        """Run one statement on the data."""
        if statement.kind == "rename":
            self.data[statement.dataset] = self._computed(moved(statement.source))
            self.data[statement.source] = {}
            return
        new = self._computed(statement.flows)
        if statement.kind == "append":
            old = self.data.get(statement.dataset, {})
            new = {path: join(old.get(path, {}), new.get(path, {})) for path in {*old, *new}}
        self.data[statement.dataset] = new

    def _computed(self, flows: Iterable[Flow]) -> dict[str, dict[Atom, Ways]]:
        found: dict[str, dict[Atom, Ways]] = {}
        for flow in flows:
            held = join(
                *(labels for path, labels in self.data.get(flow.dataset, {}).items() if touches(path, flow.input)),
                *(
                    dict.fromkeys(atoms, Ways.VALUE)
                    for column, atoms in self.tags.items()
                    if column.dataset == flow.dataset and touches(column.path, flow.input)
                ),
            )
            for atom, strength in ((atom, strength) for atom, ways in held.items() for strength in ways.each):
                in_values = flow.strength is Strength.VALUE and strength is not Strength.ROW
                after = WEAKENING.apply(atom, flow.path) if in_values else atom
                found[flow.output] = join(found.get(flow.output, {}), {after: min(strength, flow.strength).way})
        return found

    # -- both

    def run(self, task: Sequence[Statement], *, done: int | None = None, external: bool = False) -> Placement:
        """Place a task's plan, then execute its first `done` statements (all by default: then it succeeds)."""
        placement = self.place(plan_of(task), external=external)
        for statement in task[:done]:
            self.execute(statement)
        if done is None and not external:
            self.confirm(placement)
        return placement

    def missing(self) -> list[tuple[DatasetRef, str, Atom]]:
        """Labels that lie in the data and not in the open epochs: must be none."""
        labels = self.labels()
        return [
            (dataset, path, atom)
            for dataset, columns in self.truth().items()
            for path, held in columns.items()
            for atom, ways in held.items()
            if ways & ~labels.get(dataset, {}).get(path, {}).get(atom, Ways(0))
        ]
