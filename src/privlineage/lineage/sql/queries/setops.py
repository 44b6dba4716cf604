"""UNION, INTERSECT, EXCEPT: arms joined by position (or by name) under the first arm's names."""

from __future__ import annotations

from collections.abc import Callable

from sqlglot import exp

from privlineage.lineage.sql.queries.flows import Influence, Origin, as_influences, merge
from privlineage.lineage.sql.queries.relations import Column, Relation, joined
from privlineage.lineage.sql.queries.scope import Scope

__all__ = ["combined"]


def combined(node: exp.SetOperation, scope: Scope, arm_relation: Callable[[exp.Expr], Relation]) -> Relation:
    """The relation of a set operation; long chains are walked, not recursed into."""
    chain: list[exp.SetOperation] = []
    current: exp.Expr = node
    while isinstance(current, exp.SetOperation) and (current is node or not current.args.get("with_")):
        chain.append(current)
        current = current.this
    result = arm_relation(current)
    parts = [result]
    distinct: set[Influence] = set()
    for operation in reversed(chain):
        arm = arm_relation(operation.expression)
        parts.append(arm)
        by_name = bool(operation.args.get("by_name"))
        if len(parts) > 2 and not by_name and not _selects(operation) and not distinct:
            continue
        if by_name or _selects(operation):
            result = _joined(parts, by_name=by_name, scope=scope)
            parts = [result]
        if _selects(operation):
            distinct |= as_influences(merge(column.flow for column in result.columns))
    return _joined(parts, by_name=False, scope=scope).with_rows(distinct)


def _selects(operation: exp.SetOperation) -> bool:
    """Whether the operation selects rows by their values: UNION ALL alone does not."""
    return not isinstance(operation, exp.Union) or operation.args.get("distinct") is not False


def _joined(parts: list[Relation], *, by_name: bool, scope: Scope) -> Relation:
    if len(parts) == 1:
        return parts[0]
    rows = frozenset[Influence]().union(*(part.rows for part in parts))
    assumed = frozenset[Origin]().union(*(part.assumed for part in parts))
    open_tables = tuple(dict.fromkeys(table for part in parts for table in part.open))
    columns = joined(parts, any_case=True).columns if by_name else _by_position(parts)
    widths = {len(part.columns) for part in parts}
    if open_tables and (not by_name or widths):
        # Past an unlisted star positions are not known, so every arm flows on as a whole as well.
        assumed |= {
            Origin(origin.table, "*", assumed=True)
            for part in parts
            for column in part.columns
            for origin in column.flow.values
        }
    elif len(widths) > 1 and not by_name:
        scope.session.report("unsupported", "the arms of this set operation have different numbers of columns")
    return Relation(columns, rows, open_tables, assumed)


def _by_position(parts: list[Relation]) -> list[Column]:
    first = max(parts, key=lambda part: bool(part.columns))
    width = max(len(part.columns) for part in parts)
    names = [*first.names, *(f"column{index + 1}" for index in range(len(first.columns), width))]
    return [
        Column(names[index], merge(part.columns[index].flow for part in parts if index < len(part.columns)))
        for index in range(width)
    ]
