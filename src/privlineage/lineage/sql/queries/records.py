"""PostgreSQL's records of a declared type: `jsonb_populate_record(NULL::t, x)` has the columns of the table `t`."""

from __future__ import annotations

from sqlglot import exp

from privlineage.lineage.sql.queries.arguments import Argument
from privlineage.lineage.sql.queries.flows import Flow
from privlineage.lineage.sql.queries.relations import Name
from privlineage.lineage.sql.queries.scope import Scope

__all__ = ["RECORDS", "as_record"]

RECORDS = frozenset(
    "json_populate_record json_populate_recordset jsonb_populate_record jsonb_populate_recordset".split()
)


def as_record(function: str, arguments: list[Argument], flow: Flow, scope: Scope) -> Flow:
    """The value of such a function with its fields, each made of the document; any other value as it is."""
    if function not in RECORDS or not arguments:
        return flow
    given = arguments[0].node
    kind = given.args.get("to") if isinstance(given, (exp.Cast, exp.TryCast)) else None
    parts = kind.sql("postgres").replace('"', "").split(".") if isinstance(kind, exp.DataType) else []
    found = scope.session.catalog.find([Name(part) for part in parts]) if parts else []
    if len(found) != 1 or not found[0].relation.columns:
        return flow
    return Flow(flow.values, flow.shapes, {column: Flow(flow.values) for column in found[0].relation.names})
