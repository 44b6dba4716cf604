"""SQL to column lineage: the entry point.

>>> from privlineage.core.schema import Schema
>>> schema = Schema({"customer": {"id": "int", "phone": "text"}})
>>> lineage = resolve("CREATE TABLE o AS SELECT sha256(phone) AS h FROM customer", "postgres", schema)
>>> [(source.column, source.path[0].function) for source in lineage.statements[0].outputs["o"]["h"]]
[('phone', 'sha256')]
"""

from __future__ import annotations

import re
from dataclasses import replace

from privlineage.core.schema import Schema
from privlineage.lineage.sql.catalog import Catalog
from privlineage.lineage.sql.engine import new_session, run
from privlineage.lineage.sql.guessing import guess
from privlineage.lineage.sql.leaving import left_tables
from privlineage.lineage.sql.parsing import ParseFailure
from privlineage.lineage.sql.rendering import rendered
from privlineage.lineage.sql.result import SqlLineage, StatementLineage
from privlineage.lineage.sql.session import BudgetError, Session
from privlineage.lineage.sql.text.dialects import Traits, traits
from privlineage.lineage.sql.text.executed import as_executed
from privlineage.lineage.sql.text.hive_variables import with_variables
from privlineage.lineage.sql.text.jinja import without_jinja
from privlineage.lineage.sql.text.shortening import shortened
from privlineage.lineage.sql.text.splitting import Piece, split

__all__ = ["resolve"]

MAX_STATEMENT = 1_000_000
"""Characters of one statement that are parsed; a longer one is unresolved."""
MAX_NESTING = 250
"""Brackets inside one another that are parsed; a statement nested deeper is unresolved."""
_CHAIN = re.compile(r"(?:\[[^\[\]]{0,40}\]\s*){60}|(?:\bFROM\s+[\w.`\"-]{1,80}\s*,\s*){60}", re.IGNORECASE)
"""Subscripts in a row, and items that each begin with FROM: the parser's time grows with the square of their number."""

_BRACKET = re.compile(r"(?P<opening>[(\[{])|(?P<closing>[)\]}])|'[^'\\]*+'")


def resolve(
    sql: str, dialect: str | None, schema: Schema, *, default_schema: str | None = None, placed: bool = False
) -> SqlLineage:
    """The lineage of a file of statements, in order.

    Args:
        sql: any text; what cannot be read becomes an `unresolved` entry of its statement.
        dialect: a sqlglot dialect or a usual name for one; None for generic SQL.
        schema: the tables it may read and write.
        default_schema: the schema that bare names mean, where several have a table of that name.
        placed: whether names in results get the database and schema that the script uses, rather than stay as written.

    Returns:
        One entry per statement. It never raises on account of the text.
    """
    style = traits(dialect)
    session = new_session(style, Catalog(schema, style, default_schema, placed=placed), sql)
    executed = as_executed(sql, style)
    statements = tuple(_statement(piece, session, style, sql) for piece in split(executed, style))
    return SqlLineage(statements, tuple(left_tables(session.catalog)) if placed else ())


def _statement(piece: Piece, session: Session, dialect: Traits, sql: str) -> StatementLineage:
    given, variables, unset = with_variables(piece.text, session.settings, dialect)
    text, placeholders, spots = without_jinja(given, dialect)
    line, _ = session.places.of(piece.start)
    written = replace(piece, text=sql[piece.start : piece.start + len(piece.text)])
    session.begin(piece, text)
    session.placeholders = {**placeholders, **variables}
    for offset in unset:
        session.report_at("jinja", "a variable has no value here yet", offset)
    for offset in spots:
        session.report_at("jinja", "a template expression is not rendered yet", offset)
    if piece.open_at >= 0:
        session.report_at("syntax", "a quote or comment is never closed", piece.open_at - piece.start)
        _guess(text, session)
        return rendered(written, line, session.effects)
    session.text = text = shortened(text)
    if len(text) > MAX_STATEMENT or _nesting(text) > MAX_NESTING or _CHAIN.search(text):
        session.report_at("unsupported", "the statement is longer or deeper than the resolver's budget allows", 0)
        _guess(text, session)
    else:
        _resolve(text, session)
    return rendered(written, line, session.effects)


def _resolve(text: str, session: Session) -> None:
    try:
        run(text, session)
    except ParseFailure as failure:
        offset = _offset(text, failure.line, failure.column)
        session.report_at(failure.code, failure.detail, offset)
    except BudgetError as error:
        session.report_at("unsupported", str(error), 0)
    except RecursionError:
        session.report_at("unsupported", "the statement is nested too deeply", 0)
    except Exception as error:  # noqa: BLE001  # a fault of ours must read as "not resolved", never as "nothing there"
        session.report_at("unsupported", f"the resolver failed with {type(error).__name__}", 0)
    else:
        return
    _guess(text, session)


def _guess(text: str, session: Session) -> None:
    try:
        guess(text, session)
    except Exception as error:  # noqa: BLE001  # as above: the statement is unresolved either way
        session.report_at("unsupported", f"the resolver failed with {type(error).__name__}", 0)


def _offset(text: str, line: int, column: int) -> int:
    """Index of a 1-based line and column."""
    start = 0
    for _ in range(line - 1):
        found = text.find("\n", start)
        if found < 0:
            break
        start = found + 1
    return min(len(text), start + column - 1)


def _nesting(text: str) -> int:
    """The depth of brackets outside of plain strings."""
    depth = deepest = 0
    for match in _BRACKET.finditer(text):
        if match.lastgroup == "opening":
            depth += 1
            deepest = max(deepest, depth)
        elif match.lastgroup == "closing" and depth:
            depth -= 1
    return deepest
