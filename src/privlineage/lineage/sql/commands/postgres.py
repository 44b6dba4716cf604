"""PostgreSQL's statements recognised by their words."""

from __future__ import annotations

import re

from privlineage.lineage.sql.commands.places import NAME, copied_rows
from privlineage.lineage.sql.commands.rules import Rules
from privlineage.lineage.sql.guessing import guess, mentioned
from privlineage.lineage.sql.queries.flows import Origin
from privlineage.lineage.sql.queries.relations import Relation
from privlineage.lineage.sql.session import Session

__all__ = ["POSTGRES"]


def _recursive_view(match: re.Match[str], _text: str, session: Session) -> bool:
    """The short form of a view of a recursive query."""
    name, columns = match.group("name"), match.group("columns")
    query = f"WITH RECURSIVE {name} {columns} AS ({match.group('body')}) SELECT * FROM {name}"  # noqa: S608
    session.inner(f"CREATE {match.group('kind')} VIEW {name} {columns} AS {query}", 0)
    return True


def _made_by_prepared(match: re.Match[str], text: str, session: Session) -> bool:
    """CREATE TABLE t AS EXECUTE p: the query prepared under that name."""
    body = session.prepared.get(match.group("name").lower())
    if body is None:
        session.report_at("procedure", f"what `{match.group('name')}` does is not known", match.start("name"))
        guess(text, session)
    else:
        session.inner(f"{match.group('head')} {body}", 0)
    return True


def _published(match: re.Match[str], text: str, session: Session) -> bool:
    """What is published may be read by other servers."""
    session.report_at("exit", "what is published is read by other servers", match.start())
    session.effects.output("", Relation((), assumed=mentioned(text, session) or _everything(text, session)))
    return True


def _everything(text: str, session: Session) -> frozenset[Origin]:
    tables = session.catalog.schema.tables if re.search(r"\b(?:ALL\s+TABLES|SCHEMA)\b", text, re.IGNORECASE) else ()
    return frozenset(Origin(table, "*", assumed=True) for table in tables)


POSTGRES: Rules = (
    (
        (
            rf"CREATE\s+(?P<kind>(?:OR\s+REPLACE\s+)?(?:TEMP(?:ORARY)?\s+)?)RECURSIVE\s+VIEW\s+(?P<name>{NAME})\s*"
            r"(?P<columns>\([^)]*\))\s*AS\s+(?P<body>.+)\Z"
        ),
        _recursive_view,
    ),
    (
        r"(?P<head>CREATE\s+(?:\w+\s+){0,3}TABLE\s+[^;]*?\bAS)\s+EXECUTE\s+(?P<name>\w+)",
        _made_by_prepared,
    ),
    (
        rf"ALTER\s+TABLE\s+(?:IF\s+EXISTS\s+)?(?:ONLY\s+)?(?P<into>{NAME})\s+ATTACH\s+PARTITION\s+(?P<from>{NAME})",
        copied_rows,
    ),
    (r"CREATE\s+PUBLICATION\b", _published),
    (r"ALTER\s+PUBLICATION\b.*\b(?:ADD|SET\s+TABLE)\b", _published),
)
