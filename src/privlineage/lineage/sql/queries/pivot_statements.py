"""DuckDB: `PIVOT t ON … USING …` and `UNPIVOT t ON … INTO …`."""

from __future__ import annotations

from itertools import product

from sqlglot import exp

from privlineage.lineage.sql.parsing import name_of
from privlineage.lineage.sql.queries.column_sets import matched
from privlineage.lineage.sql.queries.expressions import flow_of, influences_of
from privlineage.lineage.sql.queries.flows import NOTHING, Influence, as_influences, merge
from privlineage.lineage.sql.queries.from_items import add_item
from privlineage.lineage.sql.queries.relations import Column, Relation
from privlineage.lineage.sql.queries.scope import Scope
from privlineage.lineage.sql.queries.stars import expand

__all__ = ["pivot_statement"]


def pivot_statement(node: exp.Pivot, scope: Scope) -> Relation:
    """The relation of such a statement; PIVOT's new columns are named by the data, so they are one `*`."""
    add_item(node.this, scope)
    everything = expand(exp.Star(), scope)
    relation = Relation(everything.columns, frozenset(scope.rows), everything.open, frozenset(scope.assumed))
    return _unpivot(node, relation, scope) if node.args.get("unpivot") else _pivot(node, relation, scope)


def _pivot(node: exp.Pivot, relation: Relation, scope: Scope) -> Relation:
    shapes: set[Influence] = set()
    for item in node.expressions:
        shapes |= influences_of(item.this if isinstance(item, exp.In) else item, scope)
    shown = NOTHING.shaped_by(shapes)
    rows = set(relation.rows)
    group = node.args.get("group")
    kept: list[Column] = []
    for item in group.expressions if isinstance(group, exp.Expr) else []:
        rows |= influences_of(item, scope)
        kept.append(Column(name_of(item), flow_of(item, scope)))
    if group is None:
        # What is neither spread nor aggregated stays, and groups the rows.
        parts = [*node.expressions, *(node.args.get("using") or [])]
        used_names = {name_of(column).lower() for part in parts for column in part.find_all(exp.Column)}
        kept = [column for column in relation.columns if column.name.lower() not in used_names]
        rows = rows.union(*(as_influences(column.flow) for column in kept))
    used = node.args.get("using") or []
    flows = [flow_of(item.this if isinstance(item, exp.Alias) else item, scope).shaped_by(shapes) for item in used]
    lists = [item.expressions for item in node.expressions if isinstance(item, exp.In)]
    if lists and all(lists) and len(lists) == len(node.expressions):
        for values in product(*lists):
            value = "_".join(map(name_of, values))
            endings = ["_" + (item.alias or item.sql("duckdb")) for item in used] if _are_told(used) else [""]
            kept.extend(Column(value + ending, flow) for ending, flow in zip(endings, flows or [shown], strict=False))
        return Relation(kept, frozenset(rows), relation.open, relation.assumed)
    scope.session.report("star", "the columns of this pivot depend on the data", node)
    made = merge(flows or [shown])
    return Relation([*kept, Column("*", made.assumed())], frozenset(rows), relation.open, relation.assumed)


def _are_told(used: list[exp.Expr]) -> bool:
    """Whether the new columns say which aggregate they hold, behind the value they are for."""
    return len(used) > 1 or any(isinstance(item, exp.Alias) for item in used)


def _unpivot(node: exp.Pivot, relation: Relation, scope: Scope) -> Relation:
    items = [item for listed in node.expressions for item in _listed(listed, scope)]
    groups = [_parts(item.this if isinstance(item, exp.Alias) else item) for item in items]
    taken = [name_of(part).lower() for group in groups for part in group]
    into = node.args.get("into")
    label = name_of(into.this) if isinstance(into, exp.Expr) else "name"
    values = [name_of(item) for item in into.expressions] if isinstance(into, exp.Expr) else ["value"]
    flows = [
        merge(flow_of(group[index], scope) for group in groups if index < len(group)) for index in range(len(values))
    ]
    kept = [column for column in relation.columns if column.name.lower() not in taken]
    made = [Column(label, NOTHING), *(Column(value, flow) for value, flow in zip(values, flows, strict=True))]
    # A row of no value is left out.
    rows = relation.rows if node.args.get("include_nulls") else relation.rows | as_influences(merge(flows))
    return Relation([*kept, *made], rows, relation.open, relation.assumed)


def _parts(item: exp.Expr) -> list[exp.Expr]:
    """The columns that stand together in one row of the result: `(a, b)`."""
    return list(item.expressions) if isinstance(item, exp.Tuple) else [item]


def _listed(item: exp.Expr, scope: Scope) -> list[exp.Expr]:
    """The columns of one item of a list, which COLUMNS(…) may stand for."""
    if not isinstance(item, exp.Columns):
        return [item]
    return [exp.Column(this=exp.to_identifier(column.name, quoted=True)) for column in matched(item, scope)]
