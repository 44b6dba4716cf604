"""Cached resolutions: the same SQL over the same schema is not parsed twice."""

from __future__ import annotations

from sqlalchemy import Connection, delete, func, insert, select

from privlineage.store.sql import tables as t
from privlineage.store.sql.plain import fetch

__all__ = ["KEPT", "get", "put"]

KEPT = 20_000
"""How many resolutions are kept, the newest ones: old keys are of old SQL, old schemas or old bundles."""


def get(connection: Connection, key: str) -> str | None:
    """The resolution under a key."""
    rows = fetch(connection, "SELECT text FROM plan_cache WHERE key = ?", key)
    return rows[0][0] if rows else None


def put(connection: Connection, key: str, text: str) -> None:
    """Keep a resolution, in place of an older one under that key."""
    newest: int = connection.execute(select(func.coalesce(func.max(t.plan_cache.c.id), 0))).scalar_one()
    outdated = (t.plan_cache.c.key == key) | (t.plan_cache.c.id <= newest + 1 - KEPT)
    connection.execute(delete(t.plan_cache).where(outdated))
    connection.execute(insert(t.plan_cache).values(id=newest + 1, key=key, text=text))
