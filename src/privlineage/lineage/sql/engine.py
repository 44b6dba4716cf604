"""The parts of the resolver put together: queries, statements and views call one another through the session."""

from __future__ import annotations

import re

from sqlglot import exp

import privlineage.lineage.sql.queries.subqueries  # noqa: F401  # registers the handlers of queries inside expressions
from privlineage.lineage.sql.catalog import Catalog
from privlineage.lineage.sql.commands.by_words import is_harmless, perform_text
from privlineage.lineage.sql.guessing import guess
from privlineage.lineage.sql.parsing import ParseFailure, name_of, parse
from privlineage.lineage.sql.queries.queries import query
from privlineage.lineage.sql.session import BudgetError, Session
from privlineage.lineage.sql.statements.blocks import perform_in_block, without_subscripts
from privlineage.lineage.sql.statements.dynamic_names import named
from privlineage.lineage.sql.statements.later import look_ahead
from privlineage.lineage.sql.statements.procedures import preview, remember
from privlineage.lineage.sql.statements.statements import is_resolved, perform
from privlineage.lineage.sql.statements.views import open_view
from privlineage.lineage.sql.text.dialects import Traits
from privlineage.lineage.sql.text.parameters import with_marks
from privlineage.lineage.sql.text.rewriting import readable
from privlineage.lineage.sql.text.splitting import Places, split

__all__ = ["new_session", "run"]

_FLAGS = re.IGNORECASE | re.DOTALL
_ROUTINE = re.compile(
    r"(?:CREATE|ALTER)\s+(?:OR\s+(?:REPLACE|ALTER)\s+)?(?:(?:NON)?EDITIONABLE\s+|TEMP(?:ORARY)?\s+)?"
    r"(?:FUNCTION|PROC|PROCEDURE|TRIGGER|PACKAGE|EVENT|TYPE\s+BODY)\b",
    _FLAGS,
)
"""What the parser need not understand: a routine, of whose body nothing is followed."""
MAX_INNER = 20
"""Statements inside strings of statements inside strings …."""
_NO_STATEMENT = (
    exp.Alias,
    exp.Aliases,
    exp.Condition,
    exp.DataType,
    exp.Identifier,
    exp.Interval,
    exp.Lambda,
    exp.Ordered,
    exp.Star,
    exp.Tuple,
    exp.Var,
)


def new_session(dialect: Traits, catalog: Catalog, text: str) -> Session:
    """A session that resolves queries, statements and views."""
    session = Session(dialect, catalog, Places(text))
    session.query = lambda node, scope: query(node, scope, session)
    session.statement = lambda node, scope: perform(node, session, scope)
    session.view = lambda table: open_view(table, session)
    session.inner = lambda inner, offset: run_inner(inner, offset, session)
    return session


def run(text: str, session: Session) -> None:
    """Resolve the text of one statement.

    Raises:
        ParseFailure: when it cannot be read.
        BudgetError: when it needs more work than the budget allows.
    """
    text = session.text = with_marks(without_subscripts(text, session), session.dialect)
    if _known_by_words(text, session):
        return
    try:
        session.text = readable(text, session.dialect.name)
        tree = parse(session.text, session.dialect)
    except ParseFailure:
        if is_harmless(text):
            return
        if _ROUTINE.match(text):
            _unread(text, session)
            return
        raise
    if isinstance(tree, exp.Command):
        _unread(text, session)
    elif isinstance(tree, _NO_STATEMENT) and not isinstance(tree, (exp.Query, exp.PropertyEQ)):
        # The parser takes any expression for a statement: a misspelt first word is a column with an alias to it.
        call = tree.expression if isinstance(tree, exp.Dot) else tree
        if isinstance(call, exp.Anonymous) and not is_harmless(text):
            session.report("procedure", f"what `{name_of(call)}` does is not known", tree)
            guess(text, session)
        elif not is_harmless(text):
            raise ParseFailure("no statement begins like this")
    elif is_resolved(tree) or not is_harmless(text):
        perform(named(tree, session), session)


def _known_by_words(text: str, session: Session) -> bool:
    """Whether a statement was one of those that are recognised by their words, and is resolved now."""
    made = remember(text, session)
    if made is not None:
        look_ahead(lambda: preview(made, session), session)
        return True
    return perform_in_block(text, session) or perform_text(text, session)


def run_inner(text: str, offset: int, session: Session) -> None:
    """Resolve statements that stand inside another one, from an offset of it on."""
    outer_shift, outer_text = session.shift, session.text
    session.depth += 1
    if session.depth > MAX_INNER:
        raise BudgetError("statements are nested too deeply")
    try:
        for piece in split(text, session.dialect):
            session.shift, session.text = outer_shift + offset + piece.start, piece.text
            _run_one(piece.text, session)
    finally:
        session.depth -= 1
        session.shift, session.text = outer_shift, outer_text


def _run_one(text: str, session: Session) -> None:
    """One of several statements: what is wrong with it says nothing of the others."""
    try:
        run(text, session)
    except ParseFailure as failure:
        session.report_at(failure.code, failure.detail, 0)
        guess(text, session)


def _unread(text: str, session: Session) -> None:
    """A statement the parser only recognised the first word of."""
    defined = re.match(
        r"(?:CREATE|ALTER)\s+(?:[^\s()]+\s+){0,6}?(?:FUNCTION|MACRO|AGGREGATE)\s+(?:IF\s+NOT\s+EXISTS\s+)?([\w.\"`]+)",
        text,
        _FLAGS,
    )
    if defined is not None:
        name = defined.group(1).rsplit(".", 1)[-1].strip('"`').lower()
        session.redefined.add(name)
        session.routines.pop(name, None)
    elif not is_harmless(text) and re.match(
        r"(?:CREATE|ALTER)\b.*?\b(?:PROCEDURE|PROC|TRIGGER|PACKAGE|TASK|EVENT|PIPE|RULE)\b", text[:200], _FLAGS
    ):
        session.report_at("procedure", "what this routine will do is not followed", 0)
        if re.match(r"(?:CREATE|ALTER)\b.*?\b(?:TASK|EVENT|PIPE|RULE)\b", text[:200], _FLAGS):
            # Nobody calls these: they act by themselves, later.
            guess(text, session)
    elif not is_harmless(text):
        session.report_at("unsupported", "this kind of statement is not resolved", 0)
        guess(text, session)
