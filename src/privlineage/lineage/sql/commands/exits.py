"""Data that leaves for, or comes from, a named place, in statements recognised by their words."""

from __future__ import annotations

import re

from privlineage.lineage.sql.commands.places import named_target, unquoted
from privlineage.lineage.sql.queries.flows import Flow, Origin
from privlineage.lineage.sql.queries.relations import Column, Relation
from privlineage.lineage.sql.result import WriteKind
from privlineage.lineage.sql.session import Session
from privlineage.lineage.sql.statements.blocks import rows_of
from privlineage.lineage.sql.statements.targets import Target, leave, record
from privlineage.lineage.sql.text.padding import without

__all__ = ["entered", "export_all", "export_table", "load", "outfile", "transfer", "unload"]


def unload(match: re.Match[str], _text: str, session: Session) -> bool:
    """Redshift's and Athena's UNLOAD: a query, as text or as it is, and a place."""
    body = match.group("quoted")
    query = unquoted(body).replace("\\'", "'") if body is not None else match.group("plain")
    start = match.start("quoted" if body is not None else "plain")
    leave(match.group("place"), rows_of(query, start, session), session)
    return True


def outfile(match: re.Match[str], text: str, session: Session) -> bool:
    """MySQL and ClickHouse: SELECT … INTO OUTFILE 'x'."""
    leave(unquoted(match.group("place")), rows_of(without(text, *match.span("clause")), 0, session), session)
    return True


def load(match: re.Match[str], _text: str, session: Session) -> bool:
    """LOAD DATA INFILE 'x' INTO TABLE t, BULK INSERT t FROM 'x': a file becomes rows of a table."""
    target = named_target(match.group("table"), session)
    entered(unquoted(match.group("place")), target, session)
    return True


def entered(place: str, target: Target, session: Session) -> None:
    """A file's rows come into a table: each column may be of the file as a whole."""
    session.read([place])
    whole = Origin(place, "*", assumed=True)
    columns = [Column(name, Flow()) for name in target.columns]
    record(target, Relation(columns, assumed=frozenset((whole,))), WriteKind.APPEND, session)


def transfer(match: re.Match[str], _text: str, session: Session) -> bool:
    """Snowflake's PUT and GET: files between a stage and the client."""
    source, target = match.group("source"), match.group("target")
    session.read([source])
    leave(target, Relation((), assumed=frozenset((Origin(source, "*", assumed=True),))), session)
    return True


def export_table(match: re.Match[str], _text: str, session: Session) -> bool:
    """Hive's EXPORT TABLE t TO 'x'."""
    rows = rows_of(f"SELECT * FROM {match.group('table')}", 0, session)  # noqa: S608  # it is resolved, not run
    leave(unquoted(match.group("place")), rows, session)
    return True


def export_all(match: re.Match[str], _text: str, session: Session) -> bool:
    """A whole database leaves: every table it is known to have."""
    session.report_at("exit", "every table of the database is exported", match.start())
    tables = sorted(session.catalog.schema.tables)
    session.read(tables)
    whole = Relation((), assumed=frozenset(Origin(table, "*", assumed=True) for table in tables))
    leave(unquoted(match.group("place")), whole, session)
    return True
