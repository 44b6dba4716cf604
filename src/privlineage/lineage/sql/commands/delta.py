"""Databricks' statements about Delta tables and pipelines that sqlglot does not read, in words it does."""

from __future__ import annotations

import re

from privlineage.lineage.sql.commands.exits import transfer
from privlineage.lineage.sql.commands.places import PLACE, named_target, unquoted
from privlineage.lineage.sql.commands.rules import Rules, nothing
from privlineage.lineage.sql.queries.relations import Relation
from privlineage.lineage.sql.session import Session
from privlineage.lineage.sql.statements.targets import leave
from privlineage.lineage.sql.text.padding import blank, padded

__all__ = ["DELTA"]

_FLAGS = re.IGNORECASE | re.DOTALL
_NAME = r"(?:`[^`]*`|[\w.])+"
_GROUP = r"\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)"
"""A list in parentheses, three deep."""
_EXPECT = re.compile(
    rf",?\s*CONSTRAINT\s+\w+\s+EXPECT\s*(?P<condition>{_GROUP})(?P<what>\s*ON\s+VIOLATION\s+(?:DROP\s+ROW|FAIL\s+UPDATE))?",
    _FLAGS,
)


def _clone(match: re.Match[str], text: str, session: Session) -> bool:
    """CREATE TABLE a CLONE b at a version, with properties, in a place: rows of the one are in the other."""
    place = match.group("place")
    if text[match.end("source") :].strip() == "":
        return False
    session.inner(text[: match.end("source")], 0)
    name = named_target(match.group("table"), session).name
    if place:
        relation = session.effects.outputs.get(name, Relation())
        leave(unquoted(place), relation, session)
        session.outside[name] = unquoted(place)
    return True


def _replace_on(match: re.Match[str], _text: str, session: Session) -> bool:
    """INSERT INTO t REPLACE ON condition query: rows go in, and those that the condition finds make way."""
    table, query = match.group("table"), match.group("query")
    session.inner(f"{match.group('head')} {query}", 0)
    own, other = match.group("alias") or table, match.group("other") or "source"
    rows = query if query.startswith("(") else f"({query})"
    found = f"SELECT 1 FROM {rows} AS {other} WHERE {match.group('on')}"  # noqa: S608  # it is resolved, not run
    session.inner(f"DELETE FROM {table} AS {own} WHERE EXISTS ({found})", 0)  # noqa: S608
    return True


def _changes(match: re.Match[str], _text: str, session: Session) -> bool:
    """APPLY CHANGES INTO t FROM s KEYS (…) SEQUENCE BY x: the last row of each key goes in, over that of the key."""
    table, source = (re.sub(r"\bLIVE\.", "", match.group(name), flags=_FLAGS) for name in ("table", "source"))
    keys = [key.strip() for key in match.group("keys").split(",")]
    rest = match.group("rest")
    order = re.search(rf"\bSEQUENCE\s+BY\s+((?:{_GROUP}|[\w.`])+)", rest, _FLAGS)
    listed = re.search(rf"\bCOLUMNS\s+(\*\s+EXCEPT\s*{_GROUP}|{_GROUP}|\w+(?:\s*,\s*\w+)*)", rest, _FLAGS)
    removed = re.search(r"\bAPPLY\s+AS\s+DELETE\s+WHEN\s+(.+?)(?=\bSEQUENCE\b|\bAPPLY\b|\bCOLUMNS\b|\Z)", rest, _FLAGS)
    columns = listed.group(1).strip() if listed else "*"
    columns = columns[1:-1] if columns.startswith("(") else columns
    latest = f"row_number() OVER (PARTITION BY {', '.join(keys)} ORDER BY {order.group(1) if order else '1'}) = 1"
    session.inner(f"INSERT INTO {table} BY NAME SELECT {columns} FROM {source} QUALIFY {latest}", 0)  # noqa: S608
    same = " AND ".join(f"own.{key} = changed.{key}" for key in keys)
    chosen = f" AND ({removed.group(1).strip()})" if removed else ""
    found = f"SELECT 1 FROM {source} AS changed WHERE {same}{chosen}"  # noqa: S608
    session.inner(f"DELETE FROM {table} AS own WHERE EXISTS ({found})", 0)  # noqa: S608
    return True


