"""Snowflake's scripting: declarations without DECLARE, cursors, result sets, loops over them, RETURN."""

from __future__ import annotations

import re
from collections.abc import Callable

from privlineage.lineage.sql.guessing import guess
from privlineage.lineage.sql.parsing import parse
from privlineage.lineage.sql.queries.flows import NOTHING
from privlineage.lineage.sql.queries.relations import Column, Relation
from privlineage.lineage.sql.session import Session
from privlineage.lineage.sql.statements.blocks import rows_of
from privlineage.lineage.sql.statements.texts import text_of

__all__ = ["SCRIPTING"]

_TYPES = (
    r"(?:ARRAY|BIGINT|BINARY|BOOLEAN|CHAR|DATE|DATETIME|DECIMAL|DOUBLE|FLOAT|INT|INTEGER|NUMBER|NUMERIC|OBJECT|STRING|"
    r"TEXT|TIME|TIMESTAMP\w*|VARCHAR|VARIANT)\b(?:\s*\([\d\s,]*\))?"
)
_QUERY = r"\(?\s*(?=SELECT\b|WITH\b|SHOW\b|CALL\b|TABLE\b)"


def _rows(name: str, query: str, offset: int, session: Session) -> Relation:
    """Keep what a cursor or a result set reads; nothing of it goes anywhere yet."""
    relation = session.cursors[name.lower()] = rows_of(query, offset, session)
    return relation


def _result_set(match: re.Match[str], text: str, session: Session) -> bool:
    """`rs RESULTSET [DEFAULT | :=] (query)`, `c CURSOR FOR query`, with LET or DECLARE or bare."""
    query = text[match.end() :].rstrip()
    opened = match.group().rstrip().endswith("(")
    _rows(match.group("name"), query[:-1] if opened and query.endswith(")") else query, match.end(), session)
    return True


def _dynamic_rows(match: re.Match[str], text: str, session: Session) -> bool:
    """`rs RESULTSET := (EXECUTE IMMEDIATE :text)`."""
    _rows(match.group("name"), text[match.end() :].rstrip().removesuffix(")"), match.end(), session)
    return True


def _variable(match: re.Match[str], _text: str, session: Session) -> bool:
    """A declaration in the DECLARE section after its first."""
    given = match.group("value")
    flow, text = NOTHING, None
    if given is not None:
        tree = parse(f"SELECT {given}", session.dialect)  # it is resolved, not run
        flow, text = session.query(tree, None).row(), text_of(tree.expressions[0], session.texts)
    session.assign(match.group("name"), flow, text)
    return True


def _assigned(match: re.Match[str], text: str, session: Session) -> bool:
    """`x := (query)`: a variable or a result set, which only its use tells."""
    query = text[match.end() :].rstrip().removesuffix(")")
    relation = _rows(match.group("name"), query, match.end(), session)
    session.assign(match.group("name"), relation.row().shaped_by(relation.rows))
    return True


def _nothing(_match: re.Match[str], _text: str, _session: Session) -> bool:
    return True


def _kept(match: re.Match[str], text: str, session: Session) -> bool:
    """SELECT … INTO :a, :b FROM …: variables keep the row."""
    start, end = match.span("clause")
    relation = rows_of(text[:start] + " " * (end - start) + text[end:], 0, session)
    session.assign_row((name.strip().lstrip(":") for name in match.group("names").split(",")), relation)
    return True


def _counted(_match: re.Match[str], text: str, _session: Session) -> bool:
    """FOR i IN 1 TO 10 DO: a number."""
    return bool(re.search(r"\bTO\b", text, re.IGNORECASE))


def _loop(match: re.Match[str], _text: str, session: Session) -> bool:
    """FOR r IN cursor DO: inside the loop `r` is one of its rows."""
    known = session.cursors.get(match.group("cursor").lower())
    if known is None:
        return False
    session.assign(match.group("name"), known.row())
    return True


def _returned(match: re.Match[str], text: str, session: Session) -> bool:
    """RETURN TABLE(rs) hands rows to whoever called."""
    known = session.cursors.get(match.group("name").lower())
    if known is None:
        session.report_at("dynamic", "what this result set holds is not known", match.start("name"))
        guess(text, session)
    else:
        session.effects.output("", known)
    return True


def _returned_value(match: re.Match[str], text: str, session: Session) -> bool:
    """RETURN of a value: a literal tells nothing, data goes to whoever called."""
    flow = session.query(parse(f"SELECT {text[match.end() :]}", session.dialect), None).row()
    if flow.values or flow.shapes:
        session.effects.output("", Relation([Column("anonymous block", flow)]))
    return True


def _at_once(match: re.Match[str], text: str, session: Session) -> bool:
    """ASYNC (statement): it runs beside the script."""
    session.inner(text[match.end() :].rstrip().removesuffix(")"), match.end())
    return True


_Performer = Callable[[re.Match[str], str, Session], bool]
_DECLARING = r"(?:(?:DECLARE|LET)\s+)?(?P<name>\w+)\s+"

SCRIPTING: tuple[tuple[str, _Performer], ...] = (
    (rf"{_DECLARING}RESULTSET\s*(?:DEFAULT|:=)\s*(?:ASYNC\s*)?\(\s*(?=EXECUTE\b)", _dynamic_rows),
    (rf"{_DECLARING}RESULTSET\s*(?:DEFAULT|:=)\s*(?:ASYNC\s*)?{_QUERY}", _result_set),
    (rf"{_DECLARING}CURSOR\s+FOR\s+{_QUERY}", _result_set),
    (rf"{_DECLARING}(?:RESULTSET|EXCEPTION\s*(?:\(.*\))?|CURSOR\s+FOR\s+\w+)\s*\Z", _nothing),
    (
        rf"(?P<name>(?!(?:DESC|DESCRIBE|DROP|LIST|SELECT|SHOW|TRUNCATE)\b)\w+)\s+{_TYPES}\s*(?:(?:DEFAULT|:=)\s*(?P<value>.+))?\Z",
        _variable,
    ),
    (r"(?P<name>\w+)\s*:=\s*\(\s*(?=EXECUTE\b)", _dynamic_rows),
    (r"(?P<name>\w+)\s*:=\s*\(\s*(?=(?:SELECT|WITH)\b(?:[^()]++|\([^()]*\))*+\)\s*\Z)", _assigned),
    (r"FOR\s+(?P<name>\w+)\s+IN\s+(?P<cursor>\w+)\s+DO\Z", _loop),
    (r"FOR\s+\w+\s+IN\s+[\w\s.:+*-]++\Z", _counted),
    (r"RETURN\s+TABLE\s*\(\s*(?P<name>\w+)\s*\)\s*\Z", _returned),
    (r"RETURN\b(?=\s*[^\s;])(?!.*\b(?:SELECT|FROM)\b)", _returned_value),
    (r"(?:SELECT|WITH)\b.*?(?P<clause>\bINTO\s+(?P<names>:\w+(?:\s*,\s*:\w+)*))", _kept),
    (r"ASYNC\s*\(", _at_once),
    (r"AWAIT\b", _nothing),
)
"""Patterns of statements, and what carries them out; those without a first word of their own are tried on every one."""
