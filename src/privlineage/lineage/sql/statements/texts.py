"""SQL kept in variables as text: what is known of it, for the EXECUTE that runs it later in the script."""

from __future__ import annotations

import re
from typing import NamedTuple

from sqlglot import exp

from privlineage.lineage.sql.parsing import name_of
from privlineage.lineage.sql.text.dialects import Traits
from privlineage.lineage.sql.text.lexing import scan

__all__ = ["Text", "literals_of", "text_of"]

MAX_TEXT = 100_000
"""Characters that are kept of a text put together in a loop or a chain."""
_JOINING = frozenset({"concat", "concat_ws", "quotename", "trim"})


class Text(NamedTuple):
    """A text a variable holds.

    Attributes:
        text: what is known of it; a space stands for what is not.
        whole: whether all of it is known.
    """

    text: str
    whole: bool = True


def text_of(node: exp.Expr, known: dict[str, Text]) -> Text | None:
    """The text an expression has, None where no part of it is a literal.

    >>> text_of(exp.Literal.string("SELECT 1"), {})
    Text(text='SELECT 1', whole=True)
    """
    parts: list[Text] = []
    pending = [node]
    while pending:
        current = pending.pop()
        if isinstance(current, (exp.Literal, exp.National, exp.RawString)):
            parts.append(Text(current.name))
        elif isinstance(current, (exp.Add, exp.DPipe)):
            pending.extend((current.expression, current.this))
        elif isinstance(current, (exp.Cast, exp.TryCast, exp.Paren, exp.Convert)) and isinstance(
            current.this, exp.Expr
        ):
            pending.append(current.this)
        elif isinstance(current, (exp.Anonymous, exp.Concat)) and (
            isinstance(current, exp.Concat) or name_of(current).lower() in _JOINING
        ):
            pending.extend(reversed(current.expressions))
        else:
            parts.append(known.get(_variable(current), Text(" ", whole=False)))
    text = "".join(part.text for part in parts)
    whole = len(text) <= MAX_TEXT and all(part.whole for part in parts)
    return Text(text[:MAX_TEXT], whole) if text.strip() else None


def _variable(node: exp.Expr) -> str:
    if isinstance(node, (exp.Parameter, exp.Placeholder)) and isinstance(node.this, exp.Expr):
        return name_of(node.this).lower()
    return name_of(node).lower() if isinstance(node, (exp.Column, exp.Identifier, exp.Placeholder)) else ""


def literals_of(text: str, dialect: Traits, known: dict[str, Text]) -> str:
    """Every string of a text, and what its variables hold: the SQL that may be put together of them.

    >>> from privlineage.lineage.sql.text.dialects import traits
    >>> literals_of("('SELECT a FROM ' + @t)", traits("tsql"), {"t": Text("u")}).split()
    ['SELECT', 'a', 'FROM', 'u']
    """
    found = []
    for piece in scan(text, dialect):
        if piece.kind == "string":
            found.append(re.sub(r"^\w*['\"]|['\"]$", "", piece.text).replace("''", "'"))
        elif piece.kind == "word" and piece.text.lower() in known:
            found.append(known[piece.text.lower()].text)
    return " ".join(found)
