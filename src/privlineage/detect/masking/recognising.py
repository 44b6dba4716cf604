"""What a recogniser is given and what it answers: the joint between the kinds of masking and the examination."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

__all__ = ["Given", "Look", "mostly", "share"]

_MOST = 0.5


@dataclass(frozen=True, slots=True)
class Given:
    """A column's values and what is known around them.

    Attributes:
        values: the sampled values, stripped, without empty ones.
        candidates: clear values that may be behind them.
        functions: names of the functions that lineage saw around the column, lower case, innermost first.
        tries: how many values of the small spaces may be hashed; candidates always are.
        category: the taxonomy's key for what is behind the values, where labels tell it.
    """

    values: tuple[str, ...]
    candidates: tuple[str, ...] = ()
    functions: tuple[str, ...] = ()
    tries: int = 0
    category: str = ""

    def __repr__(self) -> str:
        """Never a value: this may end in a traceback."""
        return f"Given({len(self.values)} values, {len(self.candidates)} candidates)"


@dataclass(frozen=True, slots=True)
class Look:
    """How values look masked, and what follows from the look alone.

    Attributes:
        kind: one of `report.KINDS`.
        holds: as in the report.
        reasons: why, in words without values.
        shaped: for each value whether it has the form.
        tried: candidates tried.
        reversed_share: distinct values led back.
        content: the category of what is not hidden.
    """

    kind: str
    holds: bool | None
    reasons: tuple[str, ...]
    shaped: tuple[bool, ...] = field(default=(), repr=False)
    tried: int = 0
    reversed_share: float = 0.0
    content: str = ""


def share(shaped: Sequence[bool]) -> float:
    """The share of values that have a form."""
    return sum(shaped) / len(shaped) if shaped else 0.0


def mostly(shaped: Sequence[bool]) -> bool:
    """Whether at least half of the values have a form: a column is masked as most of it is; the rest is told apart."""
    return share(shaped) >= _MOST
