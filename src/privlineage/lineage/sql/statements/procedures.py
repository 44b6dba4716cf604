"""Procedures whose body the script holds: making one moves nothing, calling it carries the body out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from sqlglot import exp

from privlineage.lineage.sql.guessing import guess
from privlineage.lineage.sql.parsing import ParseFailure, name_of, parse
from privlineage.lineage.sql.queries.flows import NOTHING, Flow, merge
from privlineage.lineage.sql.session import Session
from privlineage.lineage.sql.text.dialects import Traits
from privlineage.lineage.sql.text.lexing import items, scan
from privlineage.lineage.sql.text.padding import padded

__all__ = ["Procedure", "block", "carry_out", "preview", "remember"]

_AGAIN = 1
"""Times a routine that calls itself is followed again, with what it gives itself."""
_STEPS = 1_000
"""Work that a call counts for: routines that call others several times each come to any number of calls."""
_FLAGS = re.IGNORECASE | re.DOTALL
_HEAD = re.compile(
    r"(?:CREATE|ALTER)\s+(?:OR\s+(?:REPLACE|ALTER)\s+)?(?:DEFINER\s*=\s*\S+\s+)?(?:(?:NON)?EDITIONABLE\s+)?"
    r"(?P<kind>PROC(?:EDURE)?|FUNCTION)\s+(?:IF\s+NOT\s+EXISTS\s+)?(?P<name>(?:`[^`]*`|[\w.\"\[\]#])+)",
    _FLAGS,
)
_FOREIGN = re.compile(r"\bLANGUAGE\s+'?(?!SQL\b|PLPGSQL\b)\w+", _FLAGS)
_PARAMETER = re.compile(r"[(,]\s*(?:(?:IN|OUT|INOUT|VARIADIC)\s+)?[`\"]?([A-Za-z_]\w*)|@(\w+)", _FLAGS)
_OUTPUT = re.compile(r"\bOUT(?:PUT)?\b(?=\s*(?:,|\Z))", re.IGNORECASE)
_DOING = re.compile(
    r"\b(?:INSERT\s+INTO|UPDATE\s+\S+\s+(?:\w+\s+){0,2}SET|DELETE\s+FROM|MERGE\s+INTO|COPY\s|TRUNCATE\s|EXECUTE\s+(?!ON\b)|"
    r"CREATE\s+(?:\w+\s+)?TABLE|PERFORM\s|CALL\s)",
    _FLAGS,
)
_LABEL = re.compile(
    r"(?P<before>(?:\A|;|\b(?:BEGIN|DO|ELSE|LOOP|REPEAT|THEN)\b)\s*)(?:<<\s*\w+\s*>>|\w+\s*:(?=\s*(?:BEGIN|FOR|LOOP|REPEAT|WHILE)\b))",
    _FLAGS,
)
"""The name of a block or a loop, before it."""
_OF_TRIGGER = re.compile(r"\bRETURNS\s+TRIGGER\b", re.IGNORECASE)
_NAMED = re.compile(r"\s*\"?(?P<name>\w+)\"?\s*(?:=>|:=)\s*(?P<value>.+)\Z", re.DOTALL)
_ATOMIC = re.compile(r"\ABEGIN\s+ATOMIC\b", re.IGNORECASE)
_FIRST = frozenset("BEGIN CALL DECLARE DELETE INSERT MERGE REPLACE SELECT TRUNCATE UPDATE".split())
"""Words with which a body begins."""
_FIRST_AFTER_AS = _FIRST | frozenset(
    "ALTER BULK COPY CREATE DROP EXEC EXECUTE FETCH GRANT IF OPEN PRINT RETURN SET WAITFOR WHILE WITH".split()
)
"""Words with which a body may begin after AS, and which mean something else before it."""


class Procedure(NamedTuple):
    """A body that is known.

    Attributes:
        name: its last name, in lower case.
        parameters: their names, in lower case, without signs.
        body: the statements.
        start: index of the body in the script.
    """

    name: str
    parameters: tuple[str, ...]
    body: str
    start: int


def remember(text: str, session: Session) -> Procedure | None:
    """Keep the body of a procedure that a statement makes, where it is written in SQL.

    Of functions, which compute something and are followed where they are used, only those that do something too.

    Returns:
        The procedure; None where the statement makes none, or one of which nothing is known.
    """
    head = _HEAD.match(text)
    if head is None:
        return None
    name = _last(head.group("name"))
    function = head.group("kind").upper() == "FUNCTION"
    session.procedures.pop(name, None)
    found = _body(text, head.end(), session.dialect) if not function or _does(text, session) else None
    if found is None or _FOREIGN.search(text[: found[1]] + text[found[1] + len(found[0]) :]):
        return None
    body, offset = found
    before = text[head.end() : offset]
    names = tuple((match.group(1) or match.group(2)).lower() for match in _PARAMETER.finditer(before))
    if function and _OF_TRIGGER.search(before):
        names = (*names, "new", "old")
    if function:
        session.redefined.add(name)
        session.routines.pop(name, None)
    made = Procedure(name, names, body, session.piece.start + session.shift + offset)
    session.procedures[name] = made
    return made


def _does(text: str, session: Session) -> bool:
    """Whether a function's body changes something, as only some dialects allow."""
    return session.dialect.name in ("postgres", "redshift", "oracle") and _DOING.search(text) is not None


