"""Writing the audit: what a transaction did, entered when it ends and before it is committed.

Entries wait with the connection until then, so that the end of a strand is held for as short as can be.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from sqlalchemy import Connection, Table

from privlineage.core.errors import PrivlineageError
from privlineage.store.audit.chain import START, entry_mark, text_of
from privlineage.store.auditing import AuditKind
from privlineage.store.sql.audit import sealing
from privlineage.store.sql.audit.rows import digest_of
from privlineage.store.sql.plain import change, fetch

__all__ = ["STRANDS", "Record", "begin", "enter", "first_heads", "note"]

STRANDS = 16
"""How many writers may enter something at once. SQLite has one writer, and uses the first alone."""

_ANY_STRAND = frozenset({AuditKind.VERDICT, AuditKind.EXEMPTION_USED})
"""Kinds that speak of rows written once; of others the order counts, so they stand on the first strand."""

_WAITING = "privlineage audit"

Record: TypeAlias = tuple[Table, object]
"""A row of an audited table: the table, and the value of the column that names its rows (`audit.rows.AUDITED`)."""


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
    """Say in the audit what this transaction does. Call it for each row of an audited table that it adds or changes.

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
    waiting.append(_Note(at, str(kind), subject, actor, record, text_of(body or {}), digest))


def enter(connection: Connection) -> None:
    """Enter what the transaction noted, and seal a batch when it is time. The last thing a transaction does."""
    waiting: list[_Note] = connection.info.pop(_WAITING, [])
    if not waiting:
        return
    strand, entries, mark, sealed, sealed_at = _held(connection, all(each.kind in _ANY_STRAND for each in waiting))
    rows = []
    for each in waiting:
        entries += 1
        columns = {
            "strand": strand,
            "number": entries,
            "at": each.at,
            "kind": each.kind,
            "subject": each.subject,
            "actor": each.actor,
            "record_table": each.record[0].name if each.record else "",
            "record_key": str(each.record[1]) if each.record else "",
            "digest": each.digest or (digest_of(connection, *each.record) if each.record else ""),
            "body": each.body,
        }
        mark = entry_mark(mark, **columns)
        rows.append((*columns.values(), mark))
    _write(connection, rows)
    if sealing.is_time(entries - sealed, sealed_at, waiting[-1].at):
        sealing.seal_if_free(connection, strand, waiting[-1].at)


_ENTRY = (
    "INSERT INTO audit_entry"
    " (strand, number, at, kind, subject, actor, record_table, record_key, digest, body, mark)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_END = "UPDATE audit_head SET entries = ?, mark = ? WHERE strand = ?"
_HEAD = "SELECT strand, entries, mark, sealed, sealed_at FROM audit_head"


def _write(connection: Connection, rows: Sequence[Sequence[Any]]) -> None:
    """Put the entries on their strand, whose end is the last of them."""
    *others, last = rows
    for row in others:
        change(connection, _ENTRY, *row)
    strand, number, *_, mark = last
    if connection.dialect.name == "sqlite":
        change(connection, _ENTRY, *last)
        change(connection, _END, number, mark, strand)
    else:
        # One way to the server and back, where it is most often one entry.
        change(connection, f"WITH written AS ({_ENTRY}) {_END}", *last, number, mark, strand)


def _held(connection: Connection, any_strand: bool) -> Sequence[Any]:
    """The end of a strand that nobody else enters meanwhile."""
    if connection.dialect.name == "sqlite":
        found = fetch(connection, f"{_HEAD} WHERE strand = 0")
    else:
        found = fetch(connection, f"{_HEAD} ORDER BY strand LIMIT 1 FOR UPDATE SKIP LOCKED") if any_strand else []
        found = found or fetch(connection, f"{_HEAD} WHERE strand = 0 FOR UPDATE")
    if not found:
        raise PrivlineageError("PL502", "the store has lost the end of its audit", hint="restore a backup")
    return found[0]
