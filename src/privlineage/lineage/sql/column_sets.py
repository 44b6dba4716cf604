"""DuckDB's COLUMNS(…): one expression for every column that matches."""

from __future__ import annotations

import re

from sqlglot import exp

from privlineage.lineage.sql.expressions import flow_of, name
from privlineage.lineage.sql.parsing import name_of
from privlineage.lineage.sql.relations import Column
from privlineage.lineage.sql.scope import Scope
from privlineage.lineage.sql.stars import expand

__all__ = ["spread"]


def spread(item: exp.Expr, columns: exp.Columns, scope: Scope) -> list[Column]:
    """The columns `f(COLUMNS(…))` makes, each with the matched column's name."""
    inner = columns.this
    star = inner if isinstance(inner, exp.Star) else exp.Star()
    matched = list(expand(star, scope).columns)
    if isinstance(inner, exp.Literal):
        pattern = re.compile(str(inner.this)) if _compiles(str(inner.this)) else None
        matched = [column for column in matched if pattern is None or pattern.search(column.name)]
    elif isinstance(inner, (exp.Array, exp.Tuple, exp.List)):
        wanted = {name_of(part).lower() for part in inner.expressions}
        matched = [column for column in matched if column.name.lower() in wanted]
    found = []
    for column in matched:
        one = Scope(scope.session, scope)
        one.parameters["\0columns"] = column.flow
        tree = item.copy()
        for place in list(tree.find_all(exp.Columns)):
            if place is tree:
                tree = exp.to_identifier("\0columns")
                break
            place.replace(exp.to_identifier("\0columns"))
        alias = item.args.get("alias") if isinstance(item, exp.Alias) else None
        shown = name(alias).text if isinstance(alias, exp.Expr) else column.name
        found.append(Column(shown.replace("\\0", column.name), flow_of(tree, one)))
    return found


def _compiles(pattern: str) -> bool:
    try:
        re.compile(pattern)
    except re.error:
        return False
    return True
