"""Which way a change goes where it cuts both ways, as the rest of the policy has it.

More labels and more tests stop more, except where being spoken of lets data pass: a permit, or a rule that only
observes, decides an atom, and what is decided never reaches the default of a zone that denies (design, section 2). And
a sink that enters a zone leaves `elsewhere`, with the rules and the mode that held there.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from privlineage.core.labels import Identifiability
from privlineage.core.refs import ColumnRef
from privlineage.policy.diff.rules import Direction
from privlineage.policy.model import ELSEWHERE, Action, Bundle, Effect, Mode, Policy, Rule, Within, Zone, ZoneDefault

__all__ = ["Ways"]


@dataclass
class Ways:
    """The directions of changes between two bundles.

    Attributes:
        before: the bundle in force.
        after: the new one.
    """

    before: Bundle
    after: Bundle

    @property
    def _policies(self) -> tuple[Policy, Policy]:
        return self.before.policy, self.after.policy

    @cached_property
    def _permits(self) -> list[Rule]:
        """Permits that can keep an atom from a zone's default."""
        if not any(zone.default is ZoneDefault.DENY for policy in self._policies for zone in policy.zones):
            return []
        return [rule for policy in self._policies for rule in policy.rules if rule.effect is Effect.PERMIT]

    @cached_property
    def _looks_at_places(self) -> bool:
        return any(rule.when.location_not for policy in self._policies for rule in policy.rules)

    def more_identified(self) -> Direction:
        """Of labels that become more identifying: some permits speak of such labels only."""
        return _unless(any(rule.threshold is not Identifiability.AGGREGATED for rule in self._permits))

    def new_origin(self) -> Direction:
        """Of an origin that is stated."""
        return _unless(any(rule.when.origin for rule in self._permits))

    def fewer_uses(self) -> Direction:
        """Of uses that are taken back."""
        return _unless(any(rule.when.purpose_not_allowed for rule in self._permits))

    def new_claim(self, column: ColumnRef) -> Direction:
        """Of a category on a column: where what is unreviewed is stopped, the first claim on a column lets it go."""
        claimed = any(
            tag.column.dataset == column.dataset and tag.column.covers(column.path) for tag in self.before.tags
        )
        stopped = any(policy.defaults.unreviewed is Action.BLOCK for policy in self._policies)
        return _unless(stopped and not claimed)

    def new_purpose(self, zone: Zone) -> Direction:
        """Of a purpose that a zone gains: a task's `@purpose` may narrow to it, away from those that were tested."""
        narrows = bool(zone.purposes)
        return _unless(narrows or any(rule.when.purpose_not_allowed for rule in self._permits))

    def entering(self, zone: Zone) -> Direction:
        """Of sinks that come into a zone, mostly out of `elsewhere`."""
        policy = self.after.policy
        left = [rule for each in self._policies for rule in each.rules if rule.effect is not Effect.PERMIT]
        weaker = any(_rank(policy.mode_in(zone)) < _rank(each.defaults.mode) for each in self._policies)
        spoken = any(ELSEWHERE in rule.into for rule in left)
        apart = any(rule.forbid_together and rule.within is Within.ZONE and rule.holds_in(ELSEWHERE) for rule in left)
        placed = bool(zone.location) and self._looks_at_places
        return _unless(weaker or spoken or apart or placed)

    def new_names(self, name: str, location: str | None) -> Direction:
        """Of datasets that come to belong to a declared source: they get its place, and its name in patterns."""
        zones = [zone for zone in self.after.policy.zones if any(text.startswith(f"{name}.") for text in zone.match)]
        moved = any(self.entering(zone) is Direction.LOOSENS for zone in zones)
        return _unless(moved or (bool(location) and self._looks_at_places))

    def new_connection(self) -> Direction:
        """Of a connection that leads into a source: no zone of connections matches it any more."""
        return _unless(any(text.startswith("conn:") for zone in self.before.policy.zones for text in zone.match))

    def shadows(self, rule: Rule) -> bool:
        """Whether a forbid can keep atoms from a zone's default that would stop them more than it does itself."""
        return any(
            rule.mode is not None
            and zone.default is ZoneDefault.DENY
            and rule.holds_in(zone.name)
            and _rank(rule.mode) < _rank(policy.mode_in(zone))
            for policy in self._policies
            for zone in policy.zones
        )


def _unless(cuts_both_ways: bool) -> Direction:
    return Direction.LOOSENS if cuts_both_ways else Direction.TIGHTENS


def _rank(mode: Mode) -> int:
    return list(Mode).index(mode)
