"""Redshift's spellings that sqlglot does not read, as rules of `rewriting`."""

from __future__ import annotations

import re

from privlineage.lineage.sql.text.padding import Rule, blank, everywhere

__all__ = ["REDSHIFT"]

_FLAGS = re.IGNORECASE | re.DOTALL
_ATTRIBUTES = re.compile(
    r"(?:,\s*|(?<=[\s)]))(?:(?:COMPOUND|INTERLEAVED)\s+)?(?:DISTKEY|SORTKEY)\s*\([^()]*\)|"
    r"(?<=[\s)])(?:DISTSTYLE\s+\w+|(?:SORTKEY|ENCODE)\s+AUTO|BACKUP\s+(?:YES|NO))\b|"
    r"(?<=\s)(?:DISTKEY|SORTKEY)\b(?=\s*(?:,|\)|NOT\b|NULL\b|PRIMARY\b|UNIQUE\b|ENCODE\b|REFERENCES\b))",
    _FLAGS,
)
_HEAD = re.compile(r"\A\s*CREATE\s+(?:\w+\s+){0,3}TABLE\b.*?(?=\bAS\s*\(?\s*(?:SELECT|WITH|TABLE)\b|\Z)", _FLAGS)
_APPROXIMATE = re.compile(r"\bAPPROXIMATE(?=\s+\w+\s*\()", re.IGNORECASE)

REDSHIFT: tuple[Rule, ...] = (
    # How a table and its columns are laid out.
    (_HEAD, lambda match: _ATTRIBUTES.sub(blank, match.group())),
    # APPROXIMATE COUNT(DISTINCT x) and the like, anywhere.
    everywhere(_APPROXIMATE, blank),
    # MERGE … REMOVE DUPLICATES puts the source's rows in the place of those with the same key, and adds the others.
    (
        re.compile(r"(?<=\s)REMOVE\s+DUPLICATES\s*\Z", _FLAGS),
        lambda _match: "WHEN NOT MATCHED THEN INSERT ROW",
    ),
)
