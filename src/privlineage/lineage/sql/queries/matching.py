"""MATCH_RECOGNIZE: rows that match a pattern, and what is measured of them."""

from __future__ import annotations

import re

from sqlglot import exp

from privlineage.lineage.sql.parsing import name_of
from privlineage.lineage.sql.queries.expressions import flow_of, influences_of
from privlineage.lineage.sql.queries.flows import Influence
from privlineage.lineage.sql.queries.relations import Column, Name, Relation
from privlineage.lineage.sql.queries.scope import Scope, Source

__all__ = ["matched"]


def matched(node: exp.Expr, scope: Scope) -> None:
    """Put what MATCH_RECOGNIZE makes of the last item of FROM in its place.

    The partition, the order and the conditions of the pattern's variables select the rows. One row per match has the
    partition's columns and the measures, all rows per match every column and the measures.
    """
    if not scope.sources:
        return
    source = scope.sources.pop()
    inner = Scope(scope.session, scope)
    inner.add(Source(source.alias, source.relation, source.qualifier))
    for variable in _variables(node):
        inner.sources.append(Source(Name(variable), source.relation, visible=False))
    partition = _listed(node, "partition_by")
    rows: set[Influence] = set()
    order = node.args.get("order")
    for item in (*partition, *(order.expressions if isinstance(order, exp.Expr) else ())):
        rows |= influences_of(item, inner)
    for item in _listed(node, "define"):
        rows |= influences_of(item.this if isinstance(item, exp.Alias) else item, inner)
    every = "ALL" in name_of(node.args.get("rows")).upper()
    columns = list(source.relation.columns) if every else [Column(name_of(p), flow_of(p, inner)) for p in partition]
    for measure in _listed(node, "measures"):
        columns.append(Column(measure.this.alias_or_name, flow_of(measure.this, inner)))
    scope.rows |= rows
    scope.assumed |= inner.assumed
    relation = Relation(columns, frozenset(rows), source.relation.open if every else (), source.relation.assumed)
    alias = node.args.get("alias")
    named = name_of(alias.this) if isinstance(alias, exp.TableAlias) else ""
    scope.sources.append(Source(Name(named) if named else source.alias, relation))


def _listed(node: exp.Expr, key: str) -> list[exp.Expr]:
    return [item for item in node.args.get(key) or [] if isinstance(item, exp.Expr)]


def _variables(node: exp.Expr) -> list[str]:
    """The names of the pattern and of the conditions: each stands for the rows it matched."""
    pattern = re.findall(r"[A-Za-z_]\w*", name_of(node.args.get("pattern")))
    defined = [item.alias for item in _listed(node, "define")]
    return list(dict.fromkeys(name for name in (*pattern, *defined) if name.upper() != "PERMUTE"))
