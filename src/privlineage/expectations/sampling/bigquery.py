"""BigQuery: TABLESAMPLE SYSTEM reads, and bills, only the blocks it chooses. There is no seed.

Written after https://cloud.google.com/bigquery/docs/table-sampling; tested as text, not against the service.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from privlineage.expectations.sampling.request import SampleRequest
from privlineage.expectations.sampling.shares import by_share, percent, rows_of
from privlineage.expectations.sampling.statement import Ask, Column, Dialect, Facts, Relation, Way, quoted_text

__all__ = ["BigQuery"]

_NESTED = ("ARRAY", "STRUCT", "RECORD", "JSON", "GEOGRAPHY", "RANGE")


@dataclass(frozen=True, slots=True)
class BigQuery(Dialect):
    """BigQuery."""

    def quoted(self, name: str) -> str:
        """A name in backticks."""
        return "`" + self.spelled(name).replace("\\", "\\\\").replace("`", "\\`") + "`"

    def path(self, name: Sequence[str]) -> str:
        """A name may come in one part with dots, as its SQLAlchemy dialect has it."""
        return ".".join(self.quoted(part) for whole in name for part in whole.split("."))

    def cell(self, column: Column, cut: int) -> str:
        """Nested values as JSON, bytes in hexadecimal digits."""
        kind = column.declared_type.upper()
        name = self.quoted(column.name)
        if kind.startswith(_NESTED):
            return f"SUBSTR(TO_JSON_STRING({name}), 1, {cut})"
        if kind.startswith("BYTES"):
            return f"SUBSTR(TO_HEX({name}), 1, {cut})"
        return f"SUBSTR(CAST({name} AS STRING), 1, {cut})"

    def facts(self, ask: Ask, relation: Relation) -> Facts:
        """How many rows it has, from the dataset's own list of tables, which is not billed."""
        parts = [part for whole in relation.name for part in whole.split(".")]
        if len(parts) < 2:
            return Facts()
        listing = self.path((*parts[:-1], "__TABLES__"))
        answer = ask(
            f"SELECT type, row_count FROM {listing} WHERE table_id = {quoted_text(parts[-1])}"  # noqa: S608  # quoted
        )
        if not answer or str(answer[0][0]) != "1":
            return Facts("view")
        return Facts("table", rows_of(answer[0][1]))

    def ways(self, facts: Facts, relation: Relation, request: SampleRequest) -> Iterator[Way]:
        """A share of the blocks."""
        del relation

        def sampled(share: float) -> Way:
            text = f"TABLESAMPLE SYSTEM ({percent(share)} PERCENT)"
            return Way(f"{text}, without a seed", after=text)

        yield from by_share(facts, request, 4, sampled)
