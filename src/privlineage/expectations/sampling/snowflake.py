"""Snowflake: SAMPLE SYSTEM chooses micro-partitions, by a seed; how many rows a table has is kept, and costs nothing.

Written after https://docs.snowflake.com/en/sql-reference/constructs/sample; tested as text, not against a server.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from privlineage.expectations.sampling.request import SampleRequest
from privlineage.expectations.sampling.shares import by_share, percent, rows_of
from privlineage.expectations.sampling.statement import Ask, Column, Dialect, Facts, Relation, Way, quoted_text

__all__ = ["Snowflake"]

# A micro-partition holds some hundred thousand rows: below that, blocks choose all or nothing.
_BLOCKS_FROM = 10_000_000


@dataclass(frozen=True, slots=True)
class Snowflake(Dialect):
    """Snowflake."""

    def cell(self, column: Column, cut: int) -> str:
        """Every type has a text form; a binary one is written in hexadecimal digits."""
        return f"LEFT({self.quoted(column.name)}::VARCHAR, {cut})"

    def facts(self, ask: Ask, relation: Relation) -> Facts:
        """How many rows it has, as the catalog keeps it."""
        name = [self.spelled(part) for part in relation.name]
        schema = quoted_text(name[-2]) if len(name) > 1 else "CURRENT_SCHEMA()"
        database = f"{self.quoted(relation.name[-3])}." if len(name) > 2 else ""
        answer = ask(
            f"SELECT TABLE_TYPE, ROW_COUNT FROM {database}INFORMATION_SCHEMA.TABLES "  # noqa: S608  # quoted
            f"WHERE TABLE_SCHEMA = {schema} AND TABLE_NAME = {quoted_text(name[-1])}"
        )
        if not answer or "VIEW" in str(answer[0][0]).upper():
            return Facts("view")
        return Facts("table", rows_of(answer[0][1]))

    def ways(self, facts: Facts, relation: Relation, request: SampleRequest) -> Iterator[Way]:
        """Micro-partitions of a large table, rows of a smaller one."""
        del relation
        unit = "SYSTEM" if (facts.rows or 0) >= _BLOCKS_FROM else "BERNOULLI"

        def sampled(share: float) -> Way:
            text = f"SAMPLE {unit} ({percent(share)}) SEED ({request.seed})"
            return Way(text, after=text)

        yield from by_share(facts, request, 2, sampled)

    def limits(self, seconds: float) -> tuple[str, ...]:
        """The session's own time-out."""
        return (f"ALTER SESSION SET STATEMENT_TIMEOUT_IN_SECONDS = {max(1, round(seconds))}",)
