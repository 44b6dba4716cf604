"""What is made: a column with its label, and the draw that one column is made from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Literal, TypeVar

from scripts.detection.pools import pool

__all__ = ["Draw", "HeaderKind", "MadeColumn", "Maker", "Split", "fill"]

Item = TypeVar("Item")
Split = Literal["train", "tune"]
HeaderKind = Literal["clear", "abbreviated", "cryptic", "misleading", "empty"]


@dataclass(frozen=True, slots=True)
class MadeColumn:
    """One made-up column.

    Attributes:
        type: the kind, one of `privlineage.detect.types.TYPES`.
        subtype: the family that made it: finer than the type (`icd_code` of `diagnosis`, `ulid` of `uuid`).
        category: the taxonomy's key, or None for a column without personal data.
        locale: the locale that names, places and formats came from, in Faker's spelling.
        header: the column's name; may be empty.
        header_kind: how far the header tells the truth.
        values: the values as text, without nulls.
        neighbours: the headers of the other columns of its table.
        table: the table's name; may be empty.
    """

    type: str
    subtype: str
    category: str | None
    locale: str
    header: str
    header_kind: HeaderKind
    values: tuple[str, ...]
    neighbours: tuple[str, ...]
    table: str = ""


_DIGITS = "0123456789"
_UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_LOWER = "abcdefghijklmnopqrstuvwxyz"
_FILLERS = {
    "#": _DIGITS,
    "%": "123456789",
    "@": _UPPER,
    "?": _LOWER,
    "*": _UPPER + _DIGITS,
    "~": _LOWER + _DIGITS,
    "^": "0123456789ABCDEF",
    "_": "0123456789abcdef",
}


def fill(rng: Random, pattern: str) -> str:
    """Fill a pattern.

    `#` is a digit, `%` one from 1, `@` a capital, `?` a small letter, `*` `~` letters and digits, `^` `_` hex digits.

    A backslash keeps the next character as it is.
    """
    made = []
    kept = False
    for character in pattern:
        if kept or (character != "\\" and character not in _FILLERS):
            made.append(character)
            kept = False
        elif character == "\\":
            kept = True
        else:
            choices = _FILLERS[character]
            made.append(choices[int(rng.random() * len(choices))])
    return "".join(made)


class Draw:
    """The chances and the place that one column is made from."""

    __slots__ = ("country", "locale", "rng", "size", "split")

    def __init__(self, rng: Random, locale: str, size: int, split: Split) -> None:
        self.rng = rng
        self.locale = locale
        self.country = locale[-2:] if "_" in locale else ""
        self.size = size
        self.split: Split = split

    def pool(self, provider: str) -> tuple[str, ...]:
        """Texts of one provider for this place; empty where nobody wrote them for its locale."""
        return pool(self.locale, provider)

    def some(self, *providers: str) -> tuple[str, ...]:
        """The pool of the first provider that has one here, else English."""
        for provider in providers:
            if found := pool(self.locale, provider):
                return found
        return pool("en_US", providers[0])

    def one(self, items: Sequence[Item]) -> Item:
        """One of the items."""
        return items[int(self.rng.random() * len(items))]

    def chance(self, share: float) -> bool:
        """True in that share of cases."""
        return self.rng.random() < share

    def whole(self, low: int, high: int) -> int:
        """A whole number between both, ends included."""
        return self.rng.randint(low, high)

    def weighted(self, **shares: float) -> str:
        """One of the names, in proportion to its share."""
        return self.rng.choices(list(shares), list(shares.values()))[0]

    def fill(self, pattern: str) -> str:
        """Fill a pattern (see `fill`)."""
        return fill(self.rng, pattern)

    def many(self, make: Callable[[], str]) -> list[str]:
        """As many values as the column has."""
        return [make() for _ in range(self.size)]

    def drawn(self, items: Sequence[str]) -> list[str]:
        """As many values as the column has, each one of the items."""
        return self.rng.choices(items, k=self.size)


Maker = Callable[[Draw], list[str]]
