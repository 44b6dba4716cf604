"""What a store held at some time, labelled as another bundle would: the same facts, other tags and declassifiers."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TypeVar

from privlineage.core.facts import FunctionStep
from privlineage.core.labels import Labels, Tag
from privlineage.core.movement import Movement
from privlineage.core.plan import Plan
from privlineage.core.refs import DatasetRef
from privlineage.graph.flows import flows
from privlineage.graph.model import Edge, EpochRef, Slot
from privlineage.graph.propagate import propagate
from privlineage.graph.review import gives_content
from privlineage.policy.model import Bundle
from privlineage.policy.zones import zones_of
from privlineage.service.deciding.movement import MovementBuilder
from privlineage.service.deciding.permitted import shape_now
from privlineage.service.rollout.past import Held
from privlineage.service.rollout.renamed import Renaming
from privlineage.store.masking import PLACEHOLDER
from privlineage.store.protocol import DatasetState, atoms_by_column

__all__ = ["Relabelled", "hides_literals"]

T = TypeVar("T")


class Relabelled:
    """Movements as a bundle's labels would have them.

    Args:
        held: what the store held, under the names of the bundle in force.
        bundle: whose tags, declassifiers, zones and names count; what people tagged themselves stays.
        renaming: from the names of the bundle in force to this bundle's.
        filled: whether literals that nobody kept are taken for those the bundle's declassifiers ask for.
    """

    def __init__(self, held: Held, bundle: Bundle, renaming: Renaming, *, filled: bool = False) -> None:
        self._bundle = bundle
        self._filled = filled
        self._edges = tuple(sorted({self._read(renaming.of(edge)) for edge in held.edges}))
        datasets = {renaming.of(dataset) for dataset in held.open} | {edge.input.epoch.dataset for edge in self._edges}
        people = [replace(tag, column=renaming.of(tag.column)) for tag in held.claims]
        self._tags: dict[DatasetRef, list[Tag]] = {}
        for tag in dict.fromkeys((*bundle.tags, *people)):
            if tag.column.dataset in datasets:
                self._tags.setdefault(tag.column.dataset, []).append(tag)
        self._states = self._labelled(held, renaming)
        self._above: dict[EpochRef, list[Edge]] = {}
        for edge in self._edges:
            self._above.setdefault(edge.output.epoch, []).append(edge)

    def movement(self, plan: Plan, *, explained: bool) -> Movement:
        """The movement of a plan under the bundle's names."""
        builder = MovementBuilder(
            self._bundle, self._states, self._upstream, self._claims, lambda zone: dict(self._in_zone(zone))
        )
        plan = self._read(plan)
        movement = builder.build(plan, explained=explained)
        # As the decider does: exemptions are asked for, and bound to the shape, only where something fires.
        return replace(movement, shape=shape_now(plan, self._states)) if explained else movement

    def _read(self, value: T) -> T:
        return filled(value, self._bundle) if self._filled else value

    def _labelled(self, held: Held, renaming: Renaming) -> dict[DatasetRef, DatasetState]:
        derived = {edge.output for edge in self._edges if gives_content(edge)}
        claimed = atoms_by_column(tag for tags in self._tags.values() for tag in tags)
        flowing, seeds = flows(self._edges, derived, claimed)
        labels: dict[EpochRef, dict[Slot, Labels]] = {}
        for slot, found in propagate(flowing, seeds, self._bundle.weakening).items():
            labels.setdefault(slot.epoch, {})[slot] = found
        content: dict[EpochRef, set[Slot]] = {}
        for slot in derived:
            content.setdefault(slot.epoch, set()).add(slot)
        opened: dict[DatasetRef, list[EpochRef]] = {}
        for dataset, epochs in held.open.items():
            # Two datasets become one where an alias is declared: it holds what both do.
            name = renaming.of(dataset)
            opened.setdefault(name, []).extend(replace(epoch, dataset=name) for epoch in epochs)
        return {
            dataset: DatasetState(
                dataset,
                tuple(epochs),
                {slot: found for epoch in epochs for slot, found in labels.get(epoch, {}).items()},
                tuple(self._tags.get(dataset, ())),
                frozenset(slot for epoch in epochs for slot in content.get(epoch, ())),
            )
            for dataset, epochs in opened.items()
        }

    def _upstream(self, slots: Iterable[Slot]) -> list[Edge]:
        """The facts above some slots; whole epochs are taken, which adds no path to anything asked about."""
        found: set[Edge] = set()
        seen: set[EpochRef] = set()
        waiting = {slot.epoch for slot in slots}
        while waiting:
            epoch = waiting.pop()
            seen.add(epoch)
            above = self._above.get(epoch, ())
            found.update(above)
            waiting |= {edge.input.epoch for edge in above} - seen
        return sorted(found)

    def _claims(self, datasets: Iterable[DatasetRef]) -> list[Tag]:
        return [tag for dataset in datasets for tag in self._tags.get(dataset, ())]

    def _in_zone(self, zone: str) -> Iterator[tuple[DatasetRef, DatasetState]]:
        for dataset, state in self._states.items():
            if zone in zones_of(self._bundle.policy, dataset, self._bundle.sources):
                yield dataset, state


def hides_literals(value: object, bundle: Bundle) -> bool:
    """Whether a literal that a declassifier of the bundle asks for was not kept: nobody can tell whether it acts."""
    return filled(value, bundle) != value


def filled(value: T, bundle: Bundle) -> T:
    """A plan or edge with literals that were not kept taken for those the bundle's declassifiers ask for."""
    wanted = {
        (entry.function.lower(), place): literal
        for entry in bundle.weakening.declassifiers
        for place, literal in entry.literals
    }
    return _steps(value, lambda step: _completed(step, wanted)) if wanted else value


def _completed(step: FunctionStep, wanted: Mapping[tuple[str, int], str]) -> FunctionStep:
    name = step.function.lower()
    literals = tuple(
        (place, wanted.get((name, place), text) if text == PLACEHOLDER else text) for place, text in step.literals
    )
    return replace(step, literals=literals)


def _steps(value: T, change: Callable[[FunctionStep], FunctionStep]) -> T:
    """An edge, or a plan's facts, with every function changed."""
    if isinstance(value, Edge):
        return replace(value, path=tuple(map(change, value.path)))
    if isinstance(value, Plan):
        return replace(value, facts=tuple(replace(fact, path=tuple(map(change, fact.path))) for fact in value.facts))
    if isinstance(value, Collection):
        return tuple(_steps(item, change) for item in value)  # type: ignore[return-value]
    return value
