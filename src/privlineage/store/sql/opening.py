"""Reaching the database behind a store's URL: its connection, its transactions, and whether it is a store of ours."""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Column, Connection, Engine, MetaData, QueuePool, String, Table, create_engine, select
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from privlineage.core.errors import PrivlineageError
from privlineage.store.protocol import StoreIdentity
from privlineage.store.sql.faults import driver_errors_of, not_ours
from privlineage.store.sql.tables import SCHEMA_VERSION, VERSION_TABLE, store_identity

__all__ = ["Database", "path_of"]

BUSY_SECONDS = 30.0
"""How long a statement waits for another writer before the store counts as locked."""

_version = Table(VERSION_TABLE, MetaData(), Column("version_num", String(32)))


def path_of(url: str) -> Path:
    """The absolute path of the file a SQLite URL names; a later change of folder does not move it.

    Raises:
        PrivlineageError: PL001, for any other URL.
    """
    parsed = _parsed(url)
    if parsed.get_backend_name() != "sqlite" or parsed.get_driver_name() not in ("", "pysqlite"):
        raise PrivlineageError(
            "PL001",
            f"`{parsed.render_as_string(hide_password=True)}` names a kind of store this version does not know",
            hint="write sqlite:///relative.db or sqlite:////absolute.db",
        )
    if not parsed.database or parsed.database == ":memory:" or parsed.query:
        raise PrivlineageError(
            "PL001",
            f"`{parsed.render_as_string(hide_password=True)}` names no file",
            hint="a store outlives its process: write sqlite:///relative.db or sqlite:////absolute.db",
        )
    return Path(parsed.database).absolute()


def _parsed(url: str) -> URL:
    try:
        parsed = make_url(url)
        parsed.get_driver_name()
    except (ArgumentError, NoSuchModuleError, ValueError):
        # The text is not repeated: a URL that cannot be read may have its password anywhere.
        raise PrivlineageError(
            "PL001", "the store's URL cannot be read", hint="write sqlite:///relative.db or sqlite:////absolute.db"
        ) from None
    return parsed


class Database:
    """An existing SQLite file: never created, and noticed when it is gone or another one stands in its place.

    Args:
        path: the file.
        busy_seconds: how long to wait for other writers.

    Raises:
        PrivlineageError: PL501 when there is no file, PL502 when it is no regular file.
    """

    def __init__(self, path: Path, busy_seconds: float = BUSY_SECONDS) -> None:
        self.path = path
        self.name = str(path)
        self._busy_seconds = busy_seconds
        self._file = self._look()
        self._process = os.getpid()
        # WAL lets readers and one writer work at once; the pool keeps a thread's connection warm.
        self.engine: Engine = create_engine(
            "sqlite://", creator=self._connect, hide_parameters=True, poolclass=QueuePool
        )

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that sees one state of the store throughout."""
        with self._transaction("BEGIN") as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that writes: the lock is taken first, so what it reads stays true; all of it or nothing."""
        with self._transaction("BEGIN IMMEDIATE") as connection:
            yield connection
            connection.commit()

    def identify(self) -> StoreIdentity:
        """Who this store is.

        Raises:
            PrivlineageError: PL502 for a database that is empty or not ours, PL503 for another schema version.
        """
        with self.read() as connection:
            try:
                found = connection.execute(select(store_identity.c.id, store_identity.c.literal_key)).one_or_none()
                versions = connection.execute(select(_version.c.version_num)).scalars().all()
            except DBAPIError as error:
                if getattr(error.orig, "sqlite_errorcode", 0) & 0xFF != sqlite3.SQLITE_ERROR:
                    raise
                found, versions = None, []
        if found is None or len(versions) != 1 or not versions[0].isdecimal():
            raise not_ours(self.name, "is empty" if self.is_empty() else "is not a privlineage store")
        version = int(versions[0])
        if version != SCHEMA_VERSION:
            newer = version > SCHEMA_VERSION
            raise PrivlineageError(
                "PL503",
                f"the store `{self.name}` has schema version {version}, where {SCHEMA_VERSION} is needed",
                hint="upgrade privlineage here" if newer else "run `privlineage store migrate`",
            )
        return StoreIdentity(found.id, version, found.literal_key)

    def is_empty(self) -> bool:
        """Whether the database holds nothing at all."""
        with self.read() as connection:
            return connection.exec_driver_sql("SELECT 1 FROM sqlite_master LIMIT 1").first() is None

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[Connection]:
        if self._look() != self._file:
            raise PrivlineageError(
                "PL504", f"the store `{self.name}` was replaced since it was opened", hint="open it again"
            )
        if self._process != os.getpid():
            # SQLite's connections do not survive a fork; those of the parent stay the parent's.
            self.engine.dispose(close=False)
            self._process = os.getpid()
        with driver_errors_of(self.name), self.engine.connect() as connection:
            # The driver is in autocommit mode, so this is the transaction; SQLAlchemy's commit and rollback end it.
            connection.exec_driver_sql(begin)
            yield connection

    def _look(self) -> tuple[int, int]:
        """The file's identity. An open connection would go on writing into a deleted file and lose everything."""
        try:
            found = self.path.stat()
        except FileNotFoundError:
            raise PrivlineageError(
                "PL501",
                f"there is no store at `{self.name}`",
                hint="create one with `privlineage init`, or correct the URL",
            ) from None
        except OSError:
            raise PrivlineageError(
                "PL504", f"the store `{self.name}` cannot be reached", hint="check the path and its permissions"
            ) from None
        if not stat.S_ISREG(found.st_mode):
            raise not_ours(self.name, "is not a file")
        return found.st_dev, found.st_ino

    def _connect(self) -> sqlite3.Connection:
        # `mode=rw` never creates the file. Connections move between threads of the pool, one at a time.
        connection = sqlite3.connect(
            f"file:{quote(str(self.path))}?mode=rw",
            uri=True,
            timeout=self._busy_seconds,
            isolation_level=None,
            check_same_thread=False,
        )
        connection.execute("PRAGMA foreign_keys = ON")
        return connection
