"""Queries to relations: SELECT, set operations, VALUES, common table expressions."""

from __future__ import annotations

from sqlglot import exp

from privlineage.lineage.sql.parsing import name_of
from privlineage.lineage.sql.queries.bare_columns import beside_extreme
from privlineage.lineage.sql.queries.column_sets import column_set, listed
from privlineage.lineage.sql.queries.expressions import flow_of, influences_of, name
from privlineage.lineage.sql.queries.flows import AGGREGATION, NOTHING, Flow, Influence, as_influences, merge
from privlineage.lineage.sql.queries.from_items import add_from
from privlineage.lineage.sql.queries.generators import generated, generator_of, nth_field, struct_fields_of
from privlineage.lineage.sql.queries.matching import matched
from privlineage.lineage.sql.queries.naming import output_name
from privlineage.lineage.sql.queries.pivot_statements import pivot_statement
from privlineage.lineage.sql.queries.recursion import recursive_relation, refers_to, tracked
from privlineage.lineage.sql.queries.relations import Column, Name, Relation
from privlineage.lineage.sql.queries.scope import Scope
from privlineage.lineage.sql.queries.setops import combined
from privlineage.lineage.sql.queries.tables import alias_names
from privlineage.lineage.sql.queries.transform_scripts import scripted
from privlineage.lineage.sql.session import MAX_DEPTH, BudgetError, Session
from privlineage.lineage.sql.statements.routines import define_routine
from privlineage.lineage.sql.statements.texts import text_of

__all__ = ["define_ctes", "project", "query", "select_in"]

_ALIASES_IN_WHERE = frozenset({"clickhouse", "duckdb", "snowflake", "sqlite", "teradata"})
"""Where WHERE may use a name of the select list, which a column of FROM wins over."""


def query(node: exp.Expr, outer: Scope | None, session: Session) -> Relation:
    """The relation a query offers."""
    session.depth += 1
    if session.depth > MAX_DEPTH:
        raise BudgetError("the statement is nested too deeply")
    try:
        return _query(node, outer, session)
    finally:
        session.depth -= 1


def _query(node: exp.Expr, outer: Scope | None, session: Session) -> Relation:
    if isinstance(node, exp.SetOperation):
        return _set_operation(node, outer, session)
    scope = Scope(session, outer)
    if isinstance(node, exp.Select):
        return _select(node, scope)
    if isinstance(node, exp.Values):
        return _values(node, scope)
    if isinstance(node, (exp.Subquery, exp.Paren)):
        return _wrapped(node, scope)
    if isinstance(node, (exp.Table, exp.Pivot)):
        wrapped = exp.Select(expressions=[exp.Star()], from_=exp.From(this=node))
        return _select(wrapped, scope) if isinstance(node, exp.Table) else pivot_statement(node, scope)
    if isinstance(node, (exp.Insert, exp.Update, exp.Delete, exp.Merge)):
        return session.statement(node, outer)
    if isinstance(node, exp.Summarize):
        return _summary(query(node.this, outer, session))
    session.report("unsupported", f"a query of the kind {type(node).__name__} is not resolved", node)
    return Relation()


def _wrapped(node: exp.Expr, scope: Scope) -> Relation:
    """A query in parentheses, with what may hang on them."""
    define_ctes(node, scope)
    if not isinstance(node.this, exp.Query):
        select = exp.Select(expressions=[exp.Star()], from_=exp.From(this=node))
        return _select(select, scope)
    inner = query(node.this, scope, scope.session)
    return inner.with_rows(_limited(node, inner, scope))


def define_ctes(node: exp.Expr, scope: Scope) -> None:
    """Evaluate a WITH clause, in order."""
    clause = node.args.get("with_")
    if not isinstance(clause, exp.Expr):
        return
    session = scope.session
    for function in clause.args.get("udfs") or []:
        define_routine(function, session, inline=True)
    recursive = bool(clause.args.get("recursive")) or session.dialect.name in ("tsql", "oracle", "")
    for item in clause.expressions:
        alias = item.args.get("alias")
        cte_name = (
            name(alias.this) if isinstance(alias, exp.TableAlias) and isinstance(alias.this, exp.Expr) else Name("")
        )
        if item.args.get("scalar"):
            # ClickHouse: a name for an expression, which may use columns of the FROM that follows.
            scope.pending[cte_name.text.lower()] = item.this
            continue
        names = alias_names(alias if isinstance(alias, exp.Expr) else None)
        if recursive and isinstance(item.this, exp.SetOperation) and refers_to(item.this, cte_name.text):
            relation = recursive_relation(item.this, cte_name, names, scope)
        else:
            relation = query(item.this, scope, session).renamed(names)
        if item is clause.expressions[-1]:
            relation = tracked(relation, clause, scope)
        scope.define(cte_name, relation)


