"""Propagation: the labels every column of every epoch derives from the facts (laws 1, 2, 5 and 6)."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping

from privlineage.core.declassify import Weakening
from privlineage.core.labels import Atom, Labels, Strength
from privlineage.graph.model import Edge, Slot
from privlineage.graph.readers import Readers

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
    readers = Readers(edges)
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
