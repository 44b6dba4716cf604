"""One stored verdict under another bundle: its recorded inputs decided anew, or the reason why that cannot be told.

A change of rules, modes, zones or locations decides on the very arrivals that were recorded. A change of tags,
declassifiers or names makes other arrivals of the same plan: they are computed from the plan and from the facts that
were known at that time, after the same computation under the verdict's own bundle gave what was recorded. Anything else
is not known, and never taken for equal.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from privlineage.core.exemption import Exemption
from privlineage.core.movement import Movement
from privlineage.core.plan import Plan
from privlineage.core.refs import DatasetRef
from privlineage.core.taxonomy import related
from privlineage.core.verdict import Decision, Outcome, Verdict
from privlineage.policy.engine import decide
from privlineage.policy.load import load_files
from privlineage.policy.model import Bundle, Rule, Within
from privlineage.policy.zones import zones_of
from privlineage.service.deciding.permitted import in_force
from privlineage.service.deciding.planned import datasets_of
from privlineage.service.rollout.past import Past
from privlineage.service.rollout.relabelled import Relabelled, hides_literals
from privlineage.service.rollout.renamed import Renaming, same_names
from privlineage.service.rollout.rezoned import carries_same, rezoned
from privlineage.store.protocol import Store
from privlineage.store.remembering import History

__all__ = ["Replayed", "Replayer"]

_NOW = "9"
"""After every time a store knows."""

_WORLDS = 16
"""How many labelled pasts are kept: one is as large as all that a plan goes back to."""


@dataclass(frozen=True, slots=True)
class Replayed:
    """What a bundle says of a stored verdict's inputs.

    Attributes:
        decision: what is decided, None where it cannot be told.
        why: why it cannot be told.
        now: what the same plan would get on what the store holds now, where that is all that can be told.
        unsure: rules that may fire besides, without making a difference to the outcome.
    """

    decision: Decision | None
    why: str = ""
    now: Decision | None = None
    unsure: frozenset[str] = frozenset()


class Replayer:
    """Replays verdicts of one store.

    Args:
        store: holds verdicts, plans, bundles and facts.
        active: the bundle in force, whose names the store's facts have.
        targets: the bundles verdicts will be replayed under.
        decided: plan and bundle of each verdict that will be asked about, by their hashes; read when the recorded
            movements alone do not tell.
    """

    def __init__(
        self,
        store: Store,
        active: Bundle,
        targets: Collection[Bundle],
        decided: Callable[[], Iterable[tuple[str, str]]],
    ) -> None:
        self._store = store
        self._active = active
        self._targets = targets
        self._asked = decided
        self._bundles: dict[str, Bundle | None] = {active.hash: active}
        self._plans: dict[str, Plan | None] = {}
        self._movements: dict[tuple[object, ...], Movement] = {}
        self._worlds: dict[tuple[object, ...], Relabelled] = {}
        self._touched: dict[tuple[str, str], frozenset[DatasetRef]] = {}
        self._hidden: dict[tuple[str, int, str], bool] = {}

    def under(self, verdict: Verdict, target: Bundle) -> Replayed:
        """The verdict's inputs under a bundle."""
        source = self._bundle(verdict.bundle)
        if verdict.bundle == target.hash:
            return Replayed(verdict.decision)
        if source is None:
            return Replayed(None, "the bundle it was decided under is not in the store")
        if _labels_alike(source, target):
            return self._same_arrivals(verdict, source, target)
        return self._other_arrivals(verdict, source, target)

    def _bundle(self, name: str) -> Bundle | None:
        if name not in self._bundles:
            record = self._store.bundle(name)
            self._bundles[name] = load_files(dict(record.files)) if record else None
        return self._bundles[name]

    def _plan(self, fingerprint: str) -> Plan | None:
        if fingerprint not in self._plans:
            self._plans[fingerprint] = self._store.plan(fingerprint)
        return self._plans[fingerprint]

    # rules, modes, zones and locations

    def _same_arrivals(self, verdict: Verdict, source: Bundle, target: Bundle) -> Replayed:
        movement = rezoned(verdict.movement, target)
        exemptions = self._exemptions(verdict, target)
        decision = decide(target.policy, movement, exemptions)
        blind = _blind(verdict.movement, source, target, movement)
        doubtful = blind | _unpaired(verdict, source, target, decision)
        if not doubtful and (verdict.decision.findings or not decision.findings):
            return Replayed(decision)
        # Paths are recorded only where something fired, and they are what a reader asks for first.
        rebuilt = self._rebuilt(verdict, source, target)
        if rebuilt.decision is not None:
            return rebuilt
        return _settled(target, movement, exemptions, _Doubt(doubtful, rebuilt.now))

    # tags, declassifiers and names

    def _other_arrivals(self, verdict: Verdict, source: Bundle, target: Bundle) -> Replayed:
        rebuilt = self._rebuilt(verdict, source, target)
        plan = self._plan(verdict.plan)
        if plan is None or rebuilt.decision is None:
            return rebuilt
        why = _read_otherwise(plan, source, target)
        if why:
            return Replayed(None, why, rebuilt.decision)
        if self._hides_literals(verdict, plan, target):
            other = self._rebuilt(verdict, source, target, filled=True).decision
            if other is None or _said(other) != _said(rebuilt.decision):
                return Replayed(None, "a declassifier asks for a literal that was not kept", rebuilt.decision)
        return rebuilt

    def _hides_literals(self, verdict: Verdict, plan: Plan, target: Bundle) -> bool:
        key = (verdict.plan, self._moment(verdict), target.hash)
        if key not in self._hidden:
            past = self._past
            edges = past.at(self._datasets(verdict), verdict.at).edges if past else ()
            self._hidden[key] = hides_literals((plan, *edges), target)
        return self._hidden[key]

    def _rebuilt(self, verdict: Verdict, source: Bundle, target: Bundle, *, filled: bool = False) -> Replayed:
        """What the plan gets on what the store held when the verdict was given."""
        plan = self._plan(verdict.plan)
        if plan is None or self._past is None:
            return Replayed(None, "its plan was not kept, so what would arrive cannot be computed")
        moved = Renaming(source.sources, target.sources).of(plan)
        decision = self._decided(verdict, moved, target, filled)
        before = self._movement(verdict, plan, source, explained=False)
        lying = any(rule.forbid_together for rule in target.policy.rules)
        if not carries_same(verdict.movement, before, lying=lying):
            now = self._decided(replace(verdict, at=_NOW), moved, target, filled)
            return Replayed(None, "what its tables held then is not known exactly", now)
        return Replayed(decision)

    def _decided(self, verdict: Verdict, plan: Plan, target: Bundle, filled: bool) -> Decision:
        movement = self._movement(verdict, plan, target, explained=False, filled=filled)
        decision = decide(target.policy, movement)
        if decision.findings:
            movement = self._movement(verdict, plan, target, explained=True, filled=filled)
            decision = decide(target.policy, movement, self._exemptions(verdict, target))
        return decision

    def _exemptions(self, verdict: Verdict, target: Bundle) -> tuple[Exemption, ...]:
        """Those the verdict consulted; where nothing fired it consulted none, and those of its time are looked up."""
        if verdict.decision.findings or verdict.decision.exempted:
            return verdict.exemptions
        return in_force(self._store, target.policy, verdict.job, verdict.at)

    def _movement(
        self, verdict: Verdict, plan: Plan, bundle: Bundle, *, explained: bool, filled: bool = False
    ) -> Movement:
        """The movement of a plan (under the bundle's names) on what was held at the verdict's time."""
        key = (verdict.plan, self._moment(verdict), bundle.hash, filled)
        if (*key, explained) not in self._movements:
            world = self._worlds.get(key)
            if world is None:
                past = self._past or Past(History())
                held = past.at(self._datasets(verdict), verdict.at)
                world = Relabelled(held, bundle, Renaming(self._active.sources, bundle.sources), filled=filled)
                # The next questions are about the same verdict, or one like it.
                self._worlds = {**dict(list(self._worlds.items())[-_WORLDS:]), key: world}
            self._movements[*key, explained] = world.movement(plan, explained=explained)
        return self._movements[*key, explained]

    def _moment(self, verdict: Verdict) -> int:
        return self._past.moment(self._datasets(verdict), verdict.at) if self._past else 0

    def _datasets(self, verdict: Verdict) -> frozenset[DatasetRef]:
        """What a plan touches, under the names the store has it under, and what lies in zones looked at as a whole."""
        key = (verdict.plan, verdict.bundle)
        if key not in self._touched:
            plan, bundle = self._plan(verdict.plan), self._bundle(verdict.bundle)
            touched: tuple[DatasetRef, ...] = ()
            if plan is not None and bundle is not None:
                touched = Renaming(bundle.sources, self._active.sources).of(tuple(datasets_of(plan)))
            self._touched[key] = frozenset(touched) | self._watched
        return self._touched[key]

    @cached_property
    def _past(self) -> Past | None:
        """The past of everything that any of the plans touches, read once."""
        touched: set[DatasetRef] = set(self._watched)
        for fingerprint, name in self._asked():
            plan, bundle = self._plan(fingerprint), self._bundle(name)
            if plan is not None and bundle is not None:
                # A plan may be of a time with other names.
                touched.update(Renaming(bundle.sources, self._active.sources).of(tuple(datasets_of(plan))))
        history = self._store.history(sorted(touched))
        return None if history is None else Past(history)

    @cached_property
    def _watched(self) -> frozenset[DatasetRef]:
        """What lies, or may lie, in zones that some rule looks at as a whole."""
        bundles = [bundle for bundle in (*self._targets, *self._bundles.values()) if bundle and _zone_wide(bundle)]
        lying = set(self._store.zone_datasets() if bundles else ())
        for bundle in bundles:
            # What a bundle tags may lie in a zone before any task was seen to write it.
            lying.update(Renaming(bundle.sources, self._active.sources).of(tag.column).dataset for tag in bundle.tags)
        return frozenset(dataset for dataset in lying if any(self._is_watched(dataset, bundle) for bundle in bundles))

    def _is_watched(self, dataset: DatasetRef, bundle: Bundle) -> bool:
        renamed = Renaming(self._active.sources, bundle.sources).of(dataset)
        zones = zones_of(bundle.policy, renamed, bundle.sources)
        return any(rule.holds_in(zone) for rule in _zone_wide(bundle) for zone in zones)


