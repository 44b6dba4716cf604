"""What a changed bundle would have said: stored verdicts replayed, and what changes counted (law 8)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import islice

from privlineage.core.refs import DatasetRef
from privlineage.core.verdict import Decision, Finding, Outcome, Verdict
from privlineage.policy.model import Bundle, Mode
from privlineage.policy.promotion import promoted
from privlineage.service.bundle_in_force import bundle_in_force
from privlineage.service.rollout.replay import Replayed, Replayer
from privlineage.service.rollout.simulation import Open, Simulation, Step, TaskChange
from privlineage.store.every_verdict import every_verdict
from privlineage.store.protocol import Store, VerdictQuery

__all__ = ["simulate", "with_modes"]


def with_modes(bundle: Bundle, modes: Mapping[str, Mode]) -> Bundle:
    """The bundle with other modes, under a name of its own: it is not the one in force any more.

    Raises:
        PrivlineageError: PL001 for a name that is no zone and no rule.
    """
    if not modes:
        return bundle
    policy = promoted(bundle.policy, modes)
    if policy == bundle.policy:
        return bundle
    settings = ",".join(f"{name}={mode}" for name, mode in sorted(modes.items()))
    return replace(bundle, policy=policy, hash=f"{bundle.hash}+{settings}")


def simulate(
    store: Store, target: Bundle | None, query: VerdictQuery, modes: Mapping[str, Mode] | None = None
) -> Simulation:
    """Replay verdicts under another bundle, and compare with the bundle in force.

    A verdict of an earlier bundle is replayed under both: what changed since is no effect of the new one.

    Args:
        store: holds them.
        target: the changed bundle; None for the one in force, with other modes.
        query: which verdicts; all of them are looked at, whatever its limit.
        modes: modes to put in place of the bundle's own.

    Raises:
        PrivlineageError: PL506 when the store holds no bundle, PL001 for a mode of what is no zone and no rule.
    """
    active = bundle_in_force(store)
    target = with_modes(target or active, modes or {})
    found = Simulation(target, active, notes=tuple(_unseen(active, target)))

    def decided() -> Iterable[tuple[str, str]]:
        return {(verdict.plan, verdict.bundle) for verdict in every_verdict(store, query)}

    replayer = Replayer(store, active, (active, target), decided)
    tally = _Tally(found)
    for verdict in every_verdict(store, query):
        tally.take(verdict, replayer.under(verdict, active), replayer.under(verdict, target))
    tally.finish()
    return found


def _told(before: Decision, after: Decision) -> list[Finding]:
    """What fires now and did not, or weighs otherwise than it did, the heaviest first."""
    was = {(one.rule, one.outcome, one.would) for one in before.findings}
    told = [one for one in after.findings if (one.rule, one.outcome, one.would) not in was]
    told = told or [one for one in after.findings if one.outcome is after.outcome]
    return sorted(told, key=lambda one: (-one.outcome.rank, -one.would.rank))


class _Tally:
    """Counts what changes."""

    def __init__(self, found: Simulation) -> None:
        self._found = found
        self._changes: dict[tuple[str, str], TaskChange] = {}
        self._seen: Counter[tuple[str, str]] = Counter()
        self._open: dict[tuple[str, str, str], Open] = {}

    def take(self, verdict: Verdict, before: Replayed, after: Replayed) -> None:
        """Count one verdict."""
        self._found.verdicts += 1
        key = (verdict.job.dag_id, verdict.job.task_id)
        self._seen[key] += 1
        if before.decision is None or after.decision is None:
            self._leave_open(verdict, before, after)
            return
        step = Step.between(before.decision, after.decision)
        if not step.is_change:
            self._found.unchanged += 1
            self._found.other_rules += set(before.decision.rules) != set(after.decision.rules)
            return
        change = self._changes.setdefault(key, TaskChange(verdict.job))
        change.steps[step] += 1
        change.examples.setdefault(step, verdict.id)
        told = _told(before.decision, after.decision)
        gone = tuple(rule for rule in before.decision.rules if rule not in after.decision.rules)
        self._count(verdict, step, before.decision, after.decision)
        if change.heaviest == step and change.steps[step] == 1:
            change.fired, change.gone = tuple(told), gone
            change.owners = self._owners(verdict, (*before.decision.findings, *after.decision.findings))

    def finish(self) -> None:
        """Put tasks in the order a reader wants."""
        for key, change in self._changes.items():
            change.verdicts = self._seen[key]
        self._found.changed = sorted(
            self._changes.values(), key=lambda change: (change.heaviest.weight, -change.steps.total(), change.job)
        )
        self._found.open = sorted(
            self._open.values(), key=lambda one: (one.now.weight if one.now else (0, 0, 0), one.job, one.why)
        )

    def _leave_open(self, verdict: Verdict, before: Replayed, after: Replayed) -> None:
        was, will = before.decision or before.now, after.decision or after.now
        now = Step.between(was, will) if was and will else None
        key = (verdict.job.dag_id, verdict.job.task_id, after.why or before.why)
        known = self._open.get(key)
        if known is None:
            self._open[key] = Open(verdict.job, after.why or before.why, 1, verdict.id, now)
        else:
            self._open[key] = replace(known, times=known.times + 1)
        for counts, names in self._groups(verdict, ()):
            for name in names:
                counts.setdefault(name, Counter())["undetermined"] += 1

    def _count(self, verdict: Verdict, step: Step, before: Decision, after: Decision) -> None:
        kinds = list(_kinds(step))
        findings = (*before.findings, *after.findings)
        for counts, names in self._groups(verdict, findings):
            for name in names:
                counts.setdefault(name, Counter()).update(kinds)
        moved = {(one.rule, one.outcome, one.would) for one in before.findings} ^ {
            (one.rule, one.outcome, one.would) for one in after.findings
        }
        for rule in sorted({rule for rule, _, _ in moved}):
            self._found.by_rule.setdefault(rule, Counter()).update(kinds)

    def _groups(
        self, verdict: Verdict, findings: Iterable[Finding]
    ) -> tuple[tuple[dict[str, Counter[str]], tuple[str, ...]], ...]:
        return (
            (self._found.by_dag, (verdict.job.dag_id,)),
            (self._found.by_owner, self._owners(verdict, findings) or ("",)),
        )

    def _owners(self, verdict: Verdict, findings: Iterable[Finding]) -> tuple[str, ...]:
        """Whom a change concerns: the task's owner, and the owners of the data and of the zones it is about."""
        bundle = self._found.bundle
        names = [verdict.job.owner]
        for finding in findings:
            names += [_owner(bundle, path.start.dataset) for path in finding.witnesses]
            names.append(_owner(bundle, finding.sink) if finding.sink else "")
            names.append(getattr(bundle.policy.zone(finding.zone), "owner", ""))
        return tuple(dict.fromkeys(name for name in names if name))


