"""The audit a store keeps: who did what to which record, in entries that nobody can change without being found out.

Entries stand on strands, numbered without gaps; batches seal the strands up to where they were (`store.audit.chain`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

__all__ = [
    "AuditAnchor",
    "AuditBatch",
    "AuditEntry",
    "AuditFinding",
    "AuditHead",
    "AuditKind",
    "AuditQuery",
    "AuditReport",
    "Auditing",
]


class AuditKind(StrEnum):
    """What an entry tells of."""

    VERDICT = "verdict"
    BUNDLE = "bundle"
    TAG = "tag"
    UNTAG = "untag"
    EXEMPTION_REQUESTED = "exemption-requested"
    EXEMPTION_APPROVED = "exemption-approved"
    EXEMPTION_REVOKED = "exemption-revoked"
    EXEMPTION_USED = "exemption-used"
    PROPOSAL = "proposal"
    RETIREMENT = "retirement"
    RETENTION = "retention"
    REVIEW = "review"
    ADOPTED = "adopted"


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """Something that was done.

    Attributes:
        strand: on which strand it stands; almost always 0.
        number: its place there, from 1, without gaps.
        at: ISO 8601, UTC.
        kind: as in `AuditKind`.
        subject: what it is about: a verdict's id, a column, an exemption's id.
        actor: who did it: a person, or `dag.task`.
        record_table: where the record it speaks of is kept; empty for none.
        record_key: which one it is there.
        digest: sha256 of that record as it was then, hex; empty for none.
        body: a few words more, as JSON.
        mark: sha256 over all of this and the mark of the entry before, hex.
    """

    strand: int
    number: int
    at: str
    kind: str
    subject: str
    actor: str
    record_table: str
    record_key: str
    digest: str
    body: str
    mark: str

    @property
    def name(self) -> str:
        """How people call it.

        >>> AuditEntry(0, 17, "", "tag", "", "", "", "", "", "{}", "").name
        '17'
        >>> AuditEntry(3, 17, "", "verdict", "", "", "", "", "", "{}", "").name
        '3/17'
        """
        return f"{self.strand}/{self.number}" if self.strand else str(self.number)


@dataclass(frozen=True, slots=True)
class AuditBatch:
    """A seal over everything up to some moment.

    Attributes:
        number: from 1, without gaps.
        heads: the strands it covers as JSON: strand, entries, mark of the last of them.
        previous: the hash of the batch before.
        hash: sha256 over all of this, hex.
        sealed_at: ISO 8601, UTC.
    """

    number: int
    heads: str
    previous: str
    hash: str
    sealed_at: str


@dataclass(frozen=True, slots=True)
class AuditHead:
    """The end of a strand.

    Attributes:
        strand: which.
        entries: how many entries stand on it.
        mark: the mark of the last of them.
        batch: the newest batch that was sealed from here, 0 before the first.
        sealed: how many of these entries that batch covers.
        sealed_at: when it was sealed; empty before the first.
    """

    strand: int
    entries: int
    mark: str
    batch: int = 0
    sealed: int = 0
    sealed_at: str = ""


@dataclass(frozen=True, slots=True)
class AuditAnchor:
    """The head of the chain at some moment, to be kept where whoever writes the store cannot write.

    Attributes:
        store: the store's id.
        batch: the number of the batch, 0 before the first.
        hash: its hash.
        sealed_at: when it was sealed; empty for batch 0.
    """

    store: str
    batch: int
    hash: str
    sealed_at: str = ""


@dataclass(frozen=True, slots=True)
class AuditQuery:
    """Which entries: newest first.

    Attributes:
        since: at that time or later, ISO 8601 in UTC; any time where empty.
        kind: of that kind alone.
        subject: about that alone: a whole subject, or the key of a record.
        actor: by that one alone.
        limit: how many at most.
    """

    since: str = ""
    kind: str = ""
    subject: str = ""
    actor: str = ""
    limit: int = 100


@dataclass(frozen=True, slots=True)
class AuditFinding:
    """Something that is not as it was written.

    Attributes:
        what: `changed`, `missing`, `added` or `anchor`.
        where: the row: `entry 17`, `batch 3`, `verdict V-7F3A`.
        detail: one sentence.
    """

    what: str
    where: str
    detail: str


@dataclass(frozen=True, slots=True)
class AuditReport:
    """What a verification looked at and what it found.

    Attributes:
        entries: how many entries there are.
        sealed: how many of them a batch covers.
        batches: how many batches there are.
        records: how many rows were compared with their entries.
        findings: what is wrong; empty when everything is as it was written.
    """

    entries: int
    sealed: int
    batches: int
    records: int
    findings: tuple[AuditFinding, ...] = ()

    @property
    def good(self) -> bool:
        """Whether nothing is wrong."""
        return not self.findings


class Auditing(Protocol):
    """The part of a store that keeps the audit; what is entered, the other methods enter by themselves."""

    def audit_entries(self, query: AuditQuery) -> list[AuditEntry]:
        """Entries, newest first."""

    def audit_head(self, at: str) -> AuditAnchor:
        """Seal what is not sealed yet, and say where the chain is now."""

    def verify_audit(self, anchors: Sequence[AuditAnchor] = ()) -> AuditReport:
        """Look at every entry, batch and audited record.

        Args:
            anchors: what was exported before; where only a hash is known, its `store` is empty.
        """

    def retain(self, before: str, actor: str, at: str, reason: str) -> int:
        """Drop verdicts from before a time, and the plans that nothing names any more; returns how many verdicts.

        Their entries stay, so the chain still holds, and one more says which are gone. Verdicts stay that an exemption
        in force is bound to or that a running try may still ask for.
        """
