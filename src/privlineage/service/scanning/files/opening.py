"""A file's bytes, unpacked where it is packed, as many as the budget allows; what breaks off keeps what came before."""

from __future__ import annotations

import bz2
import contextlib
import gzip
import io
import lzma
import stat
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

from privlineage.core.errors import Place, PrivlineageError

__all__ = ["Bytes", "Origin", "unreadable"]

_PACKED = {
    b"\x1f\x8b": "gz",
    b"BZh": "bz2",
    b"\xfd7zXZ\x00": "xz",
    b"\x28\xb5\x2f\xfd": "zst",
}
_BROKEN = (EOFError, zlib.error, lzma.LZMAError, gzip.BadGzipFile, OSError)


class Bytes(io.RawIOBase):
    """The bytes of a file, up to a limit.

    Args:
        inner: the opened file, unpacked.
        limit: how many bytes to give; 0 for all.
        go_on: asked now and then; when it says no, the file ends here.

    Attributes:
        given: how many bytes were given.
        cut: whether there were more than the limit.
        broken: whether the file broke off.
    """

    def __init__(self, inner: IO[bytes], limit: int = 0, go_on: Callable[[], bool] = lambda: True) -> None:
        self._inner = inner
        self._limit = limit
        self._go_on = go_on
        self.given = 0
        self.cut = False
        self.broken = False

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: Any) -> int:
        """As `io.RawIOBase` has it."""
        wanted = len(buffer)
        if self._limit:
            wanted = min(wanted, self._limit - self.given)
        if (self._limit and wanted <= 0) or not self._go_on():
            self.cut = bool(self._read(1))
            return 0
        data = self._read(wanted)
        buffer[: len(data)] = data
        self.given += len(data)
        return len(data)

    def _read(self, size: int) -> bytes:
        # What a packed file gives before it breaks off counts: `read` would lose it.
        read = getattr(self._inner, "read1", self._inner.read)
        try:
            return read(size) or b""
        except _BROKEN:
            self.broken = True
            return b""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a file's bytes come from.

    Attributes:
        path: the file.
        data: what it held, of a pipe that can be read only once; else None.
    """

    path: Path
    data: bytes | None = None

    @classmethod
    def of(cls, path: Path, limit: int) -> Origin:
        """A file, or as much of a pipe as the limit allows (0 for all of it).

        Raises:
            PrivlineageError: PL902, when it cannot be read.
        """
        try:
            if stat.S_ISREG(path.stat().st_mode):
                return cls(path)
            with path.open("rb") as raw:
                return cls(path, raw.read(limit or -1))
        except (OSError, ValueError) as error:
            raise unreadable(path, error) from None

    @property
    def size(self) -> int:
        """How many bytes it has, packed as it is."""
        return self.path.stat().st_size if self.data is None else len(self.data)

    def _open(self) -> IO[bytes]:
        return self.path.open("rb") if self.data is None else io.BytesIO(self.data)

    @contextlib.contextmanager
    def plain(self) -> Iterator[IO[bytes]]:
        """Its bytes as they are.

        Raises:
            PrivlineageError: PL902, when it cannot be opened.
        """
        with contextlib.ExitStack() as stack:
            try:
                raw = stack.enter_context(self._open())
            except OSError as error:
                raise unreadable(self.path, error) from None
            yield raw

    @contextlib.contextmanager
    def unpacked(self) -> Iterator[IO[bytes]]:
        """Its bytes, unpacked.

        Raises:
            PrivlineageError: PL902, when it cannot be opened.
        """
        with self.plain() as raw:
            yield _unpacked(raw, self.packing())

    def packing(self) -> str:
        """How it is packed: `gz`, `bz2`, `xz`, `zst`; empty where it is not."""
        with self.plain() as raw:
            try:
                head = raw.read(8)
            except OSError as error:
                raise unreadable(self.path, error) from None
        return next((name for magic, name in _PACKED.items() if head.startswith(magic)), "")

    def head(self, size: int) -> bytes:
        """Its first bytes, unpacked."""
        with self.unpacked() as raw:
            return io.BufferedReader(Bytes(raw, size)).read(size)


def unreadable(path: Path, error: Exception) -> PrivlineageError:
    """The error of a file that cannot be opened; nothing of its content is repeated."""
    reason = (getattr(error, "strerror", None) or "its name is no path").lower()
    return PrivlineageError("PL902", f"it cannot be read: {reason}", place=Place(str(path)))


def _unpacked(raw: IO[bytes], packing: str) -> IO[bytes]:
    if packing == "gz":
        return cast("IO[bytes]", gzip.GzipFile(fileobj=raw))
    if packing == "bz2":
        return cast("IO[bytes]", bz2.BZ2File(raw))
    if packing == "xz":
        return cast("IO[bytes]", lzma.LZMAFile(raw))
    if packing == "zst":
        from privlineage.service.scanning.files.arrow import arrow

        return cast("IO[bytes]", arrow().CompressedInputStream(raw, "zstd"))
    return raw
