"""SQLite's triggers: statements carried out later, for each row that something writes to their table."""

from __future__ import annotations

import re

from privlineage.lineage.sql.parsing import ParseFailure, parse
from privlineage.lineage.sql.queries.flows import Flow, Origin
from privlineage.lineage.sql.queries.relations import Name, Relation
from privlineage.lineage.sql.session import Session
from privlineage.lineage.sql.text.padding import padded

__all__ = ["TRIGGER", "follow"]

_NAME = r"(?:\[[^\]]+\]|\"[^\"]+\"|`[^`]+`|\w+)"
TRIGGER = r"CREATE\s+(?:TEMP(?:ORARY)?\s+)?TRIGGER\b(?P<rest>.*)\Z"
_BEGIN = re.compile(r"\bBEGIN\b", re.IGNORECASE)
_TABLE = re.compile(rf"\bON\s+((?:{_NAME}\.)?{_NAME})", re.IGNORECASE)
_WHEN = re.compile(r"\bWHEN\b", re.IGNORECASE)
_RAISE = re.compile(r"\bRAISE\s*\([^)]*\)", re.IGNORECASE)


def follow(match: re.Match[str], _text: str, session: Session) -> bool:
    """Resolve the body as if its table's rows were the ones written; False in other dialects: programs stand there.

    Nobody calls a trigger, so what it will move counts from where it is made.
    """
    rest = match.group("rest").rstrip()
    begin = _BEGIN.search(rest)
    on = _TABLE.search(rest, 0, begin.start()) if begin is not None else None
    if begin is None or on is None or session.dialect.name != "sqlite" or not rest.upper().endswith("END"):
        return False
    when = _WHEN.search(rest, on.end(), begin.start())
    parts = [Name(part.strip('[]"`')) for part in on.group(1).split(".")]
    table = session.catalog.target(parts)
    if table is None:
        session.report_at("unknown-table", "nothing is known of the trigger's table", match.start("rest") + on.start(1))
    unknown = Flow(frozenset((Origin(".".join(part.text for part in parts), "*", assumed=True),)))
    row = table.relation.row() if table is not None else unknown
    with session.own_variables(), session.perhaps():
        session.variables.update(new=row, old=row)
        chosen = _condition(rest[when.end() : begin.start()] if when is not None else None, session)
        session.inner(_RAISE.sub(padded("NULL"), rest[begin.end() : -3]), match.start("rest") + begin.end())
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
