"""Dropping old verdicts, so that the chain that speaks of them still holds."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, exists, select

from privlineage.core.codec import from_text
from privlineage.store.audit.gone import runs_of
from privlineage.store.auditing import AuditKind
from privlineage.store.exempting import APPROVED, REQUESTED, ExemptionRecord
from privlineage.store.retiring import ABANDONED_AFTER
from privlineage.store.sql import tables as t
from privlineage.store.sql.audit.auditing import note
from privlineage.store.sql.audit.verifying import gone_in, portions

__all__ = ["retain"]


def retain(connection: Connection, before: str, *, actor: str, at: str, reason: str) -> int:
    """Drop verdicts from before a time that nothing needs any more, and plans that no verdict names; returns how many.

    What is dropped is said in the audit: which entries speak of it.
    """
    ids = connection.execute(select(t.verdict.c.id).where(t.verdict.c.at < before, ~_running(at))).scalars()
    needed = _asked_for(connection, at)
    old = [name for name in ids if name not in needed]
    if not old:
        return 0
    runs = runs_of(_spoken_of(connection, set(old)))
    for portion in portions(old):
        connection.execute(delete(t.verdict).where(t.verdict.c.id.in_(portion)))
    unnamed = ~exists(select(t.verdict.c.seq).where(t.verdict.c.plan == t.plan.c.fingerprint))
    connection.execute(delete(t.plan).where(unnamed))
    body = {"before": before, "verdicts": len(old), "reason": reason, "gone": runs}
    note(connection, AuditKind.RETENTION, f"verdicts before {before}", actor, at, body=body)
    return len(old)


def _running(at: str) -> ColumnElement[bool]:
    """Whether a try of a verdict has not ended, unless nobody waits for it any more."""
    row = t.attempt.c
    same = (row.instance == t.verdict.c.instance) & (row.try_number == t.verdict.c.try_number)
    earliest = (datetime.fromisoformat(at) - ABANDONED_AFTER).isoformat()
    return exists(select(row.id).where(same, row.ended_after.is_(None), row.at >= earliest))


def _asked_for(connection: Connection, at: str) -> set[str]:
    """The verdicts that exemptions are about which hold, or may yet."""
    row = t.exemption.c
    holds = (row.state == APPROVED) & (row.valid_to.is_(None) | (row.valid_to > at))
    bodies = connection.execute(select(row.body).where((row.state == REQUESTED) | holds)).scalars()
    return {from_text(ExemptionRecord, body).verdict for body in bodies}


def _spoken_of(connection: Connection, dropped: set[str]) -> list[tuple[int, int, bool]]:
    """Every entry that speaks of a verdict, in order, and whether that verdict is gone."""
    before = gone_in(connection)
    row = t.audit_entry.c
    entries = select(row.strand, row.number, row.record_key).where(row.record_table == t.verdict.name)
    return [
        (strand, number, key in dropped or before.has(t.verdict.name, strand, number))
        for strand, number, key in connection.execute(entries.order_by(row.strand, row.number))
    ]
