"""A light lexer: where strings, comments, names, words and Jinja stand in SQL, for every dialect and without sqlglot.

It never fails: what is not closed runs to the end of the text and is marked as open. It cuts a file into statements,
finds Jinja, normalises statements for the plan cache and says what a statement that does not parse seems to touch.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from privlineage.lineage.sql.dialects import Traits

__all__ = ["Lexeme", "scan"]


class Lexeme(NamedTuple):
    """A piece of text.

    Attributes:
        kind: space, comment, jinja, string, quoted, number, word, semicolon, open or other.
        start: index of its first character.
        end: index after its last character.
        text: the piece.
    """

    kind: str
    start: int
    end: int
    text: str


def _quote(mark: str, *, backslashes: bool) -> str:
    escape = r"|\\." if backslashes else ""
    inner = rf"[^{mark}\\]" if backslashes else rf"[^{mark}]"
    return rf"{mark}(?:{inner}++|{mark}{mark}{escape})*+{mark}"


@cache
def _pattern(dialect: Traits) -> re.Pattern[str]:
    comments = [r"--[^\n]*"]
    if dialect.hash_comments:
        comments.append(r"#(?![>\-])[^\n]*")
    if dialect.slash_comments:
        comments.append(r"//[^\n]*")
    strings = [r"[eE]" + _quote("'", backslashes=True), r"[rR]" + _quote("'", backslashes=False)]
    if dialect.triple_quotes:
        strings[:0] = [r"[rRbB]{0,2}'''(?:[^'\\]++|\\.|'(?!''))*+'''", r'[rRbB]{0,2}"""(?:[^"\\]++|\\.|"(?!""))*+"""']
    strings.append(_quote("'", backslashes=dialect.backslashes))
    quoted = [_quote("`", backslashes=False)]
    (strings if dialect.double_quoted_strings else quoted).append(
        _quote('"', backslashes=dialect.double_quoted_strings and dialect.backslashes)
    )
    if dialect.brackets:
        quoted.append(r"\[[^\]]*\]")
    groups = {
        "space": r"\s+",
        "comment": "|".join(comments),
        "block": r"/\*",
        "jinja": r"\{\{.*?\}\}|\{%.*?%\}|\{\#.*?\#\}",
        "string": "|".join(strings),
        "quoted": "|".join(quoted),
        "number": r"\d[\w.]*|\.\d\w*",
        "word": r"[^\W\d][\w$]*+",
        "semicolon": ";",
    }
    if dialect.dollar_quotes:
        groups["dollar"] = r"\$(?:[^\W\d]\w*)?\$"
    groups["open"] = r"""['"`]""" if not dialect.brackets else r"""['"`\[]"""
    groups["other"] = "."
    return re.compile("|".join(f"(?P<{name}>{body})" for name, body in groups.items()), re.DOTALL)


def _block_end(text: str, start: int, *, nested: bool) -> int:
    """Index after the comment opened at `start`, or -1 when nothing closes it."""
    if not nested:
        end = text.find("*/", start + 2)
        return end + 2 if end >= 0 else -1
    depth = 0
    for match in re.finditer(r"/\*|\*/", text[start:]):
        depth += 1 if match.group() == "/*" else -1
        if depth == 0:
            return start + match.end()
    return -1


def scan(text: str, dialect: Traits, start: int = 0) -> Iterator[Lexeme]:
    """The pieces of a text, in order, without gaps.

    >>> from privlineage.lineage.sql.dialects import traits
    >>> [piece.kind for piece in scan("a 'b;c' ;", traits(None))]
    ['word', 'space', 'string', 'space', 'semicolon']
    """
    match_at = _pattern(dialect).match
    position = start
    size = len(text)
    while position < size:
        match = match_at(text, position)
        if match is None:  # INVARIANT: `other` matches any character, so this ends the loop only on a broken pattern
            return
        kind = match.lastgroup or "other"
        end = match.end()
        if kind == "block":
            end = _block_end(text, position, nested=dialect.nested_comments)
            kind = "comment" if end >= 0 else "open"
        elif kind == "dollar":
            close = text.find(match.group(), end)
            # A dollar pair that nothing closes is no quote (a variable, a regular expression).
            kind, end = ("string", close + end - position) if close >= 0 else ("other", position + 1)
        elif kind == "open" and match.group() == "[":
            kind = "other"
        if kind == "open":
            end = size
        yield Lexeme(kind, position, end, text[position:end])
        position = end
