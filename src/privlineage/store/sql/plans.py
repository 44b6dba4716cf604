"""The plans verdicts were given on, each once: steady pipelines repeat theirs, and a verdict names its own by hash."""

from __future__ import annotations

from sqlalchemy import Connection

from privlineage.core.codec import from_text, to_text
from privlineage.core.plan import Plan
from privlineage.store.sql.plain import change, fetch

__all__ = ["find", "keep"]


def keep(connection: Connection, plan: Plan, fingerprint: str) -> None:
    """Keep a plan under its fingerprint, once; a writer holds the write lock, so looking first is safe."""
    if not fetch(connection, "SELECT 1 FROM plan WHERE fingerprint = ?", fingerprint):
        change(connection, "INSERT INTO plan (fingerprint, body) VALUES (?, ?)", fingerprint, to_text(plan))


def find(connection: Connection, fingerprint: str) -> Plan | None:
    """The plan of that fingerprint, None where none was kept."""
    rows = fetch(connection, "SELECT body FROM plan WHERE fingerprint = ?", fingerprint)
    return from_text(Plan, rows[0][0]) if rows else None
