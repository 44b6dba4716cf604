"""Exemptions in memory, and each use of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from privlineage.core.errors import PrivlineageError
from privlineage.core.verdict import Verdict
from privlineage.store.auditing import AuditKind
from privlineage.store.exempting import ExemptionEntry, ExemptionQuery, ExemptionRecord, Said, no_longer_in_force
from privlineage.store.memory.auditing import MemoryAuditing

__all__ = ["MemoryExempting"]


@dataclass
class MemoryExempting(MemoryAuditing):
    """The part of a store that keeps exemptions, as `store.exempting.Exempting` has it."""

    _exemptions: dict[str, ExemptionRecord] = field(default_factory=dict)
    # By exemption and try, when it counted.
    _uses: dict[tuple[str, str, int], str] = field(default_factory=dict)

    def add_exemption(self, record: ExemptionRecord) -> None:
        """Keep a new request."""
        if record.id in self._exemptions:
            raise PrivlineageError("PL504", f"the exemption id `{record.id}` is taken", hint="ask again")
        self._exemptions[record.id] = record
        self._note_exemption(record, record.requested)

    def change_exemption(self, record: ExemptionRecord, was: str) -> bool:
        """Keep an exemption's next state."""
        known = self._exemptions.get(record.id)
        if known is None or known.state != was:
            return False
        self._exemptions[record.id] = record
        self._note_exemption(record, record.revoked or record.approved or record.requested)
        return True

    def _note_exemption(self, record: ExemptionRecord, said: Said) -> None:
        kind, kept = f"exemption-{record.state}", ("exemption", record.id, record)
        body = {"how": said.who.how, "rules": list(record.rules), "reason": said.why}
        self._audit.note(kind, record.id, said.who.name, said.at, kept, body=body)

    def exemption(self, id_prefix: str) -> ExemptionEntry | None:
        """An exemption by id or unique prefix."""
        wanted = id_prefix.upper()
        found = [name for name in self._exemptions if name.startswith(wanted)]
        chosen = wanted if wanted in found else found[0] if wanted and len(found) == 1 else None
        return self._entry(self._exemptions[chosen]) if chosen else None

    def exemptions(self, query: ExemptionQuery) -> list[ExemptionEntry]:
        """Exemptions, newest request first."""
        found = [
            record
            for record in reversed(self._exemptions.values())
            if query.state in ("", record.state)
            and query.dag_id in ("", record.scope[0].dag_id)
            and query.task_id in ("", record.scope[0].task_id)
        ]
        newest = sorted(found, key=lambda record: record.requested.at, reverse=True)
        return [self._entry(record) for record in newest[: query.limit]]

    def exemptions_in_force(self, dag_id: str, task_id: str, at: str) -> Sequence[ExemptionRecord]:
        """Those that hold for a task at a moment."""
        return [
            record
            for _, record in sorted(self._exemptions.items())
            if (record.scope[0].dag_id, record.scope[0].task_id) == (dag_id, task_id) and record.holds(at)
        ]

    def _count_uses(self, verdict: Verdict) -> None:
        ids, attempt = verdict.decision.exempted, verdict.attempt
        if not ids or attempt is None:
            return
        known = {name: self._exemptions.get(name) for name in ids}
        gone = [name for name, record in known.items() if record is None or not record.holds(verdict.at)]
        if gone:
            raise no_longer_in_force(gone)
        for name in ids:
            use = (name, attempt.instance, attempt.try_number)
            if use not in self._uses:
                self._uses[use] = verdict.at
                body = {"verdict": verdict.id}
                self._audit.note(AuditKind.EXEMPTION_USED, name, str(verdict.job), verdict.at, body=body)

    def _entry(self, record: ExemptionRecord) -> ExemptionEntry:
        moments = [at for (name, *_), at in self._uses.items() if name == record.id]
        return ExemptionEntry(record, len(moments), max(moments, default=""))
