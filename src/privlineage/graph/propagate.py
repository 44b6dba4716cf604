"""Propagation: the labels every column of every epoch derives from the facts (laws 1, 2, 5 and 6)."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping

from privlineage.core.declassify import Weakening
from privlineage.core.labels import Atom, Labels, Strength, Ways
from privlineage.graph.model import Edge, Slot
from privlineage.graph.readers import Readers

__all__ = ["propagate", "transfer"]


_NONE = Ways(0)


def transfer(edge: Edge, atom: Atom, held: Strength, weakening: Weakening) -> tuple[Atom, Strength]:
    """What an atom that reached an edge's input in one way becomes at its output.

    The path so far and the step together are as strong as the weaker of the two (law 6). A function acts on what lies
    in a column's values: those that were copied, and those that another column shaped. Which rows were chosen shows in
    their being there, whatever is computed from them.
    """
    if edge.strength is Strength.VALUE and held is not Strength.ROW:
        atom = weakening.apply(atom, edge.path)
    return atom, min(edge.strength, held)


def propagate(
    edges: Iterable[Edge], seeds: Mapping[Slot, Labels], weakening: Weakening
) -> dict[Slot, dict[Atom, Ways]]:
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
    derived: dict[Slot, dict[Atom, Ways]] = {}
    # Every entry is news: an atom a slot did not hold, or not in that way. A path only moves an atom's identifiability,
    # so each slot has finitely many pieces of news and the loop ends on cycles too.
    news = deque(
        (slot, atom, strength)
        for slot, labels in seeds.items()
        for atom, ways in labels.items()
        for strength in ways.each
    )
    while news:
        slot, atom, held = news.popleft()
        for edge in readers.of(slot):
            arrived, strength = transfer(edge, atom, held, weakening)
            labels = derived.setdefault(edge.output, {})
            known = labels.get(arrived, _NONE)
            if strength not in known.each:
                labels[arrived] = known | strength.way
                news.append((edge.output, arrived, strength))
    return derived