def _zone_wide(bundle: Bundle) -> list[Rule]:
    return [rule for rule in bundle.policy.rules if rule.forbid_together and rule.within is Within.ZONE]


def _labels_alike(one: Bundle, other: Bundle) -> bool:
    """Whether a plan made under one carries the same atoms under the other."""
    kept = {name for source in other.sources for name in source.conn_ids}
    return (
        frozenset(one.tags) == frozenset(other.tags)
        and one.weakening == other.weakening
        and same_names(one.sources, other.sources)
        and all(name in kept for source in one.sources for name in source.conn_ids)
    )


def _said(decision: Decision) -> tuple[Outcome, Outcome]:
    return decision.outcome, decision.would


@dataclass(frozen=True, slots=True)
class _Doubt:
    """Combinations whose data is not known, and what the plan would get now."""

    rules: frozenset[str]
    now: Decision | None


def _settled(target: Bundle, movement: Movement, exemptions: tuple[Exemption, ...], doubt: _Doubt) -> Replayed:
    """The decision on a movement, unless it hangs on what is in doubt."""
    policy = target.policy
    if not doubt.rules:
        return Replayed(decide(policy, movement, exemptions))
    certain = replace(policy, rules=tuple(rule for rule in policy.rules if rule.id not in doubt.rules))
    without = decide(certain, movement, exemptions)
    if without.outcome is without.would is Outcome.BLOCK:
        return Replayed(without, unsure=doubt.rules)
    names = ", ".join(f"`{rule}`" for rule in sorted(doubt.rules))
    return Replayed(None, f"whether the data of {names} came together depends on what lay there then", doubt.now)


