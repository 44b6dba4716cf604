"""The defaults: what happens where no rule can be asked, because something is unknown (law 7)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from privlineage.core.exemption import Carried
from privlineage.core.labels import UNREVIEWED as UNREVIEWED_ATOM
from privlineage.core.labels import Strength
from privlineage.core.movement import Movement, UnreviewedFlow
from privlineage.core.plan import Unresolved
from privlineage.core.refs import DatasetRef
from privlineage.core.verdict import Finding
from privlineage.policy import reasons
from privlineage.policy.entries import Entry
from privlineage.policy.exemption import Fired, carried
from privlineage.policy.findings import of_arrivals
from privlineage.policy.model import Action, Mode, Policy
from privlineage.policy.modes import outcome_of

__all__ = ["ERROR", "OPAQUE", "UNRESOLVED", "UNREVIEWED", "UNSTATED_USES", "errors", "opaque", "undetermined"]
__all__ += ["unresolved", "unreviewed", "unstated_uses"]

ERROR = "default:error"
OPAQUE = "default:opaque"
UNRESOLVED = "default:unresolved"
UNREVIEWED = "default:unreviewed"
UNSTATED_USES = "default:unstated_uses"


def unstated_uses(policy: Policy, entries: Iterable[Entry]) -> Iterator[Fired]:
    """Atoms whose uses nobody stated, entering zones that have purposes as values or by shaping a column."""
    action = policy.defaults.unstated_uses
    if action is Action.ALLOW:
        return
    for entry in entries:
        if not entry.purposes:
            continue
        hits = [hit for hit in entry.arrivals if hit.atom.uses is None and hit.strength >= Strength.COLUMN]
        if hits:
            finding = of_arrivals(UNSTATED_USES, action, entry, hits, reasons.unstated(entry, hits))
            yield Fired(finding, carried(hits))


def unreviewed(policy: Policy, entries: Iterable[Entry], movement: Movement) -> Iterator[Fired]:
    """Source columns nobody tagged or reviewed, flowing in as values or by shaping a column."""
    action = policy.defaults.unreviewed
    if action is Action.ALLOW:
        return
    flowing: dict[DatasetRef, list[UnreviewedFlow]] = {}
    for flow in movement.unreviewed:
        if flow.strength >= Strength.COLUMN:
            flowing.setdefault(flow.sink, []).append(flow)
    for entry in entries:
        flows = [] if entry.worker else flowing.get(entry.sink, [])
        if flows:
            finding = Finding(
                UNREVIEWED,
                entry.zone.name,
                entry.mode.value,
                outcome_of(action, entry.mode),
                outcome_of(action, Mode.ENFORCE),
                sink=entry.sink,
                reason=reasons.unreviewed(entry, flows),
                witnesses=tuple({flow.column: flow.witness for flow in reversed(flows)}.values())[::-1],
            )
            yield Fired(finding, tuple(Carried(flow.column, UNREVIEWED_ATOM, flow.strength) for flow in flows))


def unresolved(policy: Policy, movement: Movement) -> Iterator[Fired]:
    """What could not be resolved, in the zone where it weighs most; what is merely open before run time is left out."""
    action = policy.defaults.unresolved
    if action is Action.ALLOW:
        return
    for index, item in enumerate(movement.unresolved):
        if _is_open(movement, item):
            continue
        zone, mode = _weightiest(policy, action, _zones(policy, movement, index))
        finding = Finding(
            UNRESOLVED,
            zone,
            mode.value,
            outcome_of(action, mode),
            outcome_of(action, Mode.ENFORCE),
            sink=item.sink,
            reason=reasons.unknown_lineage(item, zone),
        )
        yield Fired(finding)


def undetermined(movement: Movement) -> tuple[str, ...]:
    """What cannot be decided before run time: never allowed, whatever the mode."""
    return tuple(dict.fromkeys(reasons.undecided(item) for item in movement.unresolved if _is_open(movement, item)))


def _is_open(movement: Movement, item: Unresolved) -> bool:
    return movement.before_run and item.code in Unresolved.BEFORE_RUN


def _zones(policy: Policy, movement: Movement, index: int) -> Sequence[str]:
    known = movement.unresolved_zones[index] if index < len(movement.unresolved_zones) else ()
    # Nobody said where it may go: then it may go anywhere.
    return known or policy.zone_names


def _weightiest(policy: Policy, action: Action, zones: Sequence[str]) -> tuple[str, Mode]:
    modes = [(name, policy.mode_in(policy.zone(name))) for name in zones]
    return max(modes, key=lambda pair: outcome_of(action, pair[1]).rank)


def opaque(policy: Policy, movement: Movement) -> Iterator[Fired]:
    """A task of which nothing is known; it enters no zone, so the policy's own mode holds."""
    action = policy.defaults.opaque
    if movement.opaque and action is not Action.ALLOW:
        mode = policy.defaults.mode
        finding = Finding(
            OPAQUE,
            "unknown",
            mode.value,
            outcome_of(action, mode),
            outcome_of(action, Mode.ENFORCE),
            reason="neither what the task reads nor what it writes is known",
        )
        yield Fired(finding)


def errors(policy: Policy, failed: Iterable[tuple[str, Entry]]) -> Iterator[Fired]:
    """Rules that could not be evaluated (law 8)."""
    action = policy.defaults.error
    if action is Action.ALLOW:
        return
    for rule, entry in failed:
        finding = Finding(
            ERROR,
            entry.zone.name,
            entry.mode.value,
            outcome_of(action, entry.mode),
            outcome_of(action, Mode.ENFORCE),
            sink=entry.sink,
            reason=f"the rule `{rule}` could not be evaluated for `{entry.sink}`",
            exemptible=False,
        )
        yield Fired(finding)
