"""Pulling schemas: what a database says of its tables and views, through SQLAlchemy's inspector.

The same code serves every database SQLAlchemy has a dialect for. A view's SQL is kept with its literals replaced,
since a literal may be a person's value (law 10). What a database reports as an error is never repeated.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from privlineage.core.errors import PrivlineageError
from privlineage.core.refs import DatasetRef
from privlineage.core.sources import Source
from privlineage.lineage.sql_literals import KeptLiterals, without_sql_literals

if TYPE_CHECKING:
    from sqlalchemy.engine import Engine
    from sqlalchemy.engine.reflection import Inspector

__all__ = ["PulledTable", "pull_schemas"]

_SYSTEM = frozenset({"information_schema", "pg_catalog", "pg_toast", "mysql", "performance_schema", "sys"})


@dataclass(frozen=True, slots=True)
class PulledTable:
    """A table or view as a database describes it.

    Attributes:
        dataset: its canonical reference.
        columns: name and type, in order.
        view: the view's SQL without literals, empty for tables.
    """

    dataset: DatasetRef
    columns: tuple[tuple[str, str], ...]
    view: str = ""


def pull_schemas(source: Source, url: str, kept: KeptLiterals = frozenset()) -> list[PulledTable]:
    """Every table and view of a source, sorted by name.

    Args:
        source: the declared source, for canonical names and the dialect of views.
        url: SQLAlchemy's URL of the database; a SQLite file is opened read-only.
        kept: function and argument position of literals that views may keep.

    Raises:
        PrivlineageError: PL001 for a URL that cannot be used, PL504 when the database cannot be read.
    """
    from sqlalchemy import inspect
    from sqlalchemy.exc import SQLAlchemyError

    engine = _engine(url)
    try:
        inspector = inspect(engine)
        found = [table for schema in _schemas(inspector) for table in _tables(inspector, source, schema, kept)]
    except (SQLAlchemyError, OSError, ImportError) as error:
        raise PrivlineageError(
            "PL504",
            f"the database of `{source.name}` cannot be read: {type(error).__name__}",
            hint="check the connection and its rights; the database's own words may hold values and are not repeated",
        ) from None
    finally:
        engine.dispose()
    return sorted(found, key=lambda table: table.dataset)


def _engine(url: str) -> Engine:
    from sqlalchemy import create_engine
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import ArgumentError, SQLAlchemyError
    from sqlalchemy.pool import NullPool

    try:
        made = make_url(url)
        if made.get_backend_name() == "sqlite" and made.database and made.database != ":memory:":
            # SQLAlchemy would create an empty file for a missing one.
            made = made.set(database=f"file:{made.database}", query={"mode": "ro", "uri": "true"})
        return create_engine(made, poolclass=NullPool)
    except (ArgumentError, ValueError):
        raise PrivlineageError(
            "PL001", "the database URL cannot be read", hint="write it as in sqlite:////absolute/path.db"
        ) from None
    except (SQLAlchemyError, ImportError) as error:
        raise PrivlineageError(
            "PL001", f"the database URL names no usable driver: {type(error).__name__}", hint="install the driver"
        ) from None


def _schemas(inspector: Inspector) -> Iterator[str | None]:
    names = [name for name in inspector.get_schema_names() if name.lower() not in _SYSTEM]
    if inspector.dialect.name == "sqlite":
        yield None
        return
    yield from (name for name in names if not name.startswith("pg_temp"))


def _tables(inspector: Inspector, source: Source, schema: str | None, kept: KeptLiterals) -> Iterator[PulledTable]:
    views = [*inspector.get_view_names(schema), *_materialized(inspector, schema)]
    for name in (*inspector.get_table_names(schema), *views):
        columns = tuple((column["name"], str(column["type"])) for column in inspector.get_columns(name, schema))
        view = ""
        if name in views:
            view = without_sql_literals(inspector.get_view_definition(name, schema) or "", source.dialect, kept)
        # Names with a dot of their own cannot be told from qualified ones: they stay as they are.
        dataset = source.dataset(name if schema is None else f"{schema}.{name}")
        yield PulledTable(dataset, columns, view)


def _materialized(inspector: Inspector, schema: str | None) -> list[str]:
    try:
        return list(inspector.get_materialized_view_names(schema))
    except NotImplementedError:
        return []