def _unpaired(verdict: Verdict, source: Bundle, target: Bundle, decision: Decision) -> frozenset[str]:
    """Combinations that fired without paths: nobody knows which columns go back to one.

    Paths are recorded only where something fired, and for what lies in a sink only for keys a combination then had.
    """
    keyed = {key for rule in source.policy.rules if rule.forbid_together for key in rule.categories or ()}
    fired = set(decision.rules)
    return frozenset(
        rule.id
        for rule in target.policy.rules
        if rule.forbid_together
        and rule.id in fired
        and not (verdict.decision.findings and keyed.issuperset(rule.categories or ()))
    )


def _blind(recorded: Movement, source: Bundle, target: Bundle, movement: Movement) -> frozenset[str]:
    """Combinations in a zone as a whole that something enters, where nobody recorded what lay in it."""
    known = {zone for zone, _ in recorded.in_zone} if _zones_alike(source, target) else set()
    return frozenset(rule.id for rule in _zone_wide(target) if _touches(rule, movement) - known)


def _zones_alike(one: Bundle, other: Bundle) -> bool:
    return [(zone.name, zone.match) for zone in one.policy.zones] == [
        (zone.name, zone.match) for zone in other.policy.zones
    ]


def _touches(rule: Rule, movement: Movement) -> set[str]:
    """Zones of the rule into which something flows that one of its keys speaks of."""
    arriving = {
        arrival.sink.dataset
        for arrival in movement.arrivals
        if any(related(arrival.atom.category, key) for key in rule.categories or ())
    }
    zones = {zone for sink in movement.sinks if sink.dataset in arriving for zone in sink.zones}
    return {zone for zone in zones if rule.holds_in(zone)}


def _read_otherwise(plan: Plan, source: Bundle, target: Bundle) -> str:
    """Why a planner could make another plan of the same task under the other bundle; empty where it would not."""
    touched = datasets_of(plan)
    for ref in touched:
        old, new = source.sources.of(ref), target.sources.of(Renaming(source.sources, target.sources).of(ref))
        if old is None or new is None:
            continue
        settings = [(one.database, one.default_schema, one.dialect) for one in (old, new)]
        if settings[0] != settings[1] or set(old.conn_ids) - set(new.conn_ids):
            return f"the source `{old.name}` is declared otherwise: its SQL may be read otherwise"
    return ""
