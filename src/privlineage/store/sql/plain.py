"""Statements of a decision, written out as text: a task waits for them.

Making a statement of SQLAlchemy's objects takes longer than carrying it out, and a task process that has just started
pays for it on every statement. Everything a decision reads and writes where nothing changes goes through here, in SQL
that SQLite and PostgreSQL read alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection

__all__ = ["change", "change_each", "change_in", "fetch", "fetch_in"]

_PORTION = 500  # below every database's limit of parameters in one statement


def fetch(connection: Connection, statement: str, *values: Any) -> Sequence[Sequence[Any]]:
    """The rows of a query, whose parameters are written `?`."""
    return connection.exec_driver_sql(_spelt(statement, connection.dialect.paramstyle), values).all()


def fetch_in(connection: Connection, statement: str, values: Iterable[Any]) -> Iterator[Sequence[Any]]:
    """The rows of a query with one list of values, written `IN (??)`; asked in portions where there are many."""
    for portion in _portions(values):
        yield from fetch(connection, _listed(statement, len(portion)), *portion)


def change(connection: Connection, statement: str, *values: Any) -> int:
    """Carry out a statement that writes; the number of rows it wrote."""
    return connection.exec_driver_sql(_spelt(statement, connection.dialect.paramstyle), values).rowcount


def change_each(connection: Connection, statement: str, rows: Iterable[Sequence[Any]]) -> None:
    """Carry out a statement that writes, once for each row of values; without rows nothing happens."""
    every = [tuple(row) for row in rows]
    if every:
        connection.exec_driver_sql(_spelt(statement, connection.dialect.paramstyle), every)


def change_in(connection: Connection, statement: str, values: Iterable[Any], *first: Any) -> None:
    """Carry out a statement that writes, whose last parameters are one list, written `IN (??)`."""
    for portion in _portions(values):
        change(connection, _listed(statement, len(portion)), *first, *portion)


def _portions(values: Iterable[Any]) -> Iterator[list[Any]]:
    wanted = list(values)
    for start in range(0, len(wanted), _PORTION):
        portion = wanted[start : start + _PORTION]
        # Lists of similar length share one statement, which the driver then knows already.
        size = max(4, 1 << (len(portion) - 1).bit_length())
        yield portion + [portion[-1]] * (size - len(portion))


@lru_cache(maxsize=256)
def _spelt(statement: str, style: str) -> str:
    return statement if style == "qmark" else statement.replace("?", "%s")


@lru_cache(maxsize=256)
def _listed(statement: str, size: int) -> str:
    return statement.replace("??", ", ".join("?" * size))
