"""INSERT in all its forms: by position, by list, by name, into partitions, with ON CONFLICT, into several tables."""

from __future__ import annotations

from sqlglot import exp

from privlineage.core.schema import name_parts
from privlineage.lineage.sql.parsing import name_of
from privlineage.lineage.sql.queries.arguments import literal_of
from privlineage.lineage.sql.queries.expressions import flow_of, influences_of
from privlineage.lineage.sql.queries.flows import Flow, Influence, Origin, as_influences
from privlineage.lineage.sql.queries.from_items import add_from, add_item
from privlineage.lineage.sql.queries.queries import define_ctes, select_in
from privlineage.lineage.sql.queries.relations import Column, Name, Relation, joined
from privlineage.lineage.sql.queries.scope import Scope, Source
from privlineage.lineage.sql.queries.stars import expand
from privlineage.lineage.sql.queries.tables import alias_names
from privlineage.lineage.sql.result import WriteKind
from privlineage.lineage.sql.session import Session
from privlineage.lineage.sql.statements.returning import returned
from privlineage.lineage.sql.statements.targets import Target, after, column_names, leave, record, stored, target_of
from privlineage.lineage.sql.statements.updating import row_values

__all__ = ["insert", "insert_many", "place_columns"]


def insert(node: exp.Insert, session: Session, outer: Scope | None) -> Relation:
    """INSERT INTO … SELECT / VALUES."""
    scope = Scope(session, outer)
    define_ctes(node, scope)
    relation = _inserted(node, scope, session)
    if isinstance(node.this, exp.Directory):
        _into_directory(node.this, relation, session)
        return Relation()
    if isinstance(node.this, exp.Func):
        return _into_function(node.this, relation, session)
    target = target_of(node.this, session)
    listed = column_names(node.this)
    mapped = place_columns(target, listed, relation, node, session)
    mapped = mapped.with_rows(_replaced(node, scope, target, mapped))
    conflict = _on_conflict(node, target, mapped, scope)
    everything = joined((mapped, conflict))
    record(target, everything, _mode(node), session)
    assigned = {column.name: column.flow for column in everything.columns}
    # After a conflict the row is the stored one, changed in some columns.
    partly = {*assigned} - {column.name for column in conflict.columns} if conflict.columns else set()
    new = after(target.table, assigned, keep=bool(conflict.columns), partly=partly)
    return returned(node, new, None, target, rows=everything.rows, around=scope)


def _inserted(node: exp.Insert, scope: Scope, session: Session) -> Relation:
    # Where INSERT … TABLE t is an old spelling of Spark's, the parser keeps it apart.
    source = node.expression or node.args.get("source")
    if isinstance(source, (exp.Query, exp.Values, exp.Table)):
        return session.query(source, scope)
    if isinstance(source, exp.Expr):
        session.report("unsupported", f"an INSERT of the kind {type(source).__name__} is not resolved", source)
    return Relation()


def _replaced(node: exp.Insert, scope: Scope, target: Target, mapped: Relation) -> frozenset[Influence]:
    """Databricks: INSERT INTO … REPLACE WHERE or USING chooses, as a DELETE does, the rows that make way."""
    keys = [key for key in node.args.get("using") or [] if isinstance(key, exp.Expr)]
    conditions = [node.args["where"]] if isinstance(node.args.get("where"), exp.Expr) else keys
    if not conditions:
        return frozenset()
    inner = Scope(scope.session, scope)
    inner.add(Source(Name(name_parts(target.name)[-1]), stored(target, scope.session)))
    found = frozenset().union(*(influences_of(condition, inner) for condition in conditions))
    proposed = [mapped.find(Name(name_of(key)), scope.session.dialect) for key in keys]
    return found.union(*(as_influences(column.flow) for column in proposed if column is not None))


def _mode(node: exp.Insert) -> WriteKind:
    if not node.args.get("overwrite"):
        return WriteKind.MERGE if node.args.get("alternative") or node.args.get("conflict") else WriteKind.APPEND
    return WriteKind.PARTITION_OVERWRITE if _partition(node) is not None else WriteKind.OVERWRITE


def _partition(node: exp.Insert) -> exp.Expr | None:
    table = node.this.this if isinstance(node.this, exp.Schema) else node.this
    for holder in (table, node):
        found = holder.args.get("partition") if isinstance(holder, exp.Expr) else None
        if isinstance(found, exp.Expr):
            return found
    return None


