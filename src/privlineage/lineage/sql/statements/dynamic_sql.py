"""SQL given as text: carried out where the text is known, in a literal or in a variable of the script, else guessed."""

from __future__ import annotations

import re

from privlineage.lineage.sql.commands.places import unquoted
from privlineage.lineage.sql.guessing import guess
from privlineage.lineage.sql.session import Session
from privlineage.lineage.sql.statements.given_text import carried_out, given
from privlineage.lineage.sql.statements.procedures import carry_out
from privlineage.lineage.sql.statements.texts import literals_of

__all__ = ["STRING", "called", "dynamic", "execute", "prepare"]

_FLAGS = re.IGNORECASE | re.DOTALL
STRING = r"(?:N|E)?'((?:[^']|'')*)'"
"""A string literal; its inside is a group."""
_END = r"\s*\)?\s*(?:;|\Z|INTO\b|USING\b|,|AT\b)"
_ELSEWHERE = re.compile(r"\)\s*AT\s+(?:DATA_SOURCE\s+)?[\w\[\]\"]+\s*;?\s*\Z", _FLAGS)
_VARIABLE = re.compile(rf"\s*\(?\s*[@:$]?(\w+){_END}", _FLAGS)


def called(match: re.Match[str], text: str, session: Session) -> bool:
    """CALL, EXEC of a procedure: what it does is known where its body stands in this script."""
    if carry_out(match.group("name"), text[match.end() :], session):
        return True
    session.report_at("procedure", f"what `{match.group('name')}` does is not known", match.start())
    guess(text, session)
    return True


def dynamic(match: re.Match[str], text: str, session: Session) -> bool:
    """SQL in a literal is resolved like any other; SQL put together at run time is not known."""
    rest = text[match.end() :]
    literal = given(rest, session.dialect)
    if _ELSEWHERE.search(rest):
        session.report_at("dynamic", "SQL is carried out on another server", match.start())
        guess(text, session)
    elif literal is not None:
        carried_out(literal, match.end(), session)
    else:
        _from_variable(rest, match.start(), text, session)
    return True


def _from_variable(rest: str, offset: int, text: str, session: Session) -> None:
    """SQL a variable holds: resolved where all of it is known, else every table its parts name is assumed."""
    variable = _VARIABLE.match(rest)
    known = session.texts.get(variable.group(1).lower()) if variable is not None else None
    if known is not None and known.whole:
        session.inner(known.text, offset)
    else:
        session.report_at("dynamic", "SQL put together at run time is carried out", offset)
        # The target of the statement around it, where there is one, stands before the text.
        guess(f"{text[: len(text) - len(rest)]} {literals_of(rest, session.dialect, session.texts)}", session)


def prepare(match: re.Match[str], _text: str, session: Session) -> bool:
    """PREPARE s AS statement, PREPARE s FROM 'text' or a variable: kept for EXECUTE."""
    session.prepared[match.group("name").lower()] = _held_now(match.group("body"), session)
    return True


def _held_now(body: str, session: Session) -> str:
    """What is prepared; of a variable that is its text of this moment, for it may hold another one by EXECUTE."""
    variable = _VARIABLE.match(body) if re.match(r"\s*[@:]", body) else None
    known = session.texts.get(variable.group(1).lower()) if variable is not None else None
    if variable is None:
        return body
    if known is not None and known.whole:
        return known.text
    held = (known.text if known is not None else "").replace("'", "''")
    return f"CONCAT('{held}')"


def execute(match: re.Match[str], text: str, session: Session) -> bool:
    """EXECUTE of something prepared in this script; T-SQL's EXEC of a procedure."""
    body = session.prepared.get(match.group("name").lower())
    if body is None:
        return called(match, text, session)
    literal = re.fullmatch(STRING, body.strip(), _FLAGS)
    if literal is None and re.match(r"\s*(?:@|:|\w+\s*\Z|CONCAT\b)", body, _FLAGS):
        _from_variable(body, match.start(), body, session)
    else:
        session.inner(unquoted(literal.group(1)) if literal else body, 0)
    return True
