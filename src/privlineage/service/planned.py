"""A plan laid over what the store knows: edges and seeds of the small graph a decision is taken on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from privlineage.core.labels import UNREVIEWED, Atom, Labels, Strength, join
from privlineage.core.plan import Plan
from privlineage.core.refs import ColumnRef, DatasetRef
from privlineage.graph.model import Edge, EpochRef, Slot
from privlineage.graph.review import is_unreviewed
from privlineage.store.protocol import DatasetState, atoms_by_column

__all__ = ["PlannedGraph", "datasets_of", "is_planned", "lay_over"]

_PLANNED = "plan:"


def datasets_of(plan: Plan) -> list[DatasetRef]:
    """Every dataset a plan touches, sorted."""
    found = {sink.dataset for sink in plan.sinks} | set(plan.reads)
    for fact in plan.facts:
        found |= {fact.output.dataset, fact.input.dataset}
    return sorted(found)


def is_planned(slot: Slot) -> bool:
    """Whether a slot is content the plan would write, rather than content that lies there."""
    return slot.epoch.id.startswith(_PLANNED)


@dataclass(frozen=True, slots=True)
class PlannedGraph:
    """The graph of one decision.

    Attributes:
        edges: the plan's facts between slots; what the plan writes has epochs of its own.
        seeds: what the read slots carry: stored labels, tags, and `UNREVIEWED`.
        unreviewed: source columns the plan reads that nobody tagged or reviewed.
        tags: claimed atoms by column, for witnesses.
    """

    edges: tuple[Edge, ...]
    seeds: Mapping[Slot, Labels]
    unreviewed: frozenset[ColumnRef]
    tags: Mapping[ColumnRef, frozenset[Atom]]


def lay_over(plan: Plan, states: Mapping[DatasetRef, DatasetState]) -> PlannedGraph:
    """Lay a plan over the stored state of its datasets.

    A fact that reads a dataset's content as it was (generation 0) reads every epoch that may still be there, and what
    the plan itself adds to it: statements of one plan may run in any order we did not foresee.
    """
    written = {(fact.output.dataset, fact.output_generation) for fact in plan.facts}
    edges: set[Edge] = set()
    for fact in plan.facts:
        output = Slot(_planned(fact.output.dataset, fact.output_generation), fact.output.path)
        for epoch in _read_epochs(fact.input.dataset, fact.input_generation, states, written):
            edges.add(Edge(output, Slot(epoch, fact.input.path), fact.strength, fact.path, fact.confidence, fact.place))
    ordered = tuple(sorted(edges))
    tags = atoms_by_column(tag for state in states.values() for tag in state.tags)
    unreviewed = _unreviewed(ordered, states)
    return PlannedGraph(ordered, _seeds(ordered, states, tags, unreviewed), unreviewed, tags)


def _planned(dataset: DatasetRef, generation: int) -> EpochRef:
    return EpochRef(dataset, f"{_PLANNED}{generation}")


def _read_epochs(
    dataset: DatasetRef,
    generation: int,
    states: Mapping[DatasetRef, DatasetState],
    written: set[tuple[DatasetRef, int]],
) -> list[EpochRef]:
    if generation:
        return [_planned(dataset, generation)]
    state = states.get(dataset)
    lying = list(state.open) if state else []
    added = [_planned(dataset, 0)] if (dataset, 0) in written else []
    return (lying or [EpochRef(dataset, "")]) + added


def _unreviewed(edges: tuple[Edge, ...], states: Mapping[DatasetRef, DatasetState]) -> frozenset[ColumnRef]:
    found = set()
    for edge in edges:
        if is_planned(edge.input):
            continue
        column = edge.input.column
        state = states.get(column.dataset)
        derived = state.derived if state else ()
        tagged = [tag.column for tag in state.tags] if state else []
        if is_unreviewed(column.path, derived, tagged):
            found.add(column)
    return frozenset(found)


def _seeds(
    edges: tuple[Edge, ...],
    states: Mapping[DatasetRef, DatasetState],
    tags: Mapping[ColumnRef, frozenset[Atom]],
    unreviewed: frozenset[ColumnRef],
) -> dict[Slot, Labels]:
    seeds: dict[Slot, Labels] = {}
    for state in states.values():
        for slot, labels in state.labels.items():
            seeds[slot] = labels
    by_dataset: dict[DatasetRef, list[tuple[ColumnRef, frozenset[Atom]]]] = {}
    for column, atoms in tags.items():
        by_dataset.setdefault(column.dataset, []).append((column, atoms))
    for epoch in sorted({edge.input.epoch for edge in edges}):
        for column, atoms in by_dataset.get(epoch.dataset, []):
            slot = Slot(epoch, column.path)
            seeds[slot] = join(seeds.get(slot, {}), dict.fromkeys(atoms, Strength.VALUE))
    for edge in edges:
        if edge.input.column in unreviewed and not is_planned(edge.input):
            seeds[edge.input] = join(seeds.get(edge.input, {}), {UNREVIEWED: Strength.VALUE})
    return seeds
