"""Databricks and Spark SQL: TABLESAMPLE by per cent, REPEATABLE by a seed, where the table's statistics tell its rows.

Written after https://docs.databricks.com/aws/en/sql/language-manual/sql-ref-syntax-qry-select-sampling; as text tested,
not against a warehouse. Data frames of Spark are in `spark`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from privlineage.expectations.sampling.request import SampleRequest
from privlineage.expectations.sampling.shares import by_share, percent, rows_of
from privlineage.expectations.sampling.statement import Ask, Column, Dialect, Facts, Relation, Way

__all__ = ["SparkSql"]

_ROWS = re.compile(r"(\d+) rows")


@dataclass(frozen=True, slots=True)
class SparkSql(Dialect):
    """Databricks and Spark SQL."""

    def quoted(self, name: str) -> str:
        """A name in backticks."""
        return "`" + self.spelled(name).replace("`", "``") + "`"

    def cell(self, column: Column, cut: int) -> str:
        """Every type has a text form."""
        return f"SUBSTR(CAST({self.quoted(column.name)} AS STRING), 1, {cut})"

    def facts(self, ask: Ask, relation: Relation) -> Facts:
        """Rows from the statistics, where ANALYZE TABLE was run."""
        described = {str(row[0]): str(row[1]) for row in ask(f"DESCRIBE TABLE EXTENDED {self.path(relation.name)}")}
        if not described or "VIEW" in described.get("Type", "").upper():
            return Facts("view")
        found = _ROWS.search(described.get("Statistics", ""))
        return Facts("table", rows_of(found[1]) if found else None)

    def ways(self, facts: Facts, relation: Relation, request: SampleRequest) -> Iterator[Way]:
        """A share of the rows."""
        del relation

        def sampled(share: float) -> Way:
            text = f"TABLESAMPLE ({percent(share)} PERCENT) REPEATABLE ({request.seed})"
            return Way(text, after=text)

        yield from by_share(facts, request, 2, sampled)
