"""Joins: what ON selects by, and which columns USING and NATURAL make one."""

from __future__ import annotations

from sqlglot import exp

from privlineage.lineage.sql.queries.expressions import influences_of, name
from privlineage.lineage.sql.queries.flows import Flow, Origin, as_influences, merge
from privlineage.lineage.sql.queries.relations import Name
from privlineage.lineage.sql.queries.scope import Scope, Source

__all__ = ["connect"]

_ONE_SIDED = frozenset({"SEMI", "ANTI"})


def connect(join: exp.Join, added: list[Source], scope: Scope) -> None:
    """Account for a join whose right side has just been put in scope."""
    scope.rows |= influences_of(_part(join, "on"), scope)
    scope.rows |= influences_of(_part(join, "match_condition"), scope)
    merged = [name(item) for item in join.args.get("using") or []]
    if str(join.args.get("method") or "").upper() == "NATURAL":
        merged = _common(added, scope)
    one_sided = str(join.args.get("kind") or "").upper() in _ONE_SIDED
    for column in merged:
        _merge(column, added, scope, one_sided=one_sided)
    if one_sided:
        for source in added:
            source.visible = False


def _part(join: exp.Join, key: str) -> exp.Expr | None:
    found = join.args.get(key)
    return found if isinstance(found, exp.Expr) else None


def _common(added: list[Source], scope: Scope) -> list[Name]:
    """Columns that both sides of a NATURAL join have."""
    new = {id(source) for source in added}
    left = {
        column.name.lower()
        for source in scope.sources
        if source.visible and id(source) not in new
        for column in source.relation.columns
    }
    return [Name(column.name) for source in added for column in source.relation.columns if column.name.lower() in left]


def _merge(column: Name, added: list[Source], scope: Scope, *, one_sided: bool = False) -> None:
    """Make a column of both sides one: its value is either's, and it selects the rows.

    Of a semi join only the left side's value goes on.
    """
    key = column.text.lower()
    new = {id(source) for source in added}
    before = [source for source in scope.sources if source.visible and id(source) not in new]
    known = scope.merged.get(key)
    left = known if known is not None else _side(column, before, scope)
    right = _side(column, added, scope)
    flow = merge(side for side in (left, right) if side is not None)
    scope.merged[key] = left if one_sided and left is not None else flow
    scope.rows |= as_influences(flow)


def _side(column: Name, sources: list[Source], scope: Scope) -> Flow | None:
    for source in sources:
        found = source.relation.find(column, scope.session.dialect)
        if found is not None:
            return found.flow
    tables = [table for source in sources for table in source.relation.open]
    if tables:
        return Flow(frozenset(Origin(table, column.text, assumed=True) for table in tables))
    scope.session.report("unknown-column", f"the joined column `{column.text}` is missing on one side")
    return None
