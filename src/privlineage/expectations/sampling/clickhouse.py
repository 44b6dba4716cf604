"""ClickHouse: SAMPLE needs a key that few tables have; a random number chooses rows, and the rest's cells are not read.

Written after https://clickhouse.com/docs/sql-reference/statements/select/sample; tested as text, not against a server.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from privlineage.expectations.sampling.request import SampleRequest
from privlineage.expectations.sampling.shares import by_share, percent, rows_of
from privlineage.expectations.sampling.statement import Ask, Column, Dialect, Facts, Relation, Way, quoted_text

__all__ = ["ClickHouse"]


@dataclass(frozen=True, slots=True)
class ClickHouse(Dialect):
    """ClickHouse."""

    def quoted(self, name: str) -> str:
        """A name in backticks."""
        return "`" + self.spelled(name).replace("\\", "\\\\").replace("`", "\\`") + "`"

    def cell(self, column: Column, cut: int) -> str:
        """Every type has a text form."""
        return f"substringUTF8(toString({self.quoted(column.name)}), 1, {cut})"

    def facts(self, ask: Ask, relation: Relation) -> Facts:
        """Rows, as the server counts them."""
        schema = quoted_text(relation.name[-2]) if len(relation.name) > 1 else "currentDatabase()"
        answer = ask(
            f"SELECT total_rows FROM system.tables WHERE database = {schema} "  # noqa: S608  # quoted
            f"AND name = {quoted_text(relation.name[-1])}"
        )
        rows = rows_of(answer[0][0]) if answer else None
        return Facts("table", rows) if rows is not None else Facts("view")

    def ways(self, facts: Facts, relation: Relation, request: SampleRequest) -> Iterator[Way]:
        """Rows by chance."""
        del relation

        def sampled(share: float) -> Way:
            text = f"randCanonical() < {percent(share)} / 100"
            return Way(f"rows by {text}, without a seed", where=text)

        yield from by_share(facts, request, 2, sampled)

    def limits(self, seconds: float) -> tuple[str, ...]:
        """A statement that takes too long is ended by the server."""
        return (f"SET max_execution_time = {max(1, round(seconds))}",)
