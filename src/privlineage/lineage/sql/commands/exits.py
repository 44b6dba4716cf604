"""Data that leaves for, or comes from, a named place, in statements recognised by their words."""

from __future__ import annotations

import re

from privlineage.lineage.sql.commands.places import named_target, unquoted
from privlineage.lineage.sql.queries.flows import Flow, Origin
from privlineage.lineage.sql.queries.relations import Column, Relation
from privlineage.lineage.sql.result import Write, WriteKind
from privlineage.lineage.sql.session import Session
from privlineage.lineage.sql.statements.targets import Target, record
from privlineage.lineage.sql.text.padding import without

__all__ = ["entered", "export_all", "export_table", "leave", "load", "outfile", "transfer", "unload"]


def unload(match: re.Match[str], _text: str, session: Session) -> bool:
    """Redshift's and Athena's UNLOAD: a query, as text or as it is, and a place."""
    body = match.group("quoted")
    session.inner(
        unquoted(body).replace("\\'", "'") if body is not None else match.group("plain"),
        match.start("quoted" if body is not None else "plain"),
    )
    leave(match.group("place"), session)
    return True


def leave(place: str, session: Session) -> None:
    """Turn what would go to the client into what goes to a named place."""
    relation = session.effects.outputs.pop("", None) or Relation()
    session.effects.output(place, relation)
    session.write(Write(place, WriteKind.EGRESS, columns=relation.names))


def outfile(match: re.Match[str], text: str, session: Session) -> bool:
    """MySQL and ClickHouse: SELECT … INTO OUTFILE 'x'."""
    session.inner(without(text, *match.span("clause")), 0)
    leave(unquoted(match.group("place")), session)
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
    session.effects.output(target, Relation((), assumed=frozenset((Origin(source, "*", assumed=True),))))
    session.write(Write(target, WriteKind.EGRESS))
    return True


def export_table(match: re.Match[str], _text: str, session: Session) -> bool:
    """Hive's EXPORT TABLE t TO 'x'."""
    session.inner(f"SELECT * FROM {match.group('table')}", 0)  # noqa: S608  # it is resolved, not run
    leave(unquoted(match.group("place")), session)
    return True


def export_all(match: re.Match[str], _text: str, session: Session) -> bool:
    """A whole database leaves: every table it is known to have."""
    place = unquoted(match.group("place"))
    session.report_at("exit", "every table of the database is exported", match.start())
    tables = sorted(session.catalog.schema.tables)
    session.read(tables)
    session.effects.output(place, Relation((), assumed=frozenset(Origin(table, "*", assumed=True) for table in tables)))
    session.write(Write(place, WriteKind.EGRESS))
    return True
