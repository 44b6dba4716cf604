"""What datasets hold already, and along which path it came: `forbid_together` looks at it beside what would arrive."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from privlineage.core.labels import UNREVIEWED, Atom, Labels, Strength, Tag, Ways, join
from privlineage.core.movement import Arrival, Witness, WitnessStep
from privlineage.core.refs import ColumnRef, DatasetRef
from privlineage.core.taxonomy import related
from privlineage.graph.explain import Explainer
from privlineage.graph.model import Edge, Slot
from privlineage.policy.model import Bundle
from privlineage.store.protocol import DatasetState, atoms_by_column

__all__ = ["Lying", "carried_by", "claims"]


class Lying:
    """What lies in datasets, as arrivals.

    Args:
        bundle: the bundle in force.
        upstream: the stored edges above some slots.
        tags: the stored tags of some datasets.
        explained: whether witnesses start at the tagged columns, for labels that some combination speaks of; else they
            are the column alone.
    """

    def __init__(
        self,
        bundle: Bundle,
        upstream: Callable[[Iterable[Slot]], list[Edge]],
        tags: Callable[[Iterable[DatasetRef]], list[Tag]],
        *,
        explained: bool,
    ) -> None:
        self._weakening = bundle.weakening
        self._upstream = upstream
        self._tags = tags
        combined = (rule.categories or () for rule in bundle.policy.rules if rule.forbid_together)
        self._keys = frozenset(key for keys in combined for key in keys) if explained else frozenset()

    def of(self, state: DatasetState) -> Iterator[Arrival]:
        """What a dataset holds now."""
        told = {slot for slot, labels in state.labels.items() if any(map(self._is_spoken_of, labels))}
        explainer = self._explainer(told, state.dataset) if told else None
        for column, atom, strength in claims(carried_by(state)):
            slots = [slot for slot in told if slot.column == column]
            found = explainer.witness(slots, atom, strength) if explainer is not None and slots else None
            yield Arrival(column, atom, strength, found or Witness((WitnessStep(column),)))

    def _is_spoken_of(self, atom: Atom) -> bool:
        return any(related(atom.category, key) for key in self._keys)

    def _explainer(self, slots: Iterable[Slot], dataset: DatasetRef) -> Explainer:
        above = self._upstream(sorted(slots))
        claimed = atoms_by_column(self._tags({dataset, *(edge.input.epoch.dataset for edge in above)}))
        return Explainer(above, claimed, self._weakening)


def carried_by(state: DatasetState) -> dict[ColumnRef, Labels]:
    """The labels of a dataset's columns, in whichever of its open epochs."""
    carried: dict[ColumnRef, Labels] = {}
    for slot, labels in state.labels.items():
        carried[slot.column] = join(carried.get(slot.column, {}), labels)
    for column, atoms in atoms_by_column(state.tags).items():
        carried[column] = join(carried.get(column, {}), dict.fromkeys(atoms, Ways.VALUE))
    return carried


def claims(carried: Mapping[ColumnRef, Labels]) -> Iterable[tuple[ColumnRef, Atom, Strength]]:
    """Each label about people, in a stable order; what is merely unreviewed is another matter.

    A label that is there as a value and as an influence too comes once for each: a permit that speaks of the
    value says nothing of the influence. Of two influences the stronger one stands for both.
    """
    for column, labels in sorted(carried.items()):
        for atom, ways in sorted(labels.items(), key=lambda item: item[0].sort_key):
            if atom != UNREVIEWED:
                if ways & Ways.VALUE:
                    yield column, atom, Strength.VALUE
                if ways.influence is not None:
                    yield column, atom, ways.influence
