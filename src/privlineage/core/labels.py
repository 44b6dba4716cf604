"""Tags, atoms and label sets: what is claimed of a column, and what it carries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import IntEnum, IntFlag, StrEnum
from typing import TypeAlias

from privlineage.core.refs import ColumnRef

__all__ = ["UNREVIEWED", "Atom", "Identifiability", "Labels", "Strength", "Tag", "Ways", "join"]


class Identifiability(StrEnum):
    """How directly a value leads to its person; the order is `rank`."""

    IDENTIFIED = "identified"
    PSEUDONYMISED = "pseudonymised"
    AGGREGATED = "aggregated"

    @property
    def rank(self) -> int:
        """2 for identified, 1 for pseudonymised, 0 for aggregated."""
        return 2 - list(Identifiability).index(self)

    def at_least(self, other: Identifiability) -> bool:
        """Whether this is as identifying as `other`, or more."""
        return self.rank >= other.rank


class Strength(IntEnum):
    """How a label reached a column: as a value, by shaping the column, by selecting its rows (law 6)."""

    ROW = 1
    COLUMN = 2
    VALUE = 3

    @property
    def way(self) -> Ways:
        """This strength alone, as a set."""
        return _WAY[self]


class Ways(IntFlag):
    """The strengths by which a label reached a column, as a set.

    All of them are kept, not the strongest alone: a function acts on what lies in a column's values and leaves what
    selected its rows as it was (laws 5 and 6).

    >>> (Ways.ROW | Ways.VALUE).strongest.name, [strength.name for strength in (Ways.ROW | Ways.VALUE).each]
    ('VALUE', ['ROW', 'VALUE'])
    """

    ROW = 1
    COLUMN = 2
    VALUE = 4

    @property
    def strongest(self) -> Strength:
        """The strongest of them, which is what rules ask about."""
        return Strength(self.bit_length())

    @property
    def influence(self) -> Strength | None:
        """The strongest of them that is no value, None when there is none."""
        ways = self & ~Ways.VALUE
        return ways.strongest if ways else None

    @property
    def each(self) -> tuple[Strength, ...]:
        """Each of them, weakest first."""
        return _EACH[self]


# Written out: propagation asks at every step, and arithmetic with flags is slow.
_WAY = (Ways(0), Ways.ROW, Ways.COLUMN, Ways.VALUE)
_EACH = tuple(tuple(strength for strength in Strength if code & _WAY[strength]) for code in range(8))


@dataclass(frozen=True, slots=True, order=True)
class Atom:
    """One label (design, section 1). The last four fields are copied from one tag; atoms never merge.

    Attributes:
        category: a data category of the taxonomy.
        identifiability: the only part a declassifier may weaken.
        origin: whose law follows the data, a country code.
        uses: allowed uses; None when nobody said.
        subjects: kinds of people.
        controller: who answers for the data.
    """

    category: str
    identifiability: Identifiability = Identifiability.IDENTIFIED
    origin: str = ""
    uses: tuple[str, ...] | None = None
    subjects: tuple[str, ...] = ()
    controller: str = ""

    def __str__(self) -> str:
        return f"{self.category}, {self.identifiability}"

    def with_identifiability(self, identifiability: Identifiability) -> Atom:
        """The same atom, more or less identifying."""
        return self if identifiability is self.identifiability else replace(self, identifiability=identifiability)

    @property
    def sort_key(self) -> tuple[str, int, str, tuple[str, ...], tuple[str, ...], str]:
        """A total order, also where `uses` is None."""
        uses = ("",) if self.uses is None else ("+", *self.uses)
        return (self.category, -self.identifiability.rank, self.origin, uses, self.subjects, self.controller)


UNREVIEWED = Atom("unreviewed")
"""What a source column carries that nobody tagged or reviewed: unreviewed is not clean (law 7), so it propagates like a
label. It is no claim about people; rules never see it, the default `unreviewed` does."""

Labels: TypeAlias = Mapping[Atom, Ways]
"""The label set of a column: each atom with the ways it got there."""


def join(*sets: Labels) -> dict[Atom, Ways]:
    """The union of label sets and of the ways of each atom: order and repetition do not matter."""
    joined: dict[Atom, Ways] = {}
    for labels in sets:
        for atom, ways in labels.items():
            held = joined.get(atom)
            joined[atom] = ways if held is None else held | ways
    return joined


@dataclass(frozen=True, slots=True, order=True)
class Tag:
    """Someone's claim about a column: a category, or `none` (reviewed, nothing personal).

    Attributes:
        column: what the claim is about; a claim on a column covers the fields below it.
        atom: the label, None for `none`.
        author: who says so.
        at: when, ISO 8601 in UTC.
        by: by what: `bundle`, `person`, or a detector's name.
    """

    column: ColumnRef
    atom: Atom | None
    author: str = ""
    at: str = ""
    by: str = "bundle"
