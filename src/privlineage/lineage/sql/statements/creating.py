"""CREATE: tables from queries, from other tables, from column lists; views; functions the script defines itself."""

from __future__ import annotations

import re

from sqlglot import exp

from privlineage.lineage.sql.catalog import Kind, Table
from privlineage.lineage.sql.guessing import guess
from privlineage.lineage.sql.parsing import name_of
from privlineage.lineage.sql.queries.flows import Flow, Origin
from privlineage.lineage.sql.queries.queries import define_ctes
from privlineage.lineage.sql.queries.relations import Column, Name, Relation, base_relation
from privlineage.lineage.sql.queries.scope import Scope
from privlineage.lineage.sql.queries.tables import read_table, reference
from privlineage.lineage.sql.result import Write, WriteKind
from privlineage.lineage.sql.session import Session
from privlineage.lineage.sql.statements.computed import fill_computed
from privlineage.lineage.sql.statements.routines import define_routine
from privlineage.lineage.sql.statements.targets import column_names, leave, record, target_of

__all__ = ["create", "make_table", "select_into"]

_TABLES = frozenset({"TABLE", "VIEW", "MODEL"})
_OPTIONS = getattr(exp, "OptionsProperty", ())
"""Older releases have the options of a table among its other properties."""
_ROUTINES = frozenset({"FUNCTION", "MACRO", "AGGREGATE", "PROCEDURE"})


def create(node: exp.Create, session: Session, outer: Scope | None) -> Relation:
    """CREATE of any kind; what makes no table changes no data."""
    kind = str(node.args.get("kind") or "").upper()
    if kind == "PROCEDURE":
        session.report("procedure", "what this routine will do is not followed", node)
    elif kind in _ROUTINES:
        define_routine(node, session)
    elif kind in _TABLES:
        _create_table(node, kind, session, outer)
    elif kind == "TRIGGER":
        session.report("procedure", "what a trigger will do is not followed", node)
    elif isinstance(node.expression, exp.Query):
        session.report("exit", f"what goes into this {kind.lower()} is read elsewhere", node)
        guess(session.text, session)
    return Relation()


def _properties(node: exp.Create) -> list[exp.Expr]:
    found = node.args.get("properties")
    return list(found.expressions) if isinstance(found, exp.Expr) else []


def _is_temporary(node: exp.Create, name: str) -> bool:
    return name.startswith("#") or any(isinstance(item, exp.TemporaryProperty) for item in _properties(node))


def _create_table(node: exp.Create, kind: str, session: Session, outer: Scope | None) -> None:
    table_node = node.this.this if isinstance(node.this, exp.Schema) else node.this
    if not isinstance(table_node, exp.Table):
        session.report("unsupported", "the created object has no name", node)
        return
    scope = Scope(session, outer)
    define_ctes(node, scope)
    relation, types = _content(node, scope, session)
    parts = reference(table_node)
    temporary = _is_temporary(node, parts[-1].text)
    guarded = bool(node.args.get("exists"))
    mode = WriteKind.REPLACE if node.args.get("replace") else WriteKind.CREATE
    _locations(node, relation, kind, session)
    if kind == "MODEL":
        session.effects.output(f"model:{session.catalog.new_name(parts)}", relation)
        session.write(Write(f"model:{session.catalog.new_name(parts)}", mode, columns=relation.names))
        return
    make_table(
        parts,
        relation,
        types,
        kind=_kind(kind, temporary=temporary),
        mode=mode,
        guarded=guarded,
        session=session,
        definition=node if kind == "VIEW" else None,
        temporary=temporary,
    )
    name = session.catalog.new_name(parts)
    if name in session.outside and not relation.columns:
        # Its columns are those of its files, of which nothing is known here.
        session.catalog.drop(name)
    if kind == "TABLE" and isinstance(node.this, exp.Schema):
        fill_computed(node.this.expressions, target_of(table_node, session), session)
    for item in _properties(node):
        if isinstance(item, exp.ToTableProperty) and isinstance(item.this, exp.Expr):
            # ClickHouse: a materialized view that fills a table.
            record(target_of(item.this, session), relation, WriteKind.APPEND, session)


def _kind(kind: str, *, temporary: bool) -> Kind:
    if kind == "VIEW":
        return Kind.VIEW
    return Kind.TEMPORARY if temporary else Kind.STORED


