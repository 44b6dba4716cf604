"""Whether a rule speaks of an atom on its way into a zone."""

from __future__ import annotations

from privlineage.core.labels import Atom, Identifiability
from privlineage.core.movement import Arrival
from privlineage.core.taxonomy import is_within, related
from privlineage.policy.entries import Entry
from privlineage.policy.model import Effect, Rule

__all__ = ["Matcher", "holds", "is_outside", "purposes_not_allowed"]


class Matcher:
    """One rule in one decision: remembers what it found, since many columns carry few atoms and zones share sinks."""

    def __init__(self, rule: Rule) -> None:
        self._rule = rule
        self._weakest = rule.influence.weakest
        self._levels = frozenset(level for level in Identifiability if level.at_least(rule.threshold))
        self._origins = _folded(rule.when.origin)
        # Keys are identities: atoms and tuples belong to the movement, which outlives the decision.
        self._atoms: dict[int, bool] = {}
        self._spoken: dict[int, list[Arrival]] = {}

    def spoken_of(self, arrivals: tuple[Arrival, ...]) -> list[Arrival]:
        """The arrivals whose category, identifiability, origin and strength the rule speaks of, wherever they go."""
        found = self._spoken.get(id(arrivals))
        if found is None:
            found = [hit for hit in arrivals if hit.strength >= self._weakest and self._knows(hit.atom)]
            self._spoken[id(arrivals)] = found
        return found

    def _knows(self, atom: Atom) -> bool:
        known = self._atoms.get(id(atom))
        if known is None:
            known = self._atoms[id(atom)] = self._matches(atom)
        return known

    def _matches(self, atom: Atom) -> bool:
        if atom.identifiability not in self._levels:
            return False
        if self._origins and atom.origin.casefold() not in self._origins:
            return False
        if self._rule.categories is None:
            return True
        # A permit must cover all that the atom may be; a forbid looks at ancestors too, so a coarse tag cannot hide.
        test = is_within if self._rule.effect is Effect.PERMIT else related
        return any(test(atom.category, key) for key in self._rule.categories)

    def hits(self, entry: Entry) -> list[Arrival]:
        """The arrivals the rule speaks of and whose conditions hold at that entry."""
        return self.holding(self.spoken_of(entry.arrivals), entry)

    def holding(self, arrivals: list[Arrival], entry: Entry) -> list[Arrival]:
        """Those of the arrivals for which the conditions hold at that entry."""
        when = self._rule.when
        if not (when.purpose_not_allowed or when.location_not):
            return arrivals
        return [hit for hit in arrivals if holds(self._rule, entry, hit.atom)]


def holds(rule: Rule, entry: Entry, atom: Atom) -> bool:
    """Whether the rule's conditions on purpose and location hold for the atom at that entry."""
    if rule.when.purpose_not_allowed and not purposes_not_allowed(entry, atom):
        return False
    if rule.when.location_not:
        if not entry.location and rule.effect is Effect.PERMIT:
            # The unknown counts as outside where that forbids; nothing is permitted for being unknown (law 7).
            return False
        return is_outside(entry.location, rule.when.location_not)
    return True


def purposes_not_allowed(entry: Entry, atom: Atom) -> tuple[str, ...]:
    """The purposes of the entry that the atom's uses do not cover; none where nobody stated uses."""
    if atom.uses is None:
        return ()
    uses = atom.uses
    return tuple(purpose for purpose in entry.purposes if not any(is_within(purpose, use) for use in uses))


def is_outside(location: str, codes: tuple[str, ...]) -> bool:
    """Whether a location is none of the codes; an unknown one is outside."""
    return location.casefold() not in _folded(codes)


def _folded(codes: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(code.casefold() for code in codes)
