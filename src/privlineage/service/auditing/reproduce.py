"""A stored verdict decided once more on what it recorded: equal inputs give equal verdicts (law 8).

Everything a decision consulted is in its verdict: the movement, the exemptions, and the bundle by its hash. So whoever
has the store can decide again, without the warehouse, the task or the clock, and must get the same to the last word.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace

from privlineage.core.errors import PrivlineageError
from privlineage.core.verdict import Decision, Verdict
from privlineage.policy.engine import decide
from privlineage.policy.fix import with_fixes
from privlineage.policy.load import load_files
from privlineage.policy.model import Bundle
from privlineage.service.deciding.permitted import with_terms
from privlineage.store.auditing import AuditFinding, AuditReport
from privlineage.store.every_verdict import every_verdict
from privlineage.store.protocol import Store, VerdictQuery

__all__ = ["Reproduced", "decided_again", "replayed", "reproduced"]


@dataclass(frozen=True, slots=True)
class Reproduced:
    """What became of a verdict that was decided again.

    Attributes:
        verdict: the verdict as stored.
        decision: what its recorded inputs give; None where the bundle is not in the store.
        differs: what is not the same, by the names of `Decision`; `bundle` where that is missing.
    """

    verdict: Verdict
    decision: Decision | None
    differs: tuple[str, ...] = ()

    @property
    def is_same(self) -> bool:
        """Whether the decision is the same, fixes included."""
        return not self.differs


def decided_again(verdict: Verdict, bundle: Bundle) -> Decision:
    """The decision on a verdict's recorded inputs.

    Remarks that came with the plan are no input of a decision; they stand before the decision's own, as recorded.
    """
    policy, movement, exemptions = bundle.policy, verdict.movement, verdict.exemptions
    decision = with_fixes(bundle, movement, decide(policy, movement, exemptions), exemptions)
    recorded = verdict.decision.notes
    own = len(recorded) - len(decision.notes)
    remarks = recorded[:own] if own > 0 else ()
    return with_terms(replace(decision, notes=(*remarks, *decision.notes)), policy)


def reproduced(store: Store, verdicts: Iterable[Verdict]) -> Iterator[Reproduced]:
    """Stored verdicts decided again, each under its own bundle."""
    bundles: dict[str, Bundle | None] = {}
    for verdict in verdicts:
        if verdict.bundle not in bundles:
            record = store.bundle(verdict.bundle)
            bundles[verdict.bundle] = load_files(dict(record.files)) if record is not None else None
        bundle = bundles[verdict.bundle]
        if bundle is None:
            yield Reproduced(verdict, None, ("bundle",))
            continue
        decision = decided_again(verdict, bundle)
        yield Reproduced(verdict, decision, _differences(verdict.decision, decision))


def _differences(stored: Decision, again: Decision) -> tuple[str, ...]:
    if stored == again:
        return ()
    names = (field.name for field in fields(Decision))
    return tuple(name for name in names if getattr(stored, name) != getattr(again, name))


def replayed(store: Store, report: AuditReport) -> AuditReport:
    """The report, and which verdicts are not what their recorded inputs give (law 8)."""
    return replace(report, findings=(*report.findings, *_not_reproduced(store)))


def _not_reproduced(store: Store) -> Iterator[AuditFinding]:
    try:
        for each in reproduced(store, every_verdict(store, VerdictQuery())):
            if not each.is_same:
                lacks = "its bundle is not in the store"
                detail = lacks if each.decision is None else f"decided again, it differs in {', '.join(each.differs)}"
                yield AuditFinding("replay", f"verdict {each.verdict.id}", detail)
    except PrivlineageError as error:
        # Whoever spoils one row must not keep the other findings from being told.
        yield AuditFinding("replay", "the verdicts that are left", str(error.message))
