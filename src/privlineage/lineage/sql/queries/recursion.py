"""Recursive common table expressions: the least fixpoint of the arms."""

from __future__ import annotations

from sqlglot import exp

from privlineage.lineage.sql.parsing import name_of
from privlineage.lineage.sql.queries.flows import NOTHING, Flow, Origin, as_influences, merge
from privlineage.lineage.sql.queries.relations import Column, Name, Relation
from privlineage.lineage.sql.queries.scope import Scope
from privlineage.lineage.sql.result import FunctionUse

__all__ = ["recursive_relation", "refers_to", "tracked"]

MAX_ROUNDS = 60


def refers_to(node: exp.Expr, table: str) -> bool:
    """Whether a query reads a table of that bare name."""
    wanted = table.lower()
    return any(found.name.lower() == wanted and not found.args.get("db") for found in node.find_all(exp.Table))


def recursive_relation(node: exp.SetOperation, cte: Name, names: list[str], scope: Scope) -> Relation:
    """The relation of `WITH RECURSIVE cte AS (first arm UNION the rest, which reads cte)`.

    Each round feeds the last result back. A path that only repeats functions an origin has already been through is the
    same as far as a declassifier is concerned, so it is not followed further; that bounds the rounds.
    """
    first: exp.Expr = node
    while isinstance(first, exp.SetOperation) and refers_to(first, cte.text):
        first = first.this
    anchor = scope.session.query(first, scope).renamed(names)
    known = anchor
    seen = [{_key(origin) for origin in column.flow.values} for column in anchor.columns]
    for _ in range(MAX_ROUNDS):
        scope.define(cte, known)
        found = scope.session.query(node, scope).renamed(names)
        grown, changed = _grown(known, found, seen)
        if not changed:
            return grown
        known = grown
    return known


def tracked(relation: Relation, clause: exp.Expr, scope: Scope) -> Relation:
    """The relation with the columns that SEARCH and CYCLE add: both are made of the key, a mark only depends on it."""
    added: list[Column] = []
    for part in (clause.args.get("search"), clause.args.get("cycle")):
        if not isinstance(part, exp.Expr):
            continue
        key = relation.find(Name(name_of(part.this)), scope.session.dialect)
        flow = key.flow.transformed() if key is not None else relation.row()
        named = part.args.get("expression")
        mark = str(part.args.get("kind")).upper() == "CYCLE"
        added.append(Column(name_of(named), NOTHING.shaped_by(as_influences(flow)) if mark else flow))
        if isinstance(part.args.get("using"), exp.Expr):
            added.append(Column(name_of(part.args["using"]), flow))
    return Relation([*relation.columns, *added], relation.rows, relation.open, relation.assumed) if added else relation


def _key(origin: Origin) -> tuple[str, str, frozenset[FunctionUse], bool]:
    return origin.table, origin.column, frozenset(origin.path), origin.assumed


def _grown(
    known: Relation, found: Relation, seen: list[set[tuple[str, str, frozenset[FunctionUse], bool]]]
) -> tuple[Relation, bool]:
    changed = not (found.rows <= known.rows and found.assumed <= known.assumed)
    columns: list[Column] = []
    for index, column in enumerate(found.columns):
        if index >= len(seen):
            seen.append(set())
        before = known.columns[index].flow if index < len(known.columns) else Flow()
        new = []
        for origin in column.flow.values:
            key = _key(origin)
            if key not in seen[index]:
                seen[index].add(key)
                new.append(origin)
        if new or not column.flow.shapes <= before.shapes:
            changed = True
        flow = merge((before, Flow(frozenset(new), column.flow.shapes)))
        columns.append(Column(column.name, flow))
    open_tables = tuple(dict.fromkeys((*known.open, *found.open)))
    grown = Relation(columns, known.rows | found.rows, open_tables, known.assumed | found.assumed)
    return grown, changed
