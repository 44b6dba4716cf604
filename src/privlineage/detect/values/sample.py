"""The values as the validators read them: one spelling of digits and widths, no marks nobody sees, bounded in size."""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["LONGEST", "Sample", "normal", "take"]

LONGEST = 600
"""Characters of one value that are read; the rest of a long text says nothing new."""

MANY, SOME, FEW = 200, 60, 40
"""How many distinct values the cheap, the usual and the dear checks look at."""

_UNSEEN = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff]")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_NOTHING = frozenset(
    ("", "-", "--", "n/a", "na", "null", "none", "nil", "nan", "#n/a", "\\n", "?", "unknown", "<na>", ".")
)


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample of one column, made ready for the validators.

    Attributes:
        count: the values that say something: placeholders such as `N/A` are left out.
        placeholders: the share of values that were left out.
        counts: the distinct values, and how often each occurs, in an order that comes from their content alone.
        many: up to 200 of the distinct values.
        some: up to 60 of them.
        few: up to 40 of them.
    """

    count: int
    placeholders: float
    counts: dict[str, int]
    many: tuple[str, ...]
    some: tuple[str, ...]
    few: tuple[str, ...]

    def __repr__(self) -> str:
        """Never a value."""
        return f"Sample({self.count} values)"


def normal(text: str) -> str:
    """A value in one spelling: compatibility forms folded, decimal digits of every script in ASCII, edges trimmed.

    >>> normal("１２٣ ")
    '123'
    """
    text = text[:LONGEST]
    if text.isascii():
        return (text if text.isprintable() else _CONTROL.sub(" ", text)).strip()
    text = _CONTROL.sub(" ", _UNSEEN.sub("", unicodedata.normalize("NFKC", text)[: LONGEST * 2])).strip()
    return "".join(map(_digit, text)) if any(c.isdecimal() and c > "9" for c in text) else text


def _digit(character: str) -> str:
    return str(unicodedata.decimal(character)) if character > "9" and character.isdecimal() else character


def take(values: Sequence[str]) -> Sample:
    """Make a sample ready. The order of the values changes nothing."""
    counted: Counter[str] = Counter()
    for text, times in Counter(values).items():
        counted[normal(text)] += times
    total = sum(counted.values())
    said = {text: times for text, times in counted.items() if text.casefold() not in _NOTHING}
    ordered = sorted(said, key=_order)
    count = sum(said.values())
    return Sample(
        count=count,
        placeholders=1 - count / total if total else 0.0,
        counts={text: said[text] for text in ordered},
        many=tuple(ordered[:MANY]),
        some=tuple(ordered[:SOME]),
        few=tuple(ordered[:FEW]),
    )


def _order(text: str) -> tuple[int, str]:
    return zlib.crc32(text.encode("utf-8", "replace")), text