def _select(node: exp.Select, scope: Scope) -> Relation:
    define_ctes(node, scope)
    return select_in(node, scope)


def select_in(node: exp.Select, scope: Scope) -> Relation:
    """A SELECT in a scope that may hold sources already (Hive's FROM … INSERT … SELECT)."""
    session = scope.session
    _sources(node, scope)
    late = session.dialect.name in _ALIASES_IN_WHERE
    if not late:
        _conditions(node, scope)
    columns, open_tables = project(node.expressions, scope)
    if isinstance(node.args.get("for_"), exp.Expr):
        # T-SQL's FOR JSON and FOR XML make one text of all rows.
        columns = [Column(column.name, column.flow.transformed(AGGREGATION)) for column in columns]
    if late:
        _conditions(node, scope)
    session.step(len(columns))
    rows = scope.rows
    keys = _grouped(node.args.get("group"), columns, scope)
    columns = beside_extreme(node.expressions, columns, keys, scope)
    rows |= keys
    for key in ("having", "qualify"):
        rows |= influences_of(_this(node.args.get(key)), scope)
    rows |= _distinct(node, columns, scope)
    relation = Relation(columns, frozenset(rows), open_tables, frozenset(scope.assumed))
    if str(node.args.get("kind") or "").upper() == "VALUE" and len(columns) == 1 and not open_tables:
        relation = _values_alone(columns[0].flow, relation)
    relation = relation.with_rows(_limited(node, relation, scope))
    if scope.assumed - relation.assumed:
        relation = Relation(relation.columns, relation.rows, relation.open, frozenset(scope.assumed))
    if session.dialect.bare_batches and relation.rows:
        _keep_rows(node, relation, session)
    return relation


def _keep_rows(node: exp.Select, relation: Relation, session: Session) -> None:
    """T-SQL's `SELECT @v = x FROM … WHERE …`: the rows that are selected decide which value the variable keeps."""
    for item in node.expressions:
        if isinstance(item, exp.EQ) and isinstance(item.this, exp.Parameter):
            kept = name_of(item.this.this).lower()
            session.variables[kept] = session.variables[kept].shaped_by(relation.rows)


def _sources(node: exp.Select, scope: Scope) -> None:
    """What the names of a SELECT may mean: FROM, matched patterns, ClickHouse's expressions, named windows."""
    add_from(node, scope)
    pattern = node.args.get("match")
    if isinstance(pattern, exp.Expr):
        matched(pattern, scope)
    scope.pending.update(_time_windows(node))
    for pending, expression in scope.pending.items():
        scope.parameters[pending] = flow_of(expression, scope)
    for window in node.args.get("windows") or []:
        scope.windows[name_of(window.this).lower()] = window


def _values_alone(flow: Flow, relation: Relation) -> Relation:
    """BigQuery's SELECT AS VALUE: the rows are the values, so the fields of a struct are the columns."""
    columns = relation.columns
    if flow.fields is not None:
        columns = [Column(field, found.shaped_by(flow.shapes)) for field, found in flow.fields.items()]
    return Relation(columns, relation.rows, relation.open, relation.assumed, flow if flow.values else None)


def _time_windows(node: exp.Select) -> dict[str, exp.Expr]:
    """Spark's GROUP BY window(t, '1 day') makes a struct that the select list reads as `window.start`."""
    group = node.args.get("group")
    keys = group.expressions if isinstance(group, exp.Expr) else []
    named = {name_of(key).lower(): key for key in keys if isinstance(key, exp.Anonymous)}
    return {name: key for name, key in named.items() if name in ("window", "session_window")}


def _this(node: object) -> exp.Expr | None:
    inner = node.this if isinstance(node, exp.Expr) else None
    return inner if isinstance(inner, exp.Expr) else None


def _conditions(node: exp.Select, scope: Scope) -> None:
    for key in ("where", "prewhere"):
        scope.rows |= influences_of(_this(node.args.get(key)), scope)
    _connect_by(node, scope)


def _connect_by(node: exp.Select, scope: Scope) -> None:
    connect = node.args.get("connect")
    if isinstance(connect, exp.Expr):
        for key in ("start", "connect"):
            part = connect.args.get(key)
            scope.rows |= influences_of(part if isinstance(part, exp.Expr) else None, scope)


def project(expressions: list[exp.Expr], scope: Scope) -> tuple[list[Column], tuple[str, ...]]:
    """The columns of a select list, and the tables its stars could not list."""
    columns: list[Column] = []
    open_tables: list[str] = []
    for position, item in enumerate(expressions):
        expanded = listed(item, scope)
        if expanded is not None:
            columns.extend(expanded.columns)
            open_tables.extend(expanded.open)
            continue
        made = _projected(item, position, scope)
        columns.extend(made)
        for column in made:
            # A later item, GROUP BY, HAVING, QUALIFY and ORDER BY may use the alias; a column of FROM wins over it.
            scope.aliases.setdefault(column.name.lower(), column.flow)
    return columns, tuple(dict.fromkeys(open_tables))


