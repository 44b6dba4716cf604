"""The tables and views of any database SQLAlchemy has a dialect for, through its inspector.

Columns are asked for in bulk, a schema at a time; only where that fails is each table asked by itself, so that one
broken view costs nothing but itself.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from privlineage.lineage.described import Described, Description, type_text

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection
    from sqlalchemy.engine.reflection import Inspector

__all__ = ["describe_inspected"]

_SYSTEM = frozenset({"information_schema", "pg_catalog", "pg_toast", "mysql", "performance_schema", "sys"})
_Columns: TypeAlias = tuple[tuple[str, str], ...]


def describe_inspected(connection: Connection, database: str = "") -> Description:
    """What the database behind a connection holds.

    Args:
        connection: open.
        database: the one schema to look at, where databases are what SQLAlchemy calls schemas; else all of them.
    """
    from sqlalchemy import inspect
    from sqlalchemy.exc import SAWarning, SQLAlchemyError

    inspector = inspect(connection)
    tables: list[Described] = []
    unread: list[tuple[str, ...]] = []
    with warnings.catch_warnings():
        # A type SQLAlchemy does not know still has a name.
        warnings.simplefilter("ignore", SAWarning)
        for schema in _schemas(inspector, database):
            prefix = () if schema is None else (schema,)
            try:
                found = _described(inspector, schema, prefix)
            except SQLAlchemyError:
                if not prefix:
                    raise
                # One schema that a role may not look into says nothing of the others.
                unread.append((*prefix, "*"))
                continue
            tables += found.tables
            unread += found.unread
    if unread and not tables:
        raise SQLAlchemyError("nothing could be read")
    return Description(tuple(tables), tuple(unread))


def _described(inspector: Inspector, schema: str | None, prefix: tuple[str, ...]) -> Description:
    columns, failed = _columns(inspector, schema)
    views = _views(inspector, schema)
    names = sorted(columns.keys() | views.keys())
    return Description(
        tuple(Described((*prefix, name), columns.get(name, ()), views.get(name)) for name in names),
        tuple((*prefix, name) for name in sorted(failed - views.keys())),
    )


def _schemas(inspector: Inspector, database: str) -> Iterator[str | None]:
    if inspector.dialect.name == "sqlite":
        yield None
        return
    names = [name for name in inspector.get_schema_names() if name.lower() not in _SYSTEM]
    own = [name for name in names if name.lower() == database.lower()]
    yield from own if database and own else names


def _columns(inspector: Inspector, schema: str | None) -> tuple[dict[str, _Columns], set[str]]:
    """Columns by table, and the tables that could not be read."""
    from sqlalchemy.engine.reflection import ObjectKind, ObjectScope
    from sqlalchemy.exc import SQLAlchemyError

    try:
        found = inspector.get_multi_columns(schema, kind=ObjectKind.ANY, scope=ObjectScope.DEFAULT)
    except (SQLAlchemyError, NotImplementedError):
        return _one_by_one(inspector, schema)
    return {name: _listed(columns) for (_, name), columns in found.items()}, set()


def _one_by_one(inspector: Inspector, schema: str | None) -> tuple[dict[str, _Columns], set[str]]:
    from sqlalchemy.exc import SQLAlchemyError

    found: dict[str, _Columns] = {}
    failed: set[str] = set()
    for name in (*inspector.get_table_names(schema), *_view_names(inspector, schema)):
        try:
            found[name] = _listed(inspector.get_columns(name, schema))
        except SQLAlchemyError:
            failed.add(name)
    return found, failed


def _listed(columns: Iterable[Mapping[str, Any]]) -> _Columns:
    return tuple((column["name"], _type(column["type"])) for column in columns)


def _type(kind: Any) -> str:
    try:
        return type_text(str(kind))
    except Exception:  # noqa: BLE001  # a dialect's type that cannot show itself is still a type
        return type(kind).__name__


def _view_names(inspector: Inspector, schema: str | None) -> list[str]:
    names: list[str] = []
    for listing in (inspector.get_view_names, inspector.get_materialized_view_names):
        try:
            names += listing(schema)
        except NotImplementedError:
            continue
    return names


def _views(inspector: Inspector, schema: str | None) -> dict[str, str]:
    from sqlalchemy.exc import SQLAlchemyError

    found: dict[str, str] = {}
    for name in _view_names(inspector, schema):
        try:
            found[name] = inspector.get_view_definition(name, schema) or ""
        except (SQLAlchemyError, NotImplementedError):
            found[name] = ""
    return found
