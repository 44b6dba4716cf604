"""Functions and macros a script defines itself: those with one expression or query as body are followed through it."""

from __future__ import annotations

from typing import NamedTuple

from sqlglot import exp

from privlineage.lineage.sql.parsing import ParseFailure, name_of, parse
from privlineage.lineage.sql.queries.arguments import Argument, argument_flow
from privlineage.lineage.sql.queries.expressions import flow_of
from privlineage.lineage.sql.queries.flows import Flow
from privlineage.lineage.sql.queries.relations import Relation
from privlineage.lineage.sql.queries.scope import Scope
from privlineage.lineage.sql.session import Session
from privlineage.lineage.sql.text.function_names import AGGREGATES, CHOICES, COUNTS, EXITS, HASHES, QUERYING

__all__ = ["Routine", "called", "define_routine", "read_from"]

_GIVEN = frozenset().union(AGGREGATES, CHOICES, COUNTS, EXITS, HASHES, QUERYING, map(str.lower, exp.FUNCTION_BY_NAME))
"""Names that a system gives a meaning of its own: whoever defines them again hides that meaning (law 5)."""


class Routine(NamedTuple):
    """A body that is known.

    Attributes:
        parameters: their names, empty where they have none.
        body: an expression, or a query.
        columns: the names that RETURNS TABLE gives to the columns of the query.
    """

    parameters: list[str]
    body: exp.Expr
    columns: list[str]


def define_routine(node: exp.Expr, session: Session, *, inline: bool = False) -> None:
    """Keep the body of a function; one that has none this can read, or hides a given name, stays unknown.

    Args:
        node: the statement, or a part of one, that defines it.
        session: where it is kept.
        inline: whether it is there for this statement alone.
    """
    inner = node.this
    while isinstance(inner, exp.Expr) and not isinstance(inner, exp.Identifier):
        inner = inner.this
    name = name_of(inner).lower()
    session.redefined.add(name)
    if inline:
        session.inline.add(name)
    session.routines.pop(name, None)
    body = _body(node, session)
    if body is not None:
        session.routines[name] = Routine([_parameter(item) for item in node.this.expressions], body, _columns(node))


def _parameter(item: exp.Expr) -> str:
    inner = item.this if isinstance(item, exp.ColumnDef) else item
    return name_of(inner.this if isinstance(inner, exp.Parameter) else inner)


def _body(node: exp.Expr, session: Session) -> exp.Expr | None:
    """The one expression or query a function consists of."""
    body = node.expression
    if isinstance(body, exp.Return):
        body = body.this
    if _language(node) != "sql":
        return None
    if isinstance(body, (exp.Heredoc, exp.RawString, exp.Literal)):
        if "://" in name_of(body):
            return None
        try:
            body = parse(name_of(body).strip().rstrip(";"), session.dialect)
        except ParseFailure:
            return None
        # Of a body in several statements only the last would be followed, so it has to be a single query.
        # Snowflake's may be an expression; an external function's is the address it sends to.
        whole = (exp.Query, exp.Condition) if session.dialect.name == "snowflake" else exp.Query
        return body if isinstance(body, whole) else None
    return body if isinstance(body, (exp.Query, exp.Condition, exp.Subquery)) else None


def _properties(node: exp.Expr) -> list[exp.Expr]:
    found = node.args.get("properties") or node.args.get("characteristics")
    return list(found.expressions) if isinstance(found, exp.Expr) else []


def _language(node: exp.Expr) -> str:
    return next(
        (name_of(item.this).lower() for item in _properties(node) if isinstance(item, exp.LanguageProperty)), "sql"
    )


def _columns(node: exp.Expr) -> list[str]:
    returns = next((item.this for item in _properties(node) if isinstance(item, exp.ReturnsProperty)), None)
    listed = returns.expressions if isinstance(returns, exp.Schema) else []
    return [name_of(item.this) for item in listed if isinstance(item, exp.ColumnDef)]


def _bound(routine: Routine, arguments: list[exp.Expr], scope: Scope) -> Scope:
    """A scope of its own, in which the parameters are what they are given here."""
    inner = Scope(scope.session)
    for position, argument in enumerate(arguments):
        named = name_of(argument.this) if isinstance(argument, (exp.Kwarg, exp.PropertyEQ)) else ""
        flow = argument_flow(argument, scope)
        inner.parameters[str(position + 1)] = flow
        if named or position < len(routine.parameters):
            inner.parameters[(named or routine.parameters[position]).lower()] = flow
    for parameter in routine.parameters[len(arguments) :]:
        # A default, which is a constant.
        inner.parameters.setdefault(parameter.lower(), Flow())
    return inner


def called(function: str, arguments: list[Argument], scope: Scope) -> Flow | None:
    """What a call of a known function is made of; None where it is not known, calls itself or hides a given name."""
    name = function.rsplit(".", 1)[-1]
    session = scope.session
    routine = session.routines.pop(name, None) if name not in _GIVEN else None
    if routine is None:
        return None
    session.opening.append(name)
    try:
        inner = _bound(routine, [argument.node for argument in arguments], scope)
        flow = flow_of(routine.body, inner)
    finally:
        session.opening.pop()
        session.routines[name] = routine
    scope.assumed |= inner.assumed
    scope.rows |= inner.rows
    return flow.shaped_by(frozenset().union(*(argument.shapes for argument in arguments)))


def read_from(call: exp.Expr, name: str, scope: Scope) -> Relation | None:
    """The rows of a known table function, its parameters bound to the arguments; None where it is not known."""
    session = scope.session
    routine = session.routines.get(name)
    if routine is None or not isinstance(routine.body, exp.Query):
        return None
    inner = _bound(routine, call.expressions, scope)
    session.opening.append(name)
    try:
        return session.query(routine.body, inner).renamed(routine.columns)
    finally:
        session.opening.pop()
