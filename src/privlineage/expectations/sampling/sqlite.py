"""SQLite: it has no TABLESAMPLE, but finds a row by its number at once; so numbers are drawn here, by a seed.

Numbers may have gaps: each drawn one stands for the next row there is, which is one step down the same tree. Where most
fall into a few gaps, and for views and tables WITHOUT ROWID, which have no numbers, the first rows are taken.
https://www.sqlite.org/rowidtable.html
"""

from __future__ import annotations

import json
import random
import re
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

__all__ = ["Sqlite"]

_NO_NUMBERS = re.compile(r"\bWITHOUT\s+ROWID\b|^\s*CREATE\s+VIRTUAL\b", re.IGNORECASE)
_NUMBERS = ("rowid", "_rowid_", "oid")


@dataclass(frozen=True, slots=True)
class Sqlite(Dialect):
    """SQLite."""

    def cell(self, column: Column, cut: int) -> str:
        """As bytes: a text that is no UTF-8 would end the whole statement, and its error would quote the value."""
        return f"CAST(substr(CAST({self.quoted(column.name)} AS TEXT), 1, {cut}) AS BLOB)"

    def facts(self, ask: Ask, relation: Relation) -> Facts:
        """Whether its rows have numbers, by which name, and from where to where they go."""
        schema = f"{self.quoted(relation.name[-2])}." if len(relation.name) > 1 else ""
        table = quoted_text(relation.name[-1])
        kinds = ask(f"SELECT type, sql FROM {schema}sqlite_master WHERE lower(name) = lower({table})")  # noqa: S608  # quoted
        if not kinds or kinds[0][0] != "table" or _NO_NUMBERS.search(str(kinds[0][1])):
            return Facts("view")
        path = self.path(relation.name)
        taken = {str(row[1]).lower() for row in ask(f"PRAGMA {schema}table_info({table})")}
        key = next((name for name in _NUMBERS if name not in taken), "")
        if not key:
            return Facts("view")
        ends = ask(f"SELECT (SELECT min({key}) FROM {path}), (SELECT max({key}) FROM {path})")  # noqa: S608  # quoted
        if not ends or ends[0][0] is None:
            return Facts("view")
        return Facts("table", key=key, low=int(str(ends[0][0])), high=int(str(ends[0][1])))

    def ways(self, facts: Facts, relation: Relation, request: SampleRequest) -> Iterator[Way]:
        """Rows by drawn numbers, and the first ones where that finds too few."""
        if facts.kind == "table" and 0 < request.rows <= facts.high - facts.low:
            yield _by_number(self.path(relation.name), facts, request)
        yield first_rows()


def _by_number(path: str, facts: Facts, request: SampleRequest) -> Way:
    chance = random.Random(request.seed)  # noqa: S311  # a sample, no secret
    drawn: set[int] = set()
    while len(drawn) < request.rows:
        drawn.add(chance.randint(facts.low, facts.high))
    key = facts.key
    nearest = f"SELECT {key} FROM {path} WHERE {key} >= drawn_numbers.value ORDER BY {key} LIMIT 1"  # noqa: S608
    return Way(
        f"{request.rows} random row numbers, seed {request.seed}",
        where=f"{key} IN (SELECT ({nearest}) FROM json_each(?) AS drawn_numbers)",  # noqa: S608  # quoted
        parameters=(json.dumps(sorted(drawn)),),
    )
