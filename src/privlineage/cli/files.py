"""Reading the files people name, with `-` for standard input."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import IO, Any

from privlineage.core.errors import Place, PrivlineageError

__all__ = ["open_bytes", "read_json", "read_text", "write_lines", "write_text"]

STDIN = "-"


def open_bytes(path: str) -> IO[bytes]:
    """The file, or standard input, opened for reading.

    Raises:
        PrivlineageError: PL002, when it cannot be.
    """
    if path == STDIN:
        return getattr(sys.stdin, "buffer", None) or io.BytesIO(sys.stdin.read().encode())
    try:
        return Path(path).open("rb")
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from None


def read_text(path: str) -> str:
    """The text of a file or of standard input; it must be UTF-8.

    Raises:
        PrivlineageError: PL002, when it cannot be read.
    """
    try:
        with open_bytes(path) as stream:
            return stream.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        reason = f"byte {error.start + 1} is not UTF-8"
        raise PrivlineageError("PL002", f"`{path}` cannot be read: {reason}", hint="save it as UTF-8") from None
    except OSError as error:
        raise _unreadable(path, error) from None


def read_json(path: str) -> Any:
    """The JSON value in a file.

    Raises:
        PrivlineageError: PL002 when it cannot be read, PL103 when it is no JSON.
    """
    text = read_text(path)
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        place = Place(path, error.lineno, error.colno)
        raise PrivlineageError("PL103", f"this is not JSON: {error.msg.lower()}", place=place) from None
    except (ValueError, RecursionError):
        raise PrivlineageError(
            "PL103", "this JSON nests too deeply or holds a number that is too long", place=Place(path)
        ) from None


def _target(path: str) -> tuple[Path, Path]:
    """Where a file goes, and where it stands until it is whole."""
    target = Path(path)
    if not target.name or "\0" in path:
        raise PrivlineageError("PL002", f"`{path}` cannot be written: it names no file", hint="name a file")
    return target, target.with_name(f".{target.name}.part")


def write_text(path: str, text: str) -> None:
    """Write a file in one step, so that a reader never sees half of it.

    Raises:
        PrivlineageError: PL002, when it cannot be written.
    """
    target, draft = _target(path)
    try:
        draft.write_text(text, encoding="utf-8")
        draft.replace(target)
    except (OSError, ValueError) as error:
        draft.unlink(missing_ok=True)
        raise PrivlineageError("PL002", f"`{path}` cannot be written: {_reason(error)}") from None


def write_lines(path: str, lines: Iterable[str]) -> None:
    """Write a file line by line, in place of the old one only when it is whole.

    Raises:
        PrivlineageError: PL002, when it cannot be written.
    """
    target, draft = _target(path)
    try:
        # An export holds the store's key: nobody else may read it.
        with open(draft, "w", encoding="utf-8", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
            file.writelines(f"{line}\n" for line in lines)
        draft.replace(target)
    except (OSError, ValueError) as error:
        raise PrivlineageError("PL002", f"`{path}` cannot be written: {_reason(error)}") from None
    finally:
        draft.unlink(missing_ok=True)


def _unreadable(path: str, error: Exception) -> PrivlineageError:
    return PrivlineageError("PL002", f"`{path}` cannot be read: {_reason(error)}")


def _reason(error: Exception) -> str:
    text = error.strerror if isinstance(error, OSError) else ""
    return text.lower() if text else "it is no valid path"
