"""What a statement writes: its name in results, what is known of it, and how a write changes what later readers see."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlglot import exp

from privlineage.lineage.sql.catalog import Kind, Table
from privlineage.lineage.sql.parsing import name_of
from privlineage.lineage.sql.queries.flows import Flow, merge
from privlineage.lineage.sql.queries.relations import Column, Name, Relation, joined
from privlineage.lineage.sql.queries.shards import own_shard
from privlineage.lineage.sql.queries.tables import reference, table_text
from privlineage.lineage.sql.result import Write, WriteKind
from privlineage.lineage.sql.session import Session

__all__ = ["Target", "after", "column_names", "leave", "record", "stored", "target_of"]


@dataclass(frozen=True, slots=True)
class Target:
    """A table about to be written.

    Attributes:
        name: its name in results.
        table: what is known of it, None when nothing is.
    """

    name: str
    table: Table | None

    @property
    def temporary(self) -> bool:
        """Whether it lives in this session alone."""
        return self.table is not None and self.table.kind is Kind.TEMPORARY

    @property
    def columns(self) -> tuple[str, ...]:
        """Its columns, in order; empty when they are not known."""
        return self.table.relation.names if self.table is not None else ()

    def spelled(self, column: str, session: Session) -> str:
        """A column's name as the table has it, else as written."""
        if self.table is None:
            return column
        found = self.table.relation.find(Name(column), session.dialect)
        return found.name if found is not None else column


def target_of(node: exp.Expr, session: Session) -> Target:
    """The target a table node, or a table with a column list, names."""
    table = node.this if isinstance(node, exp.Schema) else node
    parts = reference(table)
    found = session.catalog.find(parts) or own_shard(session.catalog, parts)
    if len(found) > 1:
        shown = ", ".join(f"`{entry.name}`" for entry in found)
        session.report("unknown-table", f"`{table_text(parts)}` may be any of {shown}", table)
    if len(found) == 1 and found[0].kind is not Kind.SYSTEM:
        return Target(found[0].name, found[0])
    text = table_text(session.catalog.written(parts))
    return Target(session.placeholders.get(text, text), None)


def column_names(node: exp.Expr) -> list[str]:
    """The column list of a target, empty when there is none."""
    if not isinstance(node, exp.Schema):
        return []
    kinds = (exp.Identifier, exp.ColumnDef, exp.Column, exp.Dot)
    return [
        name_of(item.this) if isinstance(item, exp.ColumnDef) else name_of(item)
        for item in node.expressions
        if isinstance(item, kinds)
    ]


def stored(target: Target, session: Session) -> Relation:
    """What a target holds so far; where nothing is known of it, columns of any name."""
    if target.table is None:
        return Relation((), open_tables=(session.catalog.content(target.name),))
    return Relation(target.table.relation.columns, open_tables=target.table.relation.open)


def leave(name: str, relation: Relation, session: Session) -> None:
    """Record that a relation leaves for a named file, stage or URL."""
    session.effects.output(name, relation)
    session.write(Write(name, WriteKind.EGRESS, columns=relation.names))


def record(target: Target, relation: Relation, mode: WriteKind, session: Session) -> None:
    """Note an output and its write, and let later readers of a temporary table see what went in."""
    session.effects.output(target.name, relation)
    session.write(Write(target.name, mode, temporary=target.temporary, columns=target.columns or relation.names))
    place = session.outside.get(target.name)
    if place is not None and mode is not WriteKind.DELETE:
        # What goes into an external table goes to where it keeps its rows.
        leave(place, relation, session)
    table = target.table
    if table is not None and table.seen_through and mode is not WriteKind.DELETE:
        # A reader sees what is written, and unless that took its place what was there, under the table's columns.
        fresh = mode in (WriteKind.OVERWRITE, WriteKind.REPLACE)
        table.relation = joined((relation,) if fresh else (table.relation, relation), table.relation.names)
        table.reads |= frozenset(session.effects.reads)
    elif table is not None and table.seen_through:
        table.relation = table.relation.with_rows(relation.rows)


def after(table: Table | None, assigned: Mapping[str, Flow], *, keep: bool, partly: Collection[str] = ()) -> Relation:
    """The rows a write leaves, for RETURNING and OUTPUT: assigned columns, and the others as they were or empty.

    Args:
        table: the written table, None where nothing is known of it.
        assigned: what flows into its columns.
        keep: whether columns that are not assigned keep what they held.
        partly: columns that are assigned in some rows, and keep what they held in others.
    """
    if table is None:
        return Relation([Column(name, flow) for name, flow in assigned.items()])
    columns = []
    for column in table.relation.columns:
        flow = assigned.get(column.name)
        if flow is not None and column.name in partly:
            flow = merge((flow, column.flow))
        columns.append(Column(column.name, flow if flow is not None else column.flow if keep else Flow()))
    return Relation(columns, table.relation.rows, table.relation.open)
