"""The items of a FROM clause put in scope, one kind at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlglot import exp

from privlineage.lineage.sql.parsing import name_of
from privlineage.lineage.sql.queries.expressions import flow_of, name
from privlineage.lineage.sql.queries.flows import ELEMENT, NOTHING, as_influences
from privlineage.lineage.sql.queries.joins import connect
from privlineage.lineage.sql.queries.pivots import pivoted
from privlineage.lineage.sql.queries.relations import Column, Name, Relation
from privlineage.lineage.sql.queries.scope import Scope, Source
from privlineage.lineage.sql.queries.semantic_views import semantic_relation
from privlineage.lineage.sql.queries.stars import expand
from privlineage.lineage.sql.queries.table_functions import call_relation, unnest_relation
from privlineage.lineage.sql.queries.tables import alias_names, read_table, reference

__all__ = ["add_from", "add_item", "add_joins"]


def add_from(node: exp.Expr, scope: Scope) -> None:
    """Put a query's FROM, its joins and its lateral views in scope."""
    source = node.args.get("from_")
    if isinstance(source, exp.Expr):
        items = [source.this] if isinstance(source.this, exp.Expr) else source.expressions
        for item in items:
            add_item(item, scope)
    add_joins(node, scope)


def add_joins(node: exp.Expr, scope: Scope) -> None:
    """Put the joins and lateral views that hang on a node in scope."""
    for join in node.args.get("joins") or []:
        if isinstance(join.this, exp.Expr):
            added = add_item(join.this, scope)
            for beside in join.expressions:
                added += add_item(beside, scope)  # ClickHouse: ARRAY JOIN a, b
            connect(join, added, scope)
    for lateral in node.args.get("laterals") or []:
        add_item(lateral, scope)


def add_item(node: exp.Expr, scope: Scope) -> list[Source]:
    """Put one item in scope; the sources it adds."""
    scope.session.step()
    before = len(scope.sources)
    handler = _ITEMS.get(type(node))
    if handler is None:
        _query_item(node, scope) if isinstance(node, exp.Query) else _other(node, scope)
    else:
        handler(node, scope)
    return scope.sources[before:]


def _place(
    node: exp.Expr, relation: Relation, scope: Scope, default: str = "", qualifier: tuple[str, ...] = ()
) -> None:
    """Put a relation in scope under its alias, its columns renamed and pivoted as the item says."""
    alias = node.args.get("alias")
    names = alias_names(alias if isinstance(alias, exp.Expr) else None)
    pivots = node.args.get("pivots") or []
    if names and not pivots:
        relation = relation.renamed(names)
    own = name(alias.this) if isinstance(alias, exp.TableAlias) and isinstance(alias.this, exp.Expr) else Name("")
    for pivot in pivots:
        relation, pivot_alias = pivoted(pivot, relation, scope, own if own.text else Name(default))
        own = pivot_alias or own
    if own.text:
        qualifier = ()
    scope.add(Source(own if own.text else Name(default), relation, qualifier))


def _table(node: exp.Table, scope: Scope) -> None:
    this = node.this
    if node.args.get("rows_from"):
        inner = Scope(scope.session)
        for item in node.args["rows_from"]:
            one = Scope(scope.session, scope)
            inner.sources.extend(add_item(item, one))
            inner.rows |= one.rows
            inner.assumed |= one.assumed
        _place(node, _flattened(inner), scope)
    elif isinstance(this, exp.Func) or (isinstance(this, exp.Dot) and isinstance(this.expression, exp.Func)):
        relation, default = call_relation(this, node, scope)
        _place(node, relation, scope, default)
    elif isinstance(node.args.get("catalog"), exp.Func):
        # T-SQL's OPENDATASOURCE(…).database.schema.table.
        relation, default = call_relation(node.args["catalog"], node, scope)
        _place(node, relation, scope, default)
    elif isinstance(this, exp.SemanticView):
        _place(node, semantic_relation(this, scope), scope)
    elif not _navigated(node, scope):
        found = read_table(node, scope)
        _place(node, found.relation, scope, found.alias.text, found.qualifier)
        scope.sources[-1].table = found.table
    add_joins(node, scope)


def _navigated(node: exp.Table, scope: Scope) -> bool:
    """Whether a dotted name is an array of an item before or around it (`FROM c.items AS i`); it is in scope then."""
    if scope.session.dialect.name not in _NAVIGATING or not node.args.get("db"):
        return False
    parts = reference(node)
    named = (around.source(parts[0]) for around in scope.outwards())
    source, dialect = next((found for found in named if found is not None), None), scope.session.dialect
    if source is not None:
        known = source.relation.find(parts[1], dialect) is not None or source.relation.element is not None
    else:
        known = any(other.relation.find(parts[0], dialect) is not None for other in scope.sources)
    if not known:
        return False
    flow = scope.lookup(parts, node).transformed(ELEMENT)
    alias = node.alias or parts[-1].text
    scope.add(Source(Name(alias), Relation([Column(alias, flow)], as_influences(flow), element=flow)))
    return True


