"""Findings from what fired: outcome under the mode that holds, reason, atoms and one witness per column."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from privlineage.core.movement import Arrival, Witness
from privlineage.core.verdict import Finding
from privlineage.policy.entries import Entry
from privlineage.policy.model import Action, Mode, Rule
from privlineage.policy.modes import outcome_of

__all__ = ["of_arrivals", "of_rule", "witness_per_column"]


def of_rule(rule: Rule, entry: Entry, hits: Sequence[Arrival], witnesses: tuple[Witness, ...], reason: str) -> Finding:
    """A forbid or forbid_together that fired; it blocks under enforce."""
    mode = rule.mode or entry.mode
    return Finding(
        rule.id,
        entry.zone.name,
        mode.value,
        outcome_of(Action.BLOCK, mode),
        outcome_of(Action.BLOCK, Mode.ENFORCE),
        sink=entry.sink,
        reason=reason,
        because=rule.because,
        place=rule.place,
        exemptible=rule.exemptible,
        atoms=_atoms(hits),
        witnesses=witnesses,
    )


def of_arrivals(name: str, action: Action, entry: Entry, hits: Sequence[Arrival], reason: str) -> Finding:
    """A default that fired on arriving data, under the mode of the zone it would enter."""
    return Finding(
        name,
        entry.zone.name,
        entry.mode.value,
        outcome_of(action, entry.mode),
        outcome_of(action, Mode.ENFORCE),
        sink=entry.sink,
        reason=reason,
        atoms=_atoms(hits),
        witnesses=witness_per_column(hits),
    )


def _atoms(hits: Iterable[Arrival]) -> tuple[str, ...]:
    distinct = {id(hit.atom): hit.atom for hit in hits}
    return tuple(dict.fromkeys(str(atom) for atom in distinct.values()))


def witness_per_column(hits: Iterable[Arrival]) -> tuple[Witness, ...]:
    """One witness for each column of one sink, in their order: the strongest, then the shortest."""
    best: dict[str, Arrival] = {}
    for hit in hits:
        known = best.get(hit.sink.path)
        if known is None or _rank(hit) < _rank(known):
            best[hit.sink.path] = hit
    return tuple(hit.witness for hit in best.values())


def _rank(hit: Arrival) -> tuple[int, int]:
    return (-hit.strength, len(hit.witness.steps))
