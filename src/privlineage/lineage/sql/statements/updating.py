"""UPDATE and DELETE: of one table or several, from joins, through aliases and common table expressions."""

from __future__ import annotations

from sqlglot import exp

from privlineage.lineage.sql.guessing import guess
from privlineage.lineage.sql.parsing import name_of
from privlineage.lineage.sql.queries.expressions import flow_of, influences_of
from privlineage.lineage.sql.queries.flows import NOTHING, Flow, merge, table_of
from privlineage.lineage.sql.queries.from_items import add_from, add_item
from privlineage.lineage.sql.queries.queries import define_ctes
from privlineage.lineage.sql.queries.relations import Column, Name, Relation
from privlineage.lineage.sql.queries.scope import Scope, Source
from privlineage.lineage.sql.queries.subqueries import inner_query
from privlineage.lineage.sql.result import WriteKind
from privlineage.lineage.sql.session import Session
from privlineage.lineage.sql.statements.returning import returned
from privlineage.lineage.sql.statements.targets import Target, after, record, stored, target_of

__all__ = ["assignments", "delete", "given_value", "row_values", "target_source", "update"]


def update(node: exp.Update, session: Session, outer: Scope | None) -> Relation:
    """UPDATE … SET … [FROM …] [WHERE …]."""
    scope = Scope(session, outer)
    define_ctes(node, scope)
    main = _own_source(node, scope)
    where = node.args.get("where")
    scope.rows |= influences_of(where.this if isinstance(where, exp.Expr) else None, scope)
    _limit(node, scope)
    assigned: dict[str, tuple[Target, dict[str, Flow]]] = {}
    for item in node.expressions:
        if isinstance(item, exp.EQ) and isinstance(item.this, exp.Parameter):
            # T-SQL: a variable keeps the value of a row that is changed.
            session.assign(name_of(item.this.this), flow_of(item.expression, scope).shaped_by(scope.rows))
        elif isinstance(item, (exp.EQ, exp.PropertyEQ)):
            for target, column, flow in assignments(item, main, scope):
                _, flows = assigned.setdefault(target.name, (target, {}))
                flows[column] = merge((flows[column], flow)) if column in flows else flow
        else:
            session.report("syntax", "this is no assignment", item)
            guess(session.text, session)
    rows = frozenset(scope.rows)
    result = Relation()
    for target, flows in assigned.values():
        columns = [Column(column, flow) for column, flow in flows.items()]
        record(target, Relation(columns, rows, assumed=frozenset(scope.assumed)), WriteKind.UPDATE, session)
        old = stored(target, session) if target.table is not None else None
        found = returned(node, after(target.table, flows, keep=True), old, target, rows=rows, around=scope)
        result = found if found.columns else result
    return result


def _own_source(node: exp.Expr, scope: Scope) -> tuple[Source | None, Target]:
    """Put the written table and what stands beside it in scope; the written one is found again under FROM's alias."""
    table = node.this
    session = scope.session
    from_clause = node.args.get("from_")
    if isinstance(from_clause, exp.Expr):
        add_from(node, scope)
        found = scope.source(Name(name_of(table.this))) if not table.args.get("db") else None
        if found is None:
            found = next((source for source in scope.sources if _same(source, table)), None)
        if found is not None:
            return found, target_source(found, table, session)
    before = len(scope.sources)
    add_item(table, scope)
    source = scope.sources[before] if len(scope.sources) > before else None
    return source, target_source(source, table, session)


def _same(source: Source, table: exp.Expr) -> bool:
    """Whether a source of FROM is the table the statement writes, spelled in full both times."""
    parts = tuple(part.name.lower() for part in table.parts) if isinstance(table, exp.Table) else ()
    return bool(parts) and source.qualifier == parts


def target_source(source: Source | None, table: exp.Expr, session: Session) -> Target:
    """The target behind a source; through a common table expression or a subquery, the table it reads."""
    if source is None:
        return target_of(table, session)
    if source.table is not None:
        return Target(source.table.name, source.table)
    if source.relation.open:
        return Target(table_of(source.relation.open[0]), None)
    tables = {table_of(origin.table) for column in source.relation.columns for origin in column.flow.values}
    if len(tables) == 1:
        name = next(iter(tables))
        found = session.catalog.find([Name(part) for part in name.split(".")])
        return Target(name, found[0] if len(found) == 1 else None)
    return target_of(table, session)


