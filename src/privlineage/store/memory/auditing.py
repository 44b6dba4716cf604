"""The audit in memory: one strand, sealed when somebody asks, and gone with its process."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace

from privlineage.core.codec import to_text
from privlineage.store.audit.chain import START, batch_hash, digest_of_row, entry_mark, first_hash, text_of
from privlineage.store.audit.check import anchor_findings, batch_findings, entry_findings, head_findings, sealed_heads
from privlineage.store.audit.gone import Gone, runs_of
from privlineage.store.auditing import (
    AuditAnchor,
    AuditBatch,
    AuditEntry,
    AuditFinding,
    AuditHead,
    AuditKind,
    AuditQuery,
    AuditReport,
)
from privlineage.store.protocol import StoreIdentity

__all__ = ["MemoryAudit", "MemoryAuditing"]


@dataclass
class MemoryAudit:
    """Entries and batches. Nothing is hashed before somebody asks: `check` decides much and asks nothing.

    Attributes:
        batches: by number.
    """

    batches: list[AuditBatch] = field(default_factory=list)
    _entries: list[AuditEntry] = field(default_factory=list)
    _head: AuditHead = field(default_factory=lambda: AuditHead(0, 0, START))
    _waiting: list[tuple[AuditEntry, object]] = field(default_factory=list)

    @property
    def entries(self) -> list[AuditEntry]:
        """By number."""
        self._enter()
        return self._entries

    @entries.setter
    def entries(self, entries: list[AuditEntry]) -> None:
        self._entries = entries

    @property
    def head(self) -> AuditHead:
        """The end of the one strand."""
        self._enter()
        return self._head

    @head.setter
    def head(self, head: AuditHead) -> None:
        self._head = head

    def note(
        self,
        kind: str,
        subject: str,
        actor: str,
        at: str,
        record: tuple[str, str, object] | None = None,
        *,
        body: Mapping[str, object] | None = None,
    ) -> None:
        """Enter something.

        Args:
            kind: as in `store.auditing.AuditKind`.
            subject: what it is about.
            actor: who did it.
            at: when.
            record: the record it speaks of: its kind, its name, and the record.
            body: a few words more.
        """
        table, key, value = record or ("", "", None)
        entry = AuditEntry(0, 0, at, str(kind), subject, actor, table, key, "", text_of(body or {}), mark="")
        self._waiting.append((entry, value))

    def _enter(self) -> None:
        waiting, self._waiting = self._waiting, []
        for noted, value in waiting:
            digest = _digest(noted.record_table, value) if noted.record_table else ""
            entry = replace(noted, number=self._head.entries + 1, digest=digest)
            columns = asdict(entry)
            del columns["mark"]
            entry = replace(entry, mark=entry_mark(self._head.mark, **columns))
            self._entries.append(entry)
            self._head = replace(self._head, entries=entry.number, mark=entry.mark)

    def seal(self, store: str, at: str) -> AuditAnchor:
        """Seal what is not sealed yet; where the chain of the store of that id is then."""
        first = first_hash(store, "", "")
        if self.head.entries > self.head.sealed:
            number, heads = len(self.batches) + 1, text_of([[0, self.head.entries, self.head.mark]])
            previous = self.batches[-1].hash if self.batches else first
            made = batch_hash(previous, number=number, heads=heads, sealed_at=at)
            self.batches.append(AuditBatch(number, heads, previous, made, at))
            self.head = replace(self.head, batch=number, sealed=self.head.entries, sealed_at=at)
        if not self.batches:
            return AuditAnchor(store, 0, first)
        newest = self.batches[-1]
        return AuditAnchor(store, newest.number, newest.hash, newest.sealed_at)

    def speaks_of(self, table: str, key: str) -> bool:
        """Whether there is an entry about that record."""
        return any((entry.record_table, entry.record_key) == (table, key) for entry in self.entries)

    def dropped(self, table: str, keys: Collection[str]) -> dict[str, list[list[int]]]:
        """Which entries speak of records that are gone: those of these keys, and those that were gone before."""
        before = Gone(entry.body for entry in self.entries if entry.kind == AuditKind.RETENTION)
        return runs_of(
            (
                entry.strand,
                entry.number,
                entry.record_key in keys or before.has(table, entry.strand, entry.number),
            )
            for entry in self.entries
            if entry.record_table == table
        )

    def newest(self, query: AuditQuery) -> list[AuditEntry]:
        """Entries that the query means, newest first."""
        found = [
            entry
            for entry in reversed(self.entries)
            if entry.at >= query.since
            and query.kind in ("", entry.kind)
            and query.actor in ("", entry.actor)
            and query.subject in ("", entry.subject, entry.record_key)
        ]
        return sorted(found, key=lambda entry: entry.at, reverse=True)[: query.limit]

    def verify(
        self, store: str, records: Mapping[tuple[str, str], object], anchors: Sequence[AuditAnchor]
    ) -> AuditReport:
        """Look at every entry, batch and record.

        Args:
            store: the store's id.
            records: every record entries speak of, by its kind and name.
            anchors: what was exported before.
        """
        first = first_hash(store, "", "")
        findings = (
            *batch_findings(self.batches, first),
            *head_findings([self.head], self.batches, 1),
            *entry_findings(self.entries, [self.head], self.batches),
            *self._unlike(records),
            *anchor_findings(anchors, self.batches, store, first),
        )
        sealed = sum(covered for _, (covered, _) in sealed_heads(self.batches[-1])) if self.batches else 0
        return AuditReport(len(self.entries), sealed, len(self.batches), len(records), findings)

    def _unlike(self, records: Mapping[tuple[str, str], object]) -> Iterator[AuditFinding]:
        said = {(entry.record_table, entry.record_key): entry for entry in self.entries if entry.record_table}
        for (table, key), value in records.items():
            entry, where = said.get((table, key)), f"{table} {key}"
            if entry is None:
                yield AuditFinding("added", where, "no entry speaks of it")
            elif entry.digest != _digest(table, value):
                yield AuditFinding("changed", where, f"it is not what it was when entry {entry.name} was written")
        gone = Gone(entry.body for entry in self.entries if entry.kind == AuditKind.RETENTION)
        for table, key in sorted(said.keys() - records.keys()):
            if gone.has(table, 0, said[table, key].number):
                continue
            detail = f"entry {said[table, key].name} speaks of it, and it is not there"
            yield AuditFinding("missing", f"{table} {key}", detail)


@dataclass
class MemoryAuditing:
    """The part of a store that keeps the audit; what the methods mean stands in `store.auditing.Auditing`."""

    _audit: MemoryAudit = field(default_factory=MemoryAudit)

    @property
    def identity(self) -> StoreIdentity:
        """Who this store is."""
        raise NotImplementedError

    def _audited(self) -> Mapping[tuple[str, str], object]:
        """Every record that entries speak of, by its kind and name."""
        raise NotImplementedError

    def audit_entries(self, query: AuditQuery) -> list[AuditEntry]:
        """Entries, newest first."""
        return self._audit.newest(query)

    def audit_head(self, at: str) -> AuditAnchor:
        """Seal what is not sealed yet, and say where the chain is now."""
        return self._audit.seal(self.identity.id, at)

    def verify_audit(self, anchors: Sequence[AuditAnchor] = ()) -> AuditReport:
        """Look at every entry, batch and audited record."""
        return self._audit.verify(self.identity.id, self._audited(), anchors)


def _digest(table: str, value: object) -> str:
    return digest_of_row(table, {"value": to_text(value)})
