"""Redshift: no TABLESAMPLE; rows by a random number, whose seed belongs to the session.

Written after https://docs.aws.amazon.com/redshift/latest/dg/r_RANDOM.html; tested as text, not against a cluster.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from privlineage.expectations.sampling.request import SampleRequest
from privlineage.expectations.sampling.shares import by_share, percent, rows_of
from privlineage.expectations.sampling.statement import Ask, Column, Dialect, Facts, Relation, Way, quoted_text

__all__ = ["Redshift"]


@dataclass(frozen=True, slots=True)
class Redshift(Dialect):
    """Redshift."""

    def cell(self, column: Column, cut: int) -> str:
        """SUPER as JSON, bytes in hexadecimal digits."""
        kind = column.declared_type.upper()
        name = self.quoted(column.name)
        if kind.startswith("SUPER"):
            return f"LEFT(JSON_SERIALIZE({name}), {cut})"
        if kind.startswith(("VARBYTE", "VARBINARY", "BINARY VARYING")):
            return f"LEFT(TO_HEX({name}), {cut})"
        return f"LEFT(CAST({name} AS VARCHAR), {cut})"

    def facts(self, ask: Ask, relation: Relation) -> Facts:
        """Rows, from the catalog; what is not listed there is no table of this cluster."""
        schema = quoted_text(relation.name[-2]) if len(relation.name) > 1 else "current_schema()"
        answer = ask(
            f'SELECT tbl_rows FROM svv_table_info WHERE "schema" = {schema} '  # noqa: S608  # quoted
            f'AND "table" = {quoted_text(relation.name[-1])}'
        )
        return Facts("table", rows_of(answer[0][0])) if answer else Facts("view")

    def ways(self, facts: Facts, relation: Relation, request: SampleRequest) -> Iterator[Way]:
        """Rows by chance."""
        del relation

        def sampled(share: float) -> Way:
            text = f"RANDOM() < {percent(share)} / 100"
            return Way(f"rows by {text}, without a seed", where=text)

        yield from by_share(facts, request, 2, sampled)

    def limits(self, seconds: float) -> tuple[str, ...]:
        """A statement that takes too long is ended by the cluster."""
        return (f"SET statement_timeout TO {max(1, round(seconds * 1000))}",)
