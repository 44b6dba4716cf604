"""Places for parameters as drivers and clients write them: `%s`, `%(name)s`, `:1`, `:'name'`, `?1`; `%%` is a `%`."""

from __future__ import annotations

import re

from privlineage.lineage.sql.text.dialects import Traits
from privlineage.lineage.sql.text.lexing import scan

__all__ = ["with_marks"]

_PLACE = re.compile(r"%(?:[sd]\b|\(\w+\)[sd]\b|%)|:(?:\d+\b|'\w+'|\"\w+\")|\?\d+\b")
_OPERATORS = frozenset("=<>(,+-*/|&^~!%")
_WORDS = frozenset(
    "ALL AND ANY AS BETWEEN BY CASE DISTINCT ELSE FROM HAVING ILIKE IN INTERVAL IS LIKE LIMIT NOT OFFSET ON OR RETURN "
    "SELECT SET SOME THEN TOP USING VALUES WHEN WHERE WITH FETCH NEXT FIRST CALL EXEC EXECUTE DATE TIME "
    "TIMESTAMP".split()
)
"""Words after which a value stands, so that a percent sign there is no operator."""


def with_marks(text: str, dialect: Traits) -> str:
    """The statement with a question mark at each place, every character where it was.

    >>> from privlineage.lineage.sql.text.dialects import traits
    >>> with_marks("SELECT a FROM t WHERE b = %s AND c LIKE '%s' AND d = %(day)s AND e %s > 1", traits("mysql"))
    "SELECT a FROM t WHERE b = ?  AND c LIKE '%s' AND d = ?       AND e %s > 1"
    """
    if not _PLACE.search(text):
        return text
    parts: list[str] = []
    previous, position = "", 0
    for piece in scan(text, dialect):
        if piece.kind == "space" or piece.start < position:
            continue
        place = _PLACE.match(text, piece.start) if piece.text[:1] in "%:?" else None
        if place is not None and (place.group() == "%%" or _is_value(previous)):
            mark = "%" if place.group() == "%%" else "?"
            parts += (text[position : place.start()], mark.ljust(len(place.group())))
            position = place.end()
        if piece.kind != "comment":
            previous = piece.text
    return "".join((*parts, text[position:]))


def _is_value(previous: str) -> bool:
    """Whether a value stands after this word or sign."""
    return not previous or previous[-1] in _OPERATORS or previous.upper() in _WORDS
