"""SQL Server: TABLESAMPLE chooses pages, REPEATABLE by a seed; TOP keeps the rows wanted.

Written after https://learn.microsoft.com/sql/t-sql/queries/from-transact-sql (TABLESAMPLE); tested as text, not against
a server.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from privlineage.expectations.sampling.request import SampleRequest
from privlineage.expectations.sampling.shares import by_share, percent, rows_of
from privlineage.expectations.sampling.statement import Ask, Column, Dialect, Facts, Relation, Way, quoted_text

__all__ = ["SqlServer"]

_BINARY = ("BINARY", "VARBINARY", "IMAGE", "TIMESTAMP", "ROWVERSION")
_NO_TEXT = ("SQL_VARIANT", "GEOGRAPHY", "GEOMETRY", "HIERARCHYID")


@dataclass(frozen=True, slots=True)
class SqlServer(Dialect):
    """SQL Server, and what speaks its language."""

    def quoted(self, name: str) -> str:
        """A name in brackets."""
        return "[" + self.spelled(name).replace("]", "]]") + "]"

    def cell(self, column: Column, cut: int) -> str:
        """Binary types by their bytes' digits; those without a text form come as nothing."""
        kind = column.declared_type.upper()
        name = self.quoted(column.name)
        if kind.startswith(_NO_TEXT):
            return "CAST(NULL AS NVARCHAR(1))"
        if kind.startswith(_BINARY):
            return f"LEFT(CONVERT(NVARCHAR(MAX), CAST({name} AS VARBINARY({cut})), 2), {cut})"
        return f"LEFT(CAST({name} AS NVARCHAR(MAX)), {cut})"

    def facts(self, ask: Ask, relation: Relation) -> Facts:
        """Kind and rows, from the catalog's own counters."""
        name = quoted_text(self.path(relation.name))
        answer = ask(
            "SELECT o.type, SUM(p.rows) FROM sys.objects o "  # noqa: S608  # quoted
            "LEFT JOIN sys.partitions p ON p.object_id = o.object_id AND p.index_id IN (0, 1) "
            f"WHERE o.object_id = OBJECT_ID(N{name}) GROUP BY o.type"
        )
        if not answer or str(answer[0][0]).strip() != "U":
            return Facts("view")
        return Facts("table", rows_of(answer[0][1]))

    def ways(self, facts: Facts, relation: Relation, request: SampleRequest) -> Iterator[Way]:
        """A share of the pages; more than is kept, for pages hold rows that came together."""
        del relation

        def sampled(share: float) -> Way:
            text = f"TABLESAMPLE SYSTEM ({percent(share)} PERCENT) REPEATABLE ({max(1, request.seed)})"
            return Way(text, after=text)

        yield from by_share(facts, request, 4, sampled)

    def limits(self, seconds: float) -> tuple[str, ...]:
        """It waits for no lock longer than that; a statement's own time is its driver's business."""
        return (f"SET LOCK_TIMEOUT {max(1, round(seconds * 1000))}",)

    def head(self, rows: int) -> str:
        """TOP stands in front."""
        return f"TOP ({rows})"

    def limit(self, rows: int) -> str:
        """Nothing at the end."""
        del rows
        return ""
