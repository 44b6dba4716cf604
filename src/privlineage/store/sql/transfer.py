"""A store as lines of JSON and back: a backup that any database can take in, and the way from SQLite to PostgreSQL.

The first line says what it is, each further one is a row, and the last counts them: a file that broke off is noticed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Connection, Integer, Table, func, insert, select
from sqlalchemy.exc import OperationalError, StatementError

from privlineage.core.errors import Place, PrivlineageError
from privlineage.store.sql.tables import SCHEMA_VERSION, metadata

__all__ = ["rows_of", "take_in"]

FORMAT = "privlineage store"
_BATCH = 1000


def rows_of(connection: Connection) -> Iterator[str]:
    """The lines of a store, without line ends."""
    yield _line({"format": FORMAT, "version": SCHEMA_VERSION})
    counts: dict[str, int] = {}
    for table in metadata.sorted_tables:
        counts[table.name] = 0
        found = connection.execution_options(yield_per=_BATCH).execute(select(table).order_by(*table.primary_key))
        for row in found:
            counts[table.name] += 1
            yield _line([table.name, *row])
    yield _line({"rows": counts})


def take_in(connection: Connection, lines: Iterable[str], name: str) -> dict[str, int]:
    """Put the rows of another store into fresh tables, and say how many each table got.

    Args:
        connection: a transaction on tables nobody used yet.
        lines: what `rows_of` gave.
        name: the file's name, for errors.

    Raises:
        PrivlineageError: PL103 when the lines are no export, are damaged or broke off, PL503 for another version.
    """
    numbered = enumerate(lines, start=1)
    _check_head(next(numbered, (1, ""))[1], name)
    counts = {table.name: 0 for table in metadata.sorted_tables}
    batch: list[dict[str, Any]] = []
    current: Table | None = None
    for number, line in numbered:
        data = _parsed(line, name, number)
        if isinstance(data, dict):
            _put(connection, current, batch, name)
            if data.get("rows") != counts or next(numbered, None) is not None:
                raise _damaged(name, number, "the rows are not as many as the last line says")
            _continue_numbers(connection)
            return counts
        table, row = _row(data, name, number)
        if table is not current or len(batch) >= _BATCH:
            _put(connection, current, batch, name)
            current, batch = table, []
        batch.append(row)
        counts[table.name] += 1
    raise _damaged(name, None, "it broke off: the last line is missing")


def _line(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _check_head(line: str, name: str) -> None:
    head = _parsed(line, name, 1)
    if not isinstance(head, dict) or head.get("format") != FORMAT:
        raise _damaged(name, 1, "this is no export of a store")
    if head.get("version") != SCHEMA_VERSION:
        raise PrivlineageError(
            "PL503",
            f"`{name}` is of a store with schema version {head.get('version')}, where {SCHEMA_VERSION} is needed",
            hint="export it again with the privlineage of this version",
        )


def _parsed(line: str, name: str, number: int) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        raise _damaged(name, number, "this line is damaged") from None


def _row(data: Any, name: str, number: int) -> tuple[Table, dict[str, Any]]:
    table = metadata.tables.get(data[0]) if isinstance(data, list) and data and isinstance(data[0], str) else None
    if table is None or len(data) != len(table.columns) + 1:
        raise _damaged(name, number, "this line is no row of a store")
    return table, dict(zip(table.columns.keys(), data[1:], strict=True))


def _put(connection: Connection, table: Table | None, rows: list[dict[str, Any]], name: str) -> None:
    if table is None or not rows:
        return
    try:
        connection.execute(insert(table), rows)
    except StatementError as error:
        if isinstance(error, OperationalError):
            raise
        raise _damaged(name, None, f"rows of `{table.name}` do not fit the others") from None


def _continue_numbers(connection: Connection) -> None:
    """Rows came with their numbers; a server's own counters must go on behind them."""
    if connection.dialect.name != "postgresql":
        return
    for table in metadata.sorted_tables:
        for column in table.primary_key:
            if isinstance(column.type, Integer) and table.autoincrement_column is column:
                highest = select(func.max(column)).scalar_subquery()
                counter = func.pg_get_serial_sequence(table.name, column.name)
                connection.execute(select(func.setval(counter, func.coalesce(highest + 1, 1), False)))


def _damaged(name: str, number: int | None, what: str) -> PrivlineageError:
    return PrivlineageError("PL103", what, hint="export the store again", place=Place(name, number or 0))
