"""A MySQL script as the server gets it: executable comments are code, `--x` is no comment, DELIMITER is the client's.

What goes is replaced by space, so that everything else keeps its place. A comment that the server carries out would
otherwise hide columns, tables and whole statements.
"""

from __future__ import annotations

import re

from privlineage.lineage.sql.text.dialects import Traits

__all__ = ["as_executed"]

_DIALECTS = frozenset({"mysql", "singlestore", "doris", "starrocks"})
_PIECES = re.compile(
    r"'(?:[^'\\]++|''|\\.)*+'|\"(?:[^\"\\]++|\"\"|\\.)*+\"|`[^`]*+`"
    r"|(?P<code>/\*M?!\d*)(?P<inner>.*?)(?P<end>\*/|\Z)|/\*.*?\*/|#[^\n]*|--(?=\s|\Z)[^\n]*|(?P<minus>--)",
    re.DOTALL,
)
_DELIMITER = re.compile(r"^[ \t]*DELIMITER[ \t]+(\S+)[^\n]*$", re.IGNORECASE | re.MULTILINE)


def as_executed(text: str, dialect: Traits) -> str:
    """The text with the same length and lines, in which comments are comments and statements end in semicolons.

    >>> from privlineage.lineage.sql.text.dialects import traits
    >>> as_executed("SELECT id /*!50000 , email */ FROM t", traits("mysql"))
    'SELECT id          , email    FROM t'
    """
    if text.startswith("\ufeff"):
        text = f" {text[1:]}"  # a byte order mark is of the file, not of the script
    if dialect.name not in _DIALECTS:
        return text
    if "--" in text or "/*!" in text or "/*M!" in text:
        text = _PIECES.sub(_opened, text)
    return _delimited(text) if _DELIMITER.search(text) else text


def _opened(match: re.Match[str]) -> str:
    if match.group("code"):
        return " " * len(match.group("code")) + match.group("inner") + " " * len(match.group("end"))
    return "- " if match.group("minus") else match.group()


def _delimited(text: str) -> str:
    """The client's own delimiters as semicolons."""
    parts: list[str] = []
    mark, start = ";", 0
    for found in _DELIMITER.finditer(text):
        parts.extend((_ended(text[start : found.start()], mark), " " * len(found.group())))
        mark, start = found.group(1), found.end()
    parts.append(_ended(text[start:], mark))
    return "".join(parts)


def _ended(text: str, mark: str) -> str:
    if mark == ";":
        return text
    pieces = re.compile(rf"(?P<mark>{re.escape(mark)})|{_PIECES.pattern}", re.DOTALL)
    return pieces.sub(lambda match: ";".ljust(len(mark)) if match.group("mark") else match.group(), text)
