"""DuckDB's sets of columns: COLUMNS(…) and `* LIKE '…'`, one expression for every column that matches."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from sqlglot import exp

from privlineage.lineage.sql.parsing import name_of
from privlineage.lineage.sql.queries.expressions import HANDLERS, flow_of, name
from privlineage.lineage.sql.queries.flows import AGGREGATION, TRANSFORMATION, Flow, merge
from privlineage.lineage.sql.queries.relations import Column, Relation
from privlineage.lineage.sql.queries.scope import Scope
from privlineage.lineage.sql.queries.stars import expand, like, star_of
from privlineage.lineage.sql.result import FunctionUse
from privlineage.lineage.sql.text.function_names import AGGREGATES

__all__ = ["column_set", "listed", "matched"]

_PATTERNED = frozenset({"databricks", "hive", "spark", "spark2"})
_PATTERN = re.compile(r"[*+?|^$\[(]")
_HIDDEN = "\0columns"
_ALIKE = (exp.Like, exp.ILike, exp.Glob, exp.SimilarTo, exp.RegexpLike)


def listed(item: exp.Expr, scope: Scope) -> Relation | None:
    """The columns of a star, also under a list of names, or of a name that is a pattern; None for any other item."""
    if isinstance(item, (exp.Alias, exp.Aliases)) and star_of(item.this) is not None:
        names = [name_of(alias) for alias in item.expressions] if isinstance(item, exp.Aliases) else []
        return expand(item.this, scope).renamed(names)
    if star_of(item) is not None:
        return expand(item, scope)
    return _by_pattern(item, scope) if scope.session.dialect.name in _PATTERNED else None


def _by_pattern(item: exp.Expr, scope: Scope) -> Relation | None:
    """Hive's and Spark's ``(a|b)?+.+`` in backticks: every column whose name it is, where none is called like that."""
    if not (isinstance(item, exp.Column) and isinstance(item.this, exp.Identifier) and item.this.args.get("quoted")):
        return None
    text, table = name_of(item.this), item.args.get("table")
    pattern = _compiled(f"(?i:{text})") if _PATTERN.search(text) else None
    if pattern is None or any(source.relation.find(name(item.this), scope.session.dialect) for source in scope.sources):
        return None
    everything = expand(exp.Column(this=exp.Star(), table=table.copy()) if table is not None else exp.Star(), scope)
    found = [column for column in everything.columns if pattern.fullmatch(column.name)]
    return Relation(found, everything.rows, everything.open, everything.assumed) if found else None


def column_set(item: exp.Expr, scope: Scope) -> list[Column] | None:
    """The columns an item makes of every column that matches; None for an item of a single column."""
    if isinstance(item, (exp.Column, exp.Literal)):
        return None
    if isinstance(item, exp.Apply):
        return _applied(item, scope)
    inner = item.this if isinstance(item, exp.Not) else item
    if isinstance(inner, _ALIKE) and star_of(inner.this) is not None:
        return [column for column in expand(inner.this, scope).columns if _holds(item, column.name) is not False]
    if isinstance(item, exp.Dot) and isinstance(item.expression, exp.Anonymous) and _is_set(item.expression):
        # `t.COLUMNS('…')`: of one table.
        of_table = exp.Column(this=exp.Star(), table=item.this)
        inner = item.expression.expressions[0] if item.expression.expressions else exp.Star()
        return matched(exp.Columns(this=inner), scope, of_table)
    # Unpacked ones are arguments of a single call.
    columns = next((found for found in item.find_all(exp.Columns) if not found.args.get("unpack")), None)
    return _spread(item, columns, scope) if columns is not None else None


def _is_set(call: exp.Anonymous) -> bool:
    return name_of(call).upper() == "COLUMNS"


def matched(columns: exp.Columns, scope: Scope, given: exp.Expr | None = None) -> list[Column]:
    """The columns a COLUMNS(…) stands for; all of them where its condition is not one this can tell."""
    inner = columns.this
    found = list(expand(inner if star_of(inner) is not None else given or exp.Star(), scope).columns)
    if isinstance(inner, exp.Literal):
        pattern = _compiled(str(inner.this))
        return [column for column in found if pattern is None or pattern.search(column.name)]
    if isinstance(inner, (exp.Array, exp.Tuple, exp.List)):
        wanted = {name_of(part).lower() for part in inner.expressions}
        return [column for column in found if column.name.lower() in wanted]
    condition = inner.this if isinstance(inner, exp.Lambda) else inner
    return [column for column in found if _holds(condition, column.name) is not False]


def _spread(item: exp.Expr, columns: exp.Columns, scope: Scope) -> list[Column]:
    """The columns `f(COLUMNS(…))` makes, each with the matched column's name."""
    found = []
    alias = item.args.get("alias") if isinstance(item, exp.Alias) else None
    pattern = _compiled(str(columns.this.this)) if isinstance(columns.this, exp.Literal) else None
    for column in matched(columns, scope):
        one = Scope(scope.session, scope)
        one.parameters[_HIDDEN] = column.flow
        tree = item.copy()
        for place in list(tree.find_all(exp.Columns)):
            if place is tree:
                tree = exp.to_identifier(_HIDDEN)
                break
            place.replace(exp.to_identifier(_HIDDEN))
        shown = _renamed(name(alias).text, column.name, pattern) if isinstance(alias, exp.Expr) else column.name
        found.append(Column(shown, flow_of(tree, one)))
    return found


