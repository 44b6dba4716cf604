"""Redshift's spellings that sqlglot does not read, as rules of `rewriting`."""

from __future__ import annotations

import re

from privlineage.lineage.sql.padding import Rule, blank

__all__ = ["REDSHIFT"]

_FLAGS = re.IGNORECASE | re.DOTALL
_KEY = re.compile(
    r"(?<=\s)(?:DISTKEY|SORTKEY)\b(?=\s*(?:,|\)|NOT\b|NULL\b|PRIMARY\b|UNIQUE\b|ENCODE\b|REFERENCES\b))", _FLAGS
)
_APPROXIMATE = re.compile(r"\bAPPROXIMATE(?=\s+\w+\s*\()", re.IGNORECASE)

REDSHIFT: tuple[Rule, ...] = (
    # Keys among the attributes of a column.
    (
        re.compile(r"\A\s*CREATE\s+(?:\w+\s+){0,3}TABLE\b.*\b(?:DISTKEY|SORTKEY)\b.*", _FLAGS),
        lambda match: _KEY.sub(blank, match.group()),
    ),
    # APPROXIMATE COUNT(DISTINCT x) and the like, anywhere.
    (
        re.compile(r"\A.*?\bAPPROXIMATE\s+\w+\s*\(.*", _FLAGS),
        lambda match: _APPROXIMATE.sub(blank, match.group()),
    ),
    # MERGE … REMOVE DUPLICATES puts the source's rows in the place of those with the same key, and adds the others.
    (
        re.compile(r"(?<=\s)REMOVE\s+DUPLICATES\s*\Z", _FLAGS),
        lambda _match: "WHEN NOT MATCHED THEN INSERT ROW",
    ),
)
