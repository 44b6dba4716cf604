"""DuckDB's spellings that sqlglot does not read, as rules of `rewriting`."""

from __future__ import annotations

import re

from privlineage.lineage.sql.text.padding import Rule, blank

__all__ = ["DUCKDB"]

_FLAGS = re.IGNORECASE | re.DOTALL
_DEFAULT = re.compile(r"(?<=\w)\s*:=\s*(?:'[^']*'|-?[\w.]+)(?=\s*[,)])")

_END = r"(?=\s*(?:WHEN\b|RETURNING\b|\Z))"
_BRANCHES = (
    (re.compile(rf"\bTHEN\s+INSERT\s+BY\s+NAME{_END}", _FLAGS), "THEN INSERT *"),
    (re.compile(rf"\bTHEN\s+INSERT(?:\s+BY\s+POSITION)?{_END}", _FLAGS), "THEN INSERT ROW"),
    (re.compile(rf"\bTHEN\s+UPDATE(?:\s+BY\s+(?:NAME|POSITION))?{_END}", _FLAGS), "THEN UPDATE SET *"),
)


def _branches(match: re.Match[str]) -> str:
    """MERGE's branches without a list are about every column."""
    text = match.group()
    for pattern, replacement in _BRANCHES:
        text = pattern.sub(replacement, text)
    return text


DUCKDB: tuple[Rule, ...] = (
    (re.compile(r"\A(?:WITH\b.*?\b)?MERGE\s+INTO\b.*", _FLAGS), _branches),
    (re.compile(r"(?<=\s)BY\s+POSITION(?=\s+(?:SELECT|FROM|WITH|VALUES|\())", _FLAGS), blank),
    # A parameter's default is a constant: the parameter is as good without it.
    (
        re.compile(r"\A\s*CREATE\s+(?:\w+\s+){0,3}(?:MACRO|FUNCTION)\s+[^()]+\([^()]*\)", _FLAGS),
        lambda match: _DEFAULT.sub(blank, match.group()),
    ),
)
