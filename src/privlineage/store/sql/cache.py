"""Cached resolutions: the same SQL over the same schema is not parsed twice."""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, delete, func, insert, select

from privlineage.store.sql import tables as t

__all__ = ["KEPT", "get", "put"]

KEPT = 20_000
"""How many resolutions are kept, the newest ones: old keys are of old SQL, old schemas or old bundles."""

# Made once: making it costs as much as carrying it out.
_GET = select(t.plan_cache.c.text).where(t.plan_cache.c.key == bindparam("key"))


def get(connection: Connection, key: str) -> str | None:
    """The resolution under a key."""
    found: str | None = connection.execute(_GET, {"key": key}).scalar_one_or_none()
    return found


def put(connection: Connection, key: str, text: str) -> None:
    """Keep a resolution, in place of an older one under that key."""
    newest: int = connection.execute(select(func.coalesce(func.max(t.plan_cache.c.id), 0))).scalar_one()
    outdated = (t.plan_cache.c.key == key) | (t.plan_cache.c.id <= newest + 1 - KEPT)
    connection.execute(delete(t.plan_cache).where(outdated))
    connection.execute(insert(t.plan_cache).values(id=newest + 1, key=key, text=text))
