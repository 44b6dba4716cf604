"""DuckDB's spellings that sqlglot does not read, as rules of `rewriting`."""

from __future__ import annotations

import re

from privlineage.lineage.sql.padding import Rule, blank

__all__ = ["DUCKDB"]

_FLAGS = re.IGNORECASE | re.DOTALL
_DEFAULT = re.compile(r"(?<=\w)\s*:=\s*(?:'[^']*'|-?[\w.]+)(?=\s*[,)])")

DUCKDB: tuple[Rule, ...] = (
    # A parameter's default is a constant: the parameter is as good without it.
    (
        re.compile(r"\A\s*CREATE\s+(?:\w+\s+){0,3}(?:MACRO|FUNCTION)\s+[^()]+\([^()]*\)", _FLAGS),
        lambda match: _DEFAULT.sub(blank, match.group()),
    ),
)
