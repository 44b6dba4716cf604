"""DuckDB: USING SAMPLE draws exact numbers of rows from tables, views and queries alike, by a seed.

https://duckdb.org/docs/stable/sql/samples
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from privlineage.expectations.sampling.request import SampleRequest
from privlineage.expectations.sampling.statement import Ask, Column, Dialect, Facts, Relation, Way, quoted_text

__all__ = ["DuckDB"]

_MANY_ROWS = 20_000_000
"""From here on a reservoir, which looks at every row, takes seconds: whole vectors of 2,048 rows are chosen instead."""
_SPREAD = 16


@dataclass(frozen=True, slots=True)
class DuckDB(Dialect):
    """DuckDB."""

    def cell(self, column: Column, cut: int) -> str:
        """Every type has a text form here."""
        return f"left(CAST({self.quoted(column.name)} AS VARCHAR), {cut})"

    def facts(self, ask: Ask, relation: Relation) -> Facts:
        """About how many rows a table has."""
        name = quoted_text(relation.name[-1])
        schema = f" AND schema_name = {quoted_text(relation.name[-2])}" if len(relation.name) > 1 else ""
        answer = ask(f"SELECT max(estimated_size) FROM duckdb_tables() WHERE table_name = {name}{schema}")  # noqa: S608
        known = bool(answer) and answer[0][0] is not None
        return Facts("table", int(str(answer[0][0]))) if known else Facts("view")

    def ways(self, facts: Facts, relation: Relation, request: SampleRequest) -> Iterator[Way]:
        """Vectors of a huge table, and a reservoir of everything else."""
        del relation
        if not request.rows:
            yield Way("all rows", last=True)
            return
        if facts.kind == "table" and facts.rows and facts.rows > _MANY_ROWS:
            share = min(100.0, 100.0 * _SPREAD * request.rows / facts.rows)
            yield Way(
                f"TABLESAMPLE system ({share:.4f} PERCENT) REPEATABLE ({request.seed})",
                after=f"TABLESAMPLE system ({share:.4f} PERCENT) REPEATABLE ({request.seed})",
            )
        drawn = f"USING SAMPLE reservoir({request.rows} ROWS) REPEATABLE ({request.seed})"
        yield Way(drawn, tail=drawn, last=True)
