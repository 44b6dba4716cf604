"""Cached resolutions: the same SQL over the same schema is not parsed twice."""

from __future__ import annotations

from sqlalchemy import Connection, insert, select, update

from privlineage.store.sql import tables as t

__all__ = ["get", "put"]


def get(connection: Connection, key: str) -> str | None:
    """The resolution under a key."""
    return connection.execute(select(t.plan_cache.c.text).where(t.plan_cache.c.key == key)).scalar_one_or_none()


def put(connection: Connection, key: str, text: str) -> None:
    """Keep a resolution, in place of an older one."""
    if get(connection, key) is None:
        connection.execute(insert(t.plan_cache).values(key=key, text=text))
    else:
        connection.execute(update(t.plan_cache).where(t.plan_cache.c.key == key).values(text=text))