def place_columns(target: Target, listed: list[str], relation: Relation, node: exp.Expr, session: Session) -> Relation:
    """The inserted columns under the names of the target's columns."""
    static, dynamic = _partition_columns(node)
    if node.args.get("by_name"):
        names = [target.spelled(column, session) for column in relation.names]
    elif listed:
        names = [*(target.spelled(column, session) for column in listed), *dynamic]
        _check_names(target, names, node, session)
    elif target.columns:
        apart = {column.lower() for column in (*static, *dynamic)}
        names = [*(column for column in target.columns if column.lower() not in apart), *dynamic]
    else:
        return _unknown_target(target, relation, node, session)
    if relation.open or "*" in relation.names:
        return _unplaced(relation)
    if len(relation.columns) > len(names):
        session.report("unsupported", f"more columns are inserted than `{target.name}` takes", node.this)
        names = [*names, *(column.name for column in relation.columns[len(names) :])]
    columns = [Column(names[index], column.flow) for index, column in enumerate(relation.columns)]
    columns.extend(Column(target.spelled(column, session), Flow()) for column in static)
    return Relation(columns, relation.rows, relation.open, relation.assumed)


def _check_names(target: Target, names: list[str], node: exp.Expr, session: Session) -> None:
    """A listed column the known table does not have: what is known of it may be old."""
    if target.table is None or not target.columns or target.table.relation.open:
        return
    for name in names:
        if name not in target.columns and "." not in name:
            session.report("unknown-column", f"`{name}` is no column of `{target.name}`", node.this)


def _unknown_target(target: Target, relation: Relation, node: exp.Expr, session: Session) -> Relation:
    """Without a list and without a schema only the select's own names are left, as a guess."""
    table = node.this
    if target.table is None:
        session.report("unknown-table", f"nothing is known of the columns of `{target.name}`", table)
    columns = [Column(column.name, column.flow.assumed()) for column in relation.columns]
    return Relation(columns, relation.rows, relation.open, relation.assumed)


def _unplaced(relation: Relation) -> Relation:
    """Positions are lost behind a star nobody could list: everything flows in somewhere."""
    assumed = {Origin(origin.table, "*", assumed=True) for column in relation.columns for origin in column.flow.values}
    return Relation((), relation.rows, relation.open, relation.assumed | assumed)


def _partition_columns(node: exp.Expr) -> tuple[list[str], list[str]]:
    """Partition columns with a value, and those whose values come last in the select list."""
    partition = _partition(node) if isinstance(node, exp.Insert) else None
    static: list[str] = []
    dynamic: list[str] = []
    for item in partition.expressions if partition is not None else []:
        if isinstance(item, exp.EQ):
            static.append(name_of(item.this))
        else:
            dynamic.append(name_of(item))
    return static, dynamic


def _on_conflict(node: exp.Insert, target: Target, mapped: Relation, scope: Scope) -> Relation:
    """ON CONFLICT DO UPDATE and ON DUPLICATE KEY UPDATE: assignments from the proposed row and the stored one."""
    conflict = node.args.get("conflict")
    if not isinstance(conflict, exp.Expr):
        return Relation()
    behind = _selected_from(node, scope)
    inner = Scope(scope.session, behind)
    for source in behind.sources:
        inner.add(Source(source.alias, source.relation, source.qualifier, visible=False))
    inner.add(Source(Name("excluded"), Relation(mapped.columns), visible=False))
    alias = node.expression.args.get("alias") if isinstance(node.expression, exp.Expr) else None
    if isinstance(alias, exp.TableAlias) and isinstance(alias.this, exp.Expr):
        named = Relation(mapped.columns).renamed(alias_names(alias))
        inner.add(Source(Name(name_of(alias.this)), named, visible=bool(alias_names(alias))))
    if target.table is not None:
        inner.add(Source(_own_alias(node, target), stored(target, scope.session), (target.name.lower(),)))
        scope.session.read([target.name])
    elif mapped.columns:
        # Nothing is known of the stored row; a bare name is one of its columns.
        inner.add(Source(_own_alias(node, target), stored(target, scope.session)))
    columns = []
    for item in conflict.expressions:
        if isinstance(item, (exp.EQ, exp.PropertyEQ)):
            columns.extend(_assigned(item, target, inner))
        else:
            scope.session.report("syntax", "this is no assignment", item)
    where = conflict.args.get("where")
    rows = influences_of(where.this if isinstance(where, exp.Expr) else None, inner)
    return Relation(columns, rows | _keys(conflict, mapped, inner), assumed=frozenset(inner.assumed))


def _selected_from(node: exp.Insert, scope: Scope) -> Scope:
    """MySQL: the update after a conflict may also use columns of the query's FROM that it did not select."""
    behind = Scope(scope.session, scope)
    conflict, select = node.args["conflict"], node.expression
    if conflict.args.get("duplicate") and isinstance(select, exp.Select):
        define_ctes(select, behind)
        add_from(select, behind)
    return behind


