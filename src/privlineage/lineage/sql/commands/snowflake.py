"""Snowflake's statements that are recognised by their words: tasks, pipes, shares, clones of schemas."""

from __future__ import annotations

import re

from privlineage.core.schema import name_parts
from privlineage.lineage.sql.commands.exits import transfer
from privlineage.lineage.sql.commands.places import NAME, kept_at, named_target
from privlineage.lineage.sql.commands.rules import Rules, no_query
from privlineage.lineage.sql.guessing import guess
from privlineage.lineage.sql.queries.flows import Flow, Origin
from privlineage.lineage.sql.queries.relations import Column, Relation
from privlineage.lineage.sql.session import Session
from privlineage.lineage.sql.text.lexing import items, scan

__all__ = ["SNOWFLAKE"]

_STATEMENTS = frozenset(
    "BEGIN CALL COPY CREATE DECLARE DELETE EXECUTE INSERT MERGE SELECT TRUNCATE UPDATE WITH".split()
)
_WORD = re.compile(r"\s*\"?([A-Za-z_]\w*)")


def _kept(match: re.Match[str], text: str, session: Session) -> bool:
    """A task's, a pipe's or an alert's statement: it runs later, by itself, so what it does counts from now on."""
    before = ""
    for piece in scan(text[match.end() :], session.dialect):
        if piece.kind == "word":
            word = piece.text.upper()
            if before in ("ACTION", "AS", "THEN") and word in _STATEMENTS:
                with session.perhaps():
                    session.inner(text[match.end() + piece.start :], match.end() + piece.start)
                return True
            before = word
        elif piece.kind not in ("space", "comment"):
            before = ""
    session.report_at("unsupported", "what this will do by itself is not read", match.start())
    guess(text, session)
    return True


def _external_table(match: re.Match[str], text: str, session: Session) -> bool:
    """An external table: what its columns are made of is in the files of a stage."""
    rest = text[match.end() :]
    place = re.search(r"\bLOCATION\s*=\s*('[^']*'|\S+)", rest, re.IGNORECASE)
    listed = _bracketed(rest, session)
    names = [found.group(1) for item in items(listed, session.dialect) if (found := _WORD.match(item))]
    columns = ", ".join(f'"{name}" VARIANT' for name in names if name.upper() not in ("CONSTRAINT", "PRIMARY"))
    made = f"CREATE TABLE {match.group('name')}"
    session.inner(f"{made} ({columns})" if columns else f"{made} (value VARIANT)", 0)
    if place is None:
        session.report_at("unsupported", "where this external table keeps its rows is not named", match.start())
        return True
    kept_at(place.group(1).strip("'"), named_target(match.group("name"), session), session)
    return True


def _bracketed(text: str, session: Session) -> str:
    """What the brackets right at the start hold, an empty string where there are none."""
    start = depth = 0
    for piece in scan(text, session.dialect):
        if piece.text == "(":
            start, depth = (piece.end, 1) if not depth else (start, depth + 1)
        elif piece.text == ")":
            depth -= 1
            if depth == 0:
                return text[start : piece.start]
        elif not depth and piece.kind not in ("space", "comment"):
            break
    return ""


def _cloned_schema(match: re.Match[str], _text: str, session: Session) -> bool:
    """CREATE SCHEMA a CLONE b: every table of it, those nothing is known of as well."""
    source, into = match.group("source"), match.group("name")
    wanted = tuple(part.lower() for part in name_parts(source))
    session.report_at("unknown-table", f"`{source}` may hold tables nothing is known of", match.start("source"))
    for table in sorted(session.catalog.schema.tables):
        parts = name_parts(table)
        around = tuple(part.lower() for part in parts[:-1])
        if around[-len(wanted) :] == wanted or (match.group("kind").upper() == "DATABASE" and around[:1] == wanted):
            below = parts[len(parts) - 1 if match.group("kind").upper() == "SCHEMA" else 1 :]
            session.inner(f"CREATE TABLE {'.'.join((into, *below))} CLONE {table}", 0)
    return True


