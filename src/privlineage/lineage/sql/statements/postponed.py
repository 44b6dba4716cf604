"""The statements of a script in the order in which their effects happen: what only happens later comes last."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from privlineage.lineage.sql.result import SourceColumn, StatementLineage

__all__ = ["in_order"]


def in_order(statements: Iterable[StatementLineage]) -> Iterator[StatementLineage]:
    """The statements, and behind them what the procedures they make will do.

    That reads and adds to the contents the script leaves, whatever begins anew after the procedure is made.
    """
    last: dict[str, int] = {}
    put_off: list[StatementLineage] = []
    for statement in statements:
        last.update(statement.generations)
        if statement.later:
            put_off.append(statement)
        yield _now(statement) if statement.later else statement
    for statement in put_off:
        yield _later(statement, last)


def _now(statement: StatementLineage) -> StatementLineage:
    later = statement.later
    outputs = {table: columns for table, columns in statement.outputs.items() if table not in later}
    writes = tuple(write for write in statement.writes if write.table not in later)
    return replace(statement, outputs=outputs, writes=writes, unresolved=() if not outputs else statement.unresolved)


def _later(statement: StatementLineage, last: Mapping[str, int]) -> StatementLineage:
    """What a statement leaves for later; its temporary tables are not the script's, whatever their names are."""
    later = statement.later
    hidden = {write.table: f"\0{write.table}" for write in statement.writes if write.temporary and write.table in later}

    def final(sources: tuple[SourceColumn, ...]) -> tuple[SourceColumn, ...]:
        return tuple(replace(source, generation=last.get(source.table, 0)) for source in sources)

    return replace(
        statement,
        outputs={
            hidden.get(table, table): {column: final(sources) for column, sources in columns.items()}
            for table, columns in statement.outputs.items()
            if table in later
        },
        writes=tuple(
            replace(write, table=hidden.get(write.table, write.table))
            for write in statement.writes
            if write.table in later
        ),
        generations={table: last.get(table, 0) for table in later},
    )
