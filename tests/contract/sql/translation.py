"""The texts an engine is tried with: the one written where it speaks the dialect, else what sqlglot makes of it."""

import re

import sqlglot
from sqlglot.errors import ErrorLevel, SqlglotError

__all__ = ["spellings"]


def spellings(lineage, dialect, engine):
    """The statements of a script in ways the engine may understand, the most literal one first."""
    texts = [statement.sql for statement in lineage.statements]
    if (dialect or "") in engine.speaks:
        yield texts
    if (dialect or "") != engine.name:
        try:
            found = [_translated(text, dialect, engine.name) for text in texts]
        except (SqlglotError, RecursionError, ValueError):
            return
        if found != texts:
            yield found


def translated_views(views, dialect, engine):
    """CREATE VIEW statements for definitions given bare or whole."""
    for name, definition in (views or {}).items():
        whole = (
            definition if re.match(r"\s*CREATE\b", definition, re.IGNORECASE) else f"CREATE VIEW {name} AS {definition}"
        )
        yield whole if (dialect or "") in engine.speaks else _translated(whole, dialect, engine.name)


def _translated(text, dialect, name):
    """One statement in another dialect.

    Raises:
        SqlglotError: when sqlglot cannot read it, or knows that the other dialect cannot say it.
    """
    return ";\n".join(sqlglot.transpile(text, read=dialect or None, write=name, unsupported_level=ErrorLevel.RAISE))
