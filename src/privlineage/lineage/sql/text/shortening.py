"""Long lists of literals cut short: a million values in IN or VALUES have the lineage of one."""

from __future__ import annotations

import re

__all__ = ["shortened"]

LONG = 100_000
"""Characters from which on a statement is worth looking through."""

_LITERAL = r"(?:'[^'\\]*+'|[+-]?(?<![\w.])\d[\d.]*+(?:[eE][+-]?\d++)?|NULL|TRUE|FALSE)"
_ITEMS = re.compile(rf"(?:{_LITERAL}\s*+,\s*+){{32,}}(?={_LITERAL}\s*+[,)])", re.IGNORECASE)
_ROWS = re.compile(
    rf"(?:\(\s*+(?:{_LITERAL}\s*+,\s*+)*+{_LITERAL}\s*+\)\s*+,\s*+){{32,}}(?=\(\s*+(?:{_LITERAL}\s*+[,)]))",
    re.IGNORECASE,
)

_SPACE = re.compile(r"(?<!\s)\s{200,}+")


def shortened(text: str) -> str:
    """A long statement without the runs of plain literals and of space in it; the last of each run stays.

    Places after such a run are given too early; nothing else changes.
    """
    if "   " in text or "\n\n\n" in text:
        text = _SPACE.sub(lambda match: "\n" if "\n" in match.group() else " ", text)
    if len(text) < LONG:
        return text
    return _ITEMS.sub("", _ROWS.sub("", text))
