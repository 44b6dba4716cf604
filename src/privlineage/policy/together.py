"""`forbid_together`: whether every key finds data of its own, some of it arriving.

Which data satisfies which key is a matching: a coarse atom fits several keys but satisfies one. Units of data are told
apart by the tagged column they come from and their category.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass

from privlineage.core.movement import Arrival
from privlineage.core.taxonomy import related

__all__ = ["combination"]


@dataclass(frozen=True, slots=True)
class _Unit:
    """Data that satisfies one key at most."""

    arrival: Arrival
    arriving: bool


def combination(
    keys: tuple[str, ...], arriving: Iterable[Arrival], present: Iterable[Arrival]
) -> tuple[tuple[Arrival, bool], ...]:
    """For each key the data that satisfies it, and whether that arrives; empty when the keys do not come together.

    As many keys as possible are satisfied by arriving data, at least one must be.
    """
    units = _units(arriving, present)
    newcomers = {name: unit for name, unit in units.items() if unit.arriving}
    matching = _Matching(keys)
    # An augmented matching keeps every unit it had, so what the first round found stays in use in the second.
    matching.extend(newcomers)
    matching.extend(units)
    chosen = [units[matching.unit_of[index]] for index in range(len(keys)) if index in matching.unit_of]
    if len(chosen) < len(keys) or not any(unit.arriving for unit in chosen):
        return ()
    return tuple((unit.arrival, unit.arriving) for unit in chosen)


class _Matching:
    """A growing matching of keys and units, by augmenting paths (H. W. Kuhn, 1955)."""

    def __init__(self, keys: tuple[str, ...]) -> None:
        self._keys = keys
        self.unit_of: dict[int, Hashable] = {}
        self._key_of: dict[Hashable, int] = {}

    def extend(self, pool: dict[Hashable, _Unit]) -> None:
        """Give units of the pool to as many keys without one as possible."""
        for index in range(len(self._keys)):
            if index not in self.unit_of:
                self._assign(index, pool, set())

    def _assign(self, index: int, pool: dict[Hashable, _Unit], seen: set[Hashable]) -> bool:
        for name, unit in pool.items():
            if name in seen or not related(unit.arrival.atom.category, self._keys[index]):
                continue
            seen.add(name)
            if name not in self._key_of or self._assign(self._key_of[name], pool, seen):
                self._key_of[name] = index
                self.unit_of[index] = name
                return True
        return False


def _units(arriving: Iterable[Arrival], present: Iterable[Arrival]) -> dict[Hashable, _Unit]:
    found: dict[Hashable, _Unit] = {}
    for arrivals, new in ((arriving, True), (present, False)):
        for arrival in arrivals:
            name = _name(arrival)
            if not new and (arrival.witness.start, arrival.atom.category) in found:
                continue  # It lies where the arriving data comes from: one and the same.
            known = found.get(name)
            if known is None or (known.arriving is new and _clearer(arrival, known.arrival)):
                found[name] = _Unit(arrival, new)
    return found


def _name(arrival: Arrival) -> Hashable:
    if len(arrival.witness.steps) > 1:
        return (arrival.witness.start, arrival.atom.category)
    # Without a path nobody knows which tagged column it comes from: every atom of the column may be data of its own.
    return (arrival.witness.start, arrival.atom)


def _clearer(one: Arrival, other: Arrival) -> bool:
    return (-one.strength, len(one.witness.steps)) < (-other.strength, len(other.witness.steps))
