"""Trino's and Athena's spellings that sqlglot does not read, as rules of `rewriting`."""

from __future__ import annotations

import re

from privlineage.lineage.sql.text.padding import Rule, blank, everywhere

__all__ = ["TRINO"]

_FLAGS = re.IGNORECASE | re.DOTALL

TRINO: tuple[Rule, ...] = (
    # How old a materialized view may be says nothing of what is in it.
    (re.compile(r"(?<=\s)GRACE\s+PERIOD\s+INTERVAL\s+'[^']*'\s+\w+", _FLAGS), blank),
    (re.compile(r"(?<=\s)WHEN\s+STALE\s+(?:FAIL|INLINE)(?=\s+AS\b)", _FLAGS), blank),
    # Nor does what a JSON text keeps of nulls and quotes.
    everywhere(re.compile(r"(?<=\s)(?:ABSENT|NULL)\s+ON\s+NULL(?=\s*(?:\)|RETURNING\b))", _FLAGS), blank),
    everywhere(
        re.compile(r"(?<=\s)(?:OMIT|KEEP)\s+QUOTES(?:\s+ON\s+SCALAR\s+(?:TEXT\s+)?STRING)?(?=\s*\))", _FLAGS), blank
    ),
)
