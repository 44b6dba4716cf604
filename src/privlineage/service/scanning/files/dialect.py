"""How a delimited text is written: its delimiter, its quotes, and whether its first row is a header."""

from __future__ import annotations

import contextlib
import csv
import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

__all__ = ["Dialect", "has_header", "sniff"]

_DELIMITERS = (",", ";", "\t", "|", "\x01", "^", "~", "¦", "、", "，")
_ROWS = 200

# What no header is: people name columns by words, not by an address, a date or a long number.
_NO_NAMES = tuple(
    re.compile(pattern)
    for pattern in (
        r"[^@\s]+@[^@\s]+\.[^@\s]+",
        r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[T ]\d.*)?",
        r"[+-]?\d{6,}",
        r"[+-]?\d+[.,]\d+",
        r"\+\d[\d ()./-]{6,}|\(?\d{2,4}\)?[-. /]\d{2,4}[-. /]\d{2,}",
        r"\d{1,3}(?:\.\d{1,3}){3}",
        r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}",
        r"https?://\S+",
    )
)


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a delimited text is written.

    Attributes:
        delimiter: one character.
        quote: the quoting character; empty where quotes mean nothing.
        escape: the character that takes a quote's meaning away, where it is not doubled.
        spaced: whether spaces after a delimiter belong to nobody.
        skip: how many lines before the first row are none: `sep=;`, `# exported on Monday`.
    """

    delimiter: str = ","
    quote: str = '"'
    escape: str = ""
    spaced: bool = False
    skip: int = 0

    def reader_arguments(self) -> dict[str, object]:
        """What `csv.reader` is told."""
        return {
            "delimiter": self.delimiter,
            "quotechar": self.quote or None,
            "quoting": csv.QUOTE_MINIMAL if self.quote else csv.QUOTE_NONE,
            "escapechar": self.escape or None,
            "doublequote": True,
            "skipinitialspace": self.spaced,
            "strict": False,
        }


def sniff(text: str, delimiter: str = "") -> Dialect:
    r"""The dialect of a text, by its beginning.

    Args:
        text: the first some hundred lines; the last may be cut.
        delimiter: the delimiter, where somebody said it.

    >>> sniff('name;note\nAda;"a, b"\n').delimiter
    ';'
    >>> sniff("address\n1 Long Lane, York\n2 Hill St, Leeds\n").delimiter
    ','
    """
    skip = 0
    declared = re.match(r"sep=(.)\r?\n", text)
    if declared:
        skip, delimiter, text = 1, delimiter or declared[1], text[declared.end() :]
    before = len(list(itertools.takewhile(_is_remark, text.splitlines())))
    if before:
        rest = _written("".join(text.splitlines(keepends=True)[before:]), delimiter)
        skip += before - _names_columns(text.splitlines()[before - 1 : before + 1], rest)
        return replace(rest, skip=skip)
    return replace(_written(text, delimiter), skip=skip)


def _is_remark(line: str) -> bool:
    return line.startswith("#")


def _names_columns(lines: Sequence[str], dialect: Dialect) -> bool:
    """Whether the last remark is a header, as in `#id,name`: it has as many fields as the line after it."""
    fields = [next(csv.reader([line], **dialect.reader_arguments()), []) for line in lines]  # type: ignore[arg-type]
    return len(set(map(len, fields))) == 1


def _written(text: str, delimiter: str) -> Dialect:
    """The dialect of a text that begins with its header or its first row."""
    quote = _quote(text)
    if not delimiter:
        scores = {mark: _score(text, mark, quote) for mark in _DELIMITERS if mark in text}
        best = max(scores, key=lambda mark: scores[mark], default="")
        delimiter = best if best and scores[best] > 0 else ","
    escape = "\\" if quote and f"\\{quote}" in text and f"{quote}{quote}{delimiter}" not in text else ""
    spaced = bool(quote) and f"{delimiter} {quote}" in text
    return Dialect(delimiter, quote, escape, spaced)


def _quote(text: str) -> str:
    """Single quotes only where whole fields stand in them, and no double quotes do."""
    single = len(re.findall(r"(?:^|[,;\t|])'[^'\n]*'(?=[,;\t|\r\n]|$)", text, re.MULTILINE))
    double = len(re.findall(r"(?:^|[,;\t|]) ?\"", text, re.MULTILINE))
    return "'" if single > 2 * text.count("\n") * 0.5 and single > double else '"'


def _score(text: str, delimiter: str, quote: str) -> float:
    """How well a delimiter parts the rows into equally many fields; 0 where it parts no header."""
    rows = _rows(text, Dialect(delimiter, quote))
    if not rows or len(rows[0]) < 2:
        return 0.0
    counts = Counter(map(len, rows))
    fields, agreeing = counts.most_common(1)[0]
    if fields < 2:
        return 0.0
    share = agreeing / len(rows)
    fits_header = 1.0 if len(rows[0]) == fields else 0.5
    # A comma needs less proof; more columns are more proof, but far less than rows that agree.
    return share**2 * fits_header * (1 + min(fields, 20) / 100) * (1.05 if delimiter == "," else 1.0)


def _rows(text: str, dialect: Dialect) -> list[list[str]]:
    lines = text.splitlines(keepends=True)
    if len(lines) > 1 and not lines[-1].endswith(("\n", "\r")) and len(text) > 65_000:
        lines = lines[:-1]  # it may be cut
    reader = csv.reader(iter(lines), **dialect.reader_arguments())  # type: ignore[arg-type]
    rows: list[list[str]] = []
    with contextlib.suppress(csv.Error):  # a field without an end: what came before tells enough
        rows.extend(row for row in itertools.islice(reader, _ROWS) if row)
    return rows


def has_header(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first of some rows names the columns.

    It does, unless it holds what nobody names a column, and the rows below hold the same there: a table of months
    has dates for names, and numbers below.

    >>> has_header([["id", "mail"], ["1", "a@b.example"]])
    True
    >>> has_header([["1", "a@b.example"], ["2", "c@d.example"]])
    False
    >>> has_header([["shop", "202401"], ["north", "17"]])
    True
    """
    if not rows:
        return False
    for number, cell in enumerate(rows[0]):
        below = [row[number].strip() for row in rows[1:] if number < len(row) and row[number].strip()]
        for pattern in _NO_NAMES:
            if pattern.fullmatch(cell.strip()) and 2 * sum(map(bool, map(pattern.fullmatch, below))) >= len(below):
                return False
    return True
