"""Why a column carries a label: minimal paths, and the graph as networkx gives it to people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, TypeAlias

from privlineage.core.declassify import Weakening
from privlineage.core.labels import Atom, Identifiability, Strength
from privlineage.core.movement import Witness, WitnessStep
from privlineage.core.refs import WHOLE, ColumnRef, DatasetRef
from privlineage.graph.model import Edge, EpochRef, Slot, related_paths
from privlineage.graph.propagate import transfer
from privlineage.graph.readers import Readers

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["Explainer", "to_digraph", "witness"]


@dataclass(frozen=True, slots=True)
class _Reached:
    """A slot an atom reached in one way, and how the shortest path got there; no edge means it is tagged."""

    slot: Slot
    atom: Atom
    strength: Strength
    steps: int
    edge: Edge | None = None
    before: _Reached | None = None

    def witness(self) -> Witness:
        steps: list[WitnessStep] = []
        here: _Reached | None = self
        while here is not None:
            edge = here.edge
            if edge is None:
                steps.append(WitnessStep(here.slot.column))
            else:
                steps.append(WitnessStep(edge.output.column, edge.via, edge.strength, edge.path, edge.output.epoch.id))
            here = here.before
        return Witness(tuple(reversed(steps)))


class Explainer:
    """Minimal paths through one part of the graph, for as many questions as one likes.

    Args:
        edges: the upstream closure of what will be asked about.
        tags: atoms by column; they hold in every epoch of the dataset.
        weakening: what the functions along edges do to atoms.
    """

    def __init__(self, edges: Iterable[Edge], tags: Mapping[ColumnRef, frozenset[Atom]], weakening: Weakening) -> None:
        # Sorted once: ties between equally short paths fall the same way whatever order the edges come in.
        self._edges = sorted(set(edges))
        self._readers = Readers(self._edges)
        self._weakening = weakening
        self._tags: dict[DatasetRef, list[tuple[ColumnRef, Atom]]] = {}
        for column in sorted(tags):
            for atom in sorted(tags[column], key=lambda item: item.sort_key):
                self._tags.setdefault(column.dataset, []).append((column, atom))
        self._trees: dict[Atom, _Tree] = {}

    def witness(
        self, targets: Slot | Iterable[Slot], atom: Atom, strength: Strength | None = None, *, moved: bool = False
    ) -> Witness | None:
        """The minimal path from a tagged column to one of the targets: the strongest, among these the shortest.

        Args:
            targets: the slots asked about, as one.
            atom: the label.
            strength: how it must get there; the strongest way there is when left out.
            moved: whether the path must have a step, so that a target's own tag is no answer.

        Returns:
            The path, None when no target carries the atom.
        """
        slots = sorted({targets} if isinstance(targets, Slot) else set(targets))
        if not moved and strength in (None, Strength.VALUE):
            for slot in slots:
                for column, claimed in self._tags.get(slot.epoch.dataset, ()):
                    if claimed == atom and related_paths(slot.path, column.path):
                        return Witness((WitnessStep(column),))
        reached = self._tree(atom)
        ends = (
            end
            for slot in slots
            for end in _near(reached, slot)
            if end.atom == atom and strength in (None, end.strength) and related_paths(slot.path, end.slot.path)
        )
        best = min(ends, key=lambda end: (-end.strength, end.steps, end.slot), default=None)
        return None if best is None else best.witness()

    def _tree(self, atom: Atom) -> _Tree:
        """What the atom reaches from its tags, and in which ways, breadth first.

        Functions change identifiability alone, so the search stays with the claims that differ in nothing else.
        """
        key = atom.with_identifiability(Identifiability.IDENTIFIED)
        if key not in self._trees:
            seen: set[tuple[Slot, Atom, Strength]] = set()
            tree: _Tree = {}
            ring = list(self._starts(key))
            while ring:
                ring = [after for reached in ring for after in self._next(reached, seen)]
                for reached in ring:
                    tops = tree.setdefault(reached.slot.epoch, {})
                    tops.setdefault(_top(reached.slot.path), []).append(reached)
            self._trees[key] = tree
        return self._trees[key]

    def _starts(self, identified: Atom) -> Iterable[_Reached]:
        for epoch in sorted({edge.input.epoch for edge in self._edges}):
            for column, atom in self._tags.get(epoch.dataset, ()):
                if atom.with_identifiability(Identifiability.IDENTIFIED) == identified:
                    yield _Reached(Slot(epoch, column.path), atom, Strength.VALUE, 0)

    def _next(self, reached: _Reached, seen: set[tuple[Slot, Atom, Strength]]) -> Iterable[_Reached]:
        for edge in self._readers.of(reached.slot):
            atom, strength = transfer(edge, reached.atom, reached.strength, self._weakening)
            if (edge.output, atom, strength) not in seen:
                seen.add((edge.output, atom, strength))
                yield _Reached(edge.output, atom, strength, reached.steps + 1, edge, reached)


_Tree: TypeAlias = dict[EpochRef, dict[str, list[_Reached]]]
"""By epoch and by the top column there: a table may have thousands of columns, and each of them be asked about."""


def _top(path: str) -> str:
    return path.partition(".")[0]


def _near(tree: _Tree, slot: Slot) -> Iterable[_Reached]:
    """What of a tree may have to do with a slot: its own top column, and what stands for all of them."""
    tops = tree.get(slot.epoch, {})
    if slot.path == WHOLE:
        return chain.from_iterable(tops.values())
    return chain(tops.get(_top(slot.path), ()), tops.get(WHOLE, ()))


def witness(
    edges: Iterable[Edge],
    tags: Mapping[ColumnRef, frozenset[Atom]],
    targets: Slot | Iterable[Slot],
    atom: Atom,
    weakening: Weakening,
    *,
    moved: bool = False,
) -> Witness | None:
    """The minimal path by which one of the targets carries an atom, None when none does.

    The strongest path comes first, then the one with the fewest steps, then the first in the order of references. For
    several questions about the same edges, make one `Explainer`.
    """
    return Explainer(edges, tags, weakening).witness(targets, atom, moved=moved)


def to_digraph(edges: Iterable[Edge]) -> nx.DiGraph[ColumnRef]:
    """Edges as a graph of columns, whatever their epochs, in the direction the data goes.

    Each edge of the graph has `strength`, the strongest of its facts, and `facts`, the facts sorted. Where a fact reads
    a column through a part of it or through the whole (`payload.email` was written, `payload` is read), the two columns
    are joined by an edge without facts.
    """
    import networkx as nx

    graph: nx.DiGraph[ColumnRef] = nx.DiGraph()
    between: dict[tuple[ColumnRef, ColumnRef], list[Edge]] = {}
    for edge in sorted(set(edges)):
        between.setdefault((edge.input.column, edge.output.column), []).append(edge)
    for (source, target), facts in between.items():
        graph.add_edge(source, target, strength=max(fact.strength for fact in facts), facts=tuple(facts))
    written: dict[DatasetRef, set[ColumnRef]] = {}
    for _, target in between:
        written.setdefault(target.dataset, set()).add(target)
    for source in sorted({source for source, _ in between}):
        for target in sorted(written.get(source.dataset, ())):
            if source != target and related_paths(source.path, target.path) and not graph.has_edge(target, source):
                graph.add_edge(target, source, strength=Strength.VALUE, facts=())
    return graph
