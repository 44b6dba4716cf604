"""A light lexer: where strings, comments, names, words and Jinja stand in SQL, for every dialect and without sqlglot.

It never fails: what is not closed runs to the end of the text and is marked as open. It cuts a file into statements,
finds Jinja, normalises statements for the plan cache and says what a statement that does not parse seems to touch.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from privlineage.lineage.sql.text.closing import limits_of
from privlineage.lineage.sql.text.dialects import Traits

__all__ = ["Lexeme", "items", "matches", "scan"]


class Lexeme(NamedTuple):
    """A piece of text.

    Attributes:
        kind: space, comment, jinja, string, quoted, url, number, word, semicolon, open or other.
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


def _block_comment(*, nested: bool) -> str:
    """A block comment; where they nest, eight deep: deeper ones count as open."""
    if not nested:
        return r"/\*.*?\*/"
    body = r"(?!)"
    for _ in range(8):
        body = rf"/\*(?:[^*/]++|\*(?!/)|/(?!\*)|{body})*+\*/"
    return body


def matches(text: str, dialect: Traits, start: int = 0) -> Iterator[re.Match[str]]:
    """The pieces of a text as matches, whose group is the kind: every character belongs to exactly one."""
    jinja, brackets, dollars = limits_of(text, dialect)
    position = start
    while position < len(text):
        pattern = _pattern(dialect, position < jinja, position < brackets, dollars)
        limit = min((found for found in (jinja, brackets) if found > position), default=len(text))
        for match in pattern.finditer(text, position):
            yield match
            position = match.end()
            if position >= limit:
                break


@cache
def _pattern(dialect: Traits, jinja: bool, brackets: bool, dollars: bool) -> re.Pattern[str]:
    comments = [r"--[^\n]*", _block_comment(nested=dialect.nested_comments)]
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
    if dialect.brackets and brackets:
        quoted.append(r"\[[^\]]*\]")
    if dollars:
        # A dollar pair that nothing closes is no quote (a variable, a regular expression).
        strings.append(r"\$(?P<tag>(?:[^\W\d]\w*)?)\$.*?\$(?P=tag)\$")
    groups = {
        "space": r"\s++",
        "string": "|".join(strings),
        "url": r"[A-Za-z][\w+]{0,30}+://[^\s;'\"()]++",
        "word": r"[^\W\d][\w$]*+",
        "comment": "|".join(comments),
        "jinja": r"\{\{.*?\}\}|\{%.*?%\}|\{\#.*?\#\}" if jinja else r"(?!)",
        "quoted": "|".join(quoted),
        "number": r"\d[\w.]*+|\.\d\w*+",
        "semicolon": ";",
        "open": r"""(?:['"`]|/\*).*""",
        "other": ".",
    }
    return re.compile("|".join(f"(?P<{name}>{body})" for name, body in groups.items()), re.DOTALL)


def scan(text: str, dialect: Traits, start: int = 0) -> Iterator[Lexeme]:
    """The pieces of a text from an index on, in order, without gaps.

    >>> from privlineage.lineage.sql.text.dialects import traits
    >>> [piece.kind for piece in scan("a 'b;c' ;", traits(None))]
    ['word', 'space', 'string', 'space', 'semicolon']
    """
    for match in matches(text, dialect, start):
        kind = match.lastgroup
        yield Lexeme("string" if kind == "tag" else kind or "other", match.start(), match.end(), match.group())


def items(text: str, dialect: Traits) -> Iterator[str]:
    """The parts of a list, between the commas that stand in no parentheses.

    >>> from privlineage.lineage.sql.text.dialects import traits
    >>> list(items("a, f(b, c), ','", traits(None)))
    ['a', ' f(b, c)', " ','"]
    """
    start = depth = 0
    for piece in scan(text, dialect):
        if piece.text in ("(", "["):
            depth += 1
        elif piece.text in (")", "]"):
            depth -= 1
        elif piece.text == "," and depth <= 0:
            yield text[start : piece.start]
            start = piece.end
    yield text[start:]
