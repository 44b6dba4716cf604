"""SQLite's spellings that sqlglot does not read, as rules of `rewriting`."""

from __future__ import annotations

import re

from privlineage.lineage.sql.text.padding import Rule, blank

__all__ = ["SQLITE"]

_FLAGS = re.IGNORECASE | re.DOTALL
_OPTION = r"(?:WITHOUT\s+ROWID|STRICT)"

SQLITE: tuple[Rule, ...] = (
    # WITH … REPLACE INTO.
    (re.compile(r"\A\s*WITH\b.*?\)\s*REPLACE(?=\s+INTO\b)", _FLAGS), lambda match: match.group()[:-7] + "INSERT "),
    # CREATE TABLE t (…) WITHOUT ROWID, STRICT.
    (re.compile(rf"(?<=\))\s*{_OPTION}(?:\s*,\s*{_OPTION})*\s*\Z", _FLAGS), blank),
)
