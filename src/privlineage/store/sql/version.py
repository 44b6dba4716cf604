"""A number that changes whenever epochs or edges do: it tells whether what was computed from them still holds."""

from __future__ import annotations

from sqlalchemy import Connection, select, update

from privlineage.store.sql import tables as t

__all__ = ["bump", "current"]


def current(connection: Connection) -> int:
    """The version of the graph as it is now."""
    version: int = connection.execute(select(t.store_identity.c.graph_version)).scalar_one()
    return version


def bump(connection: Connection) -> None:
    """The graph changed."""
    connection.execute(update(t.store_identity).values(graph_version=t.store_identity.c.graph_version + 1))
