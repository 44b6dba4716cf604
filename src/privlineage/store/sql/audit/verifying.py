"""Comparing what the audit says with what is stored: every entry, every batch, every record it speaks of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Connection, Integer, Table, func, select

from privlineage.core.codec import UnreadableText, from_text
from privlineage.core.plan import Plan
from privlineage.store.audit.chain import digest_of_rows
from privlineage.store.audit.check import anchor_findings, batch_findings, entry_findings, head_findings, sealed_heads
from privlineage.store.audit.gone import Gone
from privlineage.store.auditing import AuditAnchor, AuditFinding, AuditKind, AuditReport
from privlineage.store.sql import tables as t
from privlineage.store.sql.audit.auditing import STRANDS
from privlineage.store.sql.audit.reading import every_batch, every_entry, every_head
from privlineage.store.sql.audit.rows import AUDITED, BUNDLE_TAGS, bundle_tags_digest, every_digest
from privlineage.store.sql.audit.sealing import first_of

__all__ = ["gone_in", "portions", "verify"]

T = TypeVar("T")
_PORTIONS = {"yield_per": 1000}
_ROW = t.audit_entry.c


def verify(connection: Connection, anchors: Sequence[AuditAnchor]) -> AuditReport:
    """Look at everything, in a transaction that sees one state of the store, and change nothing."""
    heads, batches = every_head(connection), every_batch(connection)
    store, first = first_of(connection)
    records = _Records(connection)
    findings = (
        *batch_findings(batches, first),
        *head_findings(heads, batches, STRANDS),
        *entry_findings(every_entry(connection), heads, batches),
        *records.findings(),
        *anchor_findings(anchors, batches, store, first),
    )
    entries: int = connection.execute(select(func.count()).select_from(t.audit_entry)).scalar_one()
    sealed = sum(covered for _, (covered, _) in sealed_heads(batches[-1])) if batches else 0
    return AuditReport(entries, sealed, len(batches), records.compared, findings)


def gone_in(connection: Connection) -> Gone:
    """What retentions dropped."""
    bodies = select(_ROW.body).where(_ROW.kind == AuditKind.RETENTION.value)
    return Gone(connection.execute(bodies).scalars())


def portions(items: Iterable[T], size: int = 500) -> Iterator[list[T]]:
    """The items, so many at a time."""
    waiting = iter(items)
    while portion := list(islice(waiting, size)):
        yield portion


class _Records:
    """Rows and the entries that speak of them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._gone = gone_in(connection)
        self.compared = 0

    def findings(self) -> Iterator[AuditFinding]:
        """What is wrong, table by table."""
        for name in AUDITED:
            table = t.metadata.tables[name]
            yield from self._unlike(table, every_digest(self._connection, table))
            yield from self._missing(table)
        yield from self._unlike(t.tag, [(BUNDLE_TAGS, bundle_tags_digest(self._connection))])
        yield from self._unlike_their_names()

    def _unlike_their_names(self) -> Iterator[AuditFinding]:
        """Plans are named by what they hold, and verdicts name them: that needs no entry."""
        for fingerprint, body in self._connection.execute(select(t.plan), execution_options=_PORTIONS):
            self.compared += 1
            try:
                found = from_text(Plan, body).fingerprint
            except UnreadableText:
                found = ""
            if found != fingerprint:
                yield AuditFinding("changed", f"plan {fingerprint[:12]}", "its name is not that of what it holds")

    def _unlike(self, table: Table, rows: Iterable[tuple[str, str]]) -> Iterator[AuditFinding]:
        """Rows that are not as their newest entry says."""
        for portion in portions(rows):
            said = self._entries(table, [key for key, _ in portion])
            for key, digest in portion:
                self.compared += 1
                finding = self._finding(table.name, key, digest, said.get(key, []))
                if finding is not None:
                    yield finding

    def _finding(self, table: str, key: str, digest: str, said: Sequence[tuple[int, int, str]]) -> AuditFinding | None:
        where = f"{table} {key}"
        if not said:
            # A store without a bundle has no tags of one, and says nothing of them.
            nothing = (table, key) == (t.tag.name, BUNDLE_TAGS) and digest == digest_of_rows(table, ())
            return None if nothing else AuditFinding("added", where, "no entry speaks of it")
        strand, number, newest = max(said, key=lambda entry: (entry[0] == 0, entry[1]))
        name = _name(strand, number)
        if newest != digest:
            return AuditFinding("changed", where, f"it is not what it was when {name} was written")
        if all(self._gone.has(table, strand, number) for strand, number, _ in said):
            return AuditFinding("added", where, f"a retention dropped it after {name}, and it is there")
        return None

    def _missing(self, table: Table) -> Iterator[AuditFinding]:
        """Rows that entries speak of and that are not there."""
        keys = select(_ROW.record_key).where(_ROW.record_table == table.name).distinct()
        spoken = self._connection.execute(keys, execution_options=_PORTIONS).scalars()
        for portion in portions(key for key in spoken if (table, key) != (t.tag, BUNDLE_TAGS)):
            lost = set(portion) - self._there(table, portion)
            for key, said in sorted(self._entries(table, lost).items()):
                kept = [
                    (strand, number) for strand, number, _ in said if not self._gone.has(table.name, strand, number)
                ]
                if kept:
                    detail = f"{_name(*kept[-1])} speaks of it, and it is not there"
                    yield AuditFinding("missing", f"{table.name} {key}", detail)

    def _there(self, table: Table, keys: Sequence[str]) -> set[str]:
        named = table.c[AUDITED[table.name]]
        if isinstance(named.type, Integer):
            wanted: list[Any] = [int(key) for key in keys if key.isdecimal() and len(key) < _DIGITS]
        else:
            wanted = list(keys)
        return {str(key) for key in self._connection.execute(select(named).where(named.in_(wanted))).scalars()}

    def _entries(self, table: Table, keys: Iterable[str]) -> dict[str, list[tuple[int, int, str]]]:
        rows = select(_ROW.record_key, _ROW.strand, _ROW.number, _ROW.digest).where(
            _ROW.record_table == table.name, _ROW.record_key.in_(list(keys))
        )
        found: dict[str, list[tuple[int, int, str]]] = {}
        for key, strand, number, digest in self._connection.execute(rows.order_by(_ROW.strand, _ROW.number)):
            found.setdefault(key, []).append((strand, number, digest))
        return found


_DIGITS = 18
"""Of a number that every database can compare."""


def _name(strand: int, number: int) -> str:
    return f"entry {strand}/{number}" if strand else f"entry {number}"