def _owner(bundle: Bundle, dataset: DatasetRef) -> str:
    return bundle.owners.get(dataset, "")


def _kinds(step: Step) -> Iterator[str]:
    """The counts a step belongs to, as enforced and as it would be."""
    for prefix, before, after in (("", step.before, step.after), ("would_", step.would_before, step.would_after)):
        if before is after:
            continue
        if Outcome.BLOCK in (before, after):
            yield f"{prefix}newly_blocked" if after is Outcome.BLOCK else f"{prefix}no_longer_blocked"
        else:
            yield f"{prefix}newly_warned" if after is Outcome.WARN else f"{prefix}no_longer_warned"


def _unseen(before: Bundle, after: Bundle) -> Iterator[str]:
    """What recorded verdicts cannot show of a change."""
    known = {name for source in before.sources for name in (source.name, *source.namespaces, *source.conn_ids)}
    more = [name for source in after.sources for name in (source.name, *source.conn_ids) if name not in known]
    patterns = {text for zone in before.policy.zones for text in zone.match}
    more += [text for zone in after.policy.zones for text in zone.match if text not in patterns]
    if more:
        names = ", ".join(f"`{name}`" for name in islice(more, 3)) + (" and others" if len(more) > 3 else "")
        yield f"tasks that were not governed left no verdict; {names} may govern more of them"
    functions = {entry.function for entry in before.weakening.declassifiers} | before.weakening.reverses
    added = {entry.function for entry in after.weakening.declassifiers} | after.weakening.reverses
    # A name with dots is a function of Python, which no script of SQL defines.
    for name in sorted(one for one in added - functions if "." not in one):
        yield f"scripts that define a `{name}` of their own would be unresolved, which recorded plans do not show"
