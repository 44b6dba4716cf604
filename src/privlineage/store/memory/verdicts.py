"""Verdicts in memory, and the plans they were given on."""

from __future__ import annotations

from dataclasses import dataclass, field

from privlineage.core.errors import PrivlineageError
from privlineage.core.plan import Plan
from privlineage.core.verdict import Attempt, Verdict
from privlineage.store.auditing import AuditKind
from privlineage.store.exempting import APPROVED, REQUESTED, ExemptionRecord
from privlineage.store.memory.exempting import MemoryExempting
from privlineage.store.protocol import VerdictQuery

__all__ = ["MemoryVerdicts"]


@dataclass
class MemoryVerdicts(MemoryExempting):
    """The part of `MemoryStore` that keeps verdicts; what the methods mean stands in `store.protocol.Store`."""

    _verdicts: list[Verdict] = field(default_factory=list)
    _kept: dict[str, Plan] = field(default_factory=dict)

    def _keep_verdict(self, verdict: Verdict) -> None:
        """Store a verdict, once."""
        known = [one for one in self._verdicts if one.id == verdict.id]
        if known and known != [verdict]:
            raise PrivlineageError("PL504", f"the verdict id `{verdict.id}` is taken", hint="decide again")
        if known:
            return
        self._count_uses(verdict)
        self._verdicts.append(verdict)
        job, decision = verdict.job, verdict.decision
        body = {"outcome": decision.outcome.value, "rules": decision.rules, "bundle": verdict.bundle}
        record = ("verdict", verdict.id, verdict)
        self._audit.note(AuditKind.VERDICT, verdict.id, f"{job.dag_id}.{job.task_id}", verdict.at, record, body=body)

    def plan(self, fingerprint: str) -> Plan | None:
        """A plan that was decided on."""
        return self._kept.get(fingerprint)

    def verdict(self, id_prefix: str) -> Verdict | None:
        """A verdict by id or unique prefix."""
        wanted = id_prefix.upper()
        found = [verdict for verdict in self._verdicts if verdict.id.startswith(wanted)]
        exact = [verdict for verdict in found if verdict.id == wanted]
        return exact[0] if exact else found[0] if wanted and len(found) == 1 else None

    def verdict_of(self, attempt: Attempt, plan: str, bundle: str) -> Verdict | None:
        """The verdict of that try, plan and bundle."""
        key = (attempt.instance, attempt.try_number, plan, bundle)
        for verdict in reversed(self._verdicts):
            known = verdict.attempt
            if known and (known.instance, known.try_number, verdict.plan, verdict.bundle) == key:
                return verdict
        return None

    def verdicts(self, query: VerdictQuery) -> list[Verdict]:
        """Verdicts, newest first."""
        found = [
            verdict
            for verdict in reversed(self._verdicts)
            if verdict.at >= query.since
            and query.dag_id in ("", verdict.job.dag_id)
            and query.task_id in ("", verdict.job.task_id)
            and query.instance in ("", verdict.attempt.instance if verdict.attempt else None)
        ]
        return sorted(found, key=lambda verdict: verdict.at, reverse=True)[query.skip :][: query.limit]

    def retain(self, before: str, actor: str, at: str, reason: str) -> int:
        """Drop verdicts from before a time."""
        needed = {each.verdict for each in self._exemptions.values() if _holds(each, at)}
        running = self._running()
        kept = [
            verdict
            for verdict in self._verdicts
            if verdict.at >= before or verdict.id in needed or _try_of(verdict) in running
        ]
        old = {verdict.id for verdict in self._verdicts} - {verdict.id for verdict in kept}
        if old:
            self._verdicts = kept
            self._kept = {name: plan for name, plan in self._kept.items() if name in {one.plan for one in kept}}
            gone = self._audit.dropped("verdict", old)
            body = {"before": before, "verdicts": len(old), "reason": reason, "gone": gone}
            self._audit.note(AuditKind.RETENTION, f"verdicts before {before}", actor, at, body=body)
        return len(old)

    def _running(self) -> set[tuple[str, int]]:
        """Tries that have not ended."""
        raise NotImplementedError


def _try_of(verdict: Verdict) -> tuple[str, int] | None:
    return (verdict.attempt.instance, verdict.attempt.try_number) if verdict.attempt else None


def _holds(record: ExemptionRecord, at: str) -> bool:
    """Whether it is in force, or may be."""
    return record.state == REQUESTED or (record.state == APPROVED and (not record.valid_to or record.valid_to > at))
