"""What EXECUTE IMMEDIATE is given: a text in any quotes, values for it, and variables that get its row."""

from __future__ import annotations

import re
from typing import NamedTuple

from privlineage.lineage.sql.parsing import ParseFailure, parse
from privlineage.lineage.sql.queries.flows import Flow
from privlineage.lineage.sql.session import Session
from privlineage.lineage.sql.text.dialects import Traits
from privlineage.lineage.sql.text.lexing import Lexeme, items, scan

__all__ = ["Given", "carried_out", "given"]

_QUOTES = re.compile(r"[A-Za-z]{0,2}(?P<mark>'''|\"\"\"|'|\"|\$\w*\$)(?P<inside>.*)(?P=mark)\Z", re.DOTALL)
_GIVEN = "given_"
_NAMED = re.compile(r"(?P<value>.+?)\s+(?:AS\s+)?(?P<name>[A-Za-z_]\w*)\s*\Z", re.IGNORECASE | re.DOTALL)


class Given(NamedTuple):
    """A statement given as a literal.

    Attributes:
        text: the statement.
        offset: where it begins in what follows EXECUTE IMMEDIATE.
        into: the variables that get its one row.
        using: the values it is given, as they are written.
    """

    text: str
    offset: int
    into: tuple[str, ...] = ()
    using: tuple[str, ...] = ()


def given(rest: str, dialect: Traits) -> Given | None:
    """The literal that follows EXECUTE IMMEDIATE and its clauses; None where it is not one literal alone.

    >>> from privlineage.lineage.sql.text.dialects import traits
    >>> given(" 'SELECT ?' INTO v USING 1, 2 AS x", traits("bigquery"))
    Given(text='SELECT ?', offset=2, into=('v',), using=('1', '2 AS x'))
    """
    pieces = [piece for piece in scan(rest, dialect) if piece.kind not in ("space", "comment")]
    position = 1 if pieces and pieces[0].text == "(" else 0
    if len(pieces) > position + 1 and pieces[position].text.upper() in ("E", "N", "R"):
        position += 1  # a letter that says what kind of literal follows
    literal = pieces[position] if position < len(pieces) else None
    # In BigQuery and MySQL double quotes make a string; the lexer knows.
    found = _QUOTES.match(literal.text) if literal is not None and literal.kind == "string" else None
    following = pieces[position + 1 :]
    if literal is None or found is None or (following and not _ends(following[0])):
        return None
    inside = found.group("inside")
    mark = found.group("mark")
    if len(mark) == 1:
        inside = inside.replace(mark * 2, mark)
        inside = inside.replace(f"\\{mark}", mark) if dialect.backslashes else inside
    clauses = _clauses(rest, following, dialect)
    offset = literal.start + found.start("inside")
    return Given(inside, offset, clauses.get("INTO", ()), clauses.get("USING", ()))


def _ends(piece: Lexeme) -> bool:
    return piece.text in (")", ";", ",") or piece.text.upper() in ("INTO", "USING", "AT")


def _clauses(rest: str, pieces: list[Lexeme], dialect: Traits) -> dict[str, tuple[str, ...]]:
    """The items behind INTO and USING, in whichever order they stand."""
    depth = 0
    starts: list[tuple[str, int, int]] = []
    for piece in pieces:
        depth += (piece.text == "(") - (piece.text == ")")
        if depth <= 0 and piece.kind == "word" and piece.text.upper() in ("INTO", "USING"):
            starts.append((piece.text.upper(), piece.start, piece.end))
    found = {}
    for index, (word, _, end) in enumerate(starts):
        stop = starts[index + 1][1] if index + 1 < len(starts) else len(rest)
        body = rest[end:stop].strip().rstrip(";").strip()
        if (
            body.startswith("(")
            and body.endswith(")")
            and word == "USING"
            and not re.match(r"\(\s*SELECT\b", body, re.IGNORECASE)
        ):
            body = body[1:-1]
        found[word] = tuple(part.strip() for part in items(body, dialect) if part.strip())
    return found


def carried_out(statement: Given, offset: int, session: Session) -> None:
    """Resolve the statement with the values it is given, and give its row to the variables."""
    if statement.into:
        row = session.unshown(lambda: _performed(statement, offset, session))
        session.assign_row((name.lstrip(":@") for name in statement.into), row)
    else:
        _performed(statement, offset, session)


def _performed(statement: Given, offset: int, session: Session) -> None:
    if not statement.using:
        session.inner(statement.text, offset + statement.offset)
        return
    with session.own_variables():
        for position, written in enumerate(statement.using, 1):
            named = _NAMED.fullmatch(written)
            flow = _flow(named.group("value") if named is not None else written, session)
            for key in (f"{_GIVEN}{position}", str(position), *([named.group("name").lower()] if named else ())):
                session.variables[key] = flow
        session.inner(_numbered(statement.text, session.dialect), offset + statement.offset)


def _flow(written: str, session: Session) -> Flow:
    try:
        return session.query(parse(f"SELECT {written}", session.dialect), None).row()
    except ParseFailure:
        session.report_at("syntax", "a value given to this statement cannot be read", 0)
        return Flow()


def _numbered(text: str, dialect: Traits) -> str:
    """Every `?` as a variable of its own, for each means the next value given."""
    sign = "@" if dialect.name == "bigquery" else ":"
    parts: list[str] = []
    count = 0
    for piece in scan(text, dialect):
        if piece.kind == "other" and piece.text == "?":
            count += 1
            parts.append(f"{sign}{_GIVEN}{count}")
        else:
            parts.append(piece.text)
    return "".join(parts)
