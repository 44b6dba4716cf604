"""Queries inside expressions: scalar values, EXISTS, IN, ANY and ALL, arrays of rows."""

from __future__ import annotations

from sqlglot import exp

from privlineage.lineage.sql.queries.arguments import literals_beside
from privlineage.lineage.sql.queries.expressions import HANDLERS, flow_of, operands
from privlineage.lineage.sql.queries.flows import NOTHING, Flow, merge
from privlineage.lineage.sql.queries.relations import Relation
from privlineage.lineage.sql.queries.scope import Scope
from privlineage.lineage.sql.result import FunctionUse

__all__ = ["inner_query"]


def inner_query(node: exp.Expr) -> exp.Expr | None:
    """The query behind parentheses, None when there is none."""
    while isinstance(node, (exp.Paren, exp.Subquery)) and isinstance(node.this, exp.Expr):
        if isinstance(node, exp.Subquery) and node.args.get("with_"):
            return node
        node = node.this
    return node if isinstance(node, exp.Query) else None


def _relation(node: exp.Expr, scope: Scope) -> Relation:
    relation = scope.session.query(node, scope)
    scope.assumed |= relation.assumed
    return relation


def _scalar(node: exp.Expr, scope: Scope) -> Flow:
    """A scalar subquery: the value of its column, shaped by whatever selects its rows."""
    inner = inner_query(node)
    if inner is None:
        return flow_of(node.this, scope) if isinstance(node.this, exp.Expr) else NOTHING
    relation = _relation(inner, scope)
    row = relation.row()
    if len(relation.columns) == 1 and not relation.open:
        row = relation.columns[0].flow
    return Flow(row.values, row.shapes | relation.rows, row.fields)


def _exists(node: exp.Exists, scope: Scope) -> Flow:
    """EXISTS: whether there are rows, so whatever selects them; with a lambda it is a function over an array."""
    inner = inner_query(node.this) if isinstance(node.this, exp.Expr) else None
    if inner is None:
        return HANDLERS[exp.Func](node, scope)
    relation = _relation(inner, scope)
    return NOTHING.shaped_by(relation.existence())


def _in(node: exp.In, scope: Scope) -> Flow:
    """IN: a comparison with every value of the list or the query."""
    flows = [flow_of(node.this, scope)]
    for key in ("query", "field", "unnest"):
        part = node.args.get(key)
        if isinstance(part, exp.Expr):
            flows.append(_scalar(part, scope) if inner_query(part) is not None else flow_of(part, scope))
    flows.extend(flow_of(item, scope) for item in node.expressions)
    return merge(flows).transformed()


def _quantified(node: exp.Expr, scope: Scope) -> Flow:
    inner = inner_query(node.this) if isinstance(node.this, exp.Expr) else None
    return _scalar(inner, scope) if inner is not None else flow_of(node.this, scope)


def _array(node: exp.Array, scope: Scope) -> Flow:
    """ARRAY[…], ARRAY(query), array(…): the last is a function of that name."""
    items = node.expressions
    word = scope.session.spelling(node).lower()
    literals = literals_beside(word, items)
    flows: list[Flow] = []
    for position, item in enumerate(items):
        inner = inner_query(item)
        flow = flow_of(item, scope) if inner is None else _rows_as_value(inner, scope)
        if inner is None and word and word[0].isalpha():
            flow = flow.through(FunctionUse(word, position, literals), keeps_fields=True)
        flows.append(Flow(flow.transformed().values, flow.shapes, flow.fields))
    return merge(_named_alike(flows))


def _named_alike(flows: list[Flow]) -> list[Flow]:
    """Structs in one array have the names of the first (BigQuery): the fields of the others are its by position."""
    first = flows[0].fields if flows else None
    if not first:
        return flows
    alike = []
    for flow in flows:
        same = flow.fields is not None and len(flow.fields) == len(first)
        fields = (
            dict(zip(first, flow.fields.values(), strict=True)) if flow.fields is not None and same else flow.fields
        )
        alike.append(Flow(flow.values, flow.shapes, fields))
    return alike


def _rows_as_value(inner: exp.Expr, scope: Scope) -> Flow:
    if isinstance(inner, exp.Query) and inner.args.get("order") and not inner.args.get("limit"):
        # An array keeps the order of its rows: the order counts as it does under a limit.
        inner = inner.limit(1)
    relation = _relation(inner, scope)
    row = relation.row() if len(relation.columns) != 1 or relation.open else relation.columns[0].flow
    if isinstance(inner, exp.Select) and str(inner.args.get("kind") or "").upper() == "STRUCT":
        row = relation.row()
    return Flow(row.values, row.shapes | relation.rows, row.fields)


def _tuple(node: exp.Tuple, scope: Scope) -> Flow:
    return merge(flow_of(item, scope) for item in operands(node)).transformed()


HANDLERS.update(
    {
        exp.Subquery: _scalar,
        exp.Select: _scalar,
        exp.Union: _scalar,
        exp.Except: _scalar,
        exp.Intersect: _scalar,
        exp.Exists: _exists,
        exp.In: _in,
        exp.Any: _quantified,
        exp.All: _quantified,
        exp.Array: _array,
        exp.Tuple: _tuple,
    }
)
