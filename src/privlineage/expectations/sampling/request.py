"""What is asked for and what comes back: how many rows, chosen how, and the sample with what was done for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from privlineage.core.errors import PrivlineageError
from privlineage.detect.column import ColumnSample

__all__ = ["METHODS", "Sample", "SampleRequest"]

METHODS = ("auto", "first")
"""`auto`: rows spread over the table, as its database can choose them. `first`: whatever comes first, the cheapest."""


@dataclass(frozen=True, slots=True)
class SampleRequest:
    """How to sample a table.

    Attributes:
        rows: how many rows at most; 0 for all of them.
        seed: equal seeds choose equal rows of equal content, where the database can do that.
        method: one of `METHODS`.
        cut: texts are cut to this many characters, by the database where it can.
        seconds: how long a statement may run, where the database can be told.

    Raises:
        PrivlineageError: PL912 for a number out of range or an unknown method.
    """

    rows: int = 500
    seed: int = 0
    method: str = "auto"
    cut: int = 1000
    seconds: float = 60.0

    def __post_init__(self) -> None:
        if self.rows < 0 or self.cut < 1 or self.seconds <= 0:
            raise PrivlineageError(
                "PL912", "the size of a sample is out of range", hint="rows ≥ 0, characters ≥ 1, seconds > 0"
            )
        if not 0 <= self.seed < 2**31:
            raise PrivlineageError("PL912", f"the seed `{self.seed}` is out of range", hint="0 to 2147483647")
        if self.method not in METHODS:
            raise PrivlineageError(
                "PL912", f"there is no way to sample called `{self.method}`", hint=f"one of {', '.join(METHODS)}"
            )


@dataclass(frozen=True, slots=True)
class Sample:
    """Rows of a table, column by column, and how they were chosen.

    Attributes:
        columns: a sample of every column, in the table's order.
        rows: how many rows it holds.
        method: how they were chosen, for people.
        statements: what was sent to the database, without values; empty for data frames.
        fetched: how many rows came out of the database for it in all, tries that gave too few included.
        whole: whether it is everything there is.
    """

    columns: tuple[ColumnSample, ...]
    rows: int
    method: str
    statements: tuple[str, ...] = ()
    fetched: int = 0
    whole: bool = False

    def stated(self, request: SampleRequest) -> Mapping[str, object]:
        """What a person is told about the sample: plain JSON, without any value."""
        return {
            "rows": self.rows,
            "rows_asked": request.rows,
            "method": self.method,
            "seed": request.seed,
            "whole": self.whole,
            "rows_fetched": self.fetched,
            "statements": list(self.statements),
        }
