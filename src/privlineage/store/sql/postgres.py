"""A store in a PostgreSQL database of its own."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, create_engine, func, select
from sqlalchemy.engine import URL
from sqlalchemy.exc import OperationalError

from privlineage.store.sql.opening import BUSY_SECONDS, Database

__all__ = ["PostgresDatabase"]

CONNECT_SECONDS = 10
"""How long a server may take to accept a connection, unless the URL says otherwise."""

_CREATION = 0x70_72_69_76_6C_69_6E
"""The number of the lock that whoever creates a store holds: two would make its tables at once."""

_PASSES = re.compile(r"too many|connection slots|starting up")
"""What a server says that takes no connection at the moment; a refused one has no SQLSTATE, only the server's words."""
_BEGIN = "BEGIN; SET LOCAL synchronous_commit = off; SELECT 1 FROM store_identity FOR UPDATE"
_LOOKS_AGAIN = (0.02, 0.2)
"""Seconds between two tries to connect."""


class PostgresDatabase(Database):
    """An existing database on a server.

    Args:
        url: SQLAlchemy's URL, with the driver psycopg.
        busy_seconds: how long to wait for other writers.
    """

    is_shared = True

    def __init__(self, url: URL, busy_seconds: float = BUSY_SECONDS) -> None:
        super().__init__()
        self._busy_seconds = busy_seconds
        self.name = url.set(query={}).render_as_string(hide_password=True)
        options = f"-c lock_timeout={max(1, round(busy_seconds * 1000))}"
        given = url.query.get("options")
        arguments = {
            "options": f"{given} {options}" if isinstance(given, str) else options,
            "application_name": "privlineage",
        }
        if "connect_timeout" not in url.query:
            arguments["connect_timeout"] = str(CONNECT_SECONDS)
        # The driver would begin and end transactions by messages of their own, and a decision waits for each message.
        self.engine = create_engine(
            url.difference_update_query(["options"]),
            connect_args=arguments,
            hide_parameters=True,
            isolation_level="AUTOCOMMIT",
        )

    @contextmanager
    def creation(self) -> Iterator[tuple[Connection, bool]]:
        """A transaction in which a store may be made, and whether the database is empty; others wait meanwhile."""
        with self._connected(_begin) as connection:
            connection.execute(select(func.pg_advisory_xact_lock(_CREATION)))
            yield connection, self._holds_nothing(connection)
            connection.commit()

    def rest(self) -> None:
        """A hundred tasks that run for hours would otherwise hold a hundred of the server's connections."""
        self.engine.dispose()

    def _connect_again(self) -> Connection:
        given_up = time.monotonic() + self._busy_seconds
        while True:
            try:
                return self.engine.connect()
            except OperationalError as error:
                if time.monotonic() > given_up or not _PASSES.search(str(error.orig)):
                    raise
            time.sleep(random.uniform(*_LOOKS_AGAIN))  # noqa: S311  # nothing secret: two must not look in step

    def _begin_reading(self, connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY")

    def _begin_writing(self, connection: Connection) -> None:
        # One writer after the other, as in SQLite: what a writer has looked up stays true. Each statement sees what
        # was committed before the lock was had. A store in the making has no row yet, and `create` a lock of its own.
        connection.exec_driver_sql(_BEGIN)

    def _make_durable(self, connection: Connection) -> None:
        # The server writes its log in order: a later commit that waits for the disk, or for the standbys a site has
        # configured, covers every earlier one.
        connection.exec_driver_sql("SELECT pg_current_xact_id()")

    def _lacks_a_table(self, error: BaseException | None) -> bool:
        # undefined_table, undefined_column
        return getattr(error, "sqlstate", "") in ("42P01", "42703")

    def _holds_nothing(self, connection: Connection) -> bool:
        found = connection.exec_driver_sql("SELECT 1 FROM pg_class WHERE relnamespace = current_schema()::regnamespace")
        return found.first() is None


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")
