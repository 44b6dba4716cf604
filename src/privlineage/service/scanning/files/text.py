"""A text file's lines: all of them, or pieces from all over a file that is larger than the budget."""

from __future__ import annotations

import io
import random
from collections.abc import Iterator
from typing import IO

from privlineage.service.scanning.files.budget import Budget
from privlineage.service.scanning.files.encoding import fitting, guess_encoding
from privlineage.service.scanning.files.lines import Lines
from privlineage.service.scanning.files.opening import Bytes, Origin

__all__ = ["TextFile"]

_HEAD = 256 * 1024
_PIECE = 1024 * 1024


class TextFile:
    """The text of a file.

    Args:
        origin: its bytes.
        budget: how many of them are read.
        encoding: as Python calls it; empty to find out.

    Attributes:
        encoding: as Python calls it.
        head: how it begins.
        size: how many bytes it has.
        is_cut: whether not everything was read.
        warnings: what was left out.
    """

    def __init__(self, origin: Origin, budget: Budget, encoding: str = "") -> None:
        self._origin = origin
        self._budget = budget
        self.size = origin.size
        first = origin.head(_HEAD)
        is_plain = not origin.packing()
        self._is_pieced = bool(is_plain and budget.bytes and self.size > budget.bytes)
        # What is plain ASCII to begin with may be anything further on.
        further = self._samples() if is_plain and self.size > _HEAD else b""
        guessed = encoding or guess_encoding(first if not first.isascii() else first + further)
        self.encoding = fitting(guessed, first)
        self.head = first.decode(self.encoding, errors="replace")
        self.is_cut = self._is_pieced
        self.warnings: list[str] = []

    def parts(self) -> Iterator[Lines]:
        """The whole text, or its pieces; of a piece, the first and the last line were cut and are left out."""
        with self._origin.plain() if self._is_pieced else self._origin.unpacked() as raw:
            for lines in self._pieces(raw) if self._is_pieced else self._whole(raw):
                yield lines
                self._warn(lines)

    def _whole(self, raw: IO[bytes]) -> Iterator[Lines]:
        source = Bytes(raw, self._budget.bytes, self._budget.go_on)
        stream = io.TextIOWrapper(io.BufferedReader(source), self.encoding, "replace", newline="")
        yield Lines(stream, lambda: source.cut or source.broken)
        self.is_cut = source.cut or source.broken
        if source.broken:
            self.warnings.append("the file broke off; what came before was looked at")
        elif source.cut:
            self.warnings.append(f"only its first {source.given // 1024:,} KiB were read")

    def _pieces(self, raw: IO[bytes]) -> Iterator[Lines]:
        starts = self._starts()
        self.warnings.append(f"{len(starts)} pieces of 1 MiB of its {self.size // (1024 * 1024):,} MiB were read")
        end = "\n".encode(self._unmarked)
        for start in starts:
            if not self._budget.go_on():
                return
            raw.seek(start)
            data = raw.read(_PIECE)
            first = _at(data, end) + len(end) if start else 0
            last = _at_last(data, end) + len(end)
            encoding = self._unmarked if start else self.encoding
            text = data[first:last].decode(encoding, errors="replace") if last > first >= 0 else ""
            yield Lines(io.StringIO(text, newline=""))

    def _starts(self) -> list[int]:
        """Where pieces begin: at the beginning, and once somewhere in each stretch of equal length."""
        count = max(2, self._budget.bytes // _PIECE)
        drawn, stretch = random.Random(self._budget.seed), self.size // count  # noqa: S311  # a sample, not a secret
        within = [number * stretch + drawn.randrange(max(1, stretch - _PIECE)) for number in range(1, count)]
        return [0, *(start - start % 4 for start in within)]

    @property
    def _unmarked(self) -> str:
        """The encoding of what does not begin with a byte order mark."""
        if self.encoding in {"utf-16", "utf-32"}:
            order = "be" if self._origin.head(2) == b"\xfe\xff" or self._origin.head(2) == b"\0\0" else "le"
            return f"{self.encoding}-{order}"
        return "utf-8" if self.encoding == "utf-8-sig" else self.encoding

    def _samples(self) -> bytes:
        with self._origin.plain() as raw:
            found = b""
            for number in range(1, 9):
                raw.seek(self.size * number // 9)
                data = raw.read(_HEAD // 8)
                found += data[data.find(b"\n") + 1 : data.rfind(b"\n") + 1]
            return found

    def _warn(self, lines: Lines) -> None:
        if lines.too_long:
            shown = ", ".join(map(str, lines.too_long[:5])) + (" …" if len(lines.too_long) > 5 else "")
            self.warnings.append(f"lines longer than 8 MiB were left out: {shown}")
        if lines.undecodable:
            self.warnings.append(f"{lines.undecodable:,} places are not {self.encoding}")


def _at(data: bytes, end: bytes) -> int:
    """Where the first line end begins, counted in whole characters."""
    place = data.find(end)
    while place % len(end) and place >= 0:
        place = data.find(end, place + 1)
    return place if place >= 0 else len(data)


def _at_last(data: bytes, end: bytes) -> int:
    place = data.rfind(end)
    while place % len(end) and place >= 0:
        place = data.rfind(end, 0, place + len(end) - 1)
    return place if place >= 0 else -len(end)