def _projected(item: exp.Expr, position: int, scope: Scope) -> list[Column]:
    call = generator_of(item.this if isinstance(item, exp.Aliases) else item)
    if call is not None:
        given = [name_of(alias) for alias in item.expressions] if isinstance(item, exp.Aliases) else []
        return generated(call, given, flow_of(call, scope), scope)
    if isinstance(item, exp.QueryTransform):
        return scripted(item, scope)
    if isinstance(item, exp.Aliases):
        flow = flow_of(item.this, scope)
        return [Column(name_of(alias), flow) for alias in item.expressions]
    if scope.session.dialect.name in ("duckdb", "clickhouse"):
        made = _fallen_apart(item, scope) or column_set(item, scope)
        if made is not None:
            return made
    if isinstance(item, (exp.PropertyEQ, exp.EQ)) and isinstance(item.this, exp.Parameter):
        return _assigned(item, position, scope)
    if scope.session.dialect.bare_batches and isinstance(item, exp.EQ) and isinstance(item.this, exp.Literal):
        # T-SQL: 'name' = expression.
        return [Column(item.this.name, flow_of(item.expression, scope))]
    return [Column(output_name(item, position, scope.session.dialect), flow_of(item, scope))]


def _assigned(item: exp.Expr, position: int, scope: Scope) -> list[Column]:
    """T-SQL's `@v = x` keeps a value; MySQL's `@v := x` also shows it."""
    flow, session = flow_of(item.expression, scope), scope.session
    local = session.dialect.bare_batches
    session.assign(name_of(item.this.this), flow, text_of(item.expression, session.texts), lasting=not local)
    if local:
        return []
    return [Column(output_name(item, position, session.dialect), flow)]


def _fallen_apart(item: exp.Expr, scope: Scope) -> list[Column]:
    """DuckDB's UNNEST of a struct: a column for each of its fields; of all else, none of its own."""
    if not isinstance(item, exp.Explode) or scope.session.dialect.name != "duckdb":
        return []
    flow = flow_of(item, scope)
    whole = bool(item.expressions) or isinstance(item.this, exp.Struct)
    fields = list(flow.fields or ()) if whole else []
    if not fields and (whole or not _is_array(item, scope)):
        fields = list(struct_fields_of(flow, scope))
    return [Column(field, nth_field(flow, fields, index, len(fields))) for index, field in enumerate(fields)]


def _is_array(item: exp.Expr, scope: Scope) -> bool:
    """Whether the unnested value is an array, whose elements stay whole, rather than a struct, which falls apart."""
    kinds = {scope.session.catalog.type_of(origin.table, origin.column) for origin in flow_of(item.this, scope).values}
    return any(kind.rstrip().endswith("]") or kind.lower().startswith(("array", "list")) for kind in kinds)


def _grouped(group: object, columns: list[Column], scope: Scope) -> frozenset[Influence]:
    """GROUP BY: expressions, positions, aliases, ROLLUP, CUBE, GROUPING SETS; ALL means what is no aggregate."""
    if not isinstance(group, exp.Expr):
        return frozenset()
    found: set[Influence] = set()
    if group.args.get("all"):
        for column in columns:
            if all(origin.transform < AGGREGATION for origin in column.flow.values):
                found |= as_influences(Flow(column.flow.values))
    for key in ("expressions", "rollup", "cube", "grouping_sets"):
        for item in _flat(group.args.get(key)):
            found |= _key(item, columns, scope)
    return frozenset(found)


def _flat(items: object) -> list[exp.Expr]:
    """Grouping keys without the tuples, parentheses and set constructors around them."""
    pending = list(items) if isinstance(items, list) else [items] if isinstance(items, exp.Expr) else []
    found: list[exp.Expr] = []
    while pending:
        item = pending.pop()
        if isinstance(item, (exp.Tuple, exp.Rollup, exp.Cube, exp.GroupingSets)):
            pending.extend(item.expressions)
        elif isinstance(item, exp.Paren):
            pending.append(item.this)
        elif isinstance(item, exp.Expr):
            found.append(item)
    return found


def _key(item: exp.Expr, columns: list[Column], scope: Scope) -> frozenset[Influence]:
    """A key of GROUP BY or ORDER BY, which may be a position in the select list."""
    if isinstance(item, exp.Ordered):
        item = item.this
    if isinstance(item, exp.Literal) and not item.is_string and str(item.this).isdigit():
        position = int(str(item.this))
        return as_influences(columns[position - 1].flow) if 0 < position <= len(columns) else frozenset()
    return influences_of(item, scope)


