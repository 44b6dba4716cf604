"""PIVOT and UNPIVOT, in FROM and as DuckDB statements."""

from __future__ import annotations

from sqlglot import exp

from privlineage.lineage.sql.parsing import name_of
from privlineage.lineage.sql.queries.expressions import flow_of, influences_of, name
from privlineage.lineage.sql.queries.flows import NOTHING, Flow, Influence, as_influences, merge
from privlineage.lineage.sql.queries.relations import Column, Name, Relation
from privlineage.lineage.sql.queries.scope import Scope, Source
from privlineage.lineage.sql.queries.tables import alias_names

__all__ = ["pivoted"]

_NO_NAME = Name("")


def pivoted(pivot: exp.Pivot, relation: Relation, scope: Scope, own: Name = _NO_NAME) -> tuple[Relation, Name | None]:
    """A relation of some name after PIVOT or UNPIVOT, and the alias the pivot gives it."""
    inner = Scope(scope.session, scope)
    inner.add(Source(own, relation))
    result = _unpivot(pivot, relation, inner) if pivot.args.get("unpivot") else _pivot(pivot, relation, inner)
    alias = pivot.args.get("alias")
    if not isinstance(alias, exp.Expr):
        return result, None
    return result.renamed(alias_names(alias)), name(alias.this) if isinstance(alias.this, exp.Expr) else None


def _columns_in(node: exp.Expr) -> set[str]:
    return {name_of(column.this).lower() for column in node.find_all(exp.Column)}


def _pivot(pivot: exp.Pivot, relation: Relation, scope: Scope) -> Relation:
    """Rows become columns: each new one is an aggregate, shaped by the column whose values name them.

    What is neither aggregated nor spread stays, and groups the rows.
    """
    aggregates = [item for item in pivot.expressions if isinstance(item, exp.Expr)]
    spread: set[Influence] = set()
    used: set[str] = set()
    for field in pivot.args.get("fields") or []:
        column = field.this if isinstance(field, exp.In) else field
        spread |= influences_of(column, scope)
        used |= _columns_in(column)
    for aggregate in aggregates:
        used |= _columns_in(aggregate)
    flows = [flow_of(item.this if isinstance(item, exp.Alias) else item, scope) for item in aggregates]
    kept = [column for column in relation.columns if column.name.lower() not in used]
    group = pivot.args.get("group")
    if isinstance(group, exp.Expr):
        grouped = {name_of(item).lower() for item in group.expressions}
        kept = [column for column in kept if column.name.lower() in grouped]
    rows = set(relation.rows)
    for column in kept:
        rows |= as_influences(column.flow)
    names = [] if _names_come_later(pivot) else [name_of(item) for item in pivot.args.get("columns") or []]
    made = [
        Column(made_name, _at(flows, index).shaped_by(spread))
        for index, made_name in enumerate(names or _unnamed(pivot))
    ]
    if not made:
        # The data names the columns; a star takes them as one.
        any_of = merge(flows).shaped_by(spread)
        made = [Column("*", any_of.assumed())]
        return Relation([*kept, *made], frozenset(rows), relation.open, relation.assumed, any_of)
    return Relation([*kept, *made], frozenset(rows), relation.open, relation.assumed)


def _unnamed(pivot: exp.Pivot) -> list[str]:
    found: list[str] = []
    for field in pivot.args.get("fields") or []:
        if isinstance(field, exp.In):
            found.extend(name_of(item.args.get("alias")) or name_of(item) for item in field.expressions)
    return [] if _names_come_later(pivot) else found


def _names_come_later(pivot: exp.Pivot) -> bool:
    """Snowflake's `IN (ANY)` and `IN (SELECT …)`: the values that name the columns are in the data."""
    fields = [field for field in pivot.args.get("fields") or [] if isinstance(field, exp.In)]
    return any(
        isinstance(item, (exp.PivotAny, exp.Query, exp.Subquery)) for field in fields for item in field.expressions
    )


def _at(flows: list[Flow], index: int) -> Flow:
    return flows[index % len(flows)] if flows else NOTHING


def _unpivot(pivot: exp.Pivot, relation: Relation, scope: Scope) -> Relation:
    """Columns become rows: the value column is made of each of them, the name column of none."""
    taken: list[list[str]] = []
    name_columns: list[str] = []
    for field in pivot.args.get("fields") or []:
        name_columns.append(name_of(field.this))
        taken.extend(_group(item) for item in field.expressions)
    used = {column.lower() for group in taken for column in group}
    kept = [column for column in relation.columns if column.name.lower() not in used]
    values: list[Column] = []
    targets = [item for expression in pivot.expressions for item in _targets(expression)]
    for index, target in enumerate(targets):
        sources = [group[index] for group in taken if index < len(group)]
        flows = [flow_of(exp.column(source), scope) for source in sources]
        values.append(Column(target, merge(flows)))
    rows = set(relation.rows)
    if not pivot.args.get("include_nulls"):
        # A row of no value is left out.
        rows = rows.union(*(as_influences(column.flow) for column in values))
    named = [Column(column, NOTHING) for column in name_columns if column]
    made = [*values, *named] if pivot.args.get("value_columns_first") else [*named, *values]
    return Relation([*kept, *made], frozenset(rows), relation.open, relation.assumed)


def _group(item: exp.Expr) -> list[str]:
    if isinstance(item, exp.PivotAlias):
        item = item.this
    if isinstance(item, (exp.Tuple, exp.Paren)):
        inner = item.expressions if isinstance(item, exp.Tuple) else [item.this]
        return [name_of(part) for part in inner]
    return [name_of(item)]


def _targets(item: exp.Expr) -> list[str]:
    if isinstance(item, exp.Tuple):
        return [name_of(part) for part in item.expressions]
    return [name_of(item)]
