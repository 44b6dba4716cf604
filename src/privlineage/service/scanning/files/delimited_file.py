"""A file of delimited text."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping

from privlineage.service.scanning.files.columns import Record, named
from privlineage.service.scanning.files.delimited import Rows
from privlineage.service.scanning.files.dialect import Dialect, has_header, sniff
from privlineage.service.scanning.files.text import TextFile

__all__ = ["DelimitedFile"]

_FIRST = 50
"""How many rows decide whether the first is a header."""


class DelimitedFile:
    """Delimited text, as `files.table_file.TableFile` has it.

    Args:
        text: the file.
        delimiter: one character; empty to find out.
        header: whether the first row names the columns; None to find out.
    """

    def __init__(self, text: TextFile, delimiter: str = "", header: bool | None = None) -> None:
        self._text = text
        self._dialect = sniff(text.head, delimiter)
        self._has_header = header
        self._header: list[str] = []
        self._names: list[str] = []
        self._ragged = 0
        self._unclosed: list[int] = []
        self.method = "reservoir"

    @property
    def is_cut(self) -> bool:
        """Whether not all of it was read."""
        return self._text.is_cut

    @property
    def warnings(self) -> list[str]:
        """What was left out, or is not as it should be."""
        found = list(self._text.warnings)
        if self._ragged:
            rows = "1 row has" if self._ragged == 1 else f"{self._ragged:,} rows have"
            found.append(f"{rows} more fields or fewer than the {len(self._header)} columns")
        if self._unclosed:
            shown = ", ".join(map(str, self._unclosed[:5])) + (" …" if len(self._unclosed) > 5 else "")
            found.append(f"a quote is never closed on line {shown}: read as it stands")
        return found

    def rows(self) -> Iterator[list[str]]:
        """Row by row, without the header."""
        for number, lines in enumerate(self._text.parts()):
            dialect = self._dialect if number == 0 else self._without_skip()
            parsed = Rows(lines, dialect)
            rows = iter(parsed)
            yield from self._first(rows) if number == 0 else self._within(rows)
            if number == 0:
                self._unclosed += parsed.unclosed

    def _first(self, rows: Iterator[list[str]]) -> Iterator[list[str]]:
        """The rows of the beginning, with the header taken off."""
        first = list(itertools.islice(rows, _FIRST))
        if self._has_header is None:
            self._has_header = has_header(first)
        if self._has_header and first:
            self._header, first = first[0], first[1:]
        elif first:
            self._header = [""] * max(map(len, first))
        width = len(self._header)
        for row in itertools.chain(first, rows):
            self._ragged += len(row) != width
            yield row

    def _within(self, rows: Iterator[list[str]]) -> Iterator[list[str]]:
        """The rows of a piece from somewhere: what does not fit began or ended inside a quoted field."""
        return (row for row in rows if len(row) == len(self._header))

    def _without_skip(self) -> Dialect:
        known = self._dialect
        return Dialect(known.delimiter, known.quote, known.escape, known.spaced)

    def size(self, row: list[str]) -> int:
        """How many characters a row holds."""
        return sum(map(len, row))

    def record(self, row: list[str]) -> Record:
        """The columns of a row."""
        if len(row) > len(self._names):
            self._names = named(self._header, len(row))
        return {name: (cell,) for name, cell in zip(self._names, row, strict=False)}

    def types(self) -> Mapping[str, str]:
        """The columns of the header."""
        return dict.fromkeys(named(self._header, len(self._header)), "")
