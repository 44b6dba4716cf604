"""Small spaces: everything a birth date, a postal code, an age or a short number can be, to be tried whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from importlib.resources import files
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

__all__ = ["SPACES", "Block", "Space", "blocks_of", "digits", "people", "rows_of"]

Block: TypeAlias = NDArray[np.uint8]
"""Texts of one length, a row of bytes each."""

_FIRST, _LAST = date(1925, 1, 1), date(2026, 1, 1)
_SPELLINGS = (
    ("%Y-%m-%d", "%Y%m%d", "%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y"),
    ("%d-%m-%Y", "%Y/%m/%d", "%Y-%m-%d 00:00:00", "%Y-%m-%dT00:00:00", "%d%m%Y"),
)
_AT_ONCE = 100_000


@dataclass(frozen=True, slots=True)
class Space:
    """A set of texts that is small enough to be tried whole.

    Attributes:
        name: what they are, for people, in the plural.
        size: how many.
        blocks: makes them, in blocks of one length each.
    """

    name: str
    size: int
    blocks: Callable[[], Iterable[Block]]


def digits(width: int, start: int = 0, stop: int | None = None) -> Block:
    """The numbers from `start` to below `stop`, with leading zeros to a width.

    >>> [bytes(row).decode() for row in digits(3, 7, 9)]
    ['007', '008']
    """
    numbers = np.arange(start, 10**width if stop is None else stop, dtype=np.int64)
    block = np.empty((len(numbers), width), dtype=np.uint8)
    for place in range(width - 1, -1, -1):
        numbers, rest = np.divmod(numbers, 10)
        block[:, place] = rest + ord("0")
    return block


def rows_of(block: Block) -> list[bytes]:
    """The texts of a block."""
    raw, width = block.tobytes(), block.shape[1]
    return [raw[start : start + width] for start in range(0, len(raw), width)]


def blocks_of(texts: Iterable[bytes]) -> Iterator[Block]:
    """Texts as blocks, one for each length."""
    by_length: dict[int, list[bytes]] = {}
    for text in texts:
        by_length.setdefault(len(text), []).append(text)
    for length, group in sorted(by_length.items()):
        if length:
            yield np.frombuffer(b"".join(group), dtype=np.uint8).reshape(len(group), length)


@lru_cache(maxsize=1)
def _written() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words of the file, and those of them that are given names."""
    text = files("privlineage.detect.masking").joinpath("words.txt").read_text(encoding="utf-8")
    codes, _, names = text.partition("# given names\n")
    return _listed(codes), _listed(names)


def _listed(text: str) -> tuple[str, ...]:
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return tuple(word.strip() for line in lines for word in line.split(",") if word.strip())


@lru_cache(maxsize=1)
def people() -> frozenset[str]:
    """Given names that many people share, casefolded."""
    return frozenset(name.casefold() for name in _written()[1] if len(name) > 2)


@lru_cache(maxsize=1)
def _words() -> tuple[bytes, ...]:
    words = {word for part in _written() for word in part}
    spelt = {form for word in words for form in (word, word.lower(), word.upper(), word.capitalize())}
    return tuple(sorted(word.encode() for word in spelt))


@lru_cache(maxsize=len(_SPELLINGS))
def _days(spellings: tuple[str, ...]) -> tuple[Block, ...]:
    days = [_FIRST + timedelta(days=count) for count in range((_LAST - _FIRST).days)]
    return tuple(
        block for spelling in spellings for block in blocks_of(day.strftime(spelling).encode() for day in days)
    )


def _numbers(width: int) -> Callable[[], Iterator[Block]]:
    def blocks() -> Iterator[Block]:
        for start in range(0, 10**width, _AT_ONCE):
            yield digits(width, start, min(10**width, start + _AT_ONCE))

    return blocks


def _short_numbers() -> Iterator[Block]:
    for width in (1, 2, 3):
        yield digits(width)


_DAYS = (_LAST - _FIRST).days
SPACES: tuple[Space, ...] = (
    Space("words and names that many people share", 2_000, lambda: blocks_of(_words())),
    Space("numbers of up to three digits", 1_110, _short_numbers),
    Space("numbers of four digits", 10_000, _numbers(4)),
    Space("dates of a century", 5 * _DAYS, lambda: _days(_SPELLINGS[0])),
    Space("numbers of five digits, as postal codes", 100_000, _numbers(5)),
    Space("dates of a century in rarer spellings", 5 * _DAYS, lambda: _days(_SPELLINGS[1])),
    Space("numbers of six digits", 1_000_000, _numbers(6)),
    Space("numbers of seven digits", 10_000_000, _numbers(7)),
)
"""In the order in which they are tried: what is likely and small comes first."""
