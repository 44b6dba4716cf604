"""SQLite's triggers: statements carried out later, for each row that something writes to their table."""

from __future__ import annotations

import re
from dataclasses import replace

from privlineage.lineage.sql.flows import Flow
from privlineage.lineage.sql.padding import padded
from privlineage.lineage.sql.parsing import ParseFailure, parse
from privlineage.lineage.sql.relations import Name, Relation
from privlineage.lineage.sql.session import Session

__all__ = ["TRIGGER", "follow"]

_NAME = r"(?:\[[^\]]+\]|\"[^\"]+\"|`[^`]+`|\w+)"
TRIGGER = (
    rf"CREATE\s+(?:TEMP(?:ORARY)?\s+)?TRIGGER\b.*?\bON\s+(?P<table>(?:{_NAME}\.)?{_NAME})"
    r"(?:\s+FOR\s+EACH\s+ROW)?(?:\s+WHEN\s+(?P<condition>.*?))?\s+BEGIN\s+(?P<body>.*?;)\s*END\Z"
)
_RAISE = re.compile(r"\bRAISE\s*\([^)]*\)", re.IGNORECASE)


def follow(match: re.Match[str], _text: str, session: Session) -> bool:
    """Resolve the body as if its table's rows were the ones written; False in other dialects: programs stand there.

    Nobody calls a trigger, so what it will move counts from where it is made.
    """
    if session.dialect.name != "sqlite":
        return False
    parts = [Name(part.strip('[]"`')) for part in match.group("table").split(".")]
    table = session.catalog.target(parts)
    if table is None:
        session.report_at("unknown-table", "nothing is known of the trigger's table", match.start("table"))
    row = table.relation.row() if table is not None else Flow()
    kept, piece = dict(session.variables), session.piece
    session.variables.update(new=row, old=row)
    session.piece = replace(piece, conditional=True)
    try:
        chosen = _condition(match.group("condition"), session)
        session.inner(_RAISE.sub(padded("NULL"), match.group("body")), match.start("body"))
    finally:
        session.variables, session.piece = kept, piece
    session.effects.outputs = {
        name: relation.with_rows(chosen.rows) for name, relation in session.effects.outputs.items() if name
    }
    return True


def _condition(text: str | None, session: Session) -> Relation:
    if text is None:
        return Relation()
    try:
        return session.query(parse(f"SELECT 1 WHERE {text}", session.dialect), None)
    except ParseFailure as failure:
        session.report_at(failure.code, failure.detail, 0)
        return Relation()
