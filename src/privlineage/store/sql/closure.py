"""Upstream and downstream closures, epoch by epoch: each epoch's edges are read once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from operator import attrgetter

from sqlalchemy import Connection

from privlineage.graph.model import Edge, EpochRef, Slot
from privlineage.graph.paths import PathIndex
from privlineage.store.sql.edges import edges_into_epochs, edges_out_of_epochs

__all__ = ["downstream", "reached_from", "upstream"]

_input, _output = attrgetter("input"), attrgetter("output")


def upstream(connection: Connection, slots: Iterable[Slot], depth: int | None = None) -> list[Edge]:
    """Every edge that content of the slots goes back to, at most `depth` steps away; related slots count."""
    return _closure(lambda epochs: edges_into_epochs(connection, epochs), _output, _input, slots, depth)


def downstream(connection: Connection, slots: Iterable[Slot], depth: int | None = None) -> list[Edge]:
    """Every edge that carries content of the slots on, at most `depth` steps away; related slots count."""
    return _closure(lambda epochs: edges_out_of_epochs(connection, epochs), _input, _output, slots, depth)


def reached_from(connection: Connection, slots: Iterable[Slot]) -> set[Slot]:
    """The slots, and every slot whose labels depend on theirs."""
    start = set(slots)
    return start | {edge.output for edge in downstream(connection, start)}


def _closure(
    load: Callable[[set[EpochRef]], list[Edge]],
    near: Callable[[Edge], Slot],
    far: Callable[[Edge], Slot],
    slots: Iterable[Slot],
    depth: int | None,
) -> list[Edge]:
    loaded: dict[EpochRef, _Side] = {}
    found: dict[Edge, None] = {}
    seen: set[Slot] = set()
    frontier = set(slots)
    steps = 0
    while frontier and (depth is None or steps < depth):
        steps += 1
        seen |= frontier
        unknown = {slot.epoch for slot in frontier} - loaded.keys()
        fresh: dict[EpochRef, list[Edge]] = {epoch: [] for epoch in unknown}
        for edge in load(unknown) if unknown else ():
            fresh[near(edge).epoch].append(edge)
        loaded.update((epoch, _Side(edges, near)) for epoch, edges in fresh.items())
        touched = [edge for slot in frontier for edge in loaded[slot.epoch].touching(slot.path)]
        found.update(dict.fromkeys(touched))
        frontier = {far(edge) for edge in touched} - seen
    return sorted(found)


class _Side:
    """The edges at one side of an epoch, by the path they touch there."""

    def __init__(self, edges: Iterable[Edge], near: Callable[[Edge], Slot]) -> None:
        self._by_path: dict[str, list[Edge]] = {}
        for edge in edges:
            self._by_path.setdefault(near(edge).path, []).append(edge)
        self._index = PathIndex(self._by_path)

    def touching(self, path: str) -> list[Edge]:
        return [edge for related in self._index.related(path) for edge in self._by_path[related]]
