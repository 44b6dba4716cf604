"""Creating a store, and opening an existing one. What talks SQL is imported only when a store is really reached."""

from __future__ import annotations

from collections.abc import Callable

from privlineage.store.http.address import is_server
from privlineage.store.protocol import Store

__all__ = ["init_store", "open_store"]


def init_store(url: str, *, clock: Callable[[], str]) -> Store:
    """Create a store and open it.

    Args:
        url: `sqlite:///relative.db` or `sqlite:////absolute.db`, where an empty file counts as no store; or
            `postgresql+psycopg://user@host/database`, an empty database.
        clock: the time, ISO 8601 in UTC.

    Raises:
        PrivlineageError: PL001 for a URL that names no place, PL501 when a server has no such database, PL502 when
            something else is there, PL504 when the place cannot be written, PL505 when there is a store already, which
            stays as it was.
    """
    from privlineage.store.sql.creating import create, new_identity

    create(url, new_identity(clock))
    return open_store(url)


def open_store(url: str, *, busy_seconds: float = 30.0) -> Store:
    """Open an existing store; it is never created, and never migrated.

    Args:
        url: `sqlite:///relative.db`, `sqlite:////absolute.db`, `postgresql+psycopg://user@host/database`, or
            `https://host/prefix` of a server, which is shown the token of `PRIVLINEAGE_TOKEN` or
            `PRIVLINEAGE_TOKEN_FILE`.
        busy_seconds: how long a statement waits while another process writes, before that counts as PL504.

    Raises:
        PrivlineageError: PL001 for a URL that names no place, PL501 when nothing is there, PL502 when what is there is
            empty, damaged or foreign, PL503 for another schema version, PL504 when it cannot be reached, PL205 or PL206
            when a server refuses.
    """
    if is_server(url):
        from privlineage.store.http.channel import Channel
        from privlineage.store.http.store import HttpStore

        return HttpStore(Channel(url))
    from privlineage.store.sql.store import SqlStore
    from privlineage.store.sql.urls import database_of

    return SqlStore(database_of(url, busy_seconds))
