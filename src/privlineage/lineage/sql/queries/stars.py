"""`*` and what may follow it: EXCEPT, REPLACE, RENAME, LIKE, and DuckDB's COLUMNS."""

from __future__ import annotations

import re
from collections.abc import Iterable

from sqlglot import exp

from privlineage.lineage.sql.parsing import name_of
from privlineage.lineage.sql.queries.expressions import flow_of, name
from privlineage.lineage.sql.queries.flows import Flow, table_of
from privlineage.lineage.sql.queries.relations import Column, Name, Relation
from privlineage.lineage.sql.queries.scope import Scope, Source
from privlineage.lineage.sql.queries.structs import struct_fields

__all__ = ["expand", "like", "star_of"]


def star_of(node: exp.Expr) -> exp.Star | None:
    """The star of `*` or `t.*`, None for any other projection."""
    if isinstance(node, exp.Star):
        return node
    if isinstance(node, exp.Column) and isinstance(node.this, exp.Star):
        return node.this
    if isinstance(node, exp.Dot) and isinstance(node.expression, exp.Star):
        return node.expression
    return None


def expand(node: exp.Expr, scope: Scope) -> Relation:
    """The columns a star stands for, in order; `open` where some are not known."""
    star = star_of(node)
    relation = _all(scope) if isinstance(node, exp.Star) else _of(node, scope)
    if relation.open:
        shown = ", ".join(f"`{table_of(table)}`" for table in relation.open)
        scope.session.report("star", f"the columns of {shown} are not known", node)
    elif any(column.name == "*" for column in relation.columns):
        scope.session.report("star", "what columns there are depends on the data or on a function", node)
    if star is None:
        return relation
    return _adjusted(relation, star, scope)


def _all(scope: Scope) -> Relation:
    """`*`: merged columns of USING and NATURAL joins once, first; then the rest, source by source."""
    columns: list[Column] = []
    open_tables: list[str] = []
    seen: set[str] = set()
    for source in scope.sources:
        if not source.visible:
            continue
        open_tables.extend(source.relation.open)
        for column in source.relation.columns:
            key = column.name.lower()
            merged = scope.merged.get(key)
            if merged is None:
                columns.append(column)
            elif key not in seen:
                seen.add(key)
                columns.append(Column(column.name, merged))
    if scope.merged:
        columns.sort(key=lambda column: column.name.lower() not in scope.merged)
    return Relation(columns, open_tables=tuple(dict.fromkeys(open_tables)))


def _of(node: exp.Expr, scope: Scope) -> Relation:
    """`t.*`, `schema.t.*`, or `column.*` of a struct."""
    parts = [name(part) for part in node.parts[:-1]] if isinstance(node, exp.Column) else []
    source = _source(parts, scope)
    if source is not None:
        return source.relation
    inner = node.this if isinstance(node, exp.Dot) else None
    flow = flow_of(inner, scope) if inner is not None else scope.lookup(parts, node)
    if flow.fields is not None:
        return Relation([Column(field, found.shaped_by(flow.shapes)) for field, found in flow.fields.items()])
    return _fields_of(flow, scope, node)


def _source(parts: list[Name], scope: Scope) -> Source | None:
    if len(parts) == 1:
        named = (around.source(parts[0]) for around in scope.outwards())
        return next((source for source in named if source is not None), None)
    wanted = tuple(part.text.lower() for part in parts)
    sources = (source for around in scope.outwards() for source in around.sources)
    return next((source for source in sources if source.qualifier[-len(parts) :] == wanted), None) if parts else None


def _fields_of(flow: Flow, scope: Scope, node: exp.Expr) -> Relation:
    """The fields of a stored struct, from its declared type; without one, the struct as a whole."""
    origins = list(flow.values)
    if len(origins) == 1:
        origin = origins[0]
        fields = struct_fields(scope.session.catalog.type_of(origin.table, origin.column))
        if fields:
            return Relation(
                [
                    Column(field, flow.mapped(lambda o, f=field: o._replace(column=f"{o.column}.{f}")))  # type: ignore[misc]  # the default binds the loop's value
                    for field in fields
                ]
            )
    if not origins:
        return Relation()
    scope.session.report("star", "the fields of this value are not known", node)
    return Relation([Column("*", flow.assumed())])


def _adjusted(relation: Relation, star: exp.Star, scope: Scope) -> Relation:
    dropped, exact = _dropped(star, scope)
    replaced = {item.alias.lower(): item for item in _listed(star, "replace") if isinstance(item, exp.Alias)}
    renamed = {
        name_of(item.this).lower(): item.alias for item in _listed(star, "rename") if isinstance(item, exp.Alias)
    }
    pattern = _like(star)
    columns = []
    for column in relation.columns:
        key = column.name.lower()
        if (
            key in dropped
            or (key, column.flow) in exact
            or (pattern is not None and not pattern.fullmatch(column.name))
        ):
            continue
        flow = flow_of(replaced[key].this, scope) if key in replaced else column.flow
        columns.append(Column(renamed.get(key, column.name), flow))
    return Relation(columns, relation.rows, relation.open, relation.assumed)


def _dropped(star: exp.Star, scope: Scope) -> tuple[set[str], list[tuple[str, Flow]]]:
    """The names that EXCEPT leaves out, and those of one table alone: `EXCEPT (t.a)`."""
    names: set[str] = set()
    exact: list[tuple[str, Flow]] = []
    for item in _listed(star, "except_"):
        if isinstance(item, exp.Column) and item.args.get("table"):
            exact.append((name_of(item.this).lower(), scope.lookup([name(part) for part in item.parts], item)))
        else:
            names.add(name_of(item).lower())
    return names, exact


def _listed(star: exp.Star, key: str) -> Iterable[exp.Expr]:
    found = star.args.get(key)
    if isinstance(found, exp.Expr):
        return [found]
    return [item for item in found or [] if isinstance(item, exp.Expr)]


def _like(star: exp.Star) -> re.Pattern[str] | None:
    """Snowflake's `* ILIKE '%id%'`."""
    condition = star.args.get("ilike")
    if not isinstance(condition, exp.Expr):
        return None
    text = condition.name or name_of(condition.args.get("expression"))
    return like(text, re.IGNORECASE)


def like(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """What a pattern of LIKE matches."""
    return re.compile(re.escape(pattern).replace("%", ".*").replace("_", "."), re.DOTALL | flags)
