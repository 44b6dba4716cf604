"""The tables and views of a DuckDB file, through DuckDB itself and read-only."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from privlineage.core.errors import PrivlineageError
from privlineage.lineage.described import Described, Description, type_text

__all__ = ["describe_duckdb"]

_COLUMNS = """
SELECT schema_name, table_name, column_name, data_type FROM duckdb_columns()
WHERE database_name = current_database() AND NOT internal ORDER BY schema_name, table_name, column_index
"""
_VIEWS = """
SELECT schema_name, view_name, sql FROM duckdb_views() WHERE database_name = current_database() AND NOT internal
"""
_HELD = "a process that writes to a DuckDB file holds it alone: try again when it is done, or pull from a copy"
_FOREIGN = "is this the right file? a newer DuckDB than the one installed here may have written it"


def describe_duckdb(name: str, path: str) -> Description:
    """What a DuckDB file holds.

    Args:
        name: the source's name, for errors.
        path: the file.

    Raises:
        PrivlineageError: PL001 where there is no DuckDB or no file to name, PL504 when the file cannot be read.
    """
    try:
        import duckdb
    except ImportError:
        raise PrivlineageError("PL001", "DuckDB is not installed", hint="pip install 'privlineage[duckdb]'") from None
    if not path or path.startswith(":memory:"):
        raise PrivlineageError(
            "PL001", "the database URL names no DuckDB file", hint="write it as in duckdb:////absolute/path.duckdb"
        )
    file = Path(path)
    if not file.is_file():
        raise _unreadable(name, "there is no such file", "check the path; relative ones start where the command runs")
    try:
        connection = duckdb.connect(str(file), read_only=True)
        try:
            return _description(connection)
        finally:
            connection.close()
    except duckdb.Error as error:
        raise _why(name, error) from None


def _description(connection: Any) -> Description:
    columns: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for schema, table, column, kind in connection.execute(_COLUMNS).fetchall():
        columns.setdefault((schema, table), []).append((column, type_text(kind)))
    views = {(schema, view): sql or "" for schema, view, sql in connection.execute(_VIEWS).fetchall()}
    found = dict.fromkeys((*columns, *views))
    return Description(tuple(Described(key, tuple(columns.get(key, ())), views.get(key)) for key in found))


def _why(name: str, error: Exception) -> PrivlineageError:
    """DuckDB's own words may hold values; what they are about decides which of ours are said."""
    said = str(error)
    if "lock" in said or "different configuration" in said:
        return _unreadable(name, "another process holds the file", _HELD)
    if "not a valid DuckDB database" in said or "version" in said:
        return _unreadable(name, "the file is not one of DuckDB's, or of another version", _FOREIGN)
    return _unreadable(name, type(error).__name__, "check the file and its rights")


def _unreadable(name: str, why: str, hint: str) -> PrivlineageError:
    return PrivlineageError("PL504", f"the database of `{name}` cannot be read: {why}", hint=hint)
