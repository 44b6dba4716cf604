"""SQL Server's statements that are recognised by their words."""

from __future__ import annotations

import re
from collections.abc import Callable

from sqlglot import exp

from privlineage.lineage.sql.command_exits import leave
from privlineage.lineage.sql.command_places import NAME, set_schema
from privlineage.lineage.sql.guessing import mentioned
from privlineage.lineage.sql.parsing import parse
from privlineage.lineage.sql.relations import Relation
from privlineage.lineage.sql.session import Session
from privlineage.lineage.sql.texts import literals_of

__all__ = ["TSQL"]

_SHELL = (
    r"xp_cmdshell|sp_send_dbmail|sp_OAMethod|sp_OACreate|sp_execute_external_script|sp_invoke_external_rest_endpoint"
)
_REMOTE = "OPENQUERY|OPENROWSET|OPENDATASOURCE"
_ITEMS = r"(?P<clause>\bOUTPUT\s+(?P<items>(?:(?!\bOUTPUT\b).)+?)"
_INTO = rf"\s+INTO\s+(?P<target>{NAME}(?:\s*\([^)]*\))?)"


def _output(match: re.Match[str], text: str, session: Session) -> bool:
    """OUTPUT … INTO t, OUTPUT deleted.*: the parser runs what is behind it into it."""
    start, end = match.span("clause")
    tree = parse(text[:start] + " " * (end - start) + text[end:], session.dialect)
    shown = parse(f"SELECT {match.group('items')}", session.dialect).expressions
    into = match.groupdict().get("target")
    target = parse(f"INSERT INTO {into} SELECT 1", session.dialect).this if into else None
    tree.set("returning", exp.Returning(expressions=shown, into=target))
    session.statement(tree, None)
    return True


def _into_server(match: re.Match[str], text: str, session: Session) -> bool:
    """INSERT INTO OPENQUERY(server, '…') …: rows leave for a linked server."""
    session.inner(text[match.end() :], match.end())
    leave(match.group("server") or match.group("function").lower(), session)
    return True


def _shell(match: re.Match[str], text: str, session: Session) -> bool:
    """Procedures that hand data to the operating system, to mail or to a web service."""
    session.report_at("exit", f"`{match.group('name')}` hands data to something outside the database", match.start())
    told = literals_of(text[match.end() :], session.dialect, session.texts)
    # A command line quotes the query once more.
    assumed = mentioned(told.replace('"', " "), session)
    if assumed:
        session.effects.output("", Relation((), assumed=assumed))
    return True


def _synonym(match: re.Match[str], _text: str, session: Session) -> bool:
    """CREATE SYNONYM a FOR b: another name of the same table."""
    session.catalog.alias(match.group("name"), match.group("of"))
    return True


_Performer = Callable[[re.Match[str], str, Session], bool]

TSQL: tuple[tuple[str, _Performer], ...] = (
    (
        rf"INSERT\s+(?:INTO\s+)?{NAME}\s*(?:\([^)]*\)\s*)?{_ITEMS}{_INTO})(?=\s*(?:\(\s*)?(?:SELECT|VALUES|WITH)\b)",
        _output,
    ),
    (rf"UPDATE\b.*?{_ITEMS}{_INTO})(?=\s*(?:FROM|WHERE|OPTION|\Z))", _output),
    (rf"DELETE\b(?!.*\bOUTPUT\b.*\bINTO\b).*?{_ITEMS})(?=\s*(?:\bFROM|\bWHERE|\bOPTION|\Z))", _output),
    (
        rf"INSERT\s+(?:INTO\s+)?(?P<function>{_REMOTE})\s*\(\s*(?P<server>[\w\[\].]+)?[^()]*\)(?:\.[\w\[\]]+)*\s*",
        _into_server,
    ),
    (rf"EXEC(?:UTE)?\s+(?:@\w+\s*=\s*)?(?:[\w\[\]]*\.)*\[?(?P<name>{_SHELL})\b\]?", _shell),
    (rf"CREATE\s+SYNONYM\s+(?P<name>{NAME})\s+FOR\s+(?P<of>{NAME})", _synonym),
    (rf"ALTER\s+SCHEMA\s+(?P<schema>{NAME})\s+TRANSFER\s+(?:OBJECT\s*::\s*)?(?P<table>{NAME})", set_schema),
)
"""Patterns of statements, and what carries them out."""
