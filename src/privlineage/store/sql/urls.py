"""The URLs of stores, and the database each one names."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from privlineage.core.errors import PrivlineageError
from privlineage.store.http.address import is_server
from privlineage.store.sql.opening import BUSY_SECONDS, Database

__all__ = ["database_of", "location_of"]

_FORMS = "write sqlite:////absolute.db, or postgresql+psycopg://user@host/database"


def location_of(url: str) -> Path | URL:
    """Where a store is: the absolute path of a file (a later change of folder does not move it), or a server's URL.

    Raises:
        PrivlineageError: PL001, for anything else.
    """
    if is_server(url):
        raise PrivlineageError(
            "PL001", "a server's store is made and mended where it lies", hint="run this there, with the database's URL"
        )
    if url.startswith("airflow:"):
        raise PrivlineageError(
            "PL001",
            "`airflow:` is how tasks reach a store, through Airflow's API server",
            hint="give the database's URL, or https://AIRFLOW/privlineage with PRIVLINEAGE_TOKEN",
        )
    parsed = _parsed(url)
    kind, driver = parsed.get_backend_name(), parsed.get_driver_name()
    if kind == "sqlite" and driver in ("", "pysqlite"):
        if not parsed.database or parsed.database == ":memory:" or parsed.query:
            raise PrivlineageError(
                "PL001",
                f"`{parsed.render_as_string(hide_password=True)}` names no file",
                hint="a store outlives its process: write sqlite:///relative.db or sqlite:////absolute.db",
            )
        return Path(parsed.database).absolute()
    if parsed.drivername in ("postgresql", "postgresql+psycopg"):
        return parsed.set(drivername="postgresql+psycopg")
    shown = parsed.set(query={}).render_as_string(hide_password=True)
    raise PrivlineageError("PL001", f"`{shown}` names a kind of store this version does not know", hint=_FORMS)


def database_of(url: str, busy_seconds: float = BUSY_SECONDS) -> Database:
    """The database a URL names, which must be there.

    Raises:
        PrivlineageError: PL001 for a URL that names none, PL501 and PL502 for a file that is not there or no file,
            PL504 where the driver is missing.
    """
    where = location_of(url)
    if isinstance(where, Path):
        from privlineage.store.sql.sqlite_file import SqliteFile

        return SqliteFile(where, busy_seconds)
    from privlineage.store.sql.postgres import PostgresDatabase

    try:
        return PostgresDatabase(where, busy_seconds)
    except ImportError:
        raise PrivlineageError(
            "PL504", "the driver for PostgreSQL is not installed", hint="pip install 'privlineage[postgres]'"
        ) from None


def _parsed(url: str) -> URL:
    try:
        parsed = make_url(url)
        parsed.get_driver_name()
    except (ArgumentError, NoSuchModuleError, ValueError, ImportError):
        # The text is not repeated: a URL that cannot be read may have its password anywhere.
        raise PrivlineageError("PL001", "the store's URL cannot be read", hint=_FORMS) from None
    return parsed
