"""Counterfactuals: a fix is shown only if it would work, which the engine itself is asked (design, section 2)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from privlineage.core.declassify import Declassifier
from privlineage.core.exemption import Exemption
from privlineage.core.labels import Strength
from privlineage.core.movement import Arrival, Movement
from privlineage.core.refs import ColumnRef
from privlineage.core.verdict import Decision, Finding, Outcome
from privlineage.policy.engine import decide
from privlineage.policy.model import Bundle, Policy

__all__ = ["Remedy", "remedies", "with_fixes"]


@dataclass(frozen=True, slots=True)
class Remedy:
    """A change under which a rule would no longer fire and nothing else would stop the task.

    Attributes:
        declassifier: the bundle's function to send the offending columns through; None to leave them out.
        columns: the offending columns.
    """

    declassifier: Declassifier | None
    columns: tuple[ColumnRef, ...]


def with_fixes(
    bundle: Bundle, movement: Movement, decision: Decision, exemptions: Iterable[Exemption] = ()
) -> Decision:
    """The decision with the policy's `fix` in each finding that following it would clear."""
    lifted = tuple(exemptions)
    texts = {rule.id: rule.fix for rule in bundle.policy.rules if rule.fix}
    findings = tuple(
        replace(finding, fix=texts[finding.rule])
        if finding.rule in texts and remedies(bundle, movement, decision, finding, lifted)
        else finding
        for finding in decision.findings
    )
    return replace(decision, findings=findings)


def remedies(
    bundle: Bundle,
    movement: Movement,
    decision: Decision,
    finding: Finding,
    exemptions: Iterable[Exemption] = (),
) -> tuple[Remedy, ...]:
    """What would clear a finding: each of the bundle's declassifiers on its columns, and leaving them out.

    Columns that other findings fired on are taken as left out: each finding answers for its own. What no change of
    columns can mend, such as unresolved lineage that blocks, leaves no remedy.
    """
    own = _columns(finding)
    if not own:
        return ()
    others = frozenset(column for other in decision.findings for column in _columns(other)) - own
    columns = tuple(sorted(own))
    found = []
    for entry in bundle.weakening.declassifiers:
        changed = _changed(movement, _through(entry, own, others))
        if changed is not None and _clears(bundle.policy, changed, finding, exemptions):
            found.append(Remedy(entry, columns))
    without = _changed(movement, _without(own | others))
    if without is not None and _clears(bundle.policy, without, finding, exemptions):
        found.append(Remedy(None, columns))
    return tuple(found)


def _columns(finding: Finding) -> frozenset[ColumnRef]:
    return frozenset(witness.steps[-1].column for witness in finding.witnesses)


def _clears(policy: Policy, movement: Movement, finding: Finding, exemptions: Iterable[Exemption]) -> bool:
    decision = decide(policy, movement, exemptions)
    fires = any((other.rule, other.zone) == (finding.rule, finding.zone) for other in decision.findings)
    return not fires and decision.outcome in (Outcome.ALLOW, Outcome.WARN)


def _changed(movement: Movement, change: Callable[[Arrival], Arrival | None]) -> Movement | None:
    """The movement after a change of its arrivals, None when nothing changes.

    What lies in a sink or its zone already is no part of the task: it stays.
    """

    def apply(arrivals: tuple[Arrival, ...]) -> tuple[Arrival, ...]:
        return tuple(new for new in map(change, arrivals) if new is not None)

    changed = replace(movement, arrivals=apply(movement.arrivals), read_origins=apply(movement.read_origins))
    return None if changed == movement else changed


def _without(columns: frozenset[ColumnRef]) -> Callable[[Arrival], Arrival | None]:
    return lambda arrival: None if arrival.sink in columns else arrival


def _through(
    entry: Declassifier, own: frozenset[ColumnRef], others: frozenset[ColumnRef]
) -> Callable[[Arrival], Arrival | None]:
    def change(arrival: Arrival) -> Arrival | None:
        if arrival.sink in others:
            return None
        if arrival.sink not in own or arrival.strength is not Strength.VALUE:
            # A function around a value weakens nothing of what merely shapes the column or selects its rows.
            return arrival
        if entry.to.rank >= arrival.atom.identifiability.rank or not entry.covers(arrival.atom.category):
            return arrival
        return replace(arrival, atom=arrival.atom.with_identifiability(entry.to))

    return change
