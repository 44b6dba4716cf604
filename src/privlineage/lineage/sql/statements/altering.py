"""ALTER, DROP, TRUNCATE: tables and columns that come, go, change their names or their places."""

from __future__ import annotations

from sqlglot import exp

from privlineage.core.schema import name_parts
from privlineage.lineage.sql.catalog import Kind, Table
from privlineage.lineage.sql.parsing import name_of
from privlineage.lineage.sql.queries.flows import Flow, Origin
from privlineage.lineage.sql.queries.relations import Column, Name, Relation, base_relation
from privlineage.lineage.sql.queries.scope import Scope
from privlineage.lineage.sql.queries.tables import reference
from privlineage.lineage.sql.result import Write, WriteKind
from privlineage.lineage.sql.session import Session
from privlineage.lineage.sql.statements.computed import fill_computed
from privlineage.lineage.sql.statements.targets import Target, target_of

__all__ = ["alter", "drop", "move_column", "rename_table", "swap_tables", "truncate"]


def drop(node: exp.Drop, session: Session, _outer: Scope | None) -> Relation:
    """DROP TABLE and DROP VIEW; other objects hold no data."""
    if str(node.args.get("kind") or "").upper() in ("TABLE", "VIEW"):
        for table in [*(node.args.get("tables") or []), *([node.this] if isinstance(node.this, exp.Expr) else [])]:
            if not isinstance(table, exp.Table):
                continue
            target = target_of(table, session)
            session.write(Write(target.name, WriteKind.DROP, temporary=target.temporary))
            session.catalog.drop(target.name)
    return Relation()


def truncate(node: exp.TruncateTable, session: Session, _outer: Scope | None) -> Relation:
    """TRUNCATE: all rows go, or those of a partition."""
    part = isinstance(node.args.get("partition"), exp.Expr)
    for table in node.expressions:
        target = target_of(table, session)
        session.effects.output(target.name, Relation())
        mode = WriteKind.DELETE if part else WriteKind.TRUNCATE
        session.write(Write(target.name, mode, temporary=target.temporary))
        if target.table is not None and target.table.seen_through and not part:
            names = target.table.relation.names
            target.table.relation = Relation([Column(name, Flow()) for name in names])
    return Relation()


def alter(node: exp.Alter, session: Session, outer: Scope | None) -> Relation:
    """ALTER TABLE, as far as it changes names or columns; ALTER VIEW, which makes the view anew."""
    view = _new_definition(node)
    if view is not None:
        return session.statement(view, outer)
    if not isinstance(node.this, exp.Table) or str(node.args.get("kind") or "").upper() == "INDEX":
        return Relation()
    for action in node.args.get("actions") or []:
        # The action before may have changed what the table is.
        _alter(action, target_of(node.this, session), node.this, session)
    return Relation()


def _new_definition(node: exp.Alter) -> exp.Create | None:
    """`ALTER VIEW v AS query` as the CREATE OR REPLACE it stands for."""
    actions = node.args.get("actions") or []
    if len(actions) != 1 or not isinstance(actions[0], exp.Query):
        return None
    return exp.Create(this=node.this, kind="VIEW", replace=True, expression=actions[0])


def _alter(action: exp.Expr, target: Target, table: exp.Table, session: Session) -> None:
    if isinstance(action, exp.AlterRename) and isinstance(action.this, exp.Expr):
        rename_table(target, _new_parts(table, action.this), session)
    elif isinstance(action, exp.SwapTable) and isinstance(action.this, exp.Expr):
        swap_tables(target, target_of(action.this, session), session)
    elif isinstance(action, exp.Delete):
        delete = exp.Delete(this=table.copy(), where=action.args.get("where"))
        session.statement(delete, None)
    elif isinstance(action, exp.Schema):
        for definition in action.expressions:
            _alter_columns(definition, target_of(table, session), table, session)
    else:
        _alter_columns(action, target, table, session)


def _alter_columns(action: exp.Expr, target: Target, table: exp.Table, session: Session) -> None:
    """Columns that come, go or change their names."""
    if isinstance(action, exp.RenameColumn):
        _rename_column(target, name_of(action.this), name_of(action.args.get("to")), session)
    elif isinstance(action, exp.AlterColumn) and isinstance(action.args.get("rename_to"), exp.Expr):
        _rename_column(target, name_of(action.this), name_of(action.args["rename_to"]), session)
    elif isinstance(action, (exp.ColumnDef, exp.AlterColumn)):
        if isinstance(action, exp.ColumnDef):
            _add_column(target, action, session)
        fill_computed([action], target_of(table, session), session)
    elif isinstance(action, exp.Drop):
        for item in [*(action.args.get("tables") or []), action.this]:
            for column in item.expressions if isinstance(item, exp.Schema) else [item]:
                _drop_column(target_of(table, session), name_of(column), session)
    elif isinstance(action, exp.ReplaceColumns):
        _replace_columns(target, action.expressions, session)


def _new_parts(table: exp.Table, renamed: exp.Expr) -> list[Name]:
    """The new name; without a schema it stays in the old one's."""
    parts = reference(renamed)
    return [*reference(table)[:-1], *parts] if len(parts) == 1 else parts


def rename_table(target: Target, parts: list[Name], session: Session) -> None:
    """The table is read under its new name from now on; its content comes from what the old name meant."""
    name = session.catalog.new_name(parts)
    old = target.table
    if old is None or not old.seen_through:
        session.read([target.name])
        session.effects.output(name, _moved(target, session))
    session.write(
        Write(target.name, WriteKind.RENAME, temporary=target.temporary, new_name=name, columns=target.columns)
    )
    session.catalog.drop(target.name)
    if old is None:
        return
    if old.seen_through:
        session.catalog.make(Table(name, old.kind, old.relation, old.types, old.reads, old.definition))
    else:
        session.catalog.make(_stored(name, old, session))


