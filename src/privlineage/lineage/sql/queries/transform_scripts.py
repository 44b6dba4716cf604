"""Rows that go through a script outside the database: Hive's and Spark's TRANSFORM … USING."""

from __future__ import annotations

from sqlglot import exp

from privlineage.lineage.sql.parsing import name_of
from privlineage.lineage.sql.queries.arguments import argument_flow
from privlineage.lineage.sql.queries.flows import merge
from privlineage.lineage.sql.queries.relations import Column
from privlineage.lineage.sql.queries.scope import Scope

__all__ = ["scripted"]


def scripted(node: exp.QueryTransform, scope: Scope) -> list[Column]:
    """The columns a script hands back: what they are made of is not known, so each may be of all it was given."""
    scope.session.report("exit", "rows go through a script outside the database", node.expressions[0])
    given = merge(argument_flow(item, scope) for item in node.expressions).transformed().assumed()
    schema = node.args.get("schema")
    listed = schema.expressions if isinstance(schema, exp.Expr) else []
    names = [name_of(item.this if isinstance(item, exp.ColumnDef) else item) for item in listed]
    return [Column(name, given) for name in names or ["key", "value"]]