def _applied(item: exp.Apply, scope: Scope) -> list[Column]:
    """ClickHouse's `* APPLY(f)`: every column through a function."""
    function = name_of(item.expression)
    inner = item.this
    if isinstance(inner, exp.Apply):
        found = _applied(inner, scope)
    else:
        found = matched(inner, scope) if isinstance(inner, exp.Columns) else list(expand(inner, scope).columns)
    use = FunctionUse(function.lower(), 0)
    level = AGGREGATION if use.function in AGGREGATES else TRANSFORMATION
    return [Column(f"{function}({column.name})", column.flow.through(use, level)) for column in found]


def _renamed(alias: str, column: str, pattern: re.Pattern[str] | None) -> str:
    r"""An alias with `\0` for the name that matched, and `\1` for a group of the pattern."""
    match = pattern.search(column) if pattern is not None else None

    def part(found: re.Match[str]) -> str:
        group = int(found.group(1))
        if match is None or group == 0:
            return column if group == 0 else ""
        return (match.group(group) or "") if group <= match.re.groups else ""

    return re.sub(r"\\(\d)", part, alias)


def _compiled(pattern: str) -> re.Pattern[str] | None:
    try:
        return re.compile(pattern)
    except re.error:
        return None


# ---- conditions on the name of a column ----


def _holds(node: exp.Expr, text: str) -> bool | None:
    """Whether a condition on a column's name holds; None where it cannot be told."""
    if isinstance(node, exp.Paren):
        return _holds(node.this, text)
    if isinstance(node, exp.Not):
        inner = _holds(node.this, text)
        return None if inner is None else not inner
    if isinstance(node, (exp.And, exp.Or)):
        sides = (_holds(node.this, text), _holds(node.expression, text))
        decided = isinstance(node, exp.Or)
        return decided if decided in sides else None if None in sides else not decided
    if isinstance(node, exp.In):
        return text in [name_of(item) for item in node.expressions]
    test = _TESTS.get(type(node))
    given = node.args.get("expression")
    if test is None or not isinstance(given, exp.Literal):
        return None
    return test(text, str(given.this)) is not bool(node.args.get("negate"))


def _glob(pattern: str) -> re.Pattern[str]:
    return re.compile(re.escape(pattern).replace(r"\*", ".*").replace(r"\?", "."), re.DOTALL)


def _regular(text: str, pattern: str, *, whole: bool) -> bool:
    compiled = _compiled(pattern)
    return compiled is None or bool(compiled.fullmatch(text) if whole else compiled.search(text))


_TESTS: dict[type[exp.Expr], Callable[[str, str], bool]] = {
    exp.EQ: lambda text, given: text == given,
    exp.NEQ: lambda text, given: text != given,
    exp.Like: lambda text, given: bool(like(given).fullmatch(text)),
    exp.ILike: lambda text, given: bool(like(given, re.IGNORECASE).fullmatch(text)),
    exp.Glob: lambda text, given: bool(_glob(given).fullmatch(text)),
    exp.SimilarTo: lambda text, given: _regular(text, given, whole=True),
    exp.RegexpLike: lambda text, given: _regular(text, given, whole=False),
    exp.StartsWith: lambda text, given: text.startswith(given),
    exp.EndsWith: lambda text, given: text.endswith(given),
    exp.Contains: lambda text, given: given in text,
}


def _merged(node: Any, scope: Scope) -> Flow:
    """COLUMNS(…) where one value is wanted (a condition, unpacked arguments): all that match."""
    return merge(column.flow for column in matched(node, scope))


HANDLERS[exp.Columns] = _merged