def _content(node: exp.Create, scope: Scope, session: Session) -> tuple[Relation, dict[str, str]]:
    """What is in the table at first: a query's rows, another table's, or none."""
    types = _declared(node, session)
    expression = node.expression
    if isinstance(expression, exp.Expr):
        relation = session.query(expression, scope)
        if _is_empty(node):
            relation = Relation([Column(column.name, Flow()) for column in relation.columns])
        listed = column_names(node.this)
        if types and session.dialect.name in ("mysql", "doris", "starrocks"):
            return _beside(listed, relation), types
        return relation.renamed(listed), types
    clone = node.args.get("clone")
    if isinstance(clone, exp.Expr):
        source = read_table(clone.this, scope)
        return source.relation, dict(source.table.types) if source.table is not None else {}
    above = [
        table for item in _properties(node) if isinstance(item, exp.InheritsProperty) for table in item.expressions
    ]
    for table in reversed(above):
        parent = session.catalog.target(reference(table)) if isinstance(table, exp.Table) else None
        if parent is None:
            session.report("unknown-table", "nothing is known of the columns this table inherits", table)
        types = {**(parent.types if parent is not None else {}), **types}
    like = next((item for item in _like(node)), None)
    if like is not None:
        found = session.catalog.target(reference(like.this)) if isinstance(like.this, exp.Table) else None
        if found is None:
            session.report("unknown-table", "nothing is known of the columns of the table this one is like", like)
            return Relation([Column(name, Flow()) for name in types]), types
        types = {**found.types, **types}
        names = dict.fromkeys((*found.relation.names, *types))
        return Relation([Column(name, Flow()) for name in names]), types
    return Relation([Column(name, Flow()) for name in types]), types


def _is_empty(node: exp.Create) -> bool:
    """WITH NO DATA; ClickHouse's CREATE TABLE t AS u, unless its engine shows u's rows."""
    if any(isinstance(item, exp.WithDataProperty) and item.args.get("no") for item in _properties(node)):
        return True
    engine = next((item.this for item in _properties(node) if isinstance(item, exp.EngineProperty)), None)
    return (
        isinstance(node.expression, exp.Table)
        and isinstance(engine, exp.Expr)
        and name_of(engine).lower() not in ("buffer", "distributed", "merge")
    )


def _beside(listed: list[str], relation: Relation) -> Relation:
    """MySQL: listed columns stand before the query's, or are the query's where the names agree."""
    own = {column.name.lower() for column in relation.columns}
    extra = [Column(name, Flow()) for name in listed if name.lower() not in own]
    return Relation([*extra, *relation.columns], relation.rows, relation.open, relation.assumed)


def _declared(node: exp.Create, session: Session) -> dict[str, str]:
    if not isinstance(node.this, exp.Schema):
        return {}
    found = {}
    partitions = [item.this for item in _properties(node) if isinstance(item, exp.PartitionedByProperty)]
    added = [item for part in partitions if isinstance(part, exp.Schema) for item in part.expressions]
    for item in (*node.this.expressions, *(item for item in added if isinstance(item, exp.ColumnDef))):
        if isinstance(item, exp.ColumnDef):
            kind = item.args.get("kind")
            found[name_of(item.this)] = kind.sql(session.dialect.name or None) if isinstance(kind, exp.DataType) else ""
        elif isinstance(item, (exp.Identifier, exp.Column)) and node.expression is None:
            # SQLite needs no types.
            found[name_of(item)] = ""
    return found


def _like(node: exp.Create) -> list[exp.Expr]:
    inside = node.this.expressions if isinstance(node.this, exp.Schema) else []
    return [
        item
        for item in (*inside, *_properties(node))
        if isinstance(item, (exp.LikeProperty, exp.PartitionedOfProperty))
    ]


def _locations(node: exp.Create, relation: Relation, kind: str, session: Session) -> None:
    """A table kept in a named place: a query's rows go there; without a query they are what is there."""
    for path in _places(node) if kind == "TABLE" else ():
        if path:
            if isinstance(node.expression, exp.Expr):
                leave(path, relation, session)
            else:
                _filled_from(path, node, session)


