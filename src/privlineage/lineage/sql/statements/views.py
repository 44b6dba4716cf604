"""Views: what is behind one, opened once, and again only when something it names has changed.

A view sees names from where it was made, not from where it is read. What cannot be opened (a view that leads back to
itself, SQL that does not parse, a table nobody knows) is told to whoever reads it, and never passed over.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sqlglot import exp

from privlineage.core.schema import UNREADABLE, words_of
from privlineage.lineage.sql.catalog import Catalog, Table
from privlineage.lineage.sql.parsing import ParseFailure, name_of, parse
from privlineage.lineage.sql.queries.flows import Flow, Origin, merge
from privlineage.lineage.sql.queries.queries import define_ctes
from privlineage.lineage.sql.queries.relations import Column, Relation, base_relation
from privlineage.lineage.sql.queries.scope import Scope
from privlineage.lineage.sql.session import Session
from privlineage.lineage.sql.statements.targets import column_names
from privlineage.lineage.sql.text.rewriting import readable

__all__ = ["open_view"]

MAX_INSIDE = 20
"""Views opened inside one another; those below a view are opened before it, so that only cycles come this far."""
MAX_BELOW = 5_000
"""Views below one that are opened before it."""
MAX_TEXT = 1_000_000
"""Characters of a view's SQL that are parsed."""
_NO_QUERY = (exp.Command, exp.Condition, exp.DataType, exp.Identifier, exp.Alias, exp.Var)


def open_view(table: Table, session: Session) -> Relation:
    """What is behind a view; whatever is not known of it is reported for the statement that reads it."""
    catalog = session.catalog
    if not catalog.is_current(table):
        if table.name in session.opening or len(session.opening) >= MAX_INSIDE:
            session.report("unsupported", f"the view `{table.name}` leads back to itself or too deep")
            return _as_listed(table, session)
        if not session.opening:
            for below in _below(table, catalog):
                if not catalog.is_current(below):
                    _open(below, session)
        _open(table, session)
    session.read(sorted(table.reads))
    line, column = session.places.of(session.piece.start)
    for entry in table.unresolved:
        session.effects.unresolved.setdefault(replace(entry, line=line, column=column))
    return table.relation


def _below(table: Table, catalog: Catalog) -> list[Table]:
    """The views that a view may lead to, the deepest first; a word of its SQL that is a view's name is enough.

    Those that lead back to themselves are left out.
    """
    order: list[Table] = []
    seen = {table.name}
    cyclic: set[str] = set()
    stack = [(table, _named(table, catalog))]
    while stack:
        view, rest = stack[-1]
        found = next(rest, None) if len(seen) < MAX_BELOW else None
        if found is None:
            stack.pop()
            order.append(view)
        elif found.name not in seen:
            seen.add(found.name)
            stack.append((found, _named(found, catalog)))
        elif found is not view:
            # CREATE VIEW names the view itself, which is no way back.
            path = [each.name for each, _ in stack]
            cyclic.update(path[path.index(found.name) :] if found.name in path else ())
    return [view for view in order[:-1] if view.name not in cyclic]


def _named(view: Table, catalog: Catalog) -> Iterator[Table]:
    definition = view.definition
    words = words_of(definition) if isinstance(definition, str) else _names(definition)
    return iter(catalog.views_named(words) if words else ())


def _open(table: Table, session: Session) -> None:
    """Fill in what is behind a view; the effects of resolving it are kept with it, not with the statement."""
    effects = session.effects
    reads, unresolved = effects.reads, effects.unresolved
    effects.reads, effects.unresolved = {}, {}
    session.opening.append(table.name)
    try:
        with session.catalog.seen_from(table):
            table.relation = _behind(table, session)
        table.reads, table.unresolved = frozenset(effects.reads), tuple(effects.unresolved)
    finally:
        session.opening.pop()
        effects.reads, effects.unresolved = reads, unresolved
    table.stamp = session.catalog.version


