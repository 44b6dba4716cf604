"""The engine: a pure function from a policy and a movement to a decision.

Order (design, "How a decision is made"): forbids that no exemption may lift; forbids minus valid exemptions; permits;
the default of the zone. Everything that fires is listed. An atom counts as decided once a rule has spoken, also one
that an exemption lifted; only undecided atoms reach the default of their zone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from privlineage.core.exemption import Exemption
from privlineage.core.labels import Strength
from privlineage.core.movement import Arrival, Movement
from privlineage.core.verdict import Decision, Outcome
from privlineage.policy import defaults, reasons
from privlineage.policy.entries import Entry, entries_of, ignored_purposes
from privlineage.policy.exemption import Fired, carried, covers
from privlineage.policy.findings import of_arrivals, of_rule, witness_per_column
from privlineage.policy.matching import Matcher
from privlineage.policy.model import Action, Effect, Policy, Rule, Within, ZoneDefault
from privlineage.policy.together import combination

__all__ = ["decide", "fires"]


def decide(policy: Policy, movement: Movement, exemptions: Iterable[Exemption] = ()) -> Decision:
    """What the policy says of a movement.

    Args:
        policy: zones, rules and defaults.
        movement: what a plan would carry into which sinks.
        exemptions: those in force now; expiry and approval are the caller's business.

    Returns:
        The decision, with every rule and default that fired; `fix` texts are added by `policy.fix`.

    >>> from privlineage.core.plan import Job
    >>> decide(Policy(), Movement(Job("dag", "task"))).outcome.value
    'allow'
    """
    return _Trial(policy, movement, tuple(exemptions)).decision()


def fires(policy: Policy, movement: Movement) -> tuple[Fired, ...]:
    """Everything that fires while nothing is exempted, with the labels an exemption would have to name."""
    return tuple(_Trial(policy, movement, ()).fired())


class _Trial:
    """One decision in the making."""

    def __init__(self, policy: Policy, movement: Movement, exemptions: tuple[Exemption, ...]) -> None:
        self._policy = policy
        self._movement = movement
        self._exemptions = exemptions
        self._entries = entries_of(policy, movement)
        # By entry, the identities of the arrivals a rule has spoken about.
        self._decided: list[set[int]] = [set() for _ in self._entries]
        self._failed: list[tuple[str, Entry]] = []
        self._used: dict[str, None] = {}
        self._in_zone = dict(movement.in_zone)

    def decision(self) -> Decision:
        """What fires, minus what exemptions lift."""
        findings = [one.finding for one in self.fired() if not self._is_lifted(one)]
        undetermined = defaults.undetermined(self._movement)
        open_ended = [Outcome.UNDETERMINED] if undetermined else []
        return Decision(
            Outcome.strongest(*open_ended, *(finding.outcome for finding in findings)),
            Outcome.strongest(*open_ended, *(finding.would for finding in findings)),
            tuple(findings),
            ignored_purposes(self._entries, self._movement.purposes),
            undetermined,
            tuple(self._used),
        )

    def fired(self) -> list[Fired]:
        """Everything that fires, in the order of the design, top to bottom."""
        forbids = [rule for rule in self._policy.rules if rule.effect is not Effect.PERMIT]
        found = [one for rule in forbids if not rule.exemptible for one in self._fire(rule)]
        found += [one for rule in forbids if rule.exemptible for one in self._fire(rule)]
        for rule in self._policy.rules:
            if rule.effect is Effect.PERMIT:
                self._permit(rule)
        found += self._zone_defaults()
        found += defaults.unstated_uses(self._policy, self._entries)
        found += defaults.unreviewed(self._policy, self._entries, self._movement)
        found += defaults.unresolved(self._policy, self._movement)
        found += defaults.opaque(self._policy, self._movement)
        found += defaults.errors(self._policy, self._failed)
        return found

    def _is_lifted(self, fired: Fired) -> bool:
        if not fired.finding.exemptible:
            return False
        found = next((item for item in self._exemptions if covers(item, fired, self._movement)), None)
        if found is not None:
            self._used[found.id] = None
        return found is not None

    # rules

    def _fire(self, rule: Rule) -> Iterator[Fired]:
        test = self._together if rule.forbid_together else self._forbid
        matcher = Matcher(rule)
        zones_done: set[tuple[str, bool]] = set()
        for index, entry in enumerate(self._entries):
            if not _concerns(rule, entry):
                continue
            if rule.forbid_together and rule.within is Within.ZONE:
                if (entry.zone.name, entry.worker) in zones_done:
                    continue
                zones_done.add((entry.zone.name, entry.worker))
            try:
                found = test(rule, matcher, index, entry)
            except Exception:  # noqa: BLE001 - whatever a rule stumbles over, it must block rather than be skipped
                self._failed.append((rule.id, entry))
                continue
            if found is not None:
                yield found

    def _forbid(self, rule: Rule, matcher: Matcher, index: int, entry: Entry) -> Fired | None:
        hits = matcher.hits(entry)
        self._decide(index, hits)
        if not hits:
            return None
        finding = of_rule(rule, entry, hits, witness_per_column(hits), reasons.arrives(rule, entry, hits))
        return Fired(finding, carried(hits))

    def _together(self, rule: Rule, matcher: Matcher, _: int, entry: Entry) -> Fired | None:
        zone_wide = rule.within is Within.ZONE
        group = [
            (index, other)
            for index, other in enumerate(self._entries)
            if other.worker is entry.worker and (other.zone.name == entry.zone.name if zone_wide else other is entry)
        ]
        arriving = [(index, other, matcher.hits(other)) for index, other in group]
        lying = [other.present for _, other in group]
        if zone_wide:
            lying.append(self._in_zone.get(entry.zone.name, ()))
        present = [hit for hits in lying for hit in matcher.holding(matcher.spoken_of(hits), entry)]
        newcomers = [hit for *_, hits in arriving for hit in hits]
        pairs = combination(rule.categories or (), newcomers, present)
        if not pairs:
            return None
        for index, _other, hits in arriving:
            self._decide(index, hits)
        # Newcomers first: a reader wants to see what this task adds.
        hits = [*(hit for hit, new in pairs if new), *(hit for hit, new in pairs if not new)]
        witnesses = tuple(dict.fromkeys(hit.witness for hit in hits))
        home = next((other for _, other, _ in arriving if other.sink == hits[0].sink.dataset), entry)
        # All that arrives and could have met something is what an exemption must name; what lies there may change.
        return Fired(of_rule(rule, home, hits, witnesses, reasons.meets(home, rule, hits)), carried(newcomers))

    def _permit(self, rule: Rule) -> None:
        matcher = Matcher(rule)
        for index, entry in enumerate(self._entries):
            if _concerns(rule, entry):
                try:
                    self._decide(index, matcher.hits(entry))
                except Exception:  # noqa: BLE001 - as above; a permit that errs permits nothing
                    self._failed.append((rule.id, entry))

    def _zone_defaults(self) -> Iterator[Fired]:
        for index, entry in enumerate(self._entries):
            if entry.worker or entry.zone.default is not ZoneDefault.DENY:
                continue
            name = f"zone:{entry.zone.name}:default"
            hits = [
                hit for hit in entry.arrivals if hit.strength >= Strength.COLUMN and id(hit) not in self._decided[index]
            ]
            if hits:
                finding = of_arrivals(name, Action.BLOCK, entry, hits, reasons.without_rule(entry, hits))
                yield Fired(finding, carried(hits))

    def _decide(self, index: int, hits: Sequence[Arrival]) -> None:
        self._decided[index].update(map(id, hits))


def _concerns(rule: Rule, entry: Entry) -> bool:
    """Whether the rule looks at this entry at all: in its zone, and at a worker only when it speaks of location."""
    return rule.holds_in(entry.zone.name) and (not entry.worker or bool(rule.when.location_not))
