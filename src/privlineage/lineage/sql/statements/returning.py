"""RETURNING and OUTPUT: rows a write hands back, to the client, to the query around it, or into another table."""

from __future__ import annotations

from sqlglot import exp

from privlineage.lineage.sql.parsing import name_of, plain
from privlineage.lineage.sql.queries.flows import Influence
from privlineage.lineage.sql.queries.queries import project
from privlineage.lineage.sql.queries.relations import Name, Relation
from privlineage.lineage.sql.queries.scope import Scope, Source
from privlineage.lineage.sql.queries.tables import reference
from privlineage.lineage.sql.result import WriteKind
from privlineage.lineage.sql.session import Session
from privlineage.lineage.sql.statements.targets import Target, record

__all__ = ["returned"]


def returned(
    node: exp.Expr,
    new: Relation | None,
    old: Relation | None,
    target: Target,
    *,
    rows: frozenset[Influence],
    around: Scope,
) -> Relation:
    """What RETURNING or OUTPUT hands back: the relation, empty when the statement has no such clause.

    At the top of a statement the rows go to the client (the output `""`) or into the table OUTPUT … INTO names; inside
    a common table expression they go to the query that reads it.
    """
    clause = node.args.get("returning")
    if not isinstance(clause, exp.Expr):
        return Relation()
    session = around.session
    scope = Scope(session, around)
    shown = new if new is not None else old if old is not None else Relation()
    scope.add(Source(Name(_alias(node)), Relation(shown.columns, open_tables=shown.open), (target.name.lower(),)))
    for alias, relation in (("inserted", new), ("deleted", old), ("new", new), ("old", old)):
        known = relation if relation is not None else Relation()
        scope.add(Source(Name(alias), Relation(known.columns, open_tables=known.open), visible=False))
    for source in around.sources:
        if source.alias.text.lower() != _alias(node).lower():
            scope.sources.append(source)
    columns, open_tables = project(clause.expressions, scope)
    relation = Relation(columns, rows, open_tables, frozenset(scope.assumed))
    into = clause.args.get("into")
    if isinstance(into, exp.Expr):
        _into(into, relation, session)
    elif around.parent is None:
        session.effects.output("", relation)
    return relation


def _alias(node: exp.Expr) -> str:
    table = node.this.this if isinstance(node.this, exp.Schema) else node.this
    if not isinstance(table, exp.Table):
        return ""
    return table.alias or name_of(table.this)


def _into(into: exp.Expr, relation: Relation, session: Session) -> None:
    from privlineage.lineage.sql.statements.inserting import place_columns

    if isinstance(into, exp.Anonymous):
        parts = [Name(plain(into.name))]
        listed = [name_of(item) for item in into.expressions]
    elif isinstance(into, exp.Dot) and isinstance(into.expression, exp.Anonymous):
        parts = [Name(name_of(into.this)), Name(plain(into.expression.name))]
        listed = [name_of(item) for item in into.expression.expressions]
    else:
        table = into.this if isinstance(into, exp.Schema) else into
        parts = reference(table if isinstance(table, exp.Table) else exp.Table(this=table))
        listed = [name_of(item) for item in into.expressions] if isinstance(into, exp.Schema) else []
    found = session.catalog.target(parts)
    target = Target(found.name, found) if found is not None else Target(".".join(part.text for part in parts), None)
    record(target, place_columns(target, listed, relation, exp.Insert(this=into), session), WriteKind.APPEND, session)
