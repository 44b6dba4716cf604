"""Dropping old verdicts, so that the chain that speaks of them still holds."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Select, delete, exists, select

from privlineage.store.audit_gone import runs_of
from privlineage.store.auditing import AuditKind
from privlineage.store.retiring import ABANDONED_AFTER
from privlineage.store.sql import tables as t
from privlineage.store.sql.audit_verifying import gone_in, portions
from privlineage.store.sql.auditing import note

__all__ = ["retain"]


def retain(connection: Connection, before: str, *, actor: str, at: str, reason: str) -> int:
    """Drop verdicts from before a time that nothing needs any more, and plans that no verdict names; returns how many.

    What is dropped is said in the audit: which entries speak of it.
    """
    old = list(connection.execute(select(t.verdict.c.id).where(t.verdict.c.at < before, ~_needed(at))).scalars())
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


def _needed(at: str) -> ColumnElement[bool]:
    """Whether a verdict is still asked for: by a try that may still run, or by an exemption that holds or may yet."""
    running = _since((datetime.fromisoformat(at) - ABANDONED_AFTER).isoformat(), at)
    row, bound = t.exemption.c, t.exemption.c.plan == t.verdict.c.plan
    waits = row.state == "requested"
    holds = (row.state == "approved") & (row.valid_to.is_(None) | (row.valid_to > at))
    return running.exists() | exists(select(row.seq).where(bound, waits | holds))


def _since(earliest: str, at: str) -> Select[tuple[int]]:
    """Tries of a verdict that have not ended, unless nobody waits for them any more."""
    row = t.attempt.c
    same = (row.instance == t.verdict.c.instance) & (row.try_number == t.verdict.c.try_number)
    return select(row.id).where(same, row.ended_after.is_(None), row.at >= earliest, row.at <= at)


def _spoken_of(connection: Connection, dropped: set[str]) -> list[tuple[int, int, bool]]:
    """Every entry that speaks of a verdict, in order, and whether that verdict is gone."""
    before = gone_in(connection)
    row = t.audit_entry.c
    entries = select(row.strand, row.number, row.record_key).where(row.record_table == t.verdict.name)
    return [
        (strand, number, key in dropped or (strand, number) in before)
        for strand, number, key in connection.execute(entries.order_by(row.strand, row.number))
    ]
