"""Which verdicts retention dropped: runs of the entries that speak of them, as the entry of a retention says."""

from __future__ import annotations

import json
from collections.abc import Iterable

__all__ = ["DROPPED", "Gone", "runs_of"]

DROPPED = "verdict"
"""The table whose records retention drops."""


def runs_of(entries: Iterable[tuple[int, int, bool]]) -> dict[str, list[list[int]]]:
    """Runs of dropped records.

    Args:
        entries: strand, number and whether its verdict is gone, of every entry that speaks of one, in order.

    >>> runs_of([(0, 1, True), (0, 4, True), (0, 5, False), (0, 9, True)])
    {'0': [[1, 4], [9, 9]]}
    """
    runs: dict[str, list[list[int]]] = {}
    going_on: int | None = None
    for strand, number, gone in entries:
        if gone and going_on == strand:
            runs[str(strand)][-1][1] = number
        elif gone:
            runs.setdefault(str(strand), []).append([number, number])
        going_on = strand if gone else None
    return runs


class Gone:
    """What the retentions of a store dropped.

    Args:
        bodies: the bodies of their entries.
    """

    def __init__(self, bodies: Iterable[str]) -> None:
        self._runs: dict[int, list[tuple[int, int]]] = {}
        for body in bodies:
            for strand, runs in _runs_in(body):
                self._runs.setdefault(strand, []).extend(runs)

    def has(self, table: str, strand: int, number: int) -> bool:
        """Whether the record in a table that an entry speaks of was dropped.

        Verdicts alone ever are. A run may go over entries that speak of something else.
        """
        return table == DROPPED and any(first <= number <= last for first, last in self._runs.get(strand, ()))


def _runs_in(body: str) -> list[tuple[int, list[tuple[int, int]]]]:
    try:
        found = json.loads(body)["gone"]
        return [(int(strand), [(int(first), int(last)) for first, last in runs]) for strand, runs in found.items()]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return []  # tampered with: its mark says so