def _places(node: exp.Create) -> list[str]:
    """The paths that the properties of a table name, and the options among them."""
    found: list[str] = []
    for item in _properties(node):
        inner = item.expressions if isinstance(item, _OPTIONS) else [item]
        found.extend(path for part in inner for path in _listed_places(part))
    return found


def _listed_places(item: exp.Expr) -> list[str]:
    """The one path of a property, or those that BigQuery's `uris = ['…', '…']` lists."""
    value = item.args.get("value") if isinstance(item, exp.Property) else None
    if isinstance(value, exp.Array) and name_of(item.this).lower() == "uris":
        return [name_of(part) for part in value.expressions if isinstance(part, exp.Literal)]
    path = _place(item)
    return [path] if path else []


def _place(item: exp.Expr) -> str:
    """The path a property names, an empty string for other properties."""
    if isinstance(item, exp.LocationProperty):
        return name_of(item.this)
    word = name_of(item.this).lower() if isinstance(item, exp.Property) else ""
    value = item.args.get("value") if word in ("connection", "external_location", "location", "path", "url") else None
    place = name_of(value) if isinstance(value, exp.Literal) else ""
    # A connection to another server may hold a password.
    return re.sub(r"(?<=//)[^/@]*@|\?.*", "", place) if word in ("connection", "url") else place


def _filled_from(path: str, node: exp.Create, session: Session) -> None:
    table = node.this.this if isinstance(node.this, exp.Schema) else node.this
    name = session.catalog.new_name(reference(table))
    session.read([path])
    session.outside[name] = path
    session.effects.output(name, Relation((), assumed=frozenset((Origin(path, "*", assumed=True),))))


def make_table(
    parts: list[Name],
    relation: Relation,
    types: dict[str, str],
    *,
    kind: Kind,
    mode: WriteKind,
    guarded: bool,
    session: Session,
    definition: exp.Expr | None = None,
    temporary: bool = False,
) -> None:
    """Record the new table as output and put it in the catalog, unless IF NOT EXISTS finds it there."""
    name = session.catalog.new_name(parts)
    session.effects.output(name, relation)
    temporary = temporary or kind is Kind.TEMPORARY
    there = guarded and session.catalog.target(parts) is not None
    empty = not any(column.flow.values for column in relation.columns) and not relation.open and not relation.assumed
    session.write(Write(name, mode, temporary=temporary, columns=relation.names, guarded=guarded), empty=empty)
    if there:
        return
    names = {column.name: types.get(column.name, "") for column in relation.columns}
    if kind is Kind.STORED:
        content = session.catalog.content(name)
        shown = Relation(base_relation(content, names).columns, open_tables=(content,) if relation.open else ())
    else:
        shown = relation
    reads = frozenset(session.effects.reads)
    session.catalog.make(Table(name, kind, shown, {**types, **names}, reads, definition))
    session.catalog.find(parts)[0].stamp = session.catalog.version


def _is_variable(table: exp.Table, session: Session) -> bool:
    """Whether a name after INTO is a variable that a routine declared; T-SQL's have a sign."""
    bare = not session.dialect.bare_batches and not table.args.get("db")
    return bare and name_of(table.this).lower() in session.variables


def select_into(node: exp.Expr, relation: Relation, session: Session) -> bool:
    """SELECT … INTO table: a new table; INTO a variable keeps the values there. False when there is no INTO."""
    into = node.args.get("into")
    if not isinstance(into, exp.Expr):
        return False
    targets = [into.this] if isinstance(into.this, exp.Expr) else list(into.expressions)
    tables = [
        item for item in targets if isinstance(item, exp.Table) and isinstance(item.this, (exp.Identifier, exp.Dot))
    ]
    if not tables or session.dialect.name in ("mysql", "oracle") or _is_variable(tables[0], session):
        named = [item.this if isinstance(item, exp.Table) else item for item in targets]
        names = [name_of(item.this if isinstance(item, exp.Parameter) else item).lstrip(":@") for item in named]
        session.assign_row(names, relation)
        return True
    parts = reference(tables[0])
    temporary = bool(into.args.get("temporary")) or parts[-1].text.startswith("#")
    kind = Kind.TEMPORARY if temporary else Kind.STORED
    make_table(parts, relation, {}, kind=kind, mode=WriteKind.CREATE, guarded=False, session=session)
    return True
