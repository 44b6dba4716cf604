"""Columns that are computed from others of their row: whatever is written into those gets into these."""

from __future__ import annotations

from collections.abc import Iterable

from sqlglot import exp

from privlineage.lineage.sql.parsing import name_of
from privlineage.lineage.sql.queries.expressions import flow_of
from privlineage.lineage.sql.queries.relations import Column, Name, Relation
from privlineage.lineage.sql.queries.scope import Scope, Source
from privlineage.lineage.sql.result import WriteKind
from privlineage.lineage.sql.session import Session
from privlineage.lineage.sql.statements.targets import Target, record, stored

__all__ = ["fill_computed"]


def fill_computed(items: Iterable[object], target: Target, session: Session) -> None:
    """Record what flows into columns declared with GENERATED … AS, and into those retyped with USING."""
    found = {}
    for item in items:
        value = _value(item)
        if value is not None:
            found[target.spelled(name_of(item.this), session)] = value  # type: ignore[attr-defined]  # a node
    if not found:
        return
    scope = Scope(session)
    scope.add(Source(Name(target.name), stored(target, session), (target.name.lower(),)))
    if target.temporary:
        session.report("unsupported", f"what is computed in `{target.name}` is not followed")
    columns = [Column(name, flow_of(value, scope)) for name, value in found.items()]
    record(target, Relation(columns, assumed=frozenset(scope.assumed)), WriteKind.UPDATE, session)


def _value(item: object) -> exp.Expr | None:
    if isinstance(item, exp.AlterColumn):
        using = item.args.get("using")
        return using if isinstance(using, exp.Expr) else None
    for constraint in item.args.get("constraints") or [] if isinstance(item, exp.ColumnDef) else []:
        kind = constraint.args.get("kind")
        if isinstance(kind, exp.ComputedColumnConstraint) and isinstance(kind.this, exp.Expr):
            return kind.this
        if isinstance(kind, exp.GeneratedAsIdentityColumnConstraint) and isinstance(kind.expression, exp.Expr):
            return kind.expression
    return None