def _moved(target: Target, session: Session) -> Relation:
    """A table's content as what a new name gets from it."""
    if target.table is not None and target.table.relation.columns:
        return Relation(target.table.relation.columns)
    whole = Origin(session.catalog.content(target.name), "*", assumed=True)
    return Relation((), assumed=frozenset((whole,)))


def _stored(name: str, like: Table, session: Session) -> Table:
    """A stored table of that name with another's columns."""
    types = {column: like.types.get(column, "") for column in like.relation.names}
    return Table(name, Kind.STORED, base_relation(session.catalog.content(name), types), types)


def swap_tables(first: Target, second: Target, session: Session) -> None:
    """Two tables change names: each name then means the other's content."""
    for target, other in ((first, second), (second, first)):
        session.read([other.name])
        session.effects.output(target.name, _moved(other, session))
    session.write(Write(first.name, WriteKind.SWAP, new_name=second.name))
    tables = (first.table, second.table)
    for target, like in ((first, tables[1]), (second, tables[0])):
        if like is not None:
            session.catalog.make(_stored(target.name, like, session))


def _replace(target: Target, columns: list[tuple[str, Flow]], types: dict[str, str], session: Session) -> None:
    """Put a table with other columns in the place of the old one."""
    table = target.table
    if table is None:
        return
    if table.seen_through:
        relation = Relation(
            [Column(name, flow) for name, flow in columns],
            table.relation.rows,
            table.relation.open,
            table.relation.assumed,
        )
    else:
        relation = base_relation(session.catalog.content(target.name), {name: "" for name, _ in columns})
        relation = Relation(relation.columns, open_tables=table.relation.open)
    session.catalog.make(Table(target.name, table.kind, relation, types, table.reads))


def _rename_column(target: Target, old: str, new: str, session: Session) -> None:
    spelled = target.spelled(old, session)
    flow = Flow(frozenset((Origin(session.catalog.content(target.name), spelled),)))
    if target.table is None or not target.table.seen_through:
        session.effects.output(target.name, Relation([Column(new, flow)]))
    session.write(Write(target.name, WriteKind.UPDATE, temporary=target.temporary, columns=(new,)))
    if target.table is not None:
        columns = [
            (new if column.name == spelled else column.name, column.flow) for column in target.table.relation.columns
        ]
        types = {new if name == spelled else name: kind for name, kind in target.table.types.items()}
        _replace(target, columns, types, session)


def _add_column(target: Target, definition: exp.ColumnDef, session: Session) -> None:
    if target.table is None:
        return
    name = name_of(definition.this)
    kind = definition.args.get("kind")
    columns = [(column.name, column.flow) for column in target.table.relation.columns]
    types = {**target.table.types, name: kind.sql() if isinstance(kind, exp.Expr) else ""}
    _replace(target, [*columns, (name, Flow())], types, session)
    position = definition.args.get("position")
    if isinstance(position, exp.Expr):
        move_column(target, name, name_of(position.this) if isinstance(position.this, exp.Expr) else "", session)


def move_column(target: Target, name: str, after: str, session: Session) -> None:
    """Put a column behind another, or first: rows are inserted by position."""
    found = session.catalog.find([Name(part) for part in name_parts(target.name)])
    if len(found) != 1 or found[0].relation.find(Name(name), session.dialect) is None:
        return
    now = Target(target.name, found[0])
    columns = [(column.name, column.flow) for column in found[0].relation.columns]
    moved = next(entry for entry in columns if entry[0] == now.spelled(name, session))
    columns.remove(moved)
    names = [entry[0] for entry in columns]
    spelled = now.spelled(after, session)
    columns.insert(names.index(spelled) + 1 if after and spelled in names else 0, moved)
    _replace(now, columns, dict(found[0].types), session)


def _replace_columns(target: Target, definitions: list[exp.Expr], session: Session) -> None:
    """Hive's REPLACE COLUMNS: names by position for the same data; a column that keeps its name may keep its data."""
    if target.table is None:
        return
    old = target.table.relation
    content = session.catalog.content(target.name)
    columns: list[tuple[str, Flow]] = []
    for position, definition in enumerate(definitions):
        name = name_of(definition.this)
        before = dict.fromkeys(column.name for column in old.columns[position : position + 1])
        kept = old.find(Name(name), session.dialect)
        if kept is not None:
            before[kept.name] = None
        columns.append((name, Flow(frozenset(Origin(content, column) for column in before))))
    changed = [Column(name, flow) for name, flow in columns if {origin.column for origin in flow.values} != {name}]
    if changed:
        session.effects.output(target.name, Relation(changed))
        names = tuple(column.name for column in changed)
        session.write(Write(target.name, WriteKind.UPDATE, temporary=target.temporary, columns=names))
    kinds = {name_of(item.this): item.args["kind"].sql() for item in definitions if item.args.get("kind")}
    _replace(target, columns, kinds, session)


def _drop_column(target: Target, name: str, session: Session) -> None:
    if target.table is None or not name:
        return
    spelled = target.spelled(name, session)
    columns = [(column.name, column.flow) for column in target.table.relation.columns if column.name != spelled]
    types = {key: kind for key, kind in target.table.types.items() if key != spelled}
    _replace(target, columns, types, session)
