"""Snowflake's and Oracle's spellings that sqlglot does not read, as rules of `rewriting`."""

from __future__ import annotations

import re

from privlineage.lineage.sql.text.padding import Rule, blank, first_group

__all__ = ["HIERARCHIES", "SNOWFLAKE"]

_FLAGS = re.IGNORECASE | re.DOTALL
_OPERATOR = re.compile(r"'(?:[^']|'')*+'|\"[^\"]*+\"|\b(?:PRIOR|CONNECT_BY_ROOT)\b(?=\s+[\w\"])", _FLAGS)


HIERARCHIES: tuple[Rule, ...] = (
    # PRIOR x and CONNECT_BY_ROOT x are the x of another row of the hierarchy.
    (
        re.compile(r"\A(?=.*\bCONNECT\s+BY\b).*", _FLAGS),
        lambda match: _OPERATOR.sub(
            lambda found: found.group() if found.group()[0] in "'\"" else blank(found), match.group()
        ),
    ),
)
SNOWFLAKE: tuple[Rule, ...] = (
    *HIERARCHIES,
    # CREATE HYBRID TABLE: another storage of the same thing.
    (re.compile(r"(?<=^CREATE)(\s+OR\s+REPLACE)?\s+HYBRID(?=\s+TABLE\b)", _FLAGS), first_group),
)
