"""A file of JSON: a value on each line, one list of them, or values one after the other over several lines."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from json.decoder import JSONDecoder
from typing import Any

from privlineage.service.scanning.files.columns import Record
from privlineage.service.scanning.files.lines import Lines
from privlineage.service.scanning.files.nesting import flattened
from privlineage.service.scanning.files.text import TextFile

__all__ = ["JsonFile"]

_MOST_CHARACTERS = 16 * 1024 * 1024
"""How much text one value of a list may take."""

_STEP = 256 * 1024


class JsonFile:
    """JSON, as `files.table_file.TableFile` has it.

    Args:
        text: the file.
    """

    def __init__(self, text: TextFile) -> None:
        self._text = text
        self._read = JSONDecoder(parse_int=str, parse_float=str, strict=False)
        self._bad: list[int] = []
        self._breaks_at = 0
        self._is_cut = False
        self.method = "reservoir"

    @property
    def is_cut(self) -> bool:
        """Whether not all of it was read."""
        return self._text.is_cut or self._is_cut

    @property
    def warnings(self) -> list[str]:
        """What was left out."""
        found = list(self._text.warnings)
        if self._bad:
            shown = ", ".join(map(str, self._bad[:5])) + (" …" if len(self._bad) > 5 else "")
            found.append(f"what is not JSON was left out: line {shown}")
        if self._breaks_at:
            found.append(f"from line {self._breaks_at} on it is not JSON; what came before was looked at")
        return found

    def rows(self) -> Iterator[Any]:
        """Value by value."""
        by_line = self._is_by_line()
        for lines in self._text.parts():
            yield from self._by_line(lines) if by_line else self._one_after_the_other(lines)

    def _is_by_line(self) -> bool:
        """Whether the first line that is not empty is a whole value."""
        first = next((line for line in self._text.head.lstrip("\ufeff").splitlines() if line.strip()), "")
        try:
            value, end = self._read.raw_decode(first.strip())
        except (ValueError, RecursionError):
            # Perhaps it is the one bad line.
            return first.strip()[:1] == "{" and "}" in first and "\n{" in self._text.head
        is_all = not self._text.head.lstrip("\ufeff").strip()[len(first.strip()) :].strip()
        return end == len(first.strip()) and not (is_all and isinstance(value, list))

    def _by_line(self, lines: Lines) -> Iterator[Any]:
        for line in lines:
            stripped = line.strip().lstrip("\ufeff").rstrip(",")
            if not stripped or stripped in {"[", "]"}:
                continue
            try:
                yield self._read.decode(stripped)
            except (ValueError, RecursionError):
                if len(self._bad) < 100:
                    self._bad.append(lines.number)

    def _one_after_the_other(self, lines: Lines) -> Iterator[Any]:
        """The values of a list, or of a text with several; what is not yet whole waits for more of the text."""
        waiting, in_list, tried = "", False, 0
        for chunk in _chunks(lines):
            waiting += chunk
            if len(waiting) < tried:
                continue
            place, in_list, values = self._values(waiting, in_list)
            yield from values
            waiting = waiting[place:]
            # A value that is not whole yet is tried again when twice as much of it is there.
            tried = 2 * len(waiting)
            if len(waiting) > _MOST_CHARACTERS:
                break
        place, _, values = self._values(waiting, in_list)
        yield from values
        rest = waiting[place:].strip(" \t\r\n,]")
        if rest:
            self._is_cut = True
            self._breaks_at = 0 if self._text.is_cut else max(1, lines.number - waiting[place:].count("\n"))

    def _values(self, text: str, in_list: bool) -> tuple[int, bool, list[Any]]:
        """Every whole value of a text, and where what follows them begins."""
        found: list[Any] = []
        place = 0
        while True:
            place = _skip(text, place, " \t\r\n,\ufeff" + ("]" if in_list else ""))
            if place >= len(text):
                return place, in_list, found
            if not in_list and not found and text[place] == "[":
                in_list, place = True, place + 1
                continue
            try:
                value, end = self._read.raw_decode(text, place)
            except (ValueError, RecursionError):
                return place, in_list, found
            if end >= len(text) and text[end - 1] not in '}]"':
                return place, in_list, found  # a number may go on
            found.append(value)
            place = end

    def size(self, row: Any) -> int:
        """About how many characters a value holds."""
        return len(json.dumps(row, default=str))

    def record(self, row: Any) -> Record:
        """The columns of a value."""
        return flattened(row)

    def types(self) -> Mapping[str, str]:
        """Nothing is declared."""
        return {}


def _chunks(lines: Iterable[str]) -> Iterator[str]:
    held: list[str] = []
    size = 0
    for line in lines:
        held.append(line)
        size += len(line)
        if size > _STEP:
            yield "".join(held)
            held, size = [], 0
    if held:
        yield "".join(held)


def _skip(text: str, place: int, marks: str) -> int:
    while place < len(text) and text[place] in marks:
        place += 1
    return place
