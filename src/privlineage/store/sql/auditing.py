"""Writing the audit: what a transaction did, entered when it ends and before it is committed.

Entries wait with the connection until then, so that the end of a strand is held for as short as can be.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from sqlalchemy import Connection, Row, Table, insert, select, update

from privlineage.store.audit_chain import START, digest_of_row, entry_mark, text_of
from privlineage.store.sql import tables as t

__all__ = ["AUDITED", "STRANDS", "Record", "begin", "enter", "first_heads", "note", "stored_digest"]

STRANDS = 16
"""How many writers may enter something at once. SQLite has one writer, and uses the first alone."""

AUDITED: dict[str, str] = {
    "verdict": "id",
    "bundle": "hash",
    "active_bundle": "id",
    "tag": "id",
    "exemption": "id",
    "exemption_use": "id",
    "proposal": "id",
}
"""The tables of which every row has an entry, and the column that names a row."""

_ANY_STRAND = frozenset({"verdict", "exemption-used"})
"""Kinds that speak of rows written once; of others the order counts, so they stand on the first strand."""

_WAITING = "privlineage audit"

Record: TypeAlias = tuple[Table, object]
"""A row of an audited table: the table, and the value of the column that names its rows (`AUDITED`)."""


@dataclass(frozen=True, slots=True)
class _Note:
    at: str
    kind: str
    subject: str
    actor: str
    record: Record | None
    body: str
    digest: str | None


def first_heads() -> list[dict[str, Any]]:
    """The ends of the strands of a store nobody used yet."""
    return [
        {"strand": strand, "entries": 0, "mark": START, "batch": 0, "sealed": 0, "sealed_at": ""}
        for strand in range(STRANDS)
    ]


def begin(connection: Connection) -> None:
    """A transaction that writes begins."""
    connection.info[_WAITING] = []


def note(  # noqa: PLR0917  # the words of one sentence, in their order
    connection: Connection,
    kind: str,
    subject: str,
    actor: str,
    at: str,
    record: Record | None = None,
    *,
    body: Mapping[str, object] | None = None,
    digest: str | None = None,
) -> None:
    """Say in the audit what this transaction does. Call it once for each row of `AUDITED` that it adds or changes.

    Args:
        connection: of `Database.write`.
        kind: as in `store.auditing.AuditKind`.
        subject: what it is about, for people: a verdict's id, a column, an exemption's id.
        actor: who did it.
        at: when, ISO 8601 in UTC.
        record: the row it speaks of; its digest is taken when the transaction ends.
        body: a few words more, plain data without data values.
        digest: the row's digest, where the caller has it already.
    """
    waiting: list[_Note] = connection.info[_WAITING]
    waiting.append(_Note(at, kind, subject, actor, record, text_of(body or {}), digest))


def enter(connection: Connection) -> None:
    """Enter what the transaction noted, and seal a batch when it is time. The last thing a transaction does."""
    waiting: list[_Note] = connection.info.pop(_WAITING, [])
    if not waiting:
        return
    head = _held(connection, any_strand=all(each.kind in _ANY_STRAND for each in waiting))
    number, mark = head.entries, head.mark
    rows = []
    for each in waiting:
        number += 1
        row = {
            "strand": head.strand,
            "number": number,
            "at": each.at,
            "kind": each.kind,
            "subject": each.subject,
            "actor": each.actor,
            "record_table": each.record[0].name if each.record else "",
            "record_key": str(each.record[1]) if each.record else "",
            "digest": each.digest or (stored_digest(connection, each.record) if each.record else ""),
            "body": each.body,
        }
        mark = entry_mark(mark, **row)
        rows.append({**row, "mark": mark})
    connection.execute(insert(t.audit_entry), rows)
    end = update(t.audit_head).where(t.audit_head.c.strand == head.strand)
    connection.execute(end.values(entries=number, mark=mark))


def stored_digest(connection: Connection, record: Record) -> str:
    """The digest of a row as it is stored now."""
    table, key = record
    row = connection.execute(select(table).where(table.c[AUDITED[table.name]] == key)).mappings().one()
    return digest_of_row(table.name, dict(row))


def _held(connection: Connection, *, any_strand: bool) -> Row[Any]:
    """The end of a strand that nobody else enters meanwhile."""
    ends = select(t.audit_head).order_by(t.audit_head.c.strand).limit(1)
    if any_strand:
        found = connection.execute(ends.with_for_update(skip_locked=True)).one_or_none()
        if found is not None:
            return found
    return connection.execute(ends.where(t.audit_head.c.strand == 0).with_for_update()).one()
