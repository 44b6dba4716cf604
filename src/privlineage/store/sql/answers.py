"""Waiting answers as rows."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, delete, insert, select

from privlineage.store.answering import KEPT_FOR
from privlineage.store.sql import tables as t

__all__ = ["get", "keep"]

_GET = select(t.waiting_answer.c.text).where(t.waiting_answer.c.key == bindparam("wanted"))


def keep(connection: Connection, key: str, text: str, at: str) -> None:
    """Keep an answer, in place of an older one under that key, and drop those nobody came for."""
    oldest = datetime.fromisoformat(at) - timedelta(seconds=KEPT_FOR)
    row = t.waiting_answer.c
    gone = (row.at < oldest.strftime("%Y-%m-%dT%H:%M:%S.%fZ")) | (row.key == key)
    connection.execute(delete(t.waiting_answer).where(gone))
    connection.execute(insert(t.waiting_answer).values(key=key, text=text, at=at))


def get(connection: Connection, key: str) -> str | None:
    """The answer under a key."""
    found: str | None = connection.execute(_GET, {"wanted": key}).scalar_one_or_none()
    return found
