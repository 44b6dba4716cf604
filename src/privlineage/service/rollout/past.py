"""What a store held at a time, cut out of its history: for decisions taken anew on what was known then."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from privlineage.core.labels import Tag
from privlineage.core.refs import DatasetRef
from privlineage.graph.model import Edge, EpochRef
from privlineage.store.remembering import History

__all__ = ["Held", "Past"]


@dataclass(frozen=True, slots=True)
class Held:
    """What a store held of some datasets and of all they derived from.

    Attributes:
        open: the epochs each dataset had open.
        edges: the facts above them.
        claims: what people had tagged on any of it.
    """

    open: Mapping[DatasetRef, tuple[EpochRef, ...]]
    edges: tuple[Edge, ...]
    claims: tuple[Tag, ...]


class Past:
    """A history, asked about moments.

    A decision is stored before what it allows takes effect, with the same time: of a moment counts what began before
    it, and what ended at it or after.
    """

    def __init__(self, history: History) -> None:
        self._openings: dict[DatasetRef, list[tuple[EpochRef, str, str]]] = {}
        for opening in history.openings:
            self._openings.setdefault(opening[0].dataset, []).append(opening)
        self._above: dict[EpochRef, list[tuple[Edge, str]]] = {}
        for edge, since in history.edges:
            self._above.setdefault(edge.output.epoch, []).append((edge, since))
        self._claims: dict[DatasetRef, list[tuple[Tag, str, str]]] = {}
        for claim in history.claims:
            self._claims.setdefault(claim[0].column.dataset, []).append(claim)
        self._times: dict[frozenset[DatasetRef], list[str]] = {}

    def moment(self, datasets: frozenset[DatasetRef], at: str) -> int:
        """The number of a time: times of one number see the same of these datasets."""
        if datasets not in self._times:
            self._times[datasets] = self._changes(datasets)
        return bisect_left(self._times[datasets], at)

    def at(self, datasets: frozenset[DatasetRef], at: str) -> Held:
        """What was held at a time."""
        opened = {dataset: tuple(dict.fromkeys(self._open(dataset, at))) for dataset in sorted(datasets)}
        edges = tuple(
            edge for edge, since in self._closure(epoch for epochs in opened.values() for epoch in epochs) if since < at
        )
        touched = sorted(datasets | {edge.input.epoch.dataset for edge in edges})
        claims = tuple(
            tag
            for dataset in touched
            for tag, since, until in self._claims.get(dataset, ())
            if _holds(since, until, at)
        )
        return Held(opened, edges, claims)

    def _open(self, dataset: DatasetRef, at: str) -> Iterable[EpochRef]:
        return (epoch for epoch, since, until in self._openings.get(dataset, ()) if _holds(since, until, at))

    def _closure(self, epochs: Iterable[EpochRef]) -> list[tuple[Edge, str]]:
        """Every fact above some epochs, whenever it came: those that count are picked out afterwards."""
        found: list[tuple[Edge, str]] = []
        seen: set[EpochRef] = set()
        waiting = set(epochs)
        while waiting:
            epoch = waiting.pop()
            seen.add(epoch)
            above = self._above.get(epoch, ())
            found += above
            waiting |= {edge.input.epoch for edge, _ in above} - seen
        return found

    def _changes(self, datasets: frozenset[DatasetRef]) -> list[str]:
        openings = [opening for dataset in datasets for opening in self._openings.get(dataset, ())]
        above = self._closure(epoch for epoch, _, _ in openings)
        touched = datasets | {edge.input.epoch.dataset for edge, _ in above}
        claims = [claim for dataset in touched for claim in self._claims.get(dataset, ())]
        times = {time for _, *both in (*openings, *claims) for time in both if time}
        return sorted(times | {since for _, since in above})


def _holds(since: str, until: str, at: str) -> bool:
    return since < at and (not until or until >= at)