def _object(node: exp.Pivot, scope: Scope) -> None:
    """Redshift's `UNPIVOT c.payload AS v AT k`: keys and values of an object; DuckDB's PIVOT as a query."""
    inner = node.this
    if isinstance(inner, (exp.Table, exp.Subquery)):
        _query_item(node, scope)
        return
    if not node.args.get("unpivot") or not isinstance(inner, (exp.AtIndex, exp.Alias)):
        _derived(node, node, scope)
        return
    named = inner.this if isinstance(inner, exp.AtIndex) else inner
    flow = flow_of(named.this if isinstance(named, exp.Alias) else named, scope).transformed()
    keys = [name_of(inner.expression)] if isinstance(inner, exp.AtIndex) else []
    columns = [Column(column, flow) for column in (named.alias, *keys) if column]
    scope.add(Source(Name(named.alias), Relation(columns, as_influences(flow))))


def _subquery(node: exp.Subquery, scope: Scope) -> None:
    this = node.this
    alias = node.args.get("alias")
    if isinstance(this, exp.Query) and not isinstance(this, exp.Subquery):
        _derived(node, this, scope)
    elif isinstance(alias, exp.Expr) or node.args.get("pivots"):
        inner = Scope(scope.session, scope.parent)
        inner.ctes = scope.ctes
        add_item(this, inner)
        add_joins(node, inner)
        relation = _flattened(inner)
        _place(node, relation, scope)
    else:
        add_item(this, scope)
        add_joins(node, scope)


def _derived(node: exp.Expr, query: exp.Expr, scope: Scope) -> None:
    """A query in FROM: it sees what is outside the whole FROM, not its siblings."""
    outer = Scope(scope.session, scope.parent)
    outer.ctes = scope.ctes
    _place(node, scope.session.query(query, outer), scope)
    add_joins(node, scope)


def _query_item(node: exp.Expr, scope: Scope) -> None:
    """A query or VALUES written without parentheses."""
    _derived(node, node, scope)


def _flattened(inner: Scope) -> Relation:
    """A join in parentheses as one relation."""
    everything = expand(exp.Star(), inner)
    return Relation(everything.columns, frozenset(inner.rows), everything.open, frozenset(inner.assumed))


def _lateral(node: exp.Lateral, scope: Scope) -> None:
    """LATERAL, APPLY and LATERAL VIEW: they see the items before them."""
    this = node.this
    if isinstance(this, (exp.Subquery, exp.Query, exp.Values)):
        inner: exp.Expr = this
        while isinstance(inner, exp.Subquery) and isinstance(inner.this, exp.Expr):
            inner = inner.this
        if isinstance(inner, (exp.Query, exp.Values)):
            _place(node, scope.session.query(inner, scope), scope)
            return
    if isinstance(this, exp.Unnest):
        _place(node, unnest_relation(this, node, scope), scope)
        return
    relation, default = call_relation(this, node, scope)
    _place(node, relation, scope, default)


def _unnest(node: exp.Unnest, scope: Scope) -> None:
    _place(node, unnest_relation(node, node, scope), scope)
    add_joins(node, scope)


def _rows_of(node: exp.Expr, scope: Scope) -> None:
    """`TABLE(f(…))`."""
    relation, default = call_relation(node.this, node, scope)
    _place(node, relation, scope, default)
    add_joins(node, scope)


def _wrapped(node: exp.Expr, scope: Scope) -> None:
    add_item(node.this, scope)


def _named_before(node: exp.TableAlias, scope: Scope) -> None:
    """The name that a pipe's `AS t` gave to what stands before it."""
    _table(exp.Table(this=node.this), scope)


def _array_join(node: exp.Expr, scope: Scope) -> None:
    """ClickHouse's ARRAY JOIN and Redshift's navigation: an array of an earlier item, element by element."""
    inner = node.this if isinstance(node, exp.AtIndex) else node
    index = name_of(node.expression) if isinstance(node, exp.AtIndex) else ""
    alias = inner.alias if isinstance(inner, exp.Alias) else name_of(inner)
    flow = flow_of(inner.this if isinstance(inner, exp.Alias) else inner, scope).transformed(ELEMENT)
    columns = [Column(alias, flow)] + ([Column(index, NOTHING)] if index else [])
    scope.add(Source(Name(alias), Relation(columns, as_influences(flow))))


def _other(node: exp.Expr, scope: Scope) -> None:
    if isinstance(node, exp.Func):
        relation, default = call_relation(node, node, scope)
        _place(node, relation, scope, default)
        add_joins(node, scope)
        return
    scope.session.report("unsupported", f"a source of the kind {type(node).__name__} is not resolved", node)


_NAVIGATING = frozenset({"bigquery", "redshift"})
"""Where FROM may name an array of an item before it."""
_ITEMS: dict[type[exp.Expr], Callable[[Any, Scope], None]] = {
    exp.Table: _table,
    exp.Values: _query_item,
    exp.Subquery: _subquery,
    exp.Lateral: _lateral,
    exp.Unnest: _unnest,
    exp.TableFromRows: _rows_of,
    exp.TableAlias: _named_before,
    exp.Final: _wrapped,
    exp.Stream: _wrapped,
    exp.Paren: _wrapped,
    exp.Alias: _array_join,
    exp.AtIndex: _array_join,
    exp.Column: _array_join,
    exp.Pivot: _object,
    exp.Merge: _query_item,
    exp.Insert: _query_item,
    exp.Update: _query_item,
    exp.Delete: _query_item,
    exp.Summarize: _query_item,
}