def _distinct(node: exp.Select, columns: list[Column], scope: Scope) -> frozenset[Influence]:
    distinct = node.args.get("distinct")
    if not isinstance(distinct, exp.Expr):
        return frozenset()
    on = distinct.args.get("on")
    if not isinstance(on, exp.Expr):
        return as_influences(merge(column.flow for column in columns))
    found: set[Influence] = set()
    for item in _flat([on]):
        found |= _key(item, columns, scope)
    # DISTINCT ON keeps the first row of each group, so the order chooses.
    return frozenset(found | _ordered(node, columns, scope))


def _ordered(node: exp.Expr, columns: list[Column], scope: Scope) -> frozenset[Influence]:
    # Spark's SORT BY and CLUSTER BY order within a part of the rows.
    orders = [node.args.get(key) for key in ("order", "sort", "cluster")]
    found: set[Influence] = set()
    for item in [key for order in orders if isinstance(order, exp.Expr) for key in order.expressions]:
        key = item.this if isinstance(item, exp.Ordered) else item
        if isinstance(key, exp.Var) and key.name.upper() == "ALL":
            found |= as_influences(merge(column.flow for column in columns))
            continue
        alias = None
        if isinstance(key, exp.Column) and len(key.parts) == 1:
            wanted = name_of(key.this).lower()
            alias = next((column.flow for column in columns if column.name.lower() == wanted), None)
        found |= as_influences(alias) if alias is not None else _key(item, columns, scope)
    return frozenset(found)


def _limited(node: exp.Expr, relation: Relation, scope: Scope) -> frozenset[Influence]:
    """LIMIT, OFFSET, FETCH, TOP with ORDER BY: the order chooses rows. Without a limit, order changes no value."""
    limit = node.args.get("limit")
    offset = node.args.get("offset")
    if not isinstance(limit, exp.Expr) and not isinstance(offset, exp.Expr):
        return frozenset()
    found = set(_ordered(node, list(relation.columns), scope))
    for part in (limit, offset):
        if isinstance(part, exp.Expr):
            for key in ("expression", "count"):
                inner = part.args.get(key)
                found |= influences_of(inner if isinstance(inner, exp.Expr) else None, scope)
            for item in part.expressions:
                found |= influences_of(item, scope)
    return frozenset(found)


def _set_operation(node: exp.SetOperation, outer: Scope | None, session: Session) -> Relation:
    scope = Scope(session, outer)
    define_ctes(node, scope)
    relation = combined(node, scope, lambda arm: query(arm, scope, session))
    names = Scope(session, scope)
    names.aliases = {column.name.lower(): column.flow for column in relation.columns}
    return relation.with_rows(_limited(node, relation, names))


def _values(node: exp.Values, scope: Scope) -> Relation:
    """VALUES: columns by position."""
    define_ctes(node, scope)
    rows = [_row(row) for row in node.expressions]
    width = max((len(row) for row in rows), default=0)
    prefix, first = {"postgres": ("column", 1), "duckdb": ("col", 0), "mysql": ("column_", 0)}.get(
        scope.session.dialect.name, ("column", 1)
    )
    columns = [
        Column(f"{prefix}{index + first}", merge(flow_of(row[index], scope) for row in rows if index < len(row)))
        for index in range(width)
    ]
    relation = Relation(columns, frozenset(scope.rows), (), frozenset(scope.assumed))
    alias = node.args.get("alias")
    return relation.renamed(alias_names(alias)) if isinstance(alias, exp.Expr) else relation


def _row(node: exp.Expr) -> list[exp.Expr]:
    """The items of a row of VALUES; MySQL writes ROW before it."""
    items: list[exp.Expr] = node.expressions if isinstance(node, exp.Tuple) else [node]
    if len(items) == 1 and isinstance(items[0], exp.Anonymous) and name_of(items[0]).lower() == "row":
        return list(items[0].expressions)
    return items


def _summary(relation: Relation) -> Relation:
    """DuckDB's SUMMARIZE: the extremes and other statistics of every column."""
    row = relation.row()
    told, shapes = Flow(row.transformed(AGGREGATION).values, row.shapes), NOTHING.shaped_by(as_influences(row))
    columns = [Column(shown, NOTHING) for shown in ("column_name", "column_type", "count")]
    columns.extend(Column(shown, told) for shown in ("min", "max", "avg", "std", "q25", "q50", "q75"))
    columns.extend(Column(shown, shapes) for shown in ("approx_unique", "null_percentage"))
    return Relation(columns, relation.rows, assumed=relation.assumed)
