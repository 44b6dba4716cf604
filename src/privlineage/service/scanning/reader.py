"""What a scan reads from: something that lists its tables and gives a sample of one at a time.

Files are read by `service.scanning.files`; databases and Spark by `privlineage.expectations`, through Great
Expectations. A reader keeps no value after it gave a sample, and repeats no value in an error.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from privlineage.core.refs import DatasetRef
from privlineage.detect.column import ColumnSample

__all__ = ["ROWS", "Reader", "SampledTable"]

ROWS = 500
"""How many rows are looked at where nobody says otherwise."""


@dataclass(frozen=True, slots=True)
class SampledTable:
    """A sample of one table.

    Attributes:
        columns: a sample of every column, in the table's order; also of those that hold nothing.
        rows_seen: how many rows the sample holds.
        sql: the statements that were sent for it, as text with placeholders; empty where no database was asked.
        method: how the rows were chosen, for people, as in `reservoir` or `TABLESAMPLE SYSTEM`.
        rows_read: how many rows were looked at to choose them; 0 where nobody knows.
        warnings: what was left out and why, without any value, each as one line.
        whole: whether the sample is everything there is.
    """

    columns: tuple[ColumnSample, ...]
    rows_seen: int
    sql: tuple[str, ...] = ()
    method: str = ""
    rows_read: int = 0
    warnings: tuple[str, ...] = ()
    whole: bool = False


class Reader(Protocol):
    """Somewhere tables can be sampled.

    Errors are `PrivlineageError`: PL902 where one table cannot be read (the scan goes on with the next), PL504 where
    the whole source does not answer.
    """

    def tables(self) -> Iterable[DatasetRef]:
        """Every table there is, by its canonical reference, sorted; nothing of them is read yet."""

    def sample(self, table: DatasetRef, *, rows: int, seed: int) -> SampledTable:
        """A sample of one table.

        Args:
            table: one of `tables`.
            rows: how many rows at most, from 1.
            seed: equal seeds give equal samples of equal content, where the source can do that.
        """

    def mark(self, table: DatasetRef) -> str:
        """Something that changes when the table's content does, and costs next to nothing to ask for.

        The sizes and times of files, a database's own counters of written rows. Empty where nothing such is known: the
        table is then sampled again.
        """

    def close(self) -> None:
        """Let go of connections."""
