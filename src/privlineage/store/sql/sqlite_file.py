"""A store in a SQLite file: never created by opening it, and noticed when it is gone or another one stands there."""

from __future__ import annotations

import os
import random
import sqlite3
import stat
import time
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, QueuePool, create_engine

from privlineage.core.errors import PrivlineageError
from privlineage.store.sql.faults import not_ours
from privlineage.store.sql.opening import BUSY_SECONDS, Database

__all__ = ["SqliteFile"]

_write_out = getattr(os, "fdatasync", os.fsync)  # macOS has the second alone


_LOOKS_AGAIN = (0.001, 0.008)
"""Seconds between two looks at the lock of another writer, who holds it for about one millisecond."""


class SqliteFile(Database):
    """An existing SQLite file.

    Args:
        path: the file.
        busy_seconds: how long to wait for other writers.

    Raises:
        PrivlineageError: PL501 when there is no file, PL502 when it is no regular file.
    """

    def __init__(self, path: Path, busy_seconds: float = BUSY_SECONDS) -> None:
        super().__init__()
        self.path = path
        self.name = str(path)
        self._busy_seconds = busy_seconds
        self._file = self._look()
        # WAL lets readers and one writer work at once; the pool keeps a thread's connection warm.
        self.engine = create_engine("sqlite://", creator=self._connect, hide_parameters=True, poolclass=QueuePool)

    # The driver is in autocommit mode, so BEGIN is the transaction; SQLAlchemy's commit and rollback end it.

    def _begin_reading(self, connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN")

    def _begin_writing(self, connection: Connection) -> None:
        # SQLite itself would look again after ever longer sleeps, up to a tenth of a second: with a hundred writers the
        # lock would lie free most of the time, and whoever came first would come last.
        connection.exec_driver_sql("PRAGMA busy_timeout = 0")
        driver = connection.connection.dbapi_connection
        given_up = time.monotonic() + self._busy_seconds
        try:
            # Of the driver itself: through SQLAlchemy each refusal would cost ten times as much.
            while driver is not None and _is_taken(driver) and time.monotonic() < given_up:
                time.sleep(random.uniform(*_LOOKS_AGAIN))  # noqa: S311  # nothing secret: two must not look in step
            if driver is None or not driver.in_transaction:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
        finally:
            connection.exec_driver_sql(f"PRAGMA busy_timeout = {round(self._busy_seconds * 1000)}")

    def _make_durable(self, connection: Connection) -> None:  # noqa: ARG002  # the file is enough
        # The log is in order, so writing out all of it covers this transaction, and no lock of SQLite's lies on it.
        # Where it is gone or began anew, a checkpoint has brought this transaction into the store.
        try:
            log = os.open(f"{self.path}-wal", os.O_RDONLY)
        except FileNotFoundError:
            return
        try:
            _write_out(log)
        finally:
            os.close(log)

    def _lacks_a_table(self, error: BaseException | None) -> bool:
        return getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_ERROR

    def _holds_nothing(self, connection: Connection) -> bool:
        return connection.exec_driver_sql("SELECT 1 FROM sqlite_master LIMIT 1").first() is None

    def _still_there(self) -> None:
        """An open connection would go on writing into a deleted file and lose everything."""
        if self._look() != self._file:
            raise PrivlineageError(
                "PL504", f"the store `{self.name}` was replaced since it was opened", hint="open it again"
            )

    def _look(self) -> tuple[int, int]:
        """The file's identity."""
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
        # The file stays whole whatever happens; `_make_durable` waits for the disk, after the lock is released.
        connection.execute("PRAGMA synchronous = NORMAL")
        return connection


def _is_taken(driver: Any) -> bool:
    """Try to begin, and say whether another writer has the lock. Other errors are left to whoever tries again."""
    try:
        driver.execute("BEGIN IMMEDIATE")
    except sqlite3.Error as error:
        return error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
    return False
