"""Making a store where there is none: all of it, or nothing. The only place that runs migrations."""

from __future__ import annotations

import os
import secrets
import sqlite3
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn, TypeAlias

from sqlalchemy import Connection, insert
from sqlalchemy.engine import URL

from privlineage.core.errors import PrivlineageError
from privlineage.store.sql.audit.auditing import first_heads
from privlineage.store.sql.faults import not_ours
from privlineage.store.sql.opening import Database
from privlineage.store.sql.sqlite_file import SqliteFile
from privlineage.store.sql.tables import audit_head, store_identity
from privlineage.store.sql.urls import location_of

__all__ = ["Filling", "create", "migrate", "new_identity"]

Filling: TypeAlias = Callable[[Connection], object]
"""What puts the first rows into a store's fresh tables, in the transaction that makes them."""

MIGRATIONS = Path(__file__).parent / "migrations"


def new_identity(clock: Callable[[], str]) -> Filling:
    """What fills a store nobody used yet: who it is, and its key; and where its audit begins."""
    row = {"id": str(uuid.uuid4()), "literal_key": secrets.token_hex(32), "created_at": clock(), "graph_version": 0}

    def fill(connection: Connection) -> None:
        connection.execute(insert(store_identity).values(row))
        connection.execute(insert(audit_head), first_heads())

    return fill


def create(url: str, fill: Filling) -> None:
    """Create a store where a URL says.

    Raises:
        PrivlineageError: PL001 for a URL that names no place, and what `create_file` and `create_in_database` raise.
    """
    where = location_of(url)
    if isinstance(where, Path):
        create_file(where, fill)
    else:
        create_in_database(where, fill)


def create_file(path: Path, fill: Filling) -> None:
    """Create a store's file with every table, filled.

    It is made under another name and then put in its place, so that a crash leaves no half-made store behind.

    Raises:
        PrivlineageError: PL505 when there is a store already, whatever its version, PL502 when something else is
            there, PL504 when the place cannot be written.
    """
    _check_place(path)
    draft = path.with_name(f".{path.name}.{os.getpid()}.init")
    try:
        draft.touch(exist_ok=False)
        _fill(draft, fill)
        _put(draft, path)
    except OSError:
        raise PrivlineageError(
            "PL504",
            f"no store can be written at `{path}`",
            hint="check that the folder exists, its permissions and space",
        ) from None
    finally:
        for suffix in ("", "-wal", "-shm", "-journal"):
            Path(f"{draft}{suffix}").unlink(missing_ok=True)


def create_in_database(url: URL, fill: Filling) -> None:
    """Create a store's tables in an empty database on a server and fill them, in one transaction.

    Raises:
        PrivlineageError: PL501 when there is no such database, PL502 when something else is in it, PL504 when it cannot
            be reached or written, PL505 when there is a store already, whatever its version.
    """
    from privlineage.store.sql.postgres import PostgresDatabase

    database = PostgresDatabase(url)
    try:
        with database.creation() as (connection, is_empty):
            if is_empty:
                migrate(connection)
                fill(connection)
        if not is_empty:
            _refuse(database)
    finally:
        database.close()


def migrate(connection: Connection) -> None:
    """Bring a database to the newest schema version, within the connection's transaction."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _check_place(path: Path) -> None:
    # An empty file is what `mktemp` or a mounted volume leaves: a place for a store, not a store.
    if not path.exists() or (path.is_file() and path.stat().st_size == 0):
        return
    database = SqliteFile(path)
    try:
        _refuse(database)
    finally:
        database.close()


def _refuse(database: Database) -> NoReturn:
    """Say what stands where a store was to be made."""
    try:
        database.identify()
    except PrivlineageError as error:
        if error.code == "PL503":
            raise _exists(database.name) from None
        if error.code == "PL502":
            raise not_ours(database.name, "is something else: nothing was touched") from None
        raise
    raise _exists(database.name)


def _fill(draft: Path, fill: Filling) -> None:
    setting = sqlite3.connect(draft)
    setting.execute("PRAGMA journal_mode = WAL")  # stays with the file
    setting.close()
    database = SqliteFile(draft)
    try:
        with database.write() as connection:
            migrate(connection)
            fill(connection)
        with database.read() as connection:
            pass
    finally:
        database.close()


def _put(draft: Path, path: Path) -> None:
    if path.exists() and path.stat().st_size == 0:
        path.unlink()
    try:
        # Unlike a rename, a link never replaces what another process put there in the meantime.
        path.hardlink_to(draft)
    except FileExistsError:
        raise _exists(str(path)) from None


def _exists(where: str) -> PrivlineageError:
    return PrivlineageError(
        "PL505",
        f"there is a store at `{where}` already",
        hint="it is ready for use; remove it yourself to start anew",
    )
