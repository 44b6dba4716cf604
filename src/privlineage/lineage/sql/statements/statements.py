"""Which statement is resolved by which file, and which statements move no data at all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlglot import exp

from privlineage.lineage.sql.catalog import Kind
from privlineage.lineage.sql.guessing import guess
from privlineage.lineage.sql.parsing import ParseFailure, name_of
from privlineage.lineage.sql.queries.expressions import flow_of
from privlineage.lineage.sql.queries.flows import Flow
from privlineage.lineage.sql.queries.relations import Column, Name, Relation
from privlineage.lineage.sql.queries.scope import Scope
from privlineage.lineage.sql.queries.subqueries import inner_query
from privlineage.lineage.sql.queries.tables import reference
from privlineage.lineage.sql.result import WriteKind
from privlineage.lineage.sql.session import Session
from privlineage.lineage.sql.statements.altering import alter, drop, truncate
from privlineage.lineage.sql.statements.copying import copy, export, load
from privlineage.lineage.sql.statements.creating import create, make_table, select_into
from privlineage.lineage.sql.statements.inserting import insert, insert_many
from privlineage.lineage.sql.statements.merging import merge_into
from privlineage.lineage.sql.statements.texts import text_of
from privlineage.lineage.sql.statements.updating import delete, update

__all__ = ["is_resolved", "perform"]

Performer = Callable[[Any, Session, "Scope | None"], Relation]


def is_resolved(node: exp.Expr) -> bool:
    """Whether there is a file for this kind of statement."""
    return type(node) in _PERFORMERS or isinstance(node, exp.Query)


def perform(node: exp.Expr, session: Session, outer: Scope | None = None) -> Relation:
    """Resolve one statement; its effects are collected in the session.

    Returns:
        What it hands back to a query around it (RETURNING inside a common table expression).
    """
    performer = _PERFORMERS.get(type(node))
    if performer is not None:
        return performer(node, session, outer)
    if isinstance(node, exp.Query):
        return _select(node, session, outer)
    if not isinstance(node, _SILENT):
        session.report("unsupported", f"a statement of the kind {type(node).__name__} is not resolved", node)
        guess(session.text, session)
    return Relation()


def _select(node: exp.Expr, session: Session, outer: Scope | None) -> Relation:
    """A bare query hands its rows to the client, unless it has an INTO."""
    holder = node
    while isinstance(holder, (exp.Subquery, exp.SetOperation)) and isinstance(holder.this, exp.Expr):
        holder = holder.this
    if isinstance(holder, exp.Select) and not holder.expressions and not _may_select_nothing(holder, session):
        raise ParseFailure("nothing is selected")
    relation = session.query(node, outer)
    if isinstance(holder, exp.Select) and select_into(holder, relation, session):
        return relation
    assigns = isinstance(holder, exp.Select) and holder.expressions and not relation.columns and not relation.open
    if not assigns:
        session.effects.output("", relation)
    return relation


def _may_select_nothing(node: exp.Select, session: Session) -> bool:
    """PostgreSQL has rows without columns: `SELECT FROM t`."""
    return bool(node.args.get("from_") or node.args.get("from")) and session.dialect.name in ("postgres", "")


def _assign(node: exp.Expr, session: Session, _outer: Scope | None) -> Relation:
    """A variable of a script: `total := (SELECT …)`."""
    value = node.expression
    session.assign(name_of(node.this), flow_of(value, Scope(session)), text_of(value, session.texts))
    return Relation()


def _set(node: exp.Set, session: Session, _outer: Scope | None) -> Relation:
    """SET: variables keep what they are given; a search path changes which tables bare names mean."""
    scope = Scope(session)
    for item in node.expressions:
        assignment = item.this
        if not isinstance(assignment, exp.Binary):
            continue
        target = assignment.this
        if session.dialect.bare_batches and not isinstance(target, exp.Parameter):
            continue  # a setting of T-SQL, such as IDENTITY_INSERT
        if isinstance(target, (exp.Tuple, exp.Paren)):
            _set_several(target, assignment.expression, scope)
            continue
        name = name_of(target.this if isinstance(target, exp.Parameter) else target).lower()
        if name in ("search_path", "current_schema", "schema"):
            session.catalog.search(name_of(assignment.expression))
            continue
        if isinstance(assignment.expression, exp.Expr):
            value = assignment.expression
            session.assign(name, flow_of(value, scope), text_of(value, session.texts))
    return Relation()


def _set_several(target: exp.Expr, value: exp.Expr, scope: Scope) -> None:
    """`SET (a, b) = (1, (SELECT …))`, `SET (a, b) = (SELECT AS STRUCT …)`: by position."""
    session = scope.session
    names = [name_of(item).lower() for item in (target.expressions or [target.this])]
    if isinstance(value, exp.Tuple):
        for name, item in zip(names, value.expressions, strict=False):
            session.assign(name, flow_of(item, scope), text_of(item, session.texts))
        return
    inner = inner_query(value)
    if inner is None:
        for name in names:
            session.assign(name, flow_of(value, scope))
        return
    session.assign_row(names, session.query(inner, scope))


def _declare(node: exp.Declare, session: Session, _outer: Scope | None) -> Relation:
    """DECLARE: variables with a default, and table variables."""
    scope = Scope(session)
    for item in node.expressions:
        names = item.this if isinstance(item.this, list) else [item.this]
        default = item.args.get("default")
        kind = item.args.get("kind")
        for variable in names:
            name = name_of(variable.this if isinstance(variable, exp.Parameter) else variable)
            if isinstance(kind, exp.Schema):
                columns = [
                    Column(name_of(column.this), Flow())
                    for column in kind.expressions
                    if isinstance(column, exp.ColumnDef)
                ]
                make_table(
                    [Name(f"@{name}")],
                    Relation(columns),
                    {},
                    kind=Kind.TEMPORARY,
                    mode=WriteKind.CREATE,
                    guarded=False,
                    session=session,
                )
            elif isinstance(default, exp.Expr):
                session.assign(name, flow_of(default, scope), text_of(default, session.texts))
    return Relation()


def _use(node: exp.Use, session: Session, _outer: Scope | None) -> Relation:
    if isinstance(node.this, exp.Table):
        parts, kind = reference(node.this), node.args.get("kind")
        word = (kind.name if isinstance(kind, exp.Expr) else str(kind or "")).upper()
        if word not in ("ROLE", "WAREHOUSE"):
            session.catalog.use(".".join(part.text for part in parts))
        if session.catalog.used is not None:
            session.catalog.used.use(parts, word)
    return Relation()


def _cache(node: exp.Cache, session: Session, outer: Scope | None) -> Relation:
    """Spark's CACHE TABLE t AS query: a table of this session."""
    if isinstance(node.expression, exp.Expr) and isinstance(node.this, exp.Table):
        relation = session.query(node.expression, outer)
        make_table(
            reference(node.this),
            relation,
            {},
            kind=Kind.TEMPORARY,
            mode=WriteKind.CREATE,
            guarded=False,
            session=session,
        )
    return Relation()