def _keys(conflict: exp.Expr, mapped: Relation, scope: Scope) -> frozenset[Influence]:
    """The columns whose agreement decides between a new row and a stored one, of both: like the ON of a MERGE."""
    found: set[Influence] = set()
    for key in conflict.args.get("conflict_keys") or []:
        found |= influences_of(key.this if isinstance(key, exp.Ordered) else key, scope)
        for column in key.find_all(exp.Column, exp.Identifier):
            proposed = mapped.find(Name(name_of(column)), scope.session.dialect)
            if proposed is not None:
                found |= as_influences(proposed.flow)
    return frozenset(found)


def _own_alias(node: exp.Insert, target: Target) -> Name:
    table = node.this.this if isinstance(node.this, exp.Schema) else node.this
    alias = table.args.get("alias")
    if isinstance(alias, exp.TableAlias) and isinstance(alias.this, exp.Expr):
        return Name(name_of(alias.this))
    return Name(name_of(table.this) or target.name)


def _assigned(item: exp.Expr, target: Target, scope: Scope) -> list[Column]:
    """What one assignment writes; `(a, b) = (…)` writes several columns."""
    left, value = item.this, item.expression.transform(_proposed)
    parts = left.expressions if isinstance(left, exp.Tuple) else [left.this if isinstance(left, exp.Paren) else left]
    names = [target.spelled(name_of(part), scope.session) for part in parts]
    flows = row_values(value, len(names), scope) if isinstance(left, exp.Tuple) else [flow_of(value, scope)]
    return [Column(name, flow) for name, flow in zip(names, flows, strict=True)]


def _proposed(node: exp.Expr) -> exp.Expr:
    """MySQL's `VALUES(a)` is the proposed row's column, wherever it stands in the value."""
    if isinstance(node, exp.Anonymous) and name_of(node).lower() == "values" and len(node.expressions) == 1:
        return exp.column(exp.to_identifier(name_of(node.expressions[0])), table="excluded")
    return node


def _into_directory(node: exp.Directory, relation: Relation, session: Session) -> None:
    """Hive's and Spark's INSERT OVERWRITE DIRECTORY 'x'."""
    leave(name_of(node.this), relation, session)


def _into_function(call: exp.Expr, relation: Relation, session: Session) -> Relation:
    """ClickHouse's `INSERT INTO FUNCTION s3('…')`, SQL Server's OPENQUERY: an exit, named where a literal names it."""
    name = next((text for item in call.expressions if (text := literal_of(item))), None)
    if name is None:
        session.report("exit", "the target of this INSERT is not named", call)
        name = ""
    leave(name, relation, session)
    return Relation()


def insert_many(node: exp.MultitableInserts, session: Session, outer: Scope | None) -> Relation:
    """Snowflake's and Oracle's INSERT ALL / FIRST, Hive's FROM … INSERT … INSERT: one source, several targets."""
    scope = Scope(session, outer)
    define_ctes(node, scope)
    source = node.args.get("source")
    if isinstance(source, exp.Expr):
        # The joins of a bare SELECT are its own; those of an item in FROM stand beside it.
        add_item(exp.Subquery(this=source) if isinstance(source, exp.Select) else source, scope)
    is_first = str(node.args.get("kind") or "").upper() == "FIRST"
    conditions: list[exp.Expr] = []
    for item in node.expressions:
        branch = item.this if isinstance(item, exp.ConditionalInsert) else item
        own = item.expression if isinstance(item, exp.ConditionalInsert) else None
        if isinstance(own, exp.Expr):
            conditions.append(own)
        # FIRST and ELSE also depend on the conditions before them, which did not hold.
        is_else = isinstance(item, exp.ConditionalInsert) and not isinstance(own, exp.Expr)
        _branch(branch, conditions if is_first or is_else else [own] if own else [], scope, session)
    return Relation()


def _branch(branch: exp.Insert, conditions: list[exp.Expr], scope: Scope, session: Session) -> None:
    inner = Scope(session, scope)
    rows = set(scope.rows)
    for condition in conditions:
        rows |= influences_of(condition, scope)
    values = branch.expression
    if isinstance(values, exp.Select):
        # Hive: the branch has no FROM of its own, it selects from the shared source.
        inner = Scope(session, scope.parent)
        inner.ctes, inner.sources, inner.assumed = scope.ctes, list(scope.sources), set(scope.assumed)
        relation = select_in(values, inner)
    elif isinstance(values, exp.Values):
        row = values.expressions[0]
        items = row.expressions if isinstance(row, exp.Tuple) else [row]
        relation = Relation(
            [Column(name_of(item) or f"column{i + 1}", flow_of(item, scope)) for i, item in enumerate(items)]
        )
    else:
        relation = expand(exp.Star(), scope)
    relation = Relation(
        relation.columns, relation.rows | rows, relation.open, relation.assumed | frozenset(scope.assumed)
    )
    if isinstance(branch.this, exp.Directory):
        _into_directory(branch.this, relation, session)
        return
    target = target_of(branch.this, session)
    mapped = place_columns(target, column_names(branch.this), relation, branch, session)
    record(target, mapped, _mode(branch), session)
