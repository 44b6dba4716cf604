"""A plan laid over what the store knows: edges and seeds of the small graph a decision is taken on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from privlineage.core.labels import Atom, Labels, join
from privlineage.core.plan import Plan
from privlineage.core.refs import ColumnRef, DatasetRef
from privlineage.graph.flows import flows
from privlineage.graph.model import Edge, EpochRef, Slot
from privlineage.graph.review import gives_content, unreviewed
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
        flowing: what is propagated: the edges, and the mark of unreviewed sources on its way (`graph.flows`).
        seeds: what slots hold before anything flows: stored labels, tags, the mark.
        unreviewed: source columns the plan reads that nobody tagged or reviewed.
        tags: claimed atoms by column, for witnesses.
    """

    edges: tuple[Edge, ...]
    flowing: tuple[Edge, ...]
    seeds: Mapping[Slot, Labels]
    unreviewed: frozenset[ColumnRef]
    tags: Mapping[ColumnRef, frozenset[Atom]]


def lay_over(plan: Plan, states: Mapping[DatasetRef, DatasetState]) -> PlannedGraph:
    """Lay a plan over the stored state of its datasets.

    A fact that reads a dataset's content as it was (generation 0) reads every epoch that may still be there, and what
    the plan itself adds to it: statements of one plan may run in any order we did not foresee.
    """
    written = {(fact.output.dataset, fact.output_generation) for fact in plan.facts}
    planned = {node: _planned(*node) for node in written}
    read: dict[tuple[DatasetRef, int], list[EpochRef]] = {}
    edges: dict[Edge, None] = {}
    for fact in plan.facts:
        output = Slot(planned[fact.output.dataset, fact.output_generation], fact.output.path)
        node = fact.input.dataset, fact.input_generation
        epochs = read.get(node)
        if epochs is None:
            epochs = read[node] = _read_epochs(*node, states, written)
        for epoch in epochs:
            source = Slot(epoch, fact.input.path)
            edges[Edge(output, source, fact.strength, fact.path, fact.confidence, fact.place)] = None
    ordered = tuple(edges)
    tags = atoms_by_column(tag for state in states.values() for tag in state.tags)
    derived = {slot for state in states.values() for slot in state.derived}
    derived |= {edge.output for edge in ordered if gives_content(edge)}
    flowing, held = flows(ordered, derived, tags)
    for state in states.values():
        for slot, labels in state.labels.items():
            held[slot] = join(held.get(slot, {}), labels)
    lying = {edge.input for edge in ordered if not is_planned(edge.input)}
    sources = frozenset(slot.column for slot in unreviewed(lying, derived, tags))
    return PlannedGraph(ordered, tuple(flowing), held, sources, tags)


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
