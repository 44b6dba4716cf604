"""ClickHouse's spellings that sqlglot does not read, as rules of `rewriting`."""

from __future__ import annotations

import re

from privlineage.lineage.sql.text.padding import Rule, blank, everywhere, first_group

__all__ = ["CLICKHOUSE"]

_FLAGS = re.IGNORECASE | re.DOTALL

_LIMITS = re.compile(
    r"(\bLIMIT\s+\d[\d,\s]*(?:OFFSET\s+\d+\s+)?BY\s+(?:(?!\bLIMIT\b|[();]).){1,500}?)"
    r"\bLIMIT\s+\d+(?:\s*,\s*\d+|\s+OFFSET\s+\d+)?",
    _FLAGS,
)
_SAMPLE = re.compile(r"\bSAMPLE\s+[\d./]+(?:\s+OFFSET\s+[\d./]+)?(?=\s+(?:PREWHERE|WHERE|GROUP|ORDER|LIMIT)\b)", _FLAGS)

CLICKHOUSE: tuple[Rule, ...] = (
    # LIMIT 2 BY x LIMIT 10: a limit is there either way.
    everywhere(_LIMITS, first_group),
    # FROM t SAMPLE 0.1 OFFSET 0.5 PREWHERE …: which part of the rows is looked at.
    everywhere(_SAMPLE, blank),
)
