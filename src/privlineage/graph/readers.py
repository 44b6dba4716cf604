"""Who reads a slot: edges indexed by the epoch and the paths they read."""

from __future__ import annotations

from collections.abc import Iterable

from privlineage.graph.model import Edge, EpochRef, Slot
from privlineage.graph.paths import PathIndex

__all__ = ["Readers"]


class Readers:
    """Edges by what they read: the input's epoch, and within it every path related to the input's.

    Edges come out in the order they went in, each once.
    """

    __slots__ = ("_by_input", "_known", "_paths")

    def __init__(self, edges: Iterable[Edge]) -> None:
        self._by_input: dict[EpochRef, dict[str, list[Edge]]] = {}
        for edge in dict.fromkeys(edges):
            self._by_input.setdefault(edge.input.epoch, {}).setdefault(edge.input.path, []).append(edge)
        self._paths = {epoch: PathIndex(by_path) for epoch, by_path in self._by_input.items()}
        self._known: dict[Slot, tuple[Edge, ...]] = {}

    def of(self, slot: Slot) -> tuple[Edge, ...]:
        """The edges whose input reads that slot."""
        found = self._known.get(slot)
        if found is None:
            by_path = self._by_input.get(slot.epoch, {})
            index = self._paths.get(slot.epoch)
            paths = index.related(slot.path) if index else ()
            found = tuple(edge for path in paths for edge in by_path[path])
            self._known[slot] = found
        return found
