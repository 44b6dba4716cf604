"""Pulling schemas: what a database says of its tables and views, under canonical names.

DuckDB is asked by itself, PostgreSQL through its catalog, every other database through SQLAlchemy's inspector. A view's
SQL is kept with its literals replaced, since a literal may be a person's value (law 10). What a database reports as an
error is never repeated.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from privlineage.core.errors import PrivlineageError
from privlineage.core.refs import DatasetRef
from privlineage.core.schema import UNREADABLE
from privlineage.core.sources import Source
from privlineage.lineage.described import Described, Description
from privlineage.lineage.sql_literals import KeptLiterals, without_sql_literals

if TYPE_CHECKING:
    from sqlalchemy.engine import URL

__all__ = ["Pulled", "PulledTable", "kept_view", "pull_schemas", "pulled_tables"]


@dataclass(frozen=True, slots=True)
class PulledTable:
    """A table or view under its canonical name.

    Attributes:
        dataset: its canonical reference.
        columns: name and type, in order.
        view: the view's SQL without literals, `UNREADABLE` where it cannot be read; empty for tables.
    """

    dataset: DatasetRef
    columns: tuple[tuple[str, str], ...]
    view: str = ""


@dataclass(frozen=True, slots=True)
class Pulled:
    """What was pulled of one source.

    Attributes:
        tables: tables and views, sorted by name.
        unread: those that are there and could not be read, sorted.
    """

    tables: tuple[PulledTable, ...]
    unread: tuple[DatasetRef, ...] = ()


def pull_schemas(source: Source, url: str, kept: KeptLiterals = frozenset()) -> Pulled:
    """Every table and view of a source.

    Args:
        source: the declared source, for canonical names and the dialect of views.
        url: the database's URL as SQLAlchemy writes it; a file of SQLite or DuckDB is opened read-only.
        kept: function and argument position of literals that views may keep.

    Raises:
        PrivlineageError: PL001 for a URL that cannot be used, PL504 when the database cannot be read.
    """
    made = _url(url)
    if made.get_backend_name() == "duckdb":
        from privlineage.lineage.duckdb_schemas import describe_duckdb

        found = describe_duckdb(source.name, made.database or "")
    else:
        found = _described(source, made)
    unread = {source.dataset(".".join(name)) for name in found.unread}
    return Pulled(tuple(pulled_tables(source, found.tables, kept)), tuple(sorted(unread)))


def pulled_tables(source: Source, tables: Iterable[Described], kept: KeptLiterals = frozenset()) -> list[PulledTable]:
    """Described tables under canonical names, sorted.

    Tables whose names differ only in case are one: it has the columns of both, and where one of them is a view, what
    is behind it cannot be told.
    """
    found: dict[DatasetRef, PulledTable] = {}
    for table in tables:
        # Names with a dot of their own cannot be told from qualified ones: they stay as they are.
        dataset = source.dataset(".".join(table.name))
        view = "" if table.view is None else kept_view(table.view or UNREADABLE, source.dialect, kept)
        before = found.get(dataset)
        columns = dict(table.columns)
        if before is not None:
            columns = {**dict(before.columns), **columns}
            view = UNREADABLE if before.view or view else ""
        found[dataset] = PulledTable(dataset, tuple(columns.items()), view)
    return [found[dataset] for dataset in sorted(found)]


def kept_view(text: str, dialect: str | None, kept: KeptLiterals = frozenset()) -> str:
    """The SQL of a view as it is kept, `UNREADABLE` where it cannot be read; nothing for a table's empty text.

    >>> kept_view("SELECT email FROM t WHERE phone = '170'", "postgres"), kept_view("((", "postgres")
    ("SELECT email FROM t WHERE phone = '?'", '?')
    """
    return without_sql_literals(text, dialect, kept) or UNREADABLE if text else ""


def _url(url: str) -> URL:
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        made = make_url(url)
    except (ArgumentError, ValueError):
        raise PrivlineageError(
            "PL001", "the database URL cannot be read", hint="write it as in sqlite:////absolute/path.db"
        ) from None
    if made.get_backend_name() == "sqlite" and made.database and made.database != ":memory:":
        # SQLAlchemy would create an empty file for a missing one.
        made = made.set(database=f"file:{made.database}", query={"mode": "ro", "uri": "true"})
    return made


def _described(source: Source, url: URL) -> Description:
    """What a database tells, through SQLAlchemy."""
    from sqlalchemy import create_engine
    from sqlalchemy.exc import SQLAlchemyError
    from sqlalchemy.pool import NullPool

    try:
        engine = create_engine(url, poolclass=NullPool)
    except (SQLAlchemyError, ImportError, ValueError, TypeError) as error:
        raise PrivlineageError(
            "PL001", f"the database URL names no usable driver: {type(error).__name__}", hint="install the driver"
        ) from None
    try:
        with engine.connect() as connection:
            if engine.dialect.name == "postgresql":
                from privlineage.lineage.postgres_schemas import describe_postgres

                return describe_postgres(connection)
            from privlineage.lineage.inspected_schemas import describe_inspected

            return describe_inspected(connection, (source.database or "") if source.levels == 2 else "")
    except (SQLAlchemyError, OSError, ImportError) as error:
        raise PrivlineageError(
            "PL504",
            f"the database of `{source.name}` cannot be read: {type(error).__name__}",
            hint="check the connection and its rights; the database's own words may hold values and are not repeated",
        ) from None
    finally:
        engine.dispose()
