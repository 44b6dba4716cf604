"""SQLite's bare columns: beside one MAX or MIN they are those of the row in which it stands."""

from __future__ import annotations

from sqlglot import exp

from privlineage.lineage.sql.queries.expressions import influences_of
from privlineage.lineage.sql.queries.flows import AGGREGATION, Influence, as_influences
from privlineage.lineage.sql.queries.functions import call_name
from privlineage.lineage.sql.queries.relations import Column
from privlineage.lineage.sql.queries.scope import Scope

__all__ = ["beside_extreme"]


def beside_extreme(
    items: list[exp.Expr], columns: list[Column], keys: frozenset[Influence], scope: Scope
) -> list[Column]:
    """The columns, those that are neither aggregated nor grouped by shaped by what the only MAX or MIN compares."""
    if scope.session.dialect.name != "sqlite":
        return columns
    found = [argument for item in items if (argument := _extreme(item)) is not None]
    if len(found) != 1:
        return columns
    shapes = influences_of(found[0], scope)
    return [
        Column(column.name, column.flow.shaped_by(shapes)) if _is_bare(column, keys) else column for column in columns
    ]


def _extreme(item: exp.Expr) -> exp.Expr | None:
    """What MAX or MIN is taken of, None for any other item."""
    inner = item.this if isinstance(item, exp.Alias) else item
    if not isinstance(inner, exp.Anonymous) or call_name(inner) not in ("max", "min") or len(inner.expressions) != 1:
        return None
    argument = inner.expressions[0]
    return argument if isinstance(argument, exp.Expr) else None


def _is_bare(column: Column, keys: frozenset[Influence]) -> bool:
    values = column.flow.values
    return all(origin.transform < AGGREGATION for origin in values) and not as_influences(column.flow) <= keys
