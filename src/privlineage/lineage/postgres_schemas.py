"""The tables and views of a PostgreSQL database, in three queries however many there are.

SQLAlchemy's inspector asks for each view by itself, leaves out the fields of composite types, and shows names in views
as the search path of the moment abbreviates them. With an empty search path every name is written in full.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from privlineage.lineage.described import Described, Description

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

__all__ = ["describe_postgres"]

# Ordinary, partitioned and foreign tables, views and materialized views. Schemas of the system begin with `pg_`.
_COLUMNS = """
SELECT n.nspname, c.relname, a.attname, a.atttypid, format_type(a.atttypid, a.atttypmod)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE c.relkind IN ('r', 'p', 'f', 'v', 'm') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
ORDER BY n.nspname, c.relname, a.attnum
"""
_VIEWS = """
SELECT n.nspname, c.relname, pg_get_viewdef(c.oid) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('v', 'm') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
"""
# Composite types and tables' row types, with the arrays over them.
_FIELDS = """
SELECT t.oid, t.typarray, a.attname, a.atttypid, format_type(a.atttypid, a.atttypmod)
FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
JOIN pg_attribute a ON a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped
WHERE t.typtype = 'c' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' ORDER BY t.oid, a.attnum
"""
_DOMAINS = "SELECT oid, typbasetype FROM pg_type WHERE typtype = 'd'"
_MAX_DEPTH = 8
"""Composite types inside one another whose fields are told; deeper ones are named."""


def describe_postgres(connection: Connection) -> Description:
    """What the database behind a connection holds: the catalog shows all of it to any role."""
    connection.exec_driver_sql("SELECT set_config('search_path', '', false)")
    types = _Types(_rows(connection, _FIELDS), _rows(connection, _DOMAINS))
    columns: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for schema, table, column, kind, shown in _rows(connection, _COLUMNS):
        listed = columns.setdefault((schema, table), [])
        if column is not None:
            listed.append((column, types.text(kind, shown)))
    views = {(schema, view): text or "" for schema, view, text in _rows(connection, _VIEWS)}
    return Description(tuple(Described(key, tuple(listed), views.get(key)) for key, listed in columns.items()))


def _rows(connection: Connection, query: str) -> list[Any]:
    return list(connection.exec_driver_sql(query))


class _Types:
    """The text of types, composite ones with their fields."""

    def __init__(self, fields: list[Any], domains: list[Any]) -> None:
        self._fields: dict[int, list[tuple[str, int, str]]] = {}
        self._arrays: dict[int, int] = {}
        for oid, array, name, kind, shown in fields:
            self._fields.setdefault(oid, []).append((name, kind, shown))
            self._arrays[array] = oid
        self._domains: Mapping[int, int] = {row[0]: row[1] for row in domains}

    def text(self, kind: int, shown: str, depth: int = 0) -> str:
        """A type as `STRUCT(street text, zip text)` where it has fields, else as the database shows it."""
        while kind in self._domains and kind != self._domains[kind]:
            kind = self._domains[kind]
        array = self._arrays.get(kind) if kind else None
        fields = self._fields.get(kind if array is None else array)
        if fields is None or depth >= _MAX_DEPTH:
            return shown
        inside = ", ".join(f"{name} {self.text(inner, text, depth + 1)}" for name, inner, text in fields)
        return f"STRUCT({inside})" + ("" if array is None else "[]")
