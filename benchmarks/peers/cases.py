"""What the peers are asked about: the golden cases, the other statements of the tests, and TPC-H and TPC-DS whole."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from privlineage.core.schema import Schema
from privlineage.lineage.sql.resolve import resolve
from tests.contract.sql.statements import statements
from tests.golden.sql.corpus import corpus
from tests.golden.sql.notation import head
from tests.golden.tpc.queries import SUITES, queries, tables

__all__ = ["Case", "Edge", "golden_cases", "other_cases", "tpc_cases"]

Edge = tuple[str, str, str, str]
"""Output table, output column, source table, source column."""


@dataclass(frozen=True, slots=True)
class Case:
    """A script with what is expected of it.

    Attributes:
        id: group and name.
        group: the golden file, or the suite.
        raw: the case as the perturbation harness takes it; empty for TPC.
        script: its statements.
        asked: those whose outputs are expected.
        dialect, schema, views: what the script stands in; the schema knows tables made on the way too.
        columns: by output table, its columns.
        values: the value edges expected.
        influences: by (output table, output column or `*`), the (table, column) of the influences expected.
        open: whether something is expected to stay unresolved.
    """

    id: str
    group: str
    raw: Mapping[str, Any]
    script: tuple[str, ...]
    asked: tuple[str, ...]
    dialect: str
    schema: Mapping[str, Mapping[str, str]]
    views: Mapping[str, str]
    columns: Mapping[str, tuple[str, ...]]
    values: frozenset[Edge]
    influences: frozenset[Edge]
    open: bool = False
    made: tuple[str, ...] = ()

    @property
    def is_script(self) -> bool:
        """Whether it takes several statements to say it."""
        return len(self.script) > 1

    @property
    def kind(self) -> str:
        """`golden`, `statements` or `tpc`."""
        return "tpc" if self.group in SUITES else "statements" if self.group == "statements" else "golden"

    def question(self) -> dict[str, object]:
        """What a peer is told."""
        return {
            "id": self.id,
            "script": list(self.script),
            "statements": list(self.asked),
            "dialect": self.dialect,
            "schema": {table: dict(columns) for table, columns in self.schema.items()},
            "views": dict(self.views),
            "sources": sorted({edge[2] for edge in self.values} | set(self.schema)),
        }


def golden_cases() -> list[Case]:
    """Every golden case; what is expected is what was written by hand, not what the resolver says."""
    return [_golden(label, raw) for label, raw in corpus().items()]


def _golden(label: str, raw: Mapping[str, Any]) -> Case:
    schema, views = raw["schema"], raw.get("views") or {}
    found = resolve(raw["sql"], raw.get("dialect"), Schema(schema, views))
    script = tuple(statement.sql for statement in found.statements)
    made = {
        write.table: dict.fromkeys(write.columns, "")
        for statement in found.statements
        for write in statement.writes
        if write.columns and write.mode in ("create", "replace")
    }
    outputs = raw["all"] if "all" in raw else [raw.get("outputs") or {}]
    columns: dict[str, tuple[str, ...]] = {}
    values: set[Edge] = set()
    influences: set[Edge] = set()
    unsure = False
    for entry in outputs:
        for table, listed in (entry or {}).items():
            columns[table] = (*columns.get(table, ()), *(name for name in listed or {} if name != "*"))
            for column, sources in (listed or {}).items():
                for text in sources or []:
                    unsure |= head(text).endswith("?")
                    sign, source = _source(text)
                    (influences if sign else values).add((table, column, *source))
    return Case(
        id=label,
        group=label.split(":", maxsplit=1)[0],
        raw=raw,
        script=script,
        asked=script if "all" in raw else script[-1:],
        dialect=raw.get("dialect") or "",
        schema={**made, **schema},
        views=views,
        columns=columns,
        values=frozenset(values),
        influences=frozenset(influences),
        open=bool(raw.get("unresolved")) or unsure,
        made=tuple(made),
    )


def _source(text: str) -> tuple[str, tuple[str, str]]:
    """Sign, and table and column, of a line of the notation of `tests/golden/sql`; of a field, its column."""
    named = head(text).rstrip("?")
    sign, name = ("~", named[1:]) if named.startswith("~") else ("", named)
    table, _, field = name.rpartition(":")
    if table and "." in field and "/" not in field:
        return sign, (table, field.split(".")[0])
    table, _, column = name.rpartition(".")
    return sign, (table, column)


def tpc_cases(suites: Iterable[str] = tuple(SUITES)) -> list[Case]:
    """The queries of TPC; what is expected is what the resolver says (the tests try it on DuckDB)."""
    return [_tpc(suite, number, text) for suite in suites for number, text in sorted(queries(suite).items())]


def other_cases() -> list[Case]:
    """The single statements that the tests only carry out; what is expected is what the resolver says."""
    return [
        _resolved(f"statements: {number}", "statements", text, case["dialect"], case["schema"])
        for number, (text, case) in enumerate(statements().items(), start=1)
        if len(resolve(text, case["dialect"], Schema(case["schema"])).statements) == 1
    ]


def _tpc(suite: str, number: int, text: str) -> Case:
    return _resolved(f"{suite}: query {number}", suite, text, "duckdb", tables(suite))


def _resolved(label: str, group: str, text: str, dialect: str, schema: Mapping[str, Mapping[str, str]]) -> Case:
    (statement,) = resolve(text, dialect, Schema(schema)).statements
    values: set[Edge] = set()
    influences: set[Edge] = set()
    for table, columns in statement.outputs.items():
        for column, sources in columns.items():
            for one in sources:
                edge = (table, column, one.table, one.column.split(".")[0])
                (values if one.kind == "value" else influences).add(edge)
    return Case(
        id=label,
        group=group,
        raw={} if group in SUITES else {"sql": text, "dialect": dialect, "schema": schema},
        script=(text,),
        asked=(text,),
        dialect=dialect,
        schema=schema,
        views={},
        columns={table: tuple(name for name in listed if name != "*") for table, listed in statement.outputs.items()},
        values=frozenset(values),
        influences=frozenset(influences),
        open=bool(statement.unresolved),
    )
