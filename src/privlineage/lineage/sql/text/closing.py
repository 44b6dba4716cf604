"""Signs that open something nothing closes: a lexer that looks for their end at each of them takes forever.

From the last end of a kind on, that kind is not looked for; dollar quotes are not looked for at all in a text that
opens many of them once.
"""

from __future__ import annotations

import re
from collections import Counter

from privlineage.lineage.sql.text.dialects import Traits

__all__ = ["Limits", "limits_of", "never_ends"]

FEW = 64
"""Openings without an end that are looked through to the end of the text."""
_DOLLAR = re.compile(r"\$(?:[^\W\d]\w*+)?\$")
Limits = tuple[int, int, bool]
"""Where Jinja and names in brackets are not looked for any more, and whether dollar quotes are looked for."""


def limits_of(text: str, dialect: Traits) -> Limits:
    """Up to which index which kinds of pieces are looked for.

    >>> from privlineage.lineage.sql.text.dialects import traits
    >>> limits_of("SELECT {{ a }} " + "{{ " * 100, traits(None))
    (14, 315, True)
    """
    jinja = min(_limit(text, *pair) for pair in (("{{", "}}"), ("{%", "%}"), ("{#", "#}")))
    brackets = _limit(text, "[", "]") if dialect.brackets else len(text)
    return jinja, brackets, dialect.dollar_quotes and not _opens_many(text)


def never_ends(text: str, dialect: Traits) -> bool:
    """Whether the text opens many things, a comment among them, that nothing closes."""
    whole = (len(text), len(text), dialect.dollar_quotes)
    return limits_of(text, dialect) != whole or _limit(text, "/*", "*/") < len(text)


def _limit(text: str, opening: str, closing: str) -> int:
    last = text.rfind(closing)
    after = last + len(closing) if last >= 0 else 0
    return after if text.count(opening, after) > FEW else len(text)


def _opens_many(text: str) -> bool:
    if text.count("$") <= FEW:
        return False
    found = Counter(match.group() for match in _DOLLAR.finditer(text))
    return sum(1 for count in found.values() if count == 1) > FEW
