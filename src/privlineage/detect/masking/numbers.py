"""Numbers that lie evenly over 32 or 64 bits, as checksums do and counters, amounts and telephone numbers do not."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

__all__ = ["even_numbers", "narrow_halves", "read_numbers", "read_short_hex"]

_WHOLE = re.compile(r"^[+-]?\d{1,20}(?:\.0)?$")
_HEX = re.compile(r"^(?:0x)?([0-9a-f]{5,8}|[0-9A-F]{5,8})$")
_FEWEST = 8
_UNEVEN = 1.63
"""The Kolmogorov-Smirnov distance, times the root of the number of values, that chance exceeds once in a hundred."""


def read_numbers(values: Sequence[str]) -> tuple[int | None, ...]:
    """Whole numbers in decimal; None for anything else."""
    return tuple(int(value.removesuffix(".0")) if _WHOLE.match(value) else None for value in values)


def read_short_hex(values: Sequence[str]) -> tuple[int | None, ...]:
    """Numbers of up to eight hex digits, with or without their leading zeros; None for anything else."""
    found = (_HEX.match(value) for value in values)
    return tuple(int(match[1], 16) if match else None for match in found)


def even_numbers(numbers: Sequence[int]) -> int:
    """32 or 64 where the numbers lie evenly over so many bits, signed or not; 0 where they do not.

    >>> even_numbers([(n * 2654435761) % 2**32 for n in range(1, 50)]), even_numbers(range(10**9, 10**9 + 50))
    (32, 0)
    """
    distinct = sorted(set(numbers))
    if len(distinct) < _FEWEST:
        return 0
    for bits in (32, 64):
        for low in (0, -(2 ** (bits - 1))):
            if low <= distinct[0] and distinct[-1] < low + 2**bits and _is_even(distinct, low, bits):
                return bits
    return 0


def _is_even(ordered: Sequence[int], low: int, bits: int) -> bool:
    count = len(ordered)
    places = ((number - low) / 2.0**bits for number in ordered)
    distance = max(max(place - rank / count, (rank + 1) / count - place) for rank, place in enumerate(places))
    return bool(distance * count**0.5 < _UNEVEN)


def narrow_halves(numbers: NDArray[np.uint32]) -> bool:
    """Whether the numbers are Adler-32's of short texts, which show: both halves are sums and stay small.

    The lower half is one more than the sum of the bytes, the upper one the sum of the lower half at each byte, so that
    their ratio is about half the length.
    """
    low, high = (numbers & np.uint32(0xFFFF)).astype(np.float64), (numbers >> np.uint32(16)).astype(np.float64)
    ratio = high / np.maximum(low, 1)
    return len(numbers) >= _FEWEST and bool(((low > 48) & (low < 8_000) & (ratio > 0.99) & (ratio < 40)).all())