def _restored(match: re.Match[str], _text: str, session: Session) -> bool:
    """UNDROP TABLE t: what the script dropped comes back as it was."""
    found = session.catalog.restore(match.group("name"))
    if found is None:
        session.report_at("unsupported", "what was in the table that comes back is not known", match.start())
        return True
    name, before = found
    session.read([name])
    session.effects.output(
        name, Relation([Column(c, Flow(frozenset((Origin(before, c),)))) for c in _columns(name, session)])
    )
    return True


def _columns(name: str, session: Session) -> tuple[str, ...]:
    table = session.catalog.schema.tables.get(name)
    return tuple(table) if table is not None else ()


def _replicated(match: re.Match[str], _text: str, session: Session) -> bool:
    """What is replicated or listed is read in other accounts."""
    session.report_at("exit", "what is replicated or listed is read in other accounts", match.start())
    return True


_NEW = r"CREATE\s+(?:OR\s+REPLACE\s+)?"
_UNLESS = r"(?:IF\s+NOT\s+EXISTS\s+)?"
_GOVERNING = (
    rf"ALTER\s+(?:(?:EXTERNAL|DYNAMIC|ICEBERG)\s+)?(?:TABLE|(?:MATERIALIZED\s+)?VIEW)\s+(?:IF\s+EXISTS\s+)?{NAME}\s+(?:"
    rf"(?:MODIFY|ALTER)\s+(?:COLUMN\s+)?{NAME}\s+(?:SET|UNSET)\s+(?:\w+\s+POLICY|TAG|COMMENT)\b|"
    r"(?:ADD|DROP|SET|UNSET)\s+(?:ALL\s+)?(?:ROW\s+ACCESS|AGGREGATION|JOIN|STORAGE\s+LIFECYCLE)\s+POLIC|"
    r"(?:SET|UNSET)\s+(?:TAG|COMMENT|\w+\s*=)|(?:ADD|DROP)\s+SEARCH\s+OPTIMIZATION\b|"
    r"(?:CLUSTER\s+BY|DROP\s+CLUSTERING\s+KEY|SUSPEND|RESUME|REFRESH)\b)"
)
"""Changes of who may see a table's rows, and of how they are kept."""

SNOWFLAKE: Rules = (
    (rf"{_NEW}(?:TASK|PIPE|ALERT)\s+{_UNLESS}{NAME}", _kept),
    (rf"ALTER\s+(?:TASK|ALERT)\s+(?:IF\s+EXISTS\s+)?{NAME}\s+MODIFY\s+(?=AS\b|ACTION\b)", _kept),
    (
        rf"ALTER\s+(?:TASK|PIPE|ALERT)\s+(?:IF\s+EXISTS\s+)?{NAME}\s+(?=RESUME|SUSPEND|SET|UNSET|REFRESH|REMOVE|ADD)",
        _kept,
    ),
    (rf"{_NEW}EXTERNAL\s+TABLE\s+{_UNLESS}(?P<name>{NAME})", _external_table),
    (
        rf"{_NEW}(?:TRANSIENT\s+)?(?P<kind>SCHEMA|DATABASE)\s+{_UNLESS}(?P<name>{NAME})\s+CLONE\s+(?P<source>{NAME})",
        _cloned_schema,
    ),
    (_GOVERNING, no_query),
    (rf"UNDROP\s+TABLE\s+(?P<name>{NAME})", _restored),
    (r"ALTER\s+DATABASE\s+\S+\s+ENABLE\s+(?:REPLICATION|FAILOVER)\s+TO\b", _replicated),
    (rf"{_NEW}(?:REPLICATION|FAILOVER)\s+GROUP\b", _replicated),
    (r"ALTER\s+(?:REPLICATION|FAILOVER)\s+GROUP\b.*\bADD\b", _replicated),
    (rf"{_NEW}(?:EXTERNAL\s+|ORGANIZATION\s+)?LISTING\b", _replicated),
    (r"COPY\s+FILES\s+INTO\s+(?P<target>@\S+)\s+FROM\s+(?P<source>@\S+)", transfer),
    (r"PUT\s+'(?P<source>file://[^']+)'\s+'?(?P<target>@[^\s']+)'?", transfer),
    (r"GET\s+'?(?P<source>@[^\s']+)'?\s+'(?P<target>file://[^']+)'", transfer),
)
