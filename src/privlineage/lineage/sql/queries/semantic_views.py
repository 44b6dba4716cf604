"""Snowflake's SEMANTIC_VIEW(v DIMENSIONS … METRICS … FACTS … WHERE …): what it shows of a semantic view."""

from __future__ import annotations

from sqlglot import exp

from privlineage.lineage.sql.queries.expressions import flow_of, influences_of
from privlineage.lineage.sql.queries.naming import output_name
from privlineage.lineage.sql.queries.relations import Column, Relation
from privlineage.lineage.sql.queries.scope import Scope
from privlineage.lineage.sql.queries.tables import read_table

__all__ = ["semantic_relation"]


def semantic_relation(node: exp.SemanticView, scope: Scope) -> Relation:
    """Its dimensions, metrics and facts, each made of the view's column of that name."""
    inner = Scope(scope.session)
    inner.add(read_table(node.this, inner))
    items = [item for key in ("dimensions", "metrics", "facts") for item in node.args.get(key) or []]
    columns = [
        Column(output_name(item, position, scope.session.dialect), flow_of(_unqualified(item), inner))
        for position, item in enumerate(items)
    ]
    condition = node.args.get("where")
    if isinstance(condition, exp.Expr):
        inner.rows |= influences_of(_unqualified(condition), inner)
    view = inner.sources[0].relation
    # A name it does not list is no column of a star, and still can only be the view's.
    scope.aliases.update({column.name.lower(): column.flow for column in view.columns})
    return Relation(columns, frozenset(inner.rows), view.open, frozenset(inner.assumed))


def _unqualified(node: exp.Expr) -> exp.Expr:
    """Without the names of the view's logical tables: it shows the columns of all of them."""
    return node.transform(lambda part: exp.column(part.this) if isinstance(part, exp.Column) and part.table else part)
