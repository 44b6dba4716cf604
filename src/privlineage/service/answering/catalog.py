"""Questions about the graph: which labels, where from, where to, and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from privlineage.core.errors import PrivlineageError
from privlineage.core.labels import UNREVIEWED, Atom, Labels, Strength, Ways, join
from privlineage.core.movement import Witness
from privlineage.core.refs import CONSTANT, ColumnRef, DatasetRef
from privlineage.core.sources import Sources
from privlineage.core.taxonomy import is_within
from privlineage.graph.explain import witness
from privlineage.graph.model import Edge, EpochRef, Slot, related_paths
from privlineage.graph.review import starting_points, unreviewed
from privlineage.policy.model import Bundle
from privlineage.store.protocol import DatasetState, Store, atoms_by_column

__all__ = ["Catalog", "Label"]


@dataclass(frozen=True, slots=True)
class Label:
    """One atom of a column's label set, with what supports it.

    Attributes:
        atom: the label.
        strength: the strongest way it gets there.
        support: a minimal path from a tagged column; a single step where the column itself is tagged.
    """

    atom: Atom
    strength: Strength
    support: Witness


@dataclass(frozen=True, slots=True)
class Catalog:
    """Answers from a store, under the bundle in force."""

    store: Store
    bundle: Bundle

    @property
    def sources(self) -> Sources:
        """The declared sources."""
        return self.bundle.sources

    def labels(self, column: ColumnRef) -> list[Label]:
        """The atoms a column carries, each with its support; `UNREVIEWED` is among them where it applies."""
        state = self._state(column.dataset)
        carried = self._carried(state, column)
        found = []
        for atom, ways in sorted(carried.items(), key=lambda item: item[0].sort_key):
            path = self._witness(column, atom)
            if path is not None:
                found.append(Label(atom, ways.strongest, path))
        return found

    def why(self, column: ColumnRef, category: str) -> Witness:
        """The minimal path by which a column carries a category.

        Raises:
            PrivlineageError: PL801, when it does not carry it.
        """
        for label in self.labels(column):
            if is_within(label.atom.category, category):
                return label.support
        raise PrivlineageError(
            "PL801",
            f"`{column}` does not carry `{category}`",
            hint=f"see what it carries: privlineage labels '{column}'",
        )

    def upstream(self, column: ColumnRef, depth: int | None = None) -> list[Edge]:
        """Edges of everything a column derives from."""
        return [edge for edge in self.store.upstream(self._slots(column), depth) if edge.input.column != CONSTANT]

    def downstream(self, column: ColumnRef, depth: int | None = None) -> list[Edge]:
        """Edges of everything a column feeds."""
        return self.store.downstream(self._slots(column), depth)

    def known(self, column: ColumnRef) -> bool:
        """Whether the store has seen the column's dataset."""
        state = self._state(column.dataset)
        return bool(state.open or state.tags) or column.dataset in set(self.store.datasets())

    def _state(self, dataset: DatasetRef) -> DatasetState:
        return self.store.state([dataset])[dataset]

    def _slots(self, column: ColumnRef) -> list[Slot]:
        epochs: Iterable[EpochRef] = self._state(column.dataset).open or [EpochRef(column.dataset, "")]
        return [Slot(epoch, column.path) for epoch in epochs]

    def _carried(self, state: DatasetState, column: ColumnRef) -> Labels:
        carried: Labels = {}
        for slot, labels in state.labels.items():
            if related_paths(column.path, slot.path):
                carried = join(carried, labels)
        for tag in state.tags:
            if tag.atom is not None and related_paths(column.path, tag.column.path):
                carried = join(carried, {tag.atom: Ways.VALUE})
        slots = self._slots(column)
        if unreviewed(slots, state.derived, [tag.column for tag in state.tags]):
            carried = join(carried, {UNREVIEWED: Ways.VALUE})
        return carried

    def _witness(self, column: ColumnRef, atom: Atom) -> Witness | None:
        slots = self._slots(column)
        edges = self.store.upstream(slots)
        datasets = {column.dataset} | {edge.input.epoch.dataset for edge in edges}
        starts = starting_points(edges, atoms_by_column(self.store.tags(datasets)), slots)
        return witness(edges, starts, slots, atom, self.bundle.weakening)
