"""What every kind of file can do: give its rows one by one, and say what the columns of a row are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Protocol

from privlineage.service.scanning.files.columns import Record

__all__ = ["TableFile"]


class TableFile(Protocol):
    """A file whose rows can be drawn.

    Attributes:
        method: how its rows are chosen, for people.
        is_cut: whether not all of it was read; known when all rows were given.
        warnings: what was left out, without any value; complete when all rows were given.
    """

    method: str

    @property
    def is_cut(self) -> bool:
        """Whether not all of it was read."""

    @property
    def warnings(self) -> list[str]:
        """What was left out."""

    def rows(self) -> Iterator[Any]:
        """Its rows, in whatever form is cheapest: most of them are not drawn."""

    def size(self, row: Any) -> int:
        """About how many characters a row holds."""

    def record(self, row: Any) -> Record:
        """The columns of a row that was drawn."""

    def types(self) -> Mapping[str, str]:
        """The columns that are known without a row, with their declared types; complete when all rows were given."""
