"""SQL Server's statements that are recognised by their words."""

from __future__ import annotations

import re
from typing import NamedTuple

from sqlglot import exp

from privlineage.core.schema import name_parts
from privlineage.lineage.sql.commands.exits import export_all
from privlineage.lineage.sql.commands.places import NAME, PLACE, set_schema
from privlineage.lineage.sql.commands.rules import Rules
from privlineage.lineage.sql.guessing import mentioned
from privlineage.lineage.sql.parsing import parse
from privlineage.lineage.sql.queries.relations import Relation
from privlineage.lineage.sql.session import Session
from privlineage.lineage.sql.statements.blocks import rows_of
from privlineage.lineage.sql.statements.targets import leave
from privlineage.lineage.sql.statements.texts import literals_of
from privlineage.lineage.sql.text.lexing import scan
from privlineage.lineage.sql.text.padding import without

__all__ = ["TSQL"]

_SHELL = (
    r"xp_cmdshell|sp_send_dbmail|sp_OAMethod|sp_OACreate|sp_execute_external_script|sp_invoke_external_rest_endpoint"
)
_REMOTE = "OPENQUERY|OPENROWSET|OPENDATASOURCE"
_BEHIND = frozenset({"DEFAULT", "FROM", "OPTION", "SELECT", "VALUES", "WHERE", "WITH"})
"""Words that begin what stands behind an OUTPUT clause."""
_QUERY = re.compile(r"\s*(?:SELECT|WITH)\b", re.IGNORECASE)


class _Clause(NamedTuple):
    """Where an OUTPUT clause stands, what it shows, and the table it fills, if any."""

    start: int
    end: int
    items: str
    target: str


def _output_clause(text: str, session: Session) -> _Clause | None:
    """The OUTPUT clause of a statement: its items end at INTO or at the clause behind, its target before a key word."""
    start = into = depth = 0
    for piece in scan(text, session.dialect):
        depth += (piece.text == "(") - (piece.text == ")")
        word = piece.text.upper() if piece.kind == "word" and not depth else ""
        if word == "OUTPUT" and not start:
            start = piece.start
        elif word == "INTO" and start and not into:
            into = piece.start
        elif start and (word in _BEHIND or (piece.text == "(" and _QUERY.match(text, piece.end))):
            return _clause(text, start, into, piece.start)
    return _clause(text, start, into, len(text)) if start else None


def _clause(text: str, start: int, into: int, end: int) -> _Clause:
    return _Clause(start, end, text[start + 6 : into or end], text[into + 4 : end] if into else "")


def _output(match: re.Match[str], text: str, session: Session) -> bool:
    """OUTPUT … INTO t, DELETE … OUTPUT deleted.*: the parser runs what is behind it into it."""
    found = _output_clause(text, session)
    if found is None or not (found.target or match.group().upper() == "DELETE"):
        return False
    tree = parse(without(text, found.start, found.end), session.dialect)
    shown = parse(f"SELECT {found.items}", session.dialect).expressions
    target = parse(f"INSERT INTO {found.target} SELECT 1", session.dialect).this if found.target else None
    tree.set("returning", exp.Returning(expressions=shown, into=target))
    session.statement(tree, None)
    return True


def _into_server(match: re.Match[str], text: str, session: Session) -> bool:
    """INSERT INTO OPENQUERY(server, '…') …: rows leave for a linked server."""
    rows = rows_of(text[match.end() :], match.end(), session)
    leave(match.group("server") or match.group("function").lower(), rows, session)
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


def _table_type(match: re.Match[str], _text: str, session: Session) -> bool:
    """CREATE TYPE t AS TABLE (…): kept for the variables of that type."""
    session.row_types[name_parts(match.group("name"))[-1].lower()] = match.group("columns")
    return True


def _typed(match: re.Match[str], _text: str, session: Session) -> bool:
    """DECLARE @v t: a table variable, where the script made t a type of tables."""
    columns = session.row_types.get(name_parts(match.group("type"))[-1].lower())
    if columns is None:
        return False
    session.inner(f"DECLARE {match.group('name')} TABLE {columns}", 0)
    return True


def _as_user(_match: re.Match[str], _text: str, _session: Session) -> bool:
    """EXECUTE AS: by whose right the statements behind it run."""
    return True


def _synonym(match: re.Match[str], _text: str, session: Session) -> bool:
    """CREATE SYNONYM a FOR b: another name of the same table."""
    session.catalog.alias(match.group("name"), match.group("of"))
    return True


TSQL: Rules = (
    (
        rf"INSERT\s+(?:INTO\s+)?(?P<function>{_REMOTE})\s*\(\s*(?P<server>[\w\[\].]+)?[^()]*\)(?:\.[\w\[\]]+)*\s*",
        _into_server,
    ),
    (r"(?:INSERT|UPDATE|DELETE|MERGE)(?=\b.*\bOUTPUT\b)", _output),
    (rf"EXEC(?:UTE)?\s+(?:@\w+\s*=\s*)?(?:[\w\[\]]*\.)*\[?(?P<name>{_SHELL})\b\]?", _shell),
    (r"EXEC(?:UTE)?\s+AS\s+(?:USER|LOGIN|CALLER|OWNER|SELF)\b", _as_user),
    (rf"CREATE\s+TYPE\s+(?P<name>{NAME})\s+AS\s+TABLE\s*(?P<columns>\(.+\))", _table_type),
    (rf"DECLARE\s+(?P<name>@\w+)\s+(?:AS\s+)?(?P<type>{NAME})\s*\Z", _typed),
    (
        rf"BACKUP\s+(?:DATABASE|LOG)\s+\S+\s+TO\s+(?:DISK|TAPE|URL)\s*=\s*N?{PLACE}",
        export_all,
    ),
    (rf"CREATE\s+SYNONYM\s+(?P<name>{NAME})\s+FOR\s+(?P<of>{NAME})", _synonym),
    (rf"ALTER\s+SCHEMA\s+(?P<schema>{NAME})\s+TRANSFER\s+(?:OBJECT\s*::\s*)?(?P<table>{NAME})", set_schema),
)
