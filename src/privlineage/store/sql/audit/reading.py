"""Reading the audit back: entries, batches, and the ends of the strands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Row, select

from privlineage.store.auditing import AuditBatch, AuditEntry, AuditHead, AuditQuery
from privlineage.store.sql import tables as t

__all__ = ["every_batch", "every_entry", "every_head", "newest_entries"]

_PORTIONS = {"yield_per": 1000}


def newest_entries(connection: Connection, query: AuditQuery) -> list[AuditEntry]:
    """Entries that the query means, newest first."""
    row = t.audit_entry.c
    statement = select(t.audit_entry).order_by(row.at.desc(), row.strand, row.number.desc()).limit(query.limit)
    if query.since:
        statement = statement.where(row.at >= query.since)
    if query.kind:
        statement = statement.where(row.kind == query.kind)
    if query.actor:
        statement = statement.where(row.actor == query.actor)
    if query.subject:
        statement = statement.where((row.subject == query.subject) | (row.record_key == query.subject))
    return [_entry(found) for found in connection.execute(statement)]


def every_entry(connection: Connection) -> Iterator[AuditEntry]:
    """Every entry, by strand and number."""
    rows = select(t.audit_entry).order_by(t.audit_entry.c.strand, t.audit_entry.c.number)
    for found in connection.execute(rows, execution_options=_PORTIONS):
        yield _entry(found)


def every_batch(connection: Connection) -> list[AuditBatch]:
    """Every batch, by number."""
    rows = connection.execute(select(t.audit_batch).order_by(t.audit_batch.c.number))
    return [AuditBatch(_number(row.number), row.heads, row.previous, row.hash, row.sealed_at) for row in rows]


def every_head(connection: Connection) -> list[AuditHead]:
    """The end of every strand."""
    rows = connection.execute(select(t.audit_head).order_by(t.audit_head.c.strand))
    return [
        AuditHead(
            _number(row.strand),
            _number(row.entries),
            row.mark,
            _number(row.batch),
            _number(row.sealed),
            row.sealed_at,
        )
        for row in rows
    ]


def _entry(row: Row[Any]) -> AuditEntry:
    strand, number, *rest = tuple(row)
    return AuditEntry(_number(strand), _number(number), *map(_text, rest))


def _text(value: Any) -> str:
    """SQLite keeps whatever somebody writes into a column of text, too."""
    return value if isinstance(value, str) else repr(value)


def _number(value: Any) -> int:
    """SQLite keeps whatever somebody writes into a column of numbers; no number of ours is negative."""
    return value if isinstance(value, int) else -1
