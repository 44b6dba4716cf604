"""Sealing: a batch over where every strand is now, chained to the batch before.

Whoever comes when it is time seals for all; nobody waits for it. Entries that others commit meanwhile are covered by
the next batch. Until then the end of their strand (`audit_head`) holds them.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from privlineage.store.audit.chain import batch_hash, first_hash, text_of
from privlineage.store.auditing import AuditAnchor
from privlineage.store.sql.plain import change, fetch

__all__ = ["SEAL_AFTER_ENTRIES", "SEAL_AFTER_SECONDS", "first_of", "head", "is_time", "seal", "seal_if_free"]

SEAL_AFTER_ENTRIES = 256
"""So many entries of a strand are sealed at once, under load."""

SEAL_AFTER_SECONDS = 300
"""So old the newest batch may get before the next entry is sealed, otherwise."""

_SEALING = 0x70_72_69_76_73_65_61
"""The number of the lock that whoever seals holds on a server: two would make the same batch."""


def is_time(waiting: int, sealed_at: str, now: str) -> bool:
    """Whether a strand's entries should be sealed: how many wait, since when, and the time."""
    if waiting >= SEAL_AFTER_ENTRIES or not sealed_at:
        return True
    try:
        age = datetime.fromisoformat(now) - datetime.fromisoformat(sealed_at)
    except (ValueError, TypeError):
        return True  # a clock that tells no time, or a row that was tampered with
    return age.total_seconds() >= SEAL_AFTER_SECONDS


def seal_if_free(connection: Connection, strand: int, at: str) -> None:
    """Seal, unless somebody else is at it; the strand is held by this transaction."""
    shared = connection.dialect.name == "postgresql"
    if not shared or fetch(connection, "SELECT pg_try_advisory_xact_lock(?)", _SEALING)[0][0]:
        _seal(connection, strand, at)


def seal(connection: Connection, at: str) -> None:
    """Seal what is not sealed yet, if anything."""
    if connection.dialect.name == "postgresql":
        fetch(connection, "SELECT 1 FROM audit_head WHERE strand = 0 FOR UPDATE")
        fetch(connection, "SELECT pg_advisory_xact_lock(?)", _SEALING)
    newest = _newest(connection)
    if _heads(connection) != (newest[0][2] if newest else text_of([])):
        _seal(connection, 0, at)


def head(connection: Connection) -> AuditAnchor:
    """Where the chain is now."""
    store, first = first_of(connection)
    newest = _newest(connection)
    return AuditAnchor(store, newest[0][0], newest[0][1], newest[0][3]) if newest else AuditAnchor(store, 0, first)


def _seal(connection: Connection, strand: int, at: str) -> None:
    newest = _newest(connection)
    number, previous = (newest[0][0] + 1, newest[0][1]) if newest else (1, first_of(connection)[1])
    heads = _heads(connection)
    made = batch_hash(previous, number=number, heads=heads, sealed_at=at)
    change(
        connection,
        "INSERT INTO audit_batch (number, heads, previous, hash, sealed_at) VALUES (?, ?, ?, ?, ?)",
        *(number, heads, previous, made, at),
    )
    change(
        connection,
        "UPDATE audit_head SET batch = ?, sealed = entries, sealed_at = ? WHERE strand = ?",
        *(number, at, strand),
    )


def _newest(connection: Connection) -> list[tuple[int, str, str, str]]:
    found = fetch(connection, "SELECT number, hash, heads, sealed_at FROM audit_batch ORDER BY number DESC LIMIT 1")
    return [(number, made, heads, at) for number, made, heads, at in found]


def _heads(connection: Connection) -> str:
    rows = fetch(connection, "SELECT strand, entries, mark FROM audit_head WHERE entries > 0 ORDER BY strand")
    return text_of([list(row) for row in rows])


def first_of(connection: Connection) -> tuple[str, str]:
    """The store's id, and what stands in place of a batch before the first."""
    store, created_at, key = fetch(connection, "SELECT id, created_at, literal_key FROM store_identity")[0]
    return store, first_hash(store, created_at, key)
