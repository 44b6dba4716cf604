"""The part of a store over SQL that keeps the audit."""

from __future__ import annotations

from collections.abc import Sequence

from privlineage.store.auditing import AuditAnchor, AuditEntry, AuditQuery, AuditReport
from privlineage.store.sql.audit import reading as audit_reading
from privlineage.store.sql.audit import retention, sealing
from privlineage.store.sql.audit import verifying as audit_verifying
from privlineage.store.sql.opening import Database

__all__ = ["SqlAuditing"]


class SqlAuditing:
    """What the methods mean stands in `store.auditing.Auditing`."""

    _database: Database

    def audit_entries(self, query: AuditQuery) -> list[AuditEntry]:
        """Entries, newest first."""
        with self._database.read() as connection:
            return audit_reading.newest_entries(connection, query)

    def audit_head(self, at: str) -> AuditAnchor:
        """Seal what is not sealed yet, and say where the chain is now."""
        with self._database.write() as connection:
            sealing.seal(connection, at)
            return sealing.head(connection)

    def verify_audit(self, anchors: Sequence[AuditAnchor] = ()) -> AuditReport:
        """Look at every entry, batch and audited record."""
        with self._database.read() as connection:
            return audit_verifying.verify(connection, anchors)

    def retain(self, before: str, actor: str, at: str, reason: str) -> int:
        """Drop verdicts from before a time."""
        with self._database.write() as connection:
            return retention.retain(connection, before, actor=actor, at=at, reason=reason)
