"""Which statement something unresolved is about: a hash of its text without what may be data (law 10).

Nothing else of such a statement is known, so it is all that tells it from another one into the same table; an exemption
is bound to it. Dates in names are folded, so that it is the same on every day (`core.shape`).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from functools import lru_cache

from privlineage.core.shape import steady
from privlineage.lineage.sql.text.dialects import Traits, traits
from privlineage.lineage.sql.text.lexing import Lexeme, scan

__all__ = ["statement_digest"]

_LEFT_OUT = frozenset({"space", "comment", "semicolon"})
_LITERALS = frozenset({"string", "number", "open"})
_BODY = re.compile(r"\$(\w*)\$(.*)\$\1\$", re.DOTALL)
_SEVERAL = re.compile(r"\?(?: , \?)+")


@lru_cache(maxsize=256)
def statement_digest(text: str, dialect: str | None) -> str:
    """A hash of a statement's words and signs; literals, spaces and comments make no difference.

    >>> one, other = "SELEC a FROM t WHERE x IN (1, 2) -- new", "SELEC a FROM t WHERE x IN ('b')"
    >>> statement_digest(one, None) == statement_digest(other, None)
    True
    >>> statement_digest("SELEC a FROM t", None) == statement_digest("SELEC b FROM t", None)
    False
    """
    said = _SEVERAL.sub("?", " ".join(_said(text, traits(dialect))))
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()


def _said(text: str, dialect: Traits) -> Iterator[str]:
    for piece in scan(text, dialect):
        if piece.kind in _LITERALS:
            yield from _literal(piece, dialect)
        elif piece.kind not in _LEFT_OUT:
            yield steady(piece.text)


def _literal(piece: Lexeme, dialect: Traits) -> Iterator[str]:
    """A text between dollars is mostly a program, whose literals alone are left out."""
    body = _BODY.fullmatch(piece.text)
    if body is None:
        yield "?"
    else:
        yield from ("$", *_said(body.group(2), dialect), "$")
