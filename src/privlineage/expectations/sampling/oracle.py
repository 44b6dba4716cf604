"""Oracle: SAMPLE BLOCK chooses blocks, SEED makes it repeatable; the optimizer's statistics tell a table's rows.

Written after https://docs.oracle.com/en/database/oracle/oracle-database/23/sqlrf/SELECT.html (sample_clause); tested as
text, not against a server.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from privlineage.expectations.sampling.request import SampleRequest
from privlineage.expectations.sampling.shares import by_share, percent, rows_of
from privlineage.expectations.sampling.statement import Ask, Column, Dialect, Facts, Relation, Way, quoted_text

__all__ = ["Oracle"]

_LARGE_TEXT = ("CLOB", "NCLOB")
_NO_TEXT = ("BLOB", "BFILE", "LONG", "XMLTYPE", "SDO_GEOMETRY", "JSON")
_CHARACTERS = 1000
"""A cell may be 4,000 bytes long, and a character up to four."""


@dataclass(frozen=True, slots=True)
class Oracle(Dialect):
    """Oracle, from 12.1."""

    def cell(self, column: Column, cut: int) -> str:
        """Types without a text form come as nothing."""
        kind = column.declared_type.upper()
        name = self.quoted(column.name)
        size = min(cut, _CHARACTERS)
        if kind.startswith(_NO_TEXT):
            return "CAST(NULL AS VARCHAR2(1))"
        if kind.startswith(_LARGE_TEXT):
            return f"DBMS_LOB.SUBSTR({name}, {size}, 1)"
        if kind.startswith("RAW"):
            return f"SUBSTR(RAWTOHEX({name}), 1, {size})"
        return f"SUBSTR(TO_CHAR({name}), 1, {size})"

    def facts(self, ask: Ask, relation: Relation) -> Facts:
        """Rows, as the statistics have them."""
        name = [self.spelled(part) for part in relation.name]
        owner = quoted_text(name[-2]) if len(name) > 1 else "SYS_CONTEXT('USERENV', 'CURRENT_SCHEMA')"
        answer = ask(
            f"SELECT NUM_ROWS FROM ALL_TABLES WHERE OWNER = {owner} "  # noqa: S608  # quoted
            f"AND TABLE_NAME = {quoted_text(name[-1])}"
        )
        return Facts("table", rows_of(answer[0][0])) if answer else Facts("view")

    def ways(self, facts: Facts, relation: Relation, request: SampleRequest) -> Iterator[Way]:
        """A share of the blocks."""
        del relation

        def sampled(share: float) -> Way:
            text = f"SAMPLE BLOCK ({percent(share)}) SEED ({request.seed})"
            return Way(text, after=text)

        yield from by_share(facts, request, 4, sampled)

    def limit(self, rows: int) -> str:
        """As standard SQL has it."""
        return f"FETCH FIRST {rows} ROWS ONLY"

    def named_query(self, query: str) -> str:
        """No AS before the name of a relation."""
        return f"({query}\n) {self.quoted('batch')}"
