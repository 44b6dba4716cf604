"""The name of an output column nobody named, as each dialect gives it."""

from __future__ import annotations

from sqlglot import exp

from privlineage.lineage.sql.parsing import MARK, name_of
from privlineage.lineage.sql.text.dialects import Traits

__all__ = ["output_name"]


def output_name(node: exp.Expr, position: int, dialect: Traits) -> str:
    """The name of the projection at a 0-based position.

    >>> from privlineage.lineage.sql.text.dialects import traits
    >>> output_name(exp.column("email", "c"), 0, traits("postgres"))
    'email'
    """
    if isinstance(node, exp.Alias):
        return node.alias or name_of(node.args.get("alias"))
    plain = _own_name(node)
    if plain:
        return plain
    if dialect.unnamed == "f0_":
        return f"f{position}_"
    if dialect.unnamed == "_col0":
        return f"_col{position}"
    if dialect.unnamed == "function":
        return _postgres_name(node)
    if dialect.name == "mysql" and isinstance(node, exp.Literal):
        return node.name
    return _text(node, dialect)


def _own_name(node: exp.Expr) -> str:
    """The name a column or field brings along."""
    while isinstance(node, exp.Paren):
        node = node.this
    if isinstance(node, exp.Column) and not isinstance(node.this, (exp.Star, exp.Parameter)):
        return name_of(node.this)
    if isinstance(node, exp.Dot) and isinstance(node.expression, exp.Identifier):
        return name_of(node.expression)
    return ""


def _postgres_name(node: exp.Expr) -> str:
    """PostgreSQL: the function's, else the cast column's, else `case`, else `?column?` (its `FigureColname`)."""
    while isinstance(node, (exp.Paren, exp.Window, exp.Filter, exp.WithinGroup)):
        node = node.this
    own = _own_name(node)
    if own:
        return own
    if isinstance(node, (exp.Cast, exp.TryCast)):
        inner = _postgres_name(node.this)
        if inner not in ("?column?", "case"):
            return inner
        return node.to.sql("postgres").lower() if isinstance(node.args.get("to"), exp.Expr) else inner
    if isinstance(node, exp.Dot):
        return _postgres_name(node.expression)
    if isinstance(node, exp.Subquery) and isinstance(node.this, exp.Select) and node.this.expressions:
        return output_name(node.this.expressions[0], 0, Traits("postgres", unnamed="function"))
    return _construct_name(node)


_POSTGRES: dict[type[exp.Expr], str] = {
    exp.Array: "array",
    exp.Explode: "unnest",
    exp.JSONObject: "json_object",
    exp.JSONObjectAgg: "json_objectagg",
    exp.JSONValue: "json_value",
    exp.MatchAgainst: "?column?",
    exp.StrPosition: "position",
}
"""Names of what the parser calls by another."""


def _construct_name(node: exp.Expr) -> str:
    if isinstance(node, exp.Anonymous):
        return name_of(node).lower()
    if isinstance(node, exp.Case):
        default = node.args.get("default")
        inner = _postgres_name(default) if isinstance(default, exp.Expr) else "case"
        return inner if inner != "?column?" else "case"
    if isinstance(node, exp.Exists):
        return "exists"
    known = _POSTGRES.get(type(node))
    if known is not None:
        return known
    if isinstance(node, exp.Func) and not isinstance(node, (exp.Binary, exp.Connector)):
        return type(node).sql_name().lower()
    return "?column?"


def _text(node: exp.Expr, dialect: Traits) -> str:
    """The expression itself, as the dialects that name columns by it do."""
    try:
        return node.sql(dialect.name or None, normalize_functions=False).replace(MARK, "")
    except (ValueError, RecursionError, AttributeError):
        return type(node).__name__.lower()
