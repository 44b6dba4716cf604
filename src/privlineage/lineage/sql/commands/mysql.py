"""MySQL's and MariaDB's statements that are recognised by their words."""

from __future__ import annotations

import re

from privlineage.lineage.sql.commands.exits import load, outfile
from privlineage.lineage.sql.commands.places import NAME, PLACE, copy_rows, unquoted
from privlineage.lineage.sql.commands.rules import Rules
from privlineage.lineage.sql.guessing import guess
from privlineage.lineage.sql.parsing import ParseFailure, parse
from privlineage.lineage.sql.queries.flows import Flow, Origin
from privlineage.lineage.sql.session import Session
from privlineage.lineage.sql.statements.blocks import rows_of
from privlineage.lineage.sql.statements.texts import text_of
from privlineage.lineage.sql.text.lexing import items
from privlineage.lineage.sql.text.padding import without

__all__ = ["MYSQL"]

_FLAGS = re.IGNORECASE | re.DOTALL
_VARIABLE = r"@(?:\w|\.|\$)+"
_OUTFILE = rf"(?P<clause>\bINTO\s+(?:OUTFILE|DUMPFILE)\s+(?:S3\s+)?{PLACE}(?P<form>.*))"


def _into_variables(match: re.Match[str], text: str, session: Session) -> bool:
    """SELECT … INTO @a, @b: each variable keeps the value of its column, in the row the query finds."""
    names = [variable.strip().lstrip("@") for variable in match.group("names").split(",")]
    session.assign_row(names, rows_of(without(text, *match.span("clause")), 0, session))
    return True


def _assignments(match: re.Match[str], text: str, session: Session) -> bool:
    """SET @a = …, @b := …: variables keep what they are given."""
    start = match.start("items")
    for item in items(match.group("items"), session.dialect):
        found = re.match(
            r"\s*(?:@|(?:GLOBAL|SESSION|LOCAL|PERSIST)\s+)*(?P<name>[\w.$]+)\s*:?=\s*(?P<value>.+)", item, _FLAGS
        )
        if found is None:
            return False
        try:
            tree = parse(f"SELECT {found.group('value')}", session.dialect)  # it is resolved, not run
        except ParseFailure:
            session.report_at("syntax", "the value of this variable cannot be read", start)
            guess(text, session)
            continue
        known = text_of(tree.expressions[0], session.texts)
        session.assign(found.group("name"), session.query(tree, None).row(), known)
    return True


def _loaded(match: re.Match[str], text: str, session: Session) -> bool:
    """LOAD DATA … (a, @v) SET b = …: rows of a file; what is computed beside them may come from tables."""
    load(match, text, session)
    place = unquoted(match.group("place"))
    listed = _LISTED.search(text, match.end())
    for item in listed.group(1).split(",") if listed is not None else ():
        if item.strip().startswith("@"):
            session.assign(item.strip()[1:], Flow(frozenset((Origin(place, "*", assumed=True),))))
    computed = _COMPUTED.search(text, match.end())
    if computed is not None:
        session.inner(f"UPDATE {match.group('table')} SET {computed.group(1)}", computed.start())  # noqa: S608
    return True


def _altered(match: re.Match[str], _text: str, session: Session) -> bool:
    """ALTER TABLE t CHANGE a b type, …: each action by itself, a CHANGE of the name as a renaming."""
    for action in items(match.group("actions"), session.dialect):
        changed = re.match(rf"\s*CHANGE\s+(?:COLUMN\s+)?(?P<old>{NAME})\s+(?P<new>{NAME})", action, _FLAGS)
        if changed is None:
            session.inner(f"ALTER TABLE {match.group('table')} {action}", 0)
        elif changed.group("old").strip("`").lower() != changed.group("new").strip("`").lower():
            renamed = f"RENAME COLUMN {changed.group('old')} TO {changed.group('new')}"
            session.inner(f"ALTER TABLE {match.group('table')} {renamed}", 0)
    return True


def _exchange(match: re.Match[str], _text: str, session: Session) -> bool:
    """ALTER TABLE t EXCHANGE PARTITION p WITH TABLE u: rows of each go to the other, by position."""
    first, second = match.group("table"), match.group("other")
    copy_rows(second, first, session)
    copy_rows(first, second, session)
    return True


def _handler(match: re.Match[str], text: str, session: Session) -> bool:
    """HANDLER t READ shows rows of a table; OPEN and CLOSE show none."""
    if match.group("verb").upper() == "READ":
        session.report_at("unsupported", "which rows a HANDLER reads is not resolved", 0)
        guess(text, session)
    return True


def _evaluate(match: re.Match[str], _text: str, session: Session) -> bool:
    """DO evaluates expressions and shows nothing of them."""
    rows_of(f"SELECT {match.group('value')}", 0, session)
    return True


_LISTED = re.compile(r"\(([\w\s,@`$.]+)\)\s*(?:SET\b|\Z)", _FLAGS)
_COMPUTED = re.compile(r"\bSET\s+((?:`?\w+`?\.)?`?\w+`?\s*=.+)\Z", _FLAGS)
_INFILE = r"(?:LOCAL\s+)?INFILE|FROM\s+S3(?:\s+(?:FILE|PREFIX|MANIFEST))?"

MYSQL: Rules = (
    (rf"(?:TABLE|VALUES)\b.*?{_OUTFILE}", outfile),
    (rf"(?:SELECT|WITH)\b.*?(?P<clause>\bINTO\s+(?P<names>{_VARIABLE}(?:\s*,\s*{_VARIABLE})*))", _into_variables),
    (r"SET\s+(?P<items>@(?!@).+)", _assignments),
    (
        rf"LOAD\s+(?:DATA|XML)\b.*?\b(?:{_INFILE})\s+{PLACE}.*?\bINTO\s+TABLE\s+(?P<table>{NAME})",
        _loaded,
    ),
    (
        rf"ALTER\s+TABLE\s+(?P<table>{NAME})\s+EXCHANGE\s+PARTITION\s+{NAME}\s+WITH\s+TABLE\s+(?P<other>{NAME})",
        _exchange,
    ),
    (rf"ALTER\s+TABLE\s+(?P<table>{NAME})\s+(?P<actions>.*\bCHANGE\b.+)", _altered),
    (rf"HANDLER\s+{NAME}\s+(?P<verb>OPEN|READ|CLOSE)\b", _handler),
    (r"DO\s+(?P<value>[^\s$'].*)", _evaluate),
)
