"""How much of a table is read, and how much of that is looked at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from privlineage.service.scanning.reader import ROWS

__all__ = ["Budget"]

BYTES = 32 * 1024 * 1024


def _always() -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Budget:
    """How much of a table is read, and how much of that is looked at.

    Attributes:
        rows: how many rows are looked at.
        seed: which ones.
        bytes: how many bytes of it are read, unpacked; of a larger file that much in pieces from all over it. 0 for
            all there is.
        go_on: whether time is left; what is read by then counts.
    """

    rows: int = ROWS
    seed: int = 0
    bytes: int = BYTES
    go_on: Callable[[], bool] = _always
