"""Trino, Presto and Athena: TABLESAMPLE SYSTEM chooses splits, BERNOULLI rows. There is no seed.

Written after https://trino.io/docs/current/sql/select.html#tablesample; tested as text, not against a cluster.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from privlineage.expectations.sampling.request import SampleRequest
from privlineage.expectations.sampling.shares import by_share, percent, rows_of
from privlineage.expectations.sampling.statement import Ask, Column, Dialect, Facts, Relation, Way

__all__ = ["Trino"]

_NESTED = ("ARRAY", "MAP", "ROW", "JSON")


@dataclass(frozen=True, slots=True)
class Trino(Dialect):
    """Trino, Presto and Athena."""

    def cell(self, column: Column, cut: int) -> str:
        """Nested values as JSON, bytes in hexadecimal digits."""
        kind = column.declared_type.upper()
        name = self.quoted(column.name)
        if kind.startswith(_NESTED):
            return f"SUBSTR(JSON_FORMAT(CAST({name} AS JSON)), 1, {cut})"
        if kind.startswith("VARBINARY"):
            return f"SUBSTR(TO_HEX({name}), 1, {cut})"
        return f"SUBSTR(CAST({name} AS VARCHAR), 1, {cut})"

    def facts(self, ask: Ask, relation: Relation) -> Facts:
        """Rows, from the statistics: the line without a column's name counts them."""
        counted = [row[4] for row in ask(f"SHOW STATS FOR {self.path(relation.name)}") if len(row) > 4 and not row[0]]
        return Facts("table", rows_of(counted[0])) if counted else Facts()

    def ways(self, facts: Facts, relation: Relation, request: SampleRequest) -> Iterator[Way]:
        """A share of the rows."""
        del relation

        def sampled(share: float) -> Way:
            text = f"TABLESAMPLE BERNOULLI ({percent(share)})"
            return Way(f"{text}, without a seed", after=text)

        yield from by_share(facts, request, 2, sampled)
