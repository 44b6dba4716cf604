"""Which tables a database has, and what tells that one of them was written to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from privlineage.expectations.sampling.running import dialect_of
from privlineage.expectations.sampling.statement import quoted_text

if TYPE_CHECKING:
    from sqlalchemy import Connection
    from sqlalchemy.engine.reflection import Inspector

__all__ = ["mark_of", "tables_of"]

_OWN_SCHEMAS = frozenset({"information_schema", "pg_catalog", "pg_toast", "sys", "mysql", "performance_schema"})

_WRITTEN = """
SELECT s.n_tup_ins + s.n_tup_upd + s.n_tup_del, c.relfilenode, pg_relation_size(c.oid)
FROM pg_catalog.pg_class c JOIN pg_catalog.pg_stat_all_tables s ON s.relid = c.oid WHERE c.oid = to_regclass({name})
"""


def tables_of(connection: Connection, schemas: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """The tables and views of a database, each by its schema, where it has any, and its name."""
    import sqlalchemy as sa

    inspector = sa.inspect(connection)
    if connection.dialect.name == "sqlite":
        return sorted((name,) for name in _names(inspector, None) if not name.startswith("sqlite_"))
    own = _own_schema(connection, inspector)
    wanted = (
        schemas
        or own
        or tuple(
            schema
            for schema in inspector.get_schema_names()
            if schema.lower() not in _OWN_SCHEMAS and not schema.startswith("pg_")
        )
    )
    return sorted((schema, name) for schema in wanted for name in _names(inspector, schema))


def mark_of(connection: Connection, name: tuple[str, ...]) -> str:
    """The counters of written rows of a table, as one text; empty where the database tells none."""
    if connection.dialect.name != "postgresql":
        return ""
    path = dialect_of(connection.dialect).path(name)
    asked = _WRITTEN.format(name=quoted_text(path))
    found = connection.execution_options(no_parameters=True).exec_driver_sql(asked).fetchone()
    return " ".join(str(part) for part in found) if found else ""


def _names(inspector: Inspector, schema: str | None) -> list[str]:
    names = list(inspector.get_table_names(schema))
    for listing in (inspector.get_view_names, inspector.get_materialized_view_names):
        try:
            names += listing(schema)
        except NotImplementedError:
            continue
    return sorted(set(names))


def _own_schema(connection: Connection, inspector: Inspector) -> tuple[str, ...]:
    """The one schema that is meant, for databases that list everybody's; else nothing."""
    if connection.dialect.name in {"mysql", "mariadb", "oracle"} and inspector.default_schema_name:
        return (inspector.default_schema_name,)
    return ()
