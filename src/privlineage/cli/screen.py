"""What commands print: JSON or text on standard output, remarks and errors on standard error.

On a terminal rich renders; anywhere else the same text comes plain. Names come from other people's files, so control
characters are never passed on to a terminal.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, TextIO

from privlineage.core.errors import ErrorList, PrivlineageError

__all__ = [
    "Node",
    "ReaderGone",
    "error_text",
    "guarded_stdout",
    "note",
    "say",
    "say_line",
    "show_error",
    "show_json",
    "table",
    "tree",
]

# Marks that change the direction of text are among them: they make a name read as another.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


class ReaderGone(Exception):
    """Whoever read our output has closed it."""


@dataclass(frozen=True, slots=True)
class Node:
    """A branch of a tree to print."""

    text: str
    children: list[Node] = field(default_factory=list)


def show_json(data: Any) -> None:
    """Print JSON, and nothing else, on standard output."""
    text = json.dumps(data, ensure_ascii=False, indent=2)
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        text = json.dumps(data, indent=2)
    _write(sys.stdout, text)


def say(text: str = "", style: str = "") -> None:
    """Print lines on standard output."""
    if style and sys.stdout.isatty():
        from rich.text import Text

        _rich(Text(_printable(text), style=style))
    else:
        _write(sys.stdout, _printable(text))


def say_line(text: str, style: str = "") -> None:
    """Print one line, whatever it holds: a line break in other people's words begins no line that looks like ours."""
    say(_in_one_line(text), style)


def note(text: str) -> None:
    """Print a remark on standard error."""
    _write(sys.stderr, _printable(text))


def show_error(error: PrivlineageError) -> None:
    """Print an error, or every error of a list, on standard error."""
    for each in error.errors if isinstance(error, ErrorList) else [error]:
        note(error_text(each))


def error_text(error: PrivlineageError) -> str:
    """Code, place and message in one line, the hint in the next.

    >>> print(error_text(PrivlineageError("PL002", "the file `a.sql` cannot be read", hint="is it there?")))
    PL002 the file `a.sql` cannot be read
      help: is it there?
    """
    where = f"{error.place}: " if error.place else ""
    hint = f"\n  help: {error.hint}" if error.hint else ""
    return f"{error.code} {where}{error.message}{hint}"


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print rows under their headings."""
    cells = [[_printable(_in_one_line(cell)) for cell in row] for row in rows]
    if sys.stdout.isatty():
        from rich import box
        from rich.table import Table
        from rich.text import Text

        made = Table(box=box.SIMPLE_HEAD, pad_edge=False)
        for column in columns:
            made.add_column(column, overflow="fold")  # a reference that is cut off is none
        for row in cells:
            made.add_row(*(Text(cell) for cell in row))
        _rich(made)
        return
    widths = [max(len(line[index]) for line in [list(columns), *cells]) for index in range(len(columns))]
    for line in [list(columns), *cells]:
        _write(sys.stdout, "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())


def tree(root: Node) -> None:
    """Print a tree."""
    if sys.stdout.isatty():
        from rich.text import Text
        from rich.tree import Tree

        made = Tree(Text(_printable(root.text)))
        waiting = [(made, root)]
        while waiting:
            branch, node = waiting.pop()
            waiting += [(branch.add(Text(_printable(child.text))), child) for child in node.children]
        _rich(made)
        return
    for line in _plain_tree(root):
        _write(sys.stdout, line)


@contextlib.contextmanager
def guarded_stdout() -> Iterator[None]:
    """Send to standard error whatever other people's code, and its child processes, print meanwhile."""
    sys.stdout.flush()
    with contextlib.ExitStack() as stack:
        with contextlib.suppress(OSError, ValueError):
            kept = os.dup(1)
            os.dup2(2, 1)
            stack.callback(_restore, kept)
        stack.enter_context(contextlib.redirect_stdout(sys.stderr))
        yield


def _restore(kept: int) -> None:
    os.dup2(kept, 1)
    os.close(kept)


def _plain_tree(root: Node) -> Iterator[str]:
    """Lines of a tree, without recursion: lineage can be deeper than Python's stack."""
    yield _printable(root.text)
    waiting = [(child, "", index == len(root.children) - 1) for index, child in enumerate(root.children)][::-1]
    while waiting:
        node, indent, last = waiting.pop()
        yield f"{indent}{'└─ ' if last else '├─ '}{_printable(node.text)}"
        below = indent + ("   " if last else "│  ")
        waiting += [(child, below, index == len(node.children) - 1) for index, child in enumerate(node.children)][::-1]


def _printable(text: str) -> str:
    return _CONTROL.sub(lambda match: f"\\x{ord(match.group()):02x}", text)


def _in_one_line(text: str) -> str:
    return text.replace("\n", "\\x0a")


def _rich(renderable: Any) -> None:
    from rich.console import Console

    Console(file=sys.stdout, highlight=False).print(renderable, soft_wrap=True)


def _write(stream: TextIO, text: str) -> None:
    encoding = stream.encoding or "utf-8"
    try:
        stream.write(text.encode(encoding, errors="backslashreplace").decode(encoding) + "\n")
        stream.flush()
    except BrokenPipeError:
        raise ReaderGone from None