def _pipeline(match: re.Match[str], text: str, session: Session) -> bool:
    """CREATE LIVE TABLE with expectations: a table made of the rows that hold to those that drop the others."""
    expected = _EXPECT.finditer(text)
    kept = [found.group("condition") for found in expected if "DROP" in (found.group("what") or "").upper()]
    plain = re.sub(r"\(\s*\)(?=\s*(?:[A-Z]))", blank, _EXPECT.sub(blank, text), count=1, flags=_FLAGS)
    words = padded("CREATE OR REPLACE" if "OR" in match.group("words").upper().split() else "CREATE")
    kind = "VIEW" if match.group("kind").upper() == "VIEW" else "TABLE"
    head = words(match)[: len(match.group()) - len(kind)] + kind
    plain = head + re.sub(r"\bLIVE\.(?=[\w`])", blank, plain[match.end() :], flags=_FLAGS)
    body = re.search(r"\bAS\s+(?=SELECT\b|WITH\b|FROM\b|\()", plain, _FLAGS)
    if kept and body:
        plain = f"{plain[: body.end()]}SELECT * FROM ({plain[body.end() :]}) WHERE {' AND '.join(kept)}"  # noqa: S608
    session.inner(plain, 0)
    return True


_CHANGES = (
    rf"\s+INTO\s+(?P<table>{_NAME})\s+FROM\s+(?P<source>STREAM\s*\(\s*{_NAME}\s*\)|(?:STREAM\s+)?{_NAME})"
    r"\s+KEYS\s*\((?P<keys>[^()]*)\)(?P<rest>.*)"
)

DELTA: Rules = (
    (
        (
            rf"CREATE\s+(?:OR\s+REPLACE\s+)?TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?(?P<table>{_NAME})\s+"
            rf"(?:(?:SHALLOW|DEEP)\s+)?CLONE\s+(?P<source>{_NAME})(?:\s+(?:FOR\s+)?\w+\s+AS\s+OF\s+(?:'[^']*'|\S+))?"
            rf"(?:\s+TBLPROPERTIES\s*{_GROUP})?(?:\s+LOCATION\s+{PLACE})?\s*\Z"
        ),
        _clone,
    ),
    (
        (
            rf"(?P<head>INSERT\s+(?:INTO\s+)?(?:TABLE\s+)?(?P<table>{_NAME}))(?:\s+(?:AS\s+)?(?P<alias>(?!REPLACE\b|BY\b)\w+))?"
            r"\s+(?:BY\s+NAME\s+)?REPLACE\s+ON\s+(?P<on>.+?)\s*(?P<query>\(\s*(?:SELECT|WITH|FROM|TABLE|VALUES)\b.*\)"
            r"|\b(?:SELECT|WITH|TABLE|VALUES)\b.*?)(?:\s+AS\s+(?P<other>\w+))?\s*\Z"
        ),
        _replace_on,
    ),
    (rf"APPLY\s+CHANGES{_CHANGES}", _changes),
    (rf"AUTO\s+CDC{_CHANGES}", _changes),
    (rf"CREATE\s+FLOW\s+{_NAME}\s+AS\s+(?:APPLY\s+CHANGES|AUTO\s+CDC){_CHANGES}", _changes),
    (
        (
            r"CREATE\s+(?P<words>(?:OR\s+(?:REFRESH|REPLACE)\s+)?(?:PRIVATE\s+|TEMPORARY\s+)?)"
            r"(?:STREAMING\s+|INCREMENTAL\s+)?LIVE\s+(?P<kind>TABLE|VIEW)\b"
        ),
        _pipeline,
    ),
    (
        (
            r"CREATE\s+(?P<words>(?:OR\s+(?:REFRESH|REPLACE)\s+)?(?:PRIVATE\s+|TEMPORARY\s+)?)"
            r"(?:STREAMING|MATERIALIZED)\s+(?P<kind>TABLE|VIEW)\b(?=.*\bCONSTRAINT\s+\w+\s+EXPECT\b)"
        ),
        _pipeline,
    ),
    (r"PUT\s+'(?P<source>[^']*)'\s+INTO\s+'(?P<target>[^']*)'", transfer),
    (r"GET\s+'(?P<source>[^']*)'\s+TO\s+'(?P<target>[^']*)'", transfer),
    (
        (
            r"(?:CREATE|ALTER|DROP)\s+(?:OR\s+REPLACE\s+)?(?:EXTERNAL\s+|SERVICE\s+|STORAGE\s+)?"
            r"(?:LOCATION|VOLUME|RECIPIENT|PROVIDER|CREDENTIAL)\b"
        ),
        nothing,
    ),
    (r"(?:SYNC|FSCK|REORG|GENERATE|REMOVE)\s+(?:SCHEMA|TABLE|REPAIR|'|\w+\s+FOR\b)", nothing),
    (r"CONVERT\s+TO\s+DELTA\b", nothing),
    (r"SET\s+TAG\s+ON\b", nothing),
    (r"RESTORE\s+(?:TABLE\s+)?\S+\s+TO\s+(?:VERSION|TIMESTAMP)\b", nothing),
)
