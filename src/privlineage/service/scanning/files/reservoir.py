"""Drawing rows from a stream of any length, each with the same chance, within a budget of memory."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Generic, TypeVar

__all__ = ["Reservoir"]

T = TypeVar("T")

MOST_CHARACTERS = 32 * 1024 * 1024
"""How much text a sample may hold."""


class Reservoir(Generic[T]):
    """A sample of a stream (Vitter, "Random sampling with a reservoir", 1985, algorithm R).

    Args:
        rows: how many rows at most.
        seed: equal seeds draw the same rows of the same stream.
        size_of: how many characters a row holds.
        most: how many characters the sample may hold; where rows are so large that they would not fit, it gets fewer.

    >>> kept = Reservoir(2, 1, len)
    >>> for row in ("a", "b", "c", "d"):
    ...     kept.offer(row)
    >>> len(kept.rows()), kept.seen
    (2, 4)
    """

    def __init__(self, rows: int, seed: int, size_of: Callable[[T], int], most: int = MOST_CHARACTERS) -> None:
        self._room = rows
        self._random = random.Random(seed)  # noqa: S311  # a sample, not a secret
        self._size_of = size_of
        self._most = most
        self._kept: list[tuple[int, T]] = []
        self._held = 0
        self.seen = 0

    def offer(self, row: T) -> None:
        """One more row of the stream."""
        self.seen += 1
        if len(self._kept) < self._room:
            self._kept.append((self.seen, row))
        else:
            place = int(self._random.random() * self.seen)
            if place >= self._room:
                return
            self._held -= self._size_of(self._kept[place][1])
            self._kept[place] = (self.seen, row)
        self._held += self._size_of(row)
        while self._held > self._most and self._room > 1:
            self._shrink()

    def _shrink(self) -> None:
        """Half the room: a random half of a random sample is one."""
        self._room = max(1, len(self._kept) // 2)
        self._random.shuffle(self._kept)
        del self._kept[self._room :]
        self._held = sum(self._size_of(row) for _, row in self._kept)

    def rows(self) -> list[T]:
        """What was drawn, in the order of the stream."""
        return [row for _, row in sorted(self._kept, key=lambda pair: pair[0])]