def _summarize(node: exp.Expr, session: Session, outer: Scope | None) -> Relation:
    """DuckDB's SUMMARIZE shows what it finds."""
    relation = session.query(node, outer)
    session.effects.output("", relation)
    return relation


def _procedure(node: exp.Expr, session: Session, _outer: Scope | None) -> Relation:
    name = name_of(node.this) if isinstance(node.this, exp.Expr) else ""
    session.report("procedure", f"what `{name}` does is not known" if name else "what is called is not known", node)
    return Relation()


def _block(node: exp.Expr, session: Session, outer: Scope | None) -> Relation:
    """T-SQL's IF, WHILE and BEGIN … END around statements: all of them count."""
    parts = [node.args.get(key) for key in ("true", "false", "body", "this")] if isinstance(node, _CONDITIONAL) else []
    pending: list[exp.Expr] = (
        [part for part in parts if isinstance(part, exp.Expr)] if parts else list(node.expressions)
    )
    for part in pending:
        if isinstance(part, (exp.Block, *_CONDITIONAL)):
            _block(part, session, outer)
        elif isinstance(part, (exp.DML, exp.Query, exp.DDL)) or type(part) in _PERFORMERS:
            perform(part, session, outer)
    return Relation()


_CONDITIONAL = tuple(kind for kind in (getattr(exp, name, None) for name in ("IfBlock", "WhileBlock")) if kind)
_SILENT = tuple(
    kind
    for kind in (
        getattr(exp, name, None)
        for name in (
            "Transaction Commit Rollback Grant Revoke Comment Analyze Refresh Pragma Attach Detach Install Describe "
            "Show Kill Semicolon Uncache Heredoc EndStatement LockingStatement Fetch Put"
        ).split()
    )
    if kind
)
_PERFORMERS: dict[type[exp.Expr], Performer] = {
    exp.Create: create,
    exp.Values: _select,
    exp.Pivot: _select,
    exp.Table: _select,
    exp.Insert: insert,
    exp.MultitableInserts: insert_many,
    exp.Update: update,
    exp.Delete: delete,
    exp.Merge: merge_into,
    exp.Drop: drop,
    exp.TruncateTable: truncate,
    exp.Alter: alter,
    exp.Copy: copy,
    exp.Export: export,
    exp.LoadData: load,
    exp.Set: _set,
    exp.Summarize: _summarize,
    exp.Declare: _declare,
    exp.Use: _use,
    exp.Cache: _cache,
    exp.Execute: _procedure,
    exp.ExecuteSql: _procedure,
    exp.Block: _block,
    exp.PropertyEQ: _assign,
}
_PERFORMERS.update(dict.fromkeys(_CONDITIONAL, _block))
