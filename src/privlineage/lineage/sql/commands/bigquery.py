"""BigQuery's statements that are recognised by their words: models, and changes that move no data."""

from __future__ import annotations

import re

from privlineage.core.schema import name_parts
from privlineage.lineage.sql.commands.places import NAME, unquoted
from privlineage.lineage.sql.commands.rules import Rules, no_query
from privlineage.lineage.sql.parsing import parse
from privlineage.lineage.sql.queries.flows import Origin
from privlineage.lineage.sql.queries.relations import Relation
from privlineage.lineage.sql.result import Write, WriteKind
from privlineage.lineage.sql.session import Session
from privlineage.lineage.sql.statements.targets import leave
from privlineage.lineage.sql.text.lexing import items, scan

__all__ = ["BIGQUERY"]

_TRAINING = re.compile(r"\s*\w+\s+AS\s*(?=\()", re.IGNORECASE)


def _model(match: re.Match[str], text: str, session: Session) -> bool:
    """CREATE MODEL … AS query: the model is made of the rows; a remote or imported one has none."""
    name = "model:" + ".".join(name_parts(match.group("name")))
    start = _query_start(text, match.end(), session)
    if start < 0:
        return True
    relation = session.unshown(lambda: _learn(text[start:], start, session))
    session.effects.output(name, relation)
    session.write(
        Write(name, WriteKind.REPLACE if match.group("replaced") else WriteKind.CREATE, columns=relation.names)
    )
    return True


def _learn(query: str, start: int, session: Session) -> None:
    """Resolve the query, or each of those in AS (training_data AS (query), custom_holiday AS (query))."""
    inside = query.strip()[1:-1] if query.strip().startswith("(") else ""
    if not _TRAINING.match(inside):
        session.inner(query, start)
        return
    for item in items(inside, session.dialect):
        found = _TRAINING.match(item)
        session.inner(item[found.end() :] if found else item, start)


def _query_start(text: str, offset: int, session: Session) -> int:
    """Where the query behind the AS that stands in no brackets begins, -1 where there is none."""
    depth = 0
    for piece in scan(text[offset:], session.dialect):
        depth += (piece.text == "(") - (piece.text == ")")
        if not depth and piece.kind == "word" and piece.text.upper() == "AS":
            return offset + piece.end
    return -1


def _exported_model(match: re.Match[str], text: str, session: Session) -> bool:
    """EXPORT MODEL m OPTIONS (uri = '…')."""
    name = "model:" + ".".join(name_parts(match.group("name")))
    place = re.search(r"\buri\s*=\s*(['\"])(.*?)\1", text, re.IGNORECASE | re.DOTALL)
    session.read([name])
    whole = Relation((), assumed=frozenset((Origin(name, "*", assumed=True),)))
    if place is None:
        session.report_at("exit", "where this model goes is not named", match.start())
        session.effects.output("", whole)
    else:
        leave(unquoted(place.group(2)), whole, session)
    return True


def _routine(match: re.Match[str], _text: str, session: Session) -> bool:
    session.report_at("procedure", "what this routine will do is not followed", match.start())
    return True


def _assertion(match: re.Match[str], text: str, session: Session) -> bool:
    """ASSERT condition AS 'message': it reads, and shows nothing."""
    condition = re.sub(r"\bAS\s+(?:'[^']*'|\"[^\"]*\")\s*\Z", "", text[match.end() :], flags=re.IGNORECASE)
    session.query(parse(f"SELECT {condition}", session.dialect), None)
    return True


_SETTING = r"(?:SET\s+(?:OPTIONS|DEFAULT|DATA\s+TYPE)|DROP\s+(?:NOT\s+NULL|DEFAULT))\b"

BIGQUERY: Rules = (
    (rf"CREATE\s+(?P<replaced>OR\s+REPLACE\s+)?MODEL\s+(?:IF\s+NOT\s+EXISTS\s+)?(?P<name>{NAME})", _model),
    (rf"EXPORT\s+MODEL\s+(?P<name>{NAME})", _exported_model),
    (r"CREATE\s+(?:OR\s+REPLACE\s+)?PROCEDURE\b", _routine),
    (r"CREATE\s+(?:OR\s+REPLACE\s+)?ROW\s+ACCESS\s+POLICY\b", no_query),
    (r"CREATE\s+(?:OR\s+REPLACE\s+)?(?:SEARCH|VECTOR)\s+INDEX\b", no_query),
    (r"DROP\s+(?:ALL\s+ROW\s+ACCESS\s+POLICIES|(?:SEARCH|VECTOR)\s+INDEX)\b", no_query),
    (rf"ALTER\s+(?:TABLE|VIEW)\s+(?:IF\s+EXISTS\s+)?{NAME}\s+ALTER\s+COLUMN\s+\S+\s+{_SETTING}", no_query),
    (r"ASSERT\b", _assertion),
)
