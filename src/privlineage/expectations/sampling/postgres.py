"""PostgreSQL: TABLESAMPLE over its pages, with a share of them taken from what the catalog knows of the table.

SYSTEM reads whole pages and only those it chooses, BERNOULLI reads them all and chooses rows. Pages hold rows that came
together, so more of them are read than needed and the rows wanted are drawn from theirs by a hash of their place: equal
seeds give equal rows of equal content. Views and foreign tables cannot be sampled; their first rows are taken.
https://www.postgresql.org/docs/current/sql-select.html (TABLESAMPLE)
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from privlineage.expectations.sampling.request import SampleRequest
from privlineage.expectations.sampling.statement import (
    Ask,
    Column,
    Dialect,
    Facts,
    Relation,
    Way,
    first_rows,
    quoted_text,
)

__all__ = ["Postgres"]

_SPREAD = 8
"""How many times the wanted rows are looked at, so that they come from many pages."""
_FEW_PAGES = 64
"""Half a megabyte: no page needs to be spared."""
_ROWS_PER_PAGE = 40
"""Assumed of a table that was never analysed: 200 bytes a row."""

# A partitioned table keeps nothing itself: its parts are counted. A part never analysed counts -1 rows.
_FACTS = """
WITH RECURSIVE parts(oid) AS (
  SELECT to_regclass({name})::oid
  UNION ALL SELECT i.inhrelid FROM pg_catalog.pg_inherits i JOIN parts p ON i.inhparent = p.oid
)
SELECT (SELECT relkind::text FROM pg_catalog.pg_class WHERE oid = to_regclass({name})),
  CASE WHEN min(c.reltuples) FILTER (WHERE c.relkind <> 'p') >= 0 THEN sum(greatest(c.reltuples, 0))::bigint END,
  coalesce(sum(pg_catalog.pg_relation_size(c.oid) / current_setting('block_size')::bigint), 0)::bigint
FROM parts JOIN pg_catalog.pg_class c ON c.oid = parts.oid
"""


@dataclass(frozen=True, slots=True)
class Postgres(Dialect):
    """PostgreSQL, and what speaks its language and keeps its catalog."""

    def cell(self, column: Column, cut: int) -> str:
        """Every type has a text form here; bytes come as they are, for they may hold a text."""
        if column.declared_type.upper().startswith("BYTEA"):
            return f"substring({self.quoted(column.name)} FROM 1 FOR {cut})"
        return f"left({self.quoted(column.name)}::text, {cut})"

    def facts(self, ask: Ask, relation: Relation) -> Facts:
        """Kind, rows and pages, from the catalog."""
        answer = ask(_FACTS.format(name=quoted_text(self.path(relation.name))))
        if not answer or answer[0][0] is None:
            return Facts()
        kind, rows, pages = answer[0]
        return Facts(
            "table" if kind in ("r", "m", "p") else "view",
            int(str(rows)) if rows is not None else None,
            int(str(pages)),
        )

    def ways(self, facts: Facts, relation: Relation, request: SampleRequest) -> Iterator[Way]:
        """A share of the pages, a larger share, all of them."""
        del relation
        if facts.kind == "table" and request.rows:
            pages = facts.pages or 0
            rows = facts.rows or pages * _ROWS_PER_PAGE
            unit = "BERNOULLI" if pages <= _FEW_PAGES else "SYSTEM"
            share = 100.0 if pages <= _FEW_PAGES else _share(rows, pages, request.rows)
            while share < 100:
                yield _sampled(unit, share, request.seed)
                share *= _SPREAD
            yield _sampled(unit, 100.0, request.seed)
            return
        yield first_rows()

    def limits(self, seconds: float) -> tuple[str, ...]:
        """Nothing is written, and a statement that takes too long is ended by the server."""
        return ("SET TRANSACTION READ ONLY", f"SET LOCAL statement_timeout = {max(1, round(seconds * 1000))}")


def _share(rows: int, pages: int, wanted: int) -> float:
    """The share of pages, in per cent, that holds some times the wanted rows."""
    by_rows = 100.0 * _SPREAD * wanted / rows if rows else 100.0
    return min(100.0, max(by_rows, 100.0 * _FEW_PAGES / pages))


def _sampled(unit: str, share: float, seed: int) -> Way:
    percent = f"{share:.6f}".rstrip("0").rstrip(".")
    return Way(
        f"TABLESAMPLE {unit} ({percent}) REPEATABLE ({seed})",
        after=f"TABLESAMPLE {unit} ({percent}) REPEATABLE ({seed})",
        # The first rows of the sampled pages would all come from the table's beginning.
        order=f"hashtextextended(tableoid::text || ctid::text, {seed})",
        last=share >= 100,
    )
