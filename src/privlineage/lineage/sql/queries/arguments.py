"""The arguments of calls: what is behind DISTINCT and ORDER BY, which are literals, what each is made of."""

from __future__ import annotations

from typing import NamedTuple

from sqlglot import exp

from privlineage.lineage.sql.parsing import name_of
from privlineage.lineage.sql.queries.column_sets import matched
from privlineage.lineage.sql.queries.expressions import flow_of, influences_of
from privlineage.lineage.sql.queries.flows import NOTHING, Flow, Influence, merge
from privlineage.lineage.sql.queries.scope import Scope
from privlineage.lineage.sql.queries.stars import expand, star_of
from privlineage.lineage.sql.result import FunctionUse
from privlineage.lineage.sql.text.function_names import DATE_PARTS, UNIT_POSITIONS

__all__ = [
    "Argument",
    "argument_flow",
    "arguments_of",
    "is_keyword",
    "literal_of",
    "literals_beside",
    "spelled_name",
    "use_of",
]


MAX_LITERALS = 64
"""Literals of one call that are kept."""


class Argument(NamedTuple):
    """One argument of a call: what it is, and what an ORDER BY or HAVING inside it adds."""

    node: exp.Expr
    shapes: frozenset[Influence]


def literal_of(node: exp.Expr) -> str | None:
    """The text of a literal argument, None for anything else; casts, signs and names of arguments are seen through."""
    if isinstance(node, (exp.Literal, exp.RawString, exp.National, exp.ByteString, exp.UnicodeString)):
        return node.name
    if isinstance(node, exp.Boolean):
        return "true" if node.this else "false"
    if isinstance(node, exp.Null):
        return "null"
    if isinstance(node, exp.Neg) and isinstance(node.this, exp.Literal):
        return f"-{node.this.name}"
    if isinstance(node, (exp.Cast, exp.TryCast, exp.Paren)):
        return literal_of(node.this)
    if isinstance(node, (exp.Kwarg, exp.PropertyEQ)):
        return literal_of(node.expression)
    if isinstance(node, exp.Var):
        return node.name
    return None


def _unwrap(node: exp.Expr, scope: Scope) -> Argument:
    """The argument behind DISTINCT, ORDER BY, IGNORE NULLS, HAVING MAX, LIMIT."""
    shapes: frozenset[Influence] = frozenset()
    while True:
        if isinstance(node, exp.Order):
            for key in node.expressions:
                shapes |= influences_of(key, scope)
        elif isinstance(node, exp.HavingMax):
            shapes |= influences_of(node.expression, scope)
        elif not isinstance(node, (exp.IgnoreNulls, exp.RespectNulls, exp.Limit, exp.Variadic)):
            return Argument(node, shapes)
        if not isinstance(node.this, exp.Expr):
            return Argument(node, shapes)
        node = node.this


def arguments_of(given: list[exp.Expr], scope: Scope) -> list[Argument]:
    """The arguments of a call in order, DISTINCT and the like taken away."""
    found: list[Argument] = []
    for node in given:
        argument = _unwrap(node, scope)
        if isinstance(argument.node, exp.Columns) and argument.node.args.get("unpack"):
            found.extend(Argument(_column(one.name), argument.shapes) for one in matched(argument.node, scope))
        elif isinstance(argument.node, exp.Distinct):
            found.extend(Argument(item, argument.shapes) for item in argument.node.expressions)
        else:
            found.append(argument)
    return found


def _column(name: str) -> exp.Column:
    return exp.Column(this=exp.to_identifier(name, quoted=True))


def is_keyword(function: str, position: int, node: exp.Expr) -> bool:
    """Whether an argument is a bare word such as a date part."""
    if isinstance(node, exp.Var):
        return True
    if position not in UNIT_POSITIONS.get(function, ()):
        return False
    return isinstance(node, exp.Column) and len(node.parts) == 1 and name_of(node.this).lower() in DATE_PARTS


def use_of(function: str, position: int, arguments: list[exp.Expr]) -> FunctionUse:
    """One use of a function, with the literal arguments beside the one the value came through."""
    return FunctionUse(function, position, literals_beside(function, arguments))


def literals_beside(function: str, arguments: list[exp.Expr]) -> tuple[tuple[int, str], ...]:
    """The literal arguments of a call with their positions: the first of them, where there are very many.

    A literal that is left out can only keep a declassifier from matching.
    """
    literals: list[tuple[int, str]] = []
    for index, node in enumerate(arguments):
        text = literal_of(node)
        if text is None and is_keyword(function.rsplit(".", 1)[-1], index, node):
            text = name_of(node)
        if text is not None:
            literals.append((index, text))
            if len(literals) == MAX_LITERALS:
                break
    return tuple(literals)


def argument_flow(node: exp.Expr, scope: Scope) -> Flow:
    """What an argument's value is made of; a star is the whole row."""
    star = star_of(node)
    if star is not None and any(star.args.values()):
        return expand(node, scope).row()  # `* EXCLUDE (…)`, `* ILIKE '…'`
    if isinstance(node, exp.Star):
        return merge(source.relation.row() for source in scope.sources if source.visible)
    if isinstance(node, (exp.Kwarg, exp.PropertyEQ, exp.Alias)):
        inner = node.this if isinstance(node, exp.Alias) else node.expression
        return flow_of(inner, scope) if isinstance(inner, exp.Expr) else NOTHING
    return flow_of(node, scope)


def spelled_name(node: exp.Expr, scope: Scope) -> str:
    """The name of a call sqlglot knows, as the statement has it."""
    word = scope.session.spelling(node)
    if word and (word[0].isalpha() or word[0] == "_"):
        return word.lower()
    return type(node).sql_name().lower() if isinstance(node, exp.Func) else ""