def _behind(table: Table, session: Session) -> Relation:
    try:
        tree = _tree(table, session)
        table.mentions = _mentions(tree, session.catalog)
        relation = _definition(tree, session)
    except ParseFailure as failure:
        session.report(failure.code, f"its definition cannot be read: {failure.detail}")
        return _as_listed(table, session)
    except RecursionError:
        session.report("unsupported", "its definition is nested too deeply")
        return _as_listed(table, session)
    if isinstance(table.definition, str):
        relation = _as_described(relation, table, session)
    return _with_claims(relation, table, session)


def _tree(table: Table, session: Session) -> exp.Expr:
    definition = table.definition
    if isinstance(definition, exp.Expr):
        return definition
    if not definition or definition == UNREADABLE:
        raise ParseFailure("nobody could see it")
    if len(definition) > MAX_TEXT:
        raise ParseFailure("it is longer than the resolver's budget allows", code="unsupported")
    session.step(len(definition))
    tree = parse(readable(definition, session.dialect.name), session.dialect)
    if isinstance(tree, _NO_QUERY) and not isinstance(tree, exp.Query):
        raise ParseFailure("it is no query")
    return tree


def _mentions(tree: exp.Expr, catalog: Catalog) -> frozenset[str]:
    """The last names of the tables that a definition names, and of those behind the views among them."""
    direct = _names(tree)
    return direct.union(*(view.mentions or () for view in catalog.views_named(direct)))


def _names(tree: exp.Expr | None) -> frozenset[str]:
    tables = tree.find_all(exp.Table) if tree is not None else ()
    return frozenset(name_of(part).lower() for table in tables for part in table.find_all(exp.Identifier))


def _definition(tree: exp.Expr, session: Session) -> Relation:
    """The query of a view, given bare or as CREATE VIEW."""
    if isinstance(tree, exp.Create) and isinstance(tree.expression, exp.Expr):
        scope = Scope(session)
        define_ctes(tree, scope)
        return session.query(tree.expression, scope).renamed(column_names(tree.this))
    return session.query(tree, None)


def _as_described(relation: Relation, table: Table, session: Session) -> Relation:
    """The relation with the columns that the schema lists for the view: they may only be called otherwise there."""
    listed = [name for name in table.types if name != "*"]
    if relation.open or not listed:
        return relation
    own = {column.name.lower() for column in relation.columns}
    missing = [name for name in listed if name.lower() not in own]
    if not missing:
        return relation
    if len(listed) == len(relation.columns) and "*" not in table.types:
        return relation.renamed(listed)
    # What it reads has columns by now that nobody has told of.
    session.report("star", "it has columns that its definition is not known to give")
    reads = sorted(session.effects.reads)
    flow = Flow(frozenset(Origin(session.catalog.content(name), "*", assumed=True) for name in reads))
    added = [Column(name, flow) for name in missing]
    return Relation([*relation.columns, *added], relation.rows, relation.open, relation.assumed, relation.element)


def _with_claims(relation: Relation, table: Table, session: Session) -> Relation:
    """The relation where somebody tagged columns of the view itself: those come from the view as well."""
    claimed = session.catalog.schema.claimed.get(table.name)
    if not claimed:
        return relation
    session.read([table.name])
    roots = {path.lower().split(".", 1)[0] for path in claimed}
    content = session.catalog.content(table.name)
    columns = [
        Column(column.name, merge((column.flow, Flow(frozenset((Origin(content, column.name),))))))
        if roots & {"*", column.name.lower()}
        else column
        for column in relation.columns
    ]
    whole = frozenset((Origin(content, "*", assumed=True),)) if relation.open else frozenset()
    return Relation(columns, relation.rows, relation.open, relation.assumed | whole, relation.element)


def _as_listed(table: Table, session: Session) -> Relation:
    session.read([table.name])
    content = session.catalog.content(table.name)
    return base_relation(content, table.types) if table.types else Relation((), open_tables=(content,))
