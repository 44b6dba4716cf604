"""Table functions that are given whole tables: `TABLE(f(input => TABLE(t)))`."""

from __future__ import annotations

from sqlglot import exp

from privlineage.lineage.sql.parsing import name_of
from privlineage.lineage.sql.queries.expressions import operands
from privlineage.lineage.sql.queries.flows import merge
from privlineage.lineage.sql.queries.functions import call_name
from privlineage.lineage.sql.queries.relations import Column, Relation
from privlineage.lineage.sql.queries.scope import Scope
from privlineage.lineage.sql.queries.stars import expand
from privlineage.lineage.sql.queries.tables import alias_names, read_table

__all__ = ["over_tables"]


def over_tables(call: exp.Expr, function: str, item: exp.Expr, scope: Scope) -> Relation | None:
    """What a function makes of the tables it is given; None where it is given none."""
    inner = call.expression if isinstance(call, exp.Dot) else call
    arguments = [node.expression if isinstance(node, exp.Kwarg) else node for node in operands(inner)]
    given = [_read(node.expressions[0], scope) for node in arguments if isinstance(node, exp.Anonymous) and _is(node)]
    if not given:
        return None
    if function == "exclude_columns" and len(given) == 1:
        left_out = {
            name_of(column).lower()
            for node in arguments
            if isinstance(node, exp.Anonymous) and call_name(node) == "descriptor"
            for column in node.expressions
        }
        kept = [column for column in given[0].columns if column.name.lower() not in left_out]
        return Relation(kept, given[0].rows, given[0].open, given[0].assumed)
    scope.session.report("procedure", f"what the table function `{function}` makes of its tables is not known", call)
    flow = merge(relation.row() for relation in given).transformed().assumed()
    alias = item.args.get("alias")
    names = alias_names(alias if isinstance(alias, exp.Expr) else None) or ["*"]
    rows = frozenset().union(*(relation.rows for relation in given))
    assumed = frozenset().union(*(relation.assumed for relation in given))
    return Relation([Column(name, flow) for name in names], rows, assumed=assumed, element=flow)


def _is(node: exp.Anonymous) -> bool:
    return call_name(node) == "table" and len(node.expressions) == 1


def _read(node: exp.Expr, scope: Scope) -> Relation:
    """The rows of a table named, or a query written, in the parentheses of `TABLE(…)`."""
    session = scope.session
    if isinstance(node, (exp.Query, exp.Subquery)):
        return session.query(node, scope)
    parts = node.parts if isinstance(node, exp.Column) else [node]
    keys = ("catalog", "db", "this")[-len(parts) :]
    local = Scope(session)
    local.ctes = scope.ctes
    local.add(read_table(exp.Table(**dict(zip(keys, parts, strict=False))), scope))
    everything = expand(exp.Star(), local)
    return Relation(everything.columns, local.sources[0].relation.rows, everything.open, everything.assumed)
