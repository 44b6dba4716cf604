"""The plans verdicts were given on, each once: steady pipelines repeat theirs, and a verdict names its own by hash."""

from __future__ import annotations

import json

from sqlalchemy import Connection, bindparam, insert, select

from privlineage.core.codec import from_json
from privlineage.core.plan import Plan
from privlineage.store.sql import tables as t
from privlineage.store.sql.interning import to_text

__all__ = ["find", "keep"]

# Made once: making them costs as much as carrying them out.
_KNOWN = select(t.plan.c.fingerprint).where(t.plan.c.fingerprint == bindparam("wanted"))
_BODY = select(t.plan.c.body).where(t.plan.c.fingerprint == bindparam("wanted"))


def keep(connection: Connection, plan: Plan, fingerprint: str) -> None:
    """Keep a plan under its fingerprint, once; a writer holds the write lock, so looking first is safe."""
    if connection.execute(_KNOWN, {"wanted": fingerprint}).first() is None:
        connection.execute(insert(t.plan).values(fingerprint=fingerprint, body=to_text(plan)))


def find(connection: Connection, fingerprint: str) -> Plan | None:
    """The plan of that fingerprint, None where none was kept."""
    body = connection.execute(_BODY, {"wanted": fingerprint}).scalar_one_or_none()
    return from_json(Plan, json.loads(body)) if body is not None else None
