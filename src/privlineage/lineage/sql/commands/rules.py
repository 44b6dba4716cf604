"""What a statement recognised by its words is: a pattern of its text, and what carries it out."""

from __future__ import annotations

import re
from collections.abc import Callable

from privlineage.lineage.sql.session import Session

__all__ = ["Performer", "Rules", "no_query", "nothing"]

Performer = Callable[[re.Match[str], str, Session], bool]
"""It is given the match at the start of the text, the text and the session; False: it is for the parser."""
Rules = tuple[tuple[str, Performer], ...]
"""Patterns of statements, and what carries them out."""


def nothing(_match: re.Match[str], _text: str, _session: Session) -> bool:
    """A setting, care of files, who may see what: no row goes anywhere."""
    return True


def no_query(_match: re.Match[str], text: str, _session: Session) -> bool:
    """As `nothing`, but what holds a query is for the parser."""
    return not re.search(r"\b(?:SELECT|FROM)\b", text, re.IGNORECASE)
