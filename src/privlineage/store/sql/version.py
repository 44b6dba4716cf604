"""A number that changes whenever epochs or edges do: it tells whether what was computed from them still holds."""

from __future__ import annotations

from sqlalchemy import Connection

from privlineage.store.sql.plain import change, fetch

__all__ = ["bump", "current"]


def current(connection: Connection) -> int:
    """The version of the graph as it is now."""
    ((version,),) = fetch(connection, "SELECT graph_version FROM store_identity")
    return int(version)


def bump(connection: Connection) -> None:
    """The graph changed."""
    change(connection, "UPDATE store_identity SET graph_version = graph_version + 1")
