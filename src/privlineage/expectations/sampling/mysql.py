"""MySQL and MariaDB: no TABLESAMPLE; a seeded random number keeps rows until there are enough.

Written after https://dev.mysql.com/doc/refman/8.4/en/mathematical-functions.html (RAND); tested as text, not against a
server.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from privlineage.expectations.sampling.request import SampleRequest
from privlineage.expectations.sampling.shares import by_share, percent, rows_of
from privlineage.expectations.sampling.statement import Ask, Column, Dialect, Facts, Relation, Way, quoted_text

__all__ = ["MySql"]

_BINARY = ("BLOB", "BINARY", "VARBINARY", "TINYBLOB", "MEDIUMBLOB", "LONGBLOB", "GEOMETRY", "POINT", "BIT")


@dataclass(frozen=True, slots=True)
class MySql(Dialect):
    """MySQL and MariaDB."""

    def quoted(self, name: str) -> str:
        """A name in backticks."""
        return "`" + self.spelled(name).replace("`", "``") + "`"

    def cell(self, column: Column, cut: int) -> str:
        """Bytes in hexadecimal digits."""
        name = self.quoted(column.name)
        if column.declared_type.upper().startswith(_BINARY):
            return f"LEFT(HEX(LEFT({name}, {cut})), {cut})"
        return f"LEFT(CAST({name} AS CHAR), {cut})"

    def facts(self, ask: Ask, relation: Relation) -> Facts:
        """Kind and about how many rows, from the information schema."""
        schema = quoted_text(relation.name[-2]) if len(relation.name) > 1 else "DATABASE()"
        answer = ask(
            "SELECT TABLE_TYPE, TABLE_ROWS FROM information_schema.TABLES "  # noqa: S608  # quoted
            f"WHERE TABLE_SCHEMA = {schema} AND TABLE_NAME = {quoted_text(relation.name[-1])}"
        )
        if not answer or str(answer[0][0]) != "BASE TABLE":
            return Facts("view")
        return Facts("table", rows_of(answer[0][1]))

    def ways(self, facts: Facts, relation: Relation, request: SampleRequest) -> Iterator[Way]:
        """Rows by chance; the larger the share, the less is read before there are enough."""
        del relation

        def sampled(share: float) -> Way:
            text = f"RAND({request.seed}) < {percent(share)} / 100"
            return Way(f"rows by {text}", where=text)

        yield from by_share(facts, request, 2, sampled)

    def limits(self, seconds: float) -> tuple[str, ...]:
        """Nothing is written, and a statement that takes too long is ended by the server (MySQL 5.7.8)."""
        return (f"SET SESSION MAX_EXECUTION_TIME = {max(1, round(seconds * 1000))}",)
