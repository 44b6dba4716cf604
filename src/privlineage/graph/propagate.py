"""Propagation: the labels every column of every epoch derives from the facts (laws 1, 2, 5 and 6)."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping

from privlineage.core.declassify import Weakening
from privlineage.core.labels import Atom, Labels, Strength
from privlineage.graph.model import Edge, EpochRef, Slot
from privlineage.graph.paths import PathIndex

__all__ = ["propagate", "transfer"]


def transfer(edge: Edge, atom: Atom, held: Strength, weakening: Weakening) -> tuple[Atom, Strength]:
    """What an atom held by an edge's input becomes at its output.

    The path so far and the step together are as strong as the weaker of the two (law 6). Functions act on values only:
    an influence tells of its input whatever was computed from it on the way.
    """
    if edge.strength is Strength.VALUE:
        atom = weakening.apply(atom, edge.path)
    return atom, min(edge.strength, held)


def propagate(
    edges: Iterable[Edge], seeds: Mapping[Slot, Labels], weakening: Weakening
) -> dict[Slot, dict[Atom, Strength]]:
    """The least fixpoint: what each slot derives from the edges, its own seeds left out.

    Reading a slot reads everything its epoch holds at a related path, claimed (`seeds`) or derived. A step carries each
    atom by itself, so the answer depends neither on the order of the edges nor on how often one is given.

    Args:
        edges: the facts, cycles and duplicates welcome.
        seeds: what slots hold without any edge: tags, or labels at the boundary of a part of the graph.
        weakening: what the functions along edges do to atoms.

    Returns:
        Labels by slot, for the slots that derived any.
    """
    readers = _Readers(edges)
    derived: dict[Slot, dict[Atom, Strength]] = {}
    # Every entry is news: an atom a slot did not hold, or not so strongly. Strengths only grow and a path only moves an
    # atom's identifiability, so each slot has finitely many pieces of news and the loop ends on cycles too.
    news = deque((slot, atom, strength) for slot, labels in seeds.items() for atom, strength in labels.items())
    while news:
        slot, atom, held = news.popleft()
        for edge in readers.of(slot):
            arrived, strength = transfer(edge, atom, held, weakening)
            labels = derived.setdefault(edge.output, {})
            if labels.get(arrived, 0) < strength:
                labels[arrived] = strength
                news.append((edge.output, arrived, strength))
    return derived


class _Readers:
    """Edges by what they read: the input's epoch, and within it every path related to the input's."""

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
