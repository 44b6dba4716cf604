"""Whether a rule speaks of an atom on its way into a zone."""

from __future__ import annotations

from collections.abc import Iterable

from privlineage.core.labels import Atom
from privlineage.core.movement import Arrival
from privlineage.core.taxonomy import is_within, related
from privlineage.policy.entries import Entry
from privlineage.policy.model import Effect, Rule

__all__ = ["holds", "is_outside", "purposes_not_allowed", "spoken_of"]


def spoken_of(rule: Rule, arrivals: Iterable[Arrival]) -> list[Arrival]:
    """The arrivals whose category, identifiability, origin and strength the rule speaks of, wherever they go."""
    weakest = rule.influence.weakest
    # Many columns carry few atoms; the arrivals outlive this call, so their atoms' identities are good keys.
    known: dict[int, bool] = {}
    found = []
    for arrival in arrivals:
        if arrival.strength < weakest:
            continue
        key = id(arrival.atom)
        if key not in known:
            known[key] = _matches(rule, arrival.atom)
        if known[key]:
            found.append(arrival)
    return found


def _matches(rule: Rule, atom: Atom) -> bool:
    if not atom.identifiability.at_least(rule.threshold):
        return False
    if rule.when.origin and atom.origin.casefold() not in _folded(rule.when.origin):
        return False
    if rule.categories is None:
        return True
    if rule.effect is Effect.PERMIT:
        # A permit must cover all that the atom may be; a forbid looks at ancestors too, so a coarse tag cannot hide.
        return any(is_within(atom.category, key) for key in rule.categories)
    return any(related(atom.category, key) for key in rule.categories)


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