def preview(made: Procedure, session: Session) -> None:
    """Resolve the body of a procedure that nobody has called yet: its parameters may be anything."""
    session.variables.update(dict.fromkeys(made.parameters, NOTHING))
    _follow(made, session)


def block(match: re.Match[str], text: str, session: Session) -> bool:
    """DO: a body without a name, carried out where it stands."""
    found = _body(f"AS {text[match.end() :]}", 0, session.dialect)
    body, offset = found if found is not None else ("", 0)
    start = match.end() + offset - len("AS ")
    if found is None or _FOREIGN.search(text[:start] + text[start + len(body) :]):
        session.report_at("procedure", "what an anonymous block does is not followed", match.start())
        guess(text, session)
        return True
    with session.own_variables(), session.perhaps():
        _follow(Procedure("", (), body, session.piece.start + session.shift + start), session)
    return True


def _follow(known: Procedure, session: Session) -> None:
    pieces = scan(known.body, session.dialect)
    body = "".join(" " * len(piece.text) if piece.kind == "comment" else piece.text for piece in pieces)
    body = _LABEL.sub(lambda match: match.group("before").ljust(len(match.group())), body)
    session.running.append(known.name)
    try:
        session.inner(body, known.start - session.piece.start - session.shift)
    finally:
        session.running.pop()


def carry_out(name: str, arguments: str, session: Session) -> bool:
    """Resolve the body of a procedure of this script; False where it is not known."""
    last = _last(name)
    known = session.procedures.get(last)
    if known is None:
        return False
    session.step(_STEPS)
    outside = session.variables
    with session.own_variables():
        variables = _bind(known.parameters, arguments, session)
        if last in session.running and _adds_nothing(known.parameters, outside, session):
            return True
        if session.running.count(last) > _AGAIN:
            return False
        bound = {parameter: session.variables[parameter] for parameter in known.parameters}
        with session.perhaps():
            _follow(known, session)
        changed = [flow for parameter, flow in bound.items() if session.variables[parameter] is not flow]
        handed = merge(session.variables[parameter] for parameter in bound) if changed else NOTHING
    if handed.values or handed.shapes:
        outside.update({name: merge((outside.get(name, NOTHING), handed)) for name in variables})
    return True


def _adds_nothing(parameters: tuple[str, ...], before: Mapping[str, Flow], session: Session) -> bool:
    """Whether a routine that calls itself is given nothing that it did not have already."""
    given = ((session.variables[name], before.get(name, NOTHING)) for name in parameters)
    return all(now.values <= then.values and now.shapes <= then.shapes for now, then in given)


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
        if previous in ("AS", "IS") and dialect.name == "oracle" and piece.kind in ("word", "quoted") and not depth:
            return text[offset:], offset
        if piece.kind == "word" and not depth:
            first = _FIRST_AFTER_AS if previous in ("AS", "IS") else _FIRST
            if piece.text.upper() in first:
                return _ATOMIC.sub(padded("BEGIN"), text[offset:]), offset
        if piece.kind not in ("space", "comment", "semicolon"):
            depth += (piece.text == "(") - (piece.text == ")")
            previous = piece.text.upper()
    return None


def _bind(parameters: tuple[str, ...], arguments: str, session: Session) -> list[str]:
    """Give the parameters what the arguments are made of.

    Returns:
        The variables among the arguments: what the body leaves in a parameter may come back in them.
    """
    before = dict(session.variables)
    inside = _OUTPUT.sub("", arguments.strip().rstrip(";").strip())
    if inside.startswith("(") and inside.endswith(")"):
        inside = inside[1:-1].strip()
    variables: list[str] = []
    given: dict[str, Flow] = {}
    if inside:
        given = _given(inside, parameters, variables, session)
    for position, parameter in enumerate(parameters, 1):
        # T-SQL's `@p = value` has assigned it by now.
        named = session.variables.get(parameter)
        assigned = named is not None and named is not before.get(parameter)
        flow = named if named is not None and assigned else given.get(parameter, NOTHING)
        session.variables[parameter] = session.variables[str(position)] = flow
    return variables


def _given(inside: str, parameters: tuple[str, ...], variables: list[str], session: Session) -> dict[str, Flow]:
    """What each parameter is given: by name or position where that is plain, else any of the arguments.

    The variables among the arguments are added to a list.
    """
    listed = [_NAMED.match(item) or item.strip() for item in items(inside, session.dialect)]
    values = ", ".join(item if isinstance(item, str) else item.group("value") for item in listed)
    try:
        tree = parse(f"SELECT {values}", session.dialect)  # it is resolved, not run
    except ParseFailure:
        session.report_at("syntax", "what a procedure is given cannot be read", 0)
        return {}
    names = [name_of(node.this) for node in tree.find_all(exp.Column, exp.Parameter) if not node.args.get("table")]
    variables.extend(name.lower() for name in names if name)
    for name in variables:
        # A name alone among arguments can only be a variable.
        session.variables.setdefault(name, NOTHING)
    relation = session.query(tree, None)
    own = (*parameters, *("" for _ in listed))
    targets = [own[at] if isinstance(item, str) else item.group("name").lower() for at, item in enumerate(listed)]
    plain = not any(isinstance(item, exp.EQ) for item in tree.expressions)
    by_name = any(not isinstance(item, str) for item in listed) and set(targets) <= set(parameters)
    if plain and len(relation.columns) == len(listed) and (by_name or len(listed) == len(parameters)):
        return {target: column.flow for target, column in zip(targets, relation.columns, strict=True)}
    return dict.fromkeys(parameters, relation.row())
