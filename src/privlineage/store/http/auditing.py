"""The audit of a store behind a server."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from privlineage.store.auditing import AuditAnchor, AuditEntry, AuditQuery, AuditReport
from privlineage.store.http.calling import Calls

__all__ = ["HttpAuditing"]


class HttpAuditing(Calls):
    """The part of a store that keeps the audit, as `store.auditing.Auditing` has it."""

    def audit_entries(self, query: AuditQuery) -> list[AuditEntry]:
        """Entries, newest first."""
        return cast("list[AuditEntry]", self._call("audit_entries", query=query))

    def audit_head(self, at: str) -> AuditAnchor:
        """Seal what is not sealed yet, and say where the chain is now."""
        return cast("AuditAnchor", self._call("audit_head", at=at))

    def verify_audit(self, anchors: Sequence[AuditAnchor] = ()) -> AuditReport:
        """Look at every entry, batch and audited record: the server does, so its operator is taken at their word."""
        return cast("AuditReport", self._call("verify_audit", anchors=anchors))

    def retain(self, before: str, actor: str, at: str, reason: str) -> int:
        """Drop verdicts from before a time."""
        return cast("int", self._call("retain", before=before, actor=actor, at=at, reason=reason))
