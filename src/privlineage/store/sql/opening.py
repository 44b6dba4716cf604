"""Reaching the database behind a store's URL: its transactions, and whether it is a store of ours."""

from __future__ import annotations

import os
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from privlineage.core.errors import PrivlineageError
from privlineage.store.protocol import StoreIdentity
from privlineage.store.sql.audit import auditing
from privlineage.store.sql.faults import driver_errors_of, not_ours
from privlineage.store.sql.plain import fetch
from privlineage.store.sql.tables import SCHEMA_VERSION, VERSION_TABLE

__all__ = ["BUSY_SECONDS", "Database"]

T = TypeVar("T")

_VERSION = f"SELECT version_num FROM {VERSION_TABLE}"  # noqa: S608  # our own name

BUSY_SECONDS = 30.0
"""How long a statement waits for another writer before the store counts as locked."""


class Database(ABC):
    """An existing database; subclasses say how one kind is reached.

    Attributes:
        name: its address as people know it, without a password.
        engine: SQLAlchemy's engine, with a pool of connections.
        is_shared: whether it is on a server, rather than a file that whoever can write may change as they like.
    """

    name: str
    engine: Engine
    is_shared = False

    def __init__(self) -> None:
        self._process = os.getpid()

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that sees one state of the store throughout."""
        with self._connected(self._begin_reading) as connection:
            yield connection

    def ask(self, question: Callable[[Connection], T]) -> T:
        """The answer to a single query, which needs no transaction to see one state."""
        with self._connected(lambda _: None) as connection:
            try:
                return question(connection)
            except DBAPIError as error:
                if not error.connection_invalidated:
                    raise
        with self._connected(lambda _: None) as connection:
            return question(connection)

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that writes: the lock is taken first, so what it reads stays true; all of it or nothing."""
        with self._connected(self._begin_writing) as connection:
            auditing.begin(connection)
            yield connection
            auditing.enter(connection)
            connection.commit()
            self._make_durable(connection)

    def identify(self, *, exactly: bool = False) -> StoreIdentity:
        """Who this store is.

        A migration only adds, so that workers of the version before go on while a site upgrades.

        Args:
            exactly: whether only the schema version of this privlineage will do, and not the one after it.

        Raises:
            PrivlineageError: PL502 for a database that is empty or not ours, PL503 for another schema version.
        """
        identity, literal_key, version = self._identity()
        if not SCHEMA_VERSION <= version <= SCHEMA_VERSION + (not exactly):
            newer = version > SCHEMA_VERSION
            raise PrivlineageError(
                "PL503",
                f"the store `{self.name}` has schema version {version}, where {SCHEMA_VERSION} is needed",
                hint="upgrade privlineage here" if newer else "run `privlineage store migrate`",
            )
        return StoreIdentity(identity, version, literal_key)

    def version(self) -> int:
        """The schema version it has, whichever that is.

        Raises:
            PrivlineageError: PL502 for a database that is empty or not ours.
        """
        return self._identity()[2]

    def _identity(self) -> tuple[str, str, int]:
        """Its id, its key for literals, and its schema version."""
        with self.read() as connection:
            try:
                found = fetch(connection, "SELECT id, literal_key FROM store_identity")
                versions = [version for (version,) in fetch(connection, _VERSION)]
            except DBAPIError as error:
                if not self._lacks_a_table(error.orig):
                    raise
                found, versions = [], []
        if len(found) != 1 or len(versions) != 1 or not versions[0].isdecimal():
            raise not_ours(self.name, "is empty" if self.is_empty() else "is not a privlineage store")
        ((identity, literal_key),) = found
        return identity, literal_key, int(versions[0])

    def is_empty(self) -> bool:
        """Whether the database holds nothing at all."""
        with self.read() as connection:
            return self._holds_nothing(connection)

    @contextmanager
    def _connected(self, begin: Callable[[Connection], None]) -> Iterator[Connection]:
        self._still_there()
        if self._process != os.getpid():
            # Connections do not survive a fork; those of the parent stay the parent's.
            self.engine.dispose(close=False)
            self._process = os.getpid()
        with driver_errors_of(self.name), self._begun(begin) as connection:
            yield connection

    def _begun(self, begin: Callable[[Connection], None]) -> Connection:
        """A connection on which a transaction has begun."""
        connection = self._connect_again()
        try:
            begin(connection)
        except BaseException as error:
            connection.close()
            if not (isinstance(error, DBAPIError) and error.connection_invalidated):
                raise
            # The server was restarted since: nothing was asked yet, and new connections know the new one.
            connection = self._connect_again()
            begin(connection)
        return connection

    def rest(self) -> None:  # noqa: B027  # a file's connection costs nobody anything
        """Let go of connections that others may need, until they are wanted again."""

    def _connect_again(self) -> Connection:
        """A connection of the pool; where others have them all for the moment, after a while."""
        return self.engine.connect()

    def _still_there(self) -> None:  # noqa: B027  # a server tells by itself when it is used
        """Notice a database that is gone or was replaced, where its connections would not."""

    @abstractmethod
    def _begin_reading(self, connection: Connection) -> None:
        """Begin a transaction that sees one state throughout; the end of the block rolls it back."""

    @abstractmethod
    def _begin_writing(self, connection: Connection) -> None:
        """Begin a transaction that no other writer runs beside."""

    @abstractmethod
    def _make_durable(self, connection: Connection) -> None:
        """Wait until what was just committed would survive a power cut.

        A commit that waits for the disk itself holds the lock meanwhile, and a hundred tasks that start at once would
        wait for a hundred disk writes, one after the other. Released first, they share a few.
        """

    @abstractmethod
    def _lacks_a_table(self, error: BaseException | None) -> bool:
        """Whether an error of the driver says that a table is not there."""

    @abstractmethod
    def _holds_nothing(self, connection: Connection) -> bool:
        """Whether there is no table at all."""
