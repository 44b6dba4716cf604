"""What detection is given: a sample of a column's values, with what is known of the column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["ColumnSample"]


@dataclass(frozen=True, slots=True)
class ColumnSample:
    """A sample of one column.

    Attributes:
        name: the column's name as its table writes it.
        values: sampled values as text, without nulls and empty texts; at most some hundreds are looked at.
        declared_type: the database's word for its type; empty where unknown, as in a CSV file.
        nulls: how many of the sampled rows held nothing.
    """

    name: str
    values: Sequence[str]
    declared_type: str = ""
    nulls: int = 0

    def __repr__(self) -> str:
        """Never a value: a sample may end in a traceback or a log line."""
        return f"ColumnSample(name={self.name!r}, {len(self.values)} values)"