def assignments(item: exp.Expr, main: tuple[Source | None, Target], scope: Scope) -> list[tuple[Target, str, Flow]]:
    """What one `column = value` of SET writes, with what flows in; `(a, b) = (…)` writes several."""
    left, right = item.this, item.expression
    if isinstance(left, exp.Paren):
        # `(a) = ROW(x)`: a row of one.
        left = exp.Tuple(expressions=[left.this])
    if not isinstance(left, exp.Tuple):
        inner = left
        while isinstance(inner, exp.Bracket):
            inner = inner.this
        target, column = _assigned_column(inner, main, scope)
        flow = given_value(right, scope)
        if inner is not left:
            # `payload['a'] = x` changes a part: the rest of the column is what it was.
            flow = merge((flow, flow_of(inner, scope).transformed()))
        return [(target, column, flow)]
    columns = [_assigned_column(part, main, scope) for part in left.expressions]
    return [
        (target, column, flow)
        for (target, column), flow in zip(columns, row_values(right, len(columns), scope), strict=True)
    ]


def given_value(node: exp.Expr, scope: Scope) -> Flow:
    """What a column is given: an expression, or its default, which is no data of this statement."""
    if isinstance(node, exp.Column) and len(node.parts) == 1 and name_of(node.this).lower() == "default":
        return NOTHING
    return flow_of(node, scope)


def row_values(node: exp.Expr, count: int, scope: Scope) -> list[Flow]:
    """The values of a row assignment, by position."""
    inner = inner_query(node)
    if inner is not None:
        relation = scope.session.query(inner, scope)
        scope.assumed |= relation.assumed
        flows = [column.flow.shaped_by(relation.rows) for column in relation.columns]
    elif isinstance(node, exp.Tuple) or (isinstance(node, exp.Anonymous) and name_of(node).lower() == "row"):
        flows = [given_value(part, scope) for part in node.expressions]
    else:
        flows = [flow_of(node, scope)] * count
    return [*flows, *[NOTHING] * (count - len(flows))][:count]


def _assigned_column(node: exp.Expr, main: tuple[Source | None, Target], scope: Scope) -> tuple[Target, str]:
    source, target = main
    parts = [name_of(part) for part in node.parts] if isinstance(node, exp.Column) else [name_of(node)]
    if isinstance(node, exp.Dot):
        parts = node.sql().replace('"', "").replace("`", "").split(".")
    if len(parts) > 1:
        for size in (1, 2, 3):
            named = scope.source(Name(parts[size - 1])) if size < len(parts) else None
            if named is not None:
                source = named
                target = (
                    target_source(named, exp.to_table(parts[size - 1]), scope.session)
                    if named is not main[0]
                    else target
                )
                parts = parts[size:]
                break
    column = ".".join(parts)
    if source is not None and source.table is None and not source.relation.open:
        # Through a common table expression: the column behind its column.
        found = source.relation.find(Name(column), scope.session.dialect)
        origins = list(found.flow.values) if found is not None else []
        if len(origins) == 1 and table_of(origins[0].table) == target.name:
            return target, origins[0].column
    first, _, rest = column.partition(".")
    spelled = target.spelled(column, scope.session)
    return target, f"{target.spelled(first, scope.session)}.{rest}" if rest and spelled == column else spelled


def _limit(node: exp.Expr, scope: Scope) -> None:
    order = node.args.get("order")
    if isinstance(order, exp.Expr) and isinstance(node.args.get("limit"), exp.Expr):
        for key in order.expressions:
            scope.rows |= influences_of(key, scope)


def delete(node: exp.Delete, session: Session, outer: Scope | None) -> Relation:
    """DELETE … [USING …] [WHERE …]: rows of the written table are chosen, no value is written."""
    scope = Scope(session, outer)
    define_ctes(node, scope)
    named = [table for table in node.args.get("tables") or [] if isinstance(table, exp.Expr)]
    main = node.this if isinstance(node.this, exp.Expr) else None
    if main is not None:
        add_item(main, scope)
    elif named:
        for table in named:
            add_item(table, scope)
    for item in node.args.get("using") or []:
        add_item(item, scope)
    where = node.args.get("where")
    scope.rows |= influences_of(where.this if isinstance(where, exp.Expr) else None, scope)
    _limit(node, scope)
    rows = frozenset(scope.rows)
    assumed = frozenset(scope.assumed)
    result = Relation()
    for table in named or ([main] if main is not None else []):
        source = scope.source(Name(table.alias_or_name)) or (scope.sources[0] if scope.sources else None)
        target = target_source(source, table, session)
        known = {origin for origin in assumed if table_of(origin.table) != target.name}
        mode = WriteKind.DELETE if isinstance(where, exp.Expr) or len(scope.sources) > 1 else WriteKind.TRUNCATE
        record(target, Relation((), rows, assumed=frozenset(known)), mode, session)
        found = returned(node, None, stored(target, session), target, rows=rows, around=scope)
        result = found if found.columns else result
    return result
