"""The rows of delimited text, one after the other, whatever is wrong with some of them."""

from __future__ import annotations

import csv
import itertools
from collections.abc import Generator, Iterable, Iterator

from privlineage.service.scanning.files.dialect import Dialect

__all__ = ["Rows"]

_MOST_LINES = 2_000
"""How many lines one row may take; a quote that is still open then was none."""

_MOST_CHARACTERS = 16 * 1024 * 1024


class _Runaway(Exception):
    """A quote was opened that nothing closes."""


class Rows:
    """The rows of a delimited text; empty lines are none.

    A quote that is never closed would swallow the rest of the file: the line it stands on is then read without quotes,
    and the lines after it as they are.

    Args:
        lines: the text's lines with their ends.
        dialect: how it is written.

    Attributes:
        unclosed: the numbers of the lines, from 1, with a quote that nothing closed.
    """

    def __init__(self, lines: Iterable[str], dialect: Dialect) -> None:
        self._lines = itertools.islice(lines, dialect.skip, None)
        self._dialect = dialect
        self._taken: list[str] = []
        self._size = 0
        self._number = dialect.skip
        self._ended = False
        self.unclosed: list[int] = []

    def __iter__(self) -> Iterator[list[str]]:
        """Row by row."""
        lines: Iterator[str] = iter(self._lines)
        while True:
            reader = csv.reader(self._watched(lines), **self._dialect.reader_arguments())  # type: ignore[arg-type]
            again = yield from self._until_runaway(reader)
            if not again:
                return
            first, *others = again
            self.unclosed.append(self._number + 1)
            self._number += 1
            yield self._without_quotes(first)
            lines = itertools.chain(others, lines)

    def _until_runaway(self, reader: Iterator[list[str]]) -> Generator[list[str], None, list[str]]:
        """Rows until a quote is found that nothing closes; the lines since it are returned then."""
        while True:
            self._taken, self._size = [], 0
            try:
                row = next(reader)
            except StopIteration:
                return []
            except (_Runaway, csv.Error):
                return self._taken
            if self._ended and len(self._taken) > 1 and self._is_open():
                return self._taken
            self._number += len(self._taken)
            if row:
                yield row

    def _is_open(self) -> bool:
        """Whether a row of several lines is one only because the text ended in it."""
        quote = self._dialect.quote
        return bool(quote) and sum(line.count(quote) for line in self._taken) % 2 == 1

    def _watched(self, lines: Iterator[str]) -> Iterator[str]:
        for line in lines:
            clean = line.replace("\0", "")
            self._taken.append(clean)
            self._size += len(clean)
            yield clean
            if len(self._taken) > _MOST_LINES or self._size > _MOST_CHARACTERS:
                raise _Runaway
        self._ended = True

    def _without_quotes(self, line: str) -> list[str]:
        plain = Dialect(self._dialect.delimiter, "", "", self._dialect.spaced)
        return next(csv.reader([line], **plain.reader_arguments()), [])  # type: ignore[arg-type]
