"""COPY, EXPORT, LOAD: data that leaves for, or comes from, a file, a stage or a URL."""

from __future__ import annotations

from sqlglot import exp

from privlineage.lineage.sql.parsing import ParseFailure, name_of
from privlineage.lineage.sql.queries.arguments import literal_of
from privlineage.lineage.sql.queries.flows import Flow, Origin
from privlineage.lineage.sql.queries.queries import define_ctes
from privlineage.lineage.sql.queries.relations import Column, Name, Relation
from privlineage.lineage.sql.queries.scope import Scope
from privlineage.lineage.sql.queries.stars import expand
from privlineage.lineage.sql.queries.tables import read_table, reference, table_text
from privlineage.lineage.sql.result import WriteKind
from privlineage.lineage.sql.session import Session
from privlineage.lineage.sql.statements.inserting import place_columns
from privlineage.lineage.sql.statements.targets import column_names, leave, record, target_of

__all__ = ["copy", "export", "load"]

_CLIENT = frozenset({"stdout", "stdin", "pstdout", "pstdin"})


def copy(node: exp.Copy, session: Session, outer: Scope | None) -> Relation:
    """COPY in both directions; Snowflake's COPY INTO a location is an exit, INTO a table an entrance."""
    scope = Scope(session, outer)
    define_ctes(node, scope)
    files = [item for item in node.args.get("files") or [] if isinstance(item, exp.Expr)]
    place = _location(node.this)
    if place is not None:
        for source in files:
            leave(place, _content(source, scope), session)
        return Relation()
    if node.args.get("kind"):
        options = {name_of(item.this).upper() for item in node.args.get("params") or [] if isinstance(item, exp.Expr)}
        if not files or isinstance(node.this, exp.Query) or options & {"FROM", "TO"}:
            raise ParseFailure("this COPY does not say what comes from where")
        _enter(node, files, scope, session)
        return Relation()
    relation = _content(node.this, scope)
    if not files:
        session.report("exit", "where this COPY goes is not named", node)
        session.effects.output("", relation)
    for item in files:
        _exit(item, relation, session)
    return Relation()


def _location(node: object) -> str | None:
    """The name of a stage or URL given as COPY INTO's target, None for a table."""
    table = node.this if isinstance(node, exp.Schema) else node
    inner = table.this if isinstance(table, exp.Table) else table
    if isinstance(inner, exp.Literal):
        return inner.name
    text = name_of(inner)
    return text if text.startswith("@") or "://" in text else None


def _exit(item: exp.Expr, relation: Relation, session: Session) -> None:
    text = literal_of(item)
    if text is None and isinstance(item, exp.Table):
        text = _location(item) or name_of(item.this)
    elif text is None and isinstance(item, exp.Identifier) and item.args.get("quoted"):
        text = name_of(item)
    if text is None or text.lower() in (*_CLIENT, "program"):
        word = name_of(item).upper()
        session.report("exit", f"data leaves through {word}, whose other end is not known", item)
        session.effects.output("", relation)
        return
    leave(text, relation, session)


def _content(node: exp.Expr, scope: Scope) -> Relation:
    """The rows of a query, a table, or some columns of a table."""
    session = scope.session
    inner = node
    while isinstance(inner, (exp.Subquery, exp.Paren)) and isinstance(inner.this, exp.Query):
        inner = inner.this
    if isinstance(inner, exp.Query):
        return session.query(inner, scope)
    if isinstance(inner, (exp.Insert, exp.Update, exp.Delete)):
        return session.statement(inner, scope)
    table = inner.this if isinstance(inner, exp.Schema) else inner
    if not isinstance(table, exp.Table):
        place = literal_of(inner)
        return Relation((), assumed=frozenset((Origin(place, "*", assumed=True),))) if place else Relation()
    local = Scope(session, scope)
    found = read_table(table, local)
    local.add(found)
    listed = column_names(inner)
    if not listed:
        everything = expand(exp.Star(), local)
        return Relation(everything.columns, found.relation.rows, everything.open, found.relation.assumed)
    columns = [Column(name, local.lookup([Name(name)], inner)) for name in listed]
    return Relation(columns, found.relation.rows, (), found.relation.assumed | frozenset(local.assumed))


def _enter(node: exp.Copy, files: list[exp.Expr], scope: Scope, session: Session) -> None:
    """Data comes in from a file: the table's columns are the file's, as a whole."""
    target = target_of(node.this, session)
    listed = column_names(node.this)
    for item in files:
        inner = item.this if isinstance(item, exp.Subquery) else item
        if isinstance(inner, exp.Query):
            relation = session.query(inner, scope)
            record(target, place_columns(target, listed, relation, node, session), WriteKind.APPEND, session)
            continue
        text = literal_of(item) or (_location(item) if isinstance(item, exp.Table) else None) or name_of(item)
        if text.lower() == "program":
            session.report("exit", "rows come from a program, which may read anything", item)
        if text.lower() in (*_CLIENT, "program", ""):
            record(
                target, Relation([Column(name, Flow()) for name in listed or target.columns]), WriteKind.APPEND, session
            )
            continue
        _from_file(text, listed, node, session)


def _from_file(text: str, listed: list[str], node: exp.Expr, session: Session) -> None:
    target = target_of(node.this, session)
    session.read([text])
    whole = Origin(text, "*", assumed=True)
    names = [target.spelled(name, session) for name in listed] or list(target.columns)
    relation = Relation([Column(name, Flow()) for name in names], assumed=frozenset((whole,)))
    record(target, relation, WriteKind.APPEND, session)


def export(node: exp.Export, session: Session, outer: Scope | None) -> Relation:
    """BigQuery's EXPORT DATA OPTIONS (uri = …) AS query."""
    scope = Scope(session, outer)
    relation = session.query(node.this, scope)
    options = node.args.get("options")
    place = None
    for item in options.expressions if isinstance(options, exp.Expr) else []:
        if name_of(item.this).lower() in ("uri", "path", "location"):
            value = item.args.get("value")
            place = literal_of(value) if isinstance(value, exp.Expr) else None
    if place is None:
        session.report("exit", "where this EXPORT goes is not named", node)
        session.effects.output("", relation)
    else:
        leave(place, relation, session)
    return Relation()


def load(node: exp.LoadData, session: Session, _outer: Scope | None) -> Relation:
    """LOAD DATA from files named in the statement."""
    places = [literal.name for literal in node.find_all(exp.Literal) if literal.is_string and ("/" in literal.name)]
    for place in places or [""]:
        if place:
            _from_file(place, [], node, session)
    if not places:
        session.report("unsupported", f"what is loaded into `{table_text_of(node)}` is not named", node)
    return Relation()


def table_text_of(node: exp.Expr) -> str:
    """The written table's name as the statement has it."""
    return table_text(reference(node.this)) if isinstance(node.this, exp.Table) else ""
