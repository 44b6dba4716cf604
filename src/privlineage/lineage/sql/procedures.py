"""Procedures whose body the script holds: making one moves nothing, calling it carries the body out."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import NamedTuple

from sqlglot import exp

from privlineage.lineage.sql.dialects import Traits
from privlineage.lineage.sql.flows import NOTHING, merge
from privlineage.lineage.sql.lexing import scan
from privlineage.lineage.sql.padding import padded
from privlineage.lineage.sql.parsing import ParseFailure, name_of, parse
from privlineage.lineage.sql.session import Session

__all__ = ["Procedure", "carry_out", "remember"]

_FLAGS = re.IGNORECASE | re.DOTALL
_HEAD = re.compile(
    r"(?:CREATE|ALTER)\s+(?:OR\s+(?:REPLACE|ALTER)\s+)?(?:DEFINER\s*=\s*\S+\s+)?PROC(?:EDURE)?\s+"
    r"(?:IF\s+NOT\s+EXISTS\s+)?(?P<name>[\w.\"`\[\]#]+)",
    _FLAGS,
)
_FOREIGN = re.compile(r"\bLANGUAGE\s+'?(?!SQL\b|PLPGSQL\b)\w+", _FLAGS)
_PARAMETER = re.compile(r"[(,]\s*(?:(?:IN|OUT|INOUT|VARIADIC)\s+)?([A-Za-z_]\w*)|@(\w+)", _FLAGS)
_OUTPUT = re.compile(r"\bOUT(?:PUT)?\b(?=\s*(?:,|\Z))", re.IGNORECASE)
_ATOMIC = re.compile(r"\ABEGIN\s+ATOMIC\b", re.IGNORECASE)
_FIRST = frozenset("BEGIN CALL DECLARE DELETE INSERT MERGE REPLACE SELECT TRUNCATE UPDATE".split())
"""Words with which a body begins."""
_FIRST_AFTER_AS = _FIRST | frozenset("EXEC EXECUTE IF SET WITH WHILE".split())
"""Words with which a body may begin after AS, and which mean something else before it."""


class Procedure(NamedTuple):
    """A body that is known.

    Attributes:
        parameters: their names, in lower case, without signs.
        body: the statements.
        start: index of the body in the script.
    """

    parameters: tuple[str, ...]
    body: str
    start: int


def remember(text: str, session: Session) -> None:
    """Keep the body of a procedure that a statement makes, where it is written in SQL."""
    head = _HEAD.match(text)
    if head is None:
        return
    name = _last(head.group("name"))
    session.procedures.pop(name, None)
    found = _body(text, head.end(), session.dialect)
    if found is not None and not _FOREIGN.search(text[: found[1]] + text[found[1] + len(found[0]) :]):
        body, offset = found
        before = text[head.end() : offset]
        names = tuple((match.group(1) or match.group(2)).lower() for match in _PARAMETER.finditer(before))
        session.procedures[name] = Procedure(names, body, session.piece.start + session.shift + offset)


def carry_out(name: str, arguments: str, session: Session) -> bool:
    """Resolve the body of a procedure of this script; False where it is not known, or calls itself."""
    last = _last(name)
    known = session.procedures.pop(last, None)
    if known is None:
        return False
    kept, piece = dict(session.variables), session.piece
    variables = _bind(known.parameters, arguments, session)
    bound = {parameter: session.variables[parameter] for parameter in known.parameters}
    session.piece = replace(piece, conditional=True)
    try:
        session.inner(known.body, known.start - piece.start - session.shift)
        changed = [flow for parameter, flow in bound.items() if session.variables[parameter] is not flow]
        handed = merge(session.variables[parameter] for parameter in bound) if changed else NOTHING
    finally:
        session.variables, session.piece = kept, piece
        session.procedures[last] = known
    if handed.values or handed.shapes:
        kept.update({name: merge((kept.get(name, NOTHING), handed)) for name in variables})
    return True


def _last(name: str) -> str:
    return name.rsplit(".", 1)[-1].strip('"`[]').lower()


def _body(text: str, start: int, dialect: Traits) -> tuple[str, int] | None:
    """The statements of a procedure and where they begin."""
    depth, previous = 0, ""
    for piece in scan(text[start:], dialect):
        offset = start + piece.start
        if piece.kind == "string" and not depth and (piece.text.startswith("$") or previous == "AS"):
            mark = len(piece.text.split("$")[1]) + 2 if piece.text.startswith("$") else 1
            return piece.text[mark:-mark].replace("''", "'" if mark == 1 else "''"), offset + mark
        if piece.kind == "word" and not depth:
            first = _FIRST_AFTER_AS if previous in ("AS", "IS") else _FIRST
            if piece.text.upper() in first:
                return _ATOMIC.sub(padded("BEGIN"), text[offset:]), offset
        if piece.kind not in ("space", "comment"):
            depth += (piece.text == "(") - (piece.text == ")")
            previous = piece.text.upper()
    return None


def _bind(parameters: tuple[str, ...], arguments: str, session: Session) -> list[str]:
    """Give the parameters what the arguments are made of, all together: any of them may be in any parameter.

    Returns:
        The variables among the arguments: what the body leaves in a parameter may come back in them.
    """
    before = dict(session.variables)
    inside = _OUTPUT.sub("", arguments.strip().rstrip(";").strip())
    if inside.startswith("(") and inside.endswith(")"):
        inside = inside[1:-1].strip()
    variables: list[str] = []
    given = NOTHING
    try:
        tree = parse(f"SELECT {inside}", session.dialect) if inside else None  # it is resolved, not run
    except ParseFailure:
        tree = None
    if tree is not None:
        names = [name_of(node.this) for node in tree.find_all(exp.Column, exp.Parameter) if not node.args.get("table")]
        variables = [name.lower() for name in names if name]
        for name in variables:
            # A name alone among arguments can only be a variable.
            session.variables.setdefault(name, NOTHING)
        given = session.query(tree, None).row()
    for parameter in parameters:
        # T-SQL's `@p = value` has assigned it by now.
        named = session.variables.get(parameter)
        session.variables[parameter] = given if named is None or named is before.get(parameter) else named
    return variables
