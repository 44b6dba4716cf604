"""Numbers behind a CRC of 32 bits, found by meeting in the middle.

A CRC is affine: for texts of one length, it is a constant, xor a part for each byte that depends on its place alone. So
the last six digits of a number give a million parts, sorted once; for each value of the column, the parts of the first
digits are looked up among them. Seven thousand million mobile numbers take some thousand look-ups.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from privlineage.detect.masking.chance import beats_chance, chance_of_a_preimage, tail
from privlineage.detect.masking.checksums import CRC32, CRC32C, crc_table
from privlineage.detect.masking.templates import FREE, Template, templates

__all__ = ["Solved", "preimages", "solve"]

_LOW = 6
_SCREENED = 16
_NEARLY_ALL = 0.95
_POLYNOMIALS = {"crc32": CRC32, "crc32c": CRC32C}
_HYPOTHESES = 1_000
"""More than the pairs of function and template that are tried."""


@dataclass(frozen=True, slots=True)
class Solved:
    """A column of CRCs, led back.

    Attributes:
        function: `crc32` or `crc32c`.
        where: what the numbers are, as in "mobile numbers (CN)".
        size: how many such numbers there are.
        hits: values of the column with a preimage among them.
        values: distinct values that were looked at.
        expected: of so many random values, how many would have had one.
    """

    function: str
    where: str
    size: float
    hits: int
    values: int
    expected: float


def solve(values: NDArray[np.uint32]) -> tuple[Solved | None, int]:
    """The set of numbers that explains the column best, if better than chance, and how many look-ups it took.

    Sets that share some of their structure with the right one do better than chance too, so that what explains nearly
    all values ends the search, and otherwise the least probable explanation is taken.

    Args:
        values: distinct values of the column.
    """
    looked = 0
    few = values[:: max(1, len(values) // _SCREENED)][:_SCREENED]
    found: list[Solved] = []
    for template, name, polynomial in _hypotheses():
        probability = chance_of_a_preimage(template.size, 32)
        looked += len(few)
        # A column of these numbers shows nearly everywhere: what is worth a closer look does so in a few values.
        if np.count_nonzero(preimages(few, template, polynomial)) < (1 + probability) / 2 * len(few):
            continue
        looked += len(values)
        hits = int(np.count_nonzero(preimages(values, template, polynomial)))
        if beats_chance(hits, len(values), probability, _HYPOTHESES):
            found.append(Solved(name, template.name, template.size, hits, len(values), probability * len(values)))
            if hits >= _NEARLY_ALL * len(values):
                return found[-1], looked
    best = min(found, key=lambda one: tail(one.hits, one.values, one.expected / one.values), default=None)
    return best, looked


def _hypotheses() -> Iterator[tuple[Template, str, int]]:
    return ((template, name, polynomial) for template in templates() for name, polynomial in _POLYNOMIALS.items())


def preimages(values: NDArray[np.uint32], template: Template, polynomial: int = CRC32) -> NDArray[np.bool_]:
    """For each value, whether some text of the template has it as its CRC."""
    low = min(_LOW, len(template.places) - 1)
    first = len(template.places) - low
    leading = template.leading(first)
    high = np.full(len(leading), _fixed(template.text, polynomial), dtype=np.uint32)
    for column, distance in zip(leading.T, template.places[:first], strict=True):
        high ^= _part(distance, polynomial)[column]
    sums = _sums(template.places[first:], polynomial)
    met = np.zeros(len(values), dtype=np.bool_)
    for place, value in enumerate(values):
        wanted = high ^ value
        found = np.searchsorted(sums, wanted)
        met[place] = bool(np.any(sums[np.minimum(found, len(sums) - 1)] == wanted))
    return met


@lru_cache(maxsize=128)
def _part(distance: int, polynomial: int) -> NDArray[np.uint32]:
    """What each byte adds to the CRC when so many bytes follow it."""
    table = crc_table(polynomial)
    if distance == 0:
        return table
    before = _part(distance - 1, polynomial)
    part: NDArray[np.uint32] = table[before & np.uint32(0xFF)] ^ (before >> np.uint32(8))
    return part


def _fixed(text: str, polynomial: int) -> np.uint32:
    """The CRC of the text with nothing in its free places."""
    table, state = crc_table(polynomial), np.uint32(0xFFFFFFFF)
    for byte in text.replace(FREE, "\0").encode():
        state = table[(state ^ np.uint32(byte)) & np.uint32(0xFF)] ^ (state >> np.uint32(8))
    return ~state


@lru_cache(maxsize=4)
def _sums(distances: tuple[int, ...], polynomial: int) -> NDArray[np.uint32]:
    """The parts of every choice of digits in these places, sorted."""
    sums = np.zeros(1, dtype=np.uint32)
    for distance in distances:
        sums = (sums[:, None] ^ _part(distance, polynomial)[None, ord("0") : ord("9") + 1]).ravel()
    return np.sort(sums)
