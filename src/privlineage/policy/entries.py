"""Where data would enter: each sink in each of its zones, with the location and the purposes that hold there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from privlineage.core.movement import Arrival, Movement, SinkState
from privlineage.core.refs import DatasetRef
from privlineage.core.taxonomy import is_within
from privlineage.policy.model import ELSEWHERE, Mode, Policy, Zone

__all__ = ["Entry", "entries_of", "ignored_purposes"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One sink in one zone.

    Attributes:
        sink: the sink.
        zone: the zone.
        mode: the mode that holds in the zone.
        location: where the data would be; empty when unknown, which is outside of everywhere.
        purposes: what it would be used for, after the task's `@purpose` has narrowed the zone's list.
        arrivals: what would arrive.
        present: what lies there already and stays.
        worker: whether this is the worker that reads the data, which only rules on location look at.
    """

    sink: DatasetRef
    zone: Zone
    mode: Mode
    location: str
    purposes: tuple[str, ...]
    arrivals: tuple[Arrival, ...]
    present: tuple[Arrival, ...] = ()
    worker: bool = False


def entries_of(policy: Policy, movement: Movement) -> tuple[Entry, ...]:
    """Every entry of a movement: sinks in their order, each in its zones; the worker comes last."""
    return (*_sinks(policy, movement), *_worker(policy, movement))


def _sinks(policy: Policy, movement: Movement) -> Iterator[Entry]:
    arriving = _by_dataset(movement.arrivals)
    known = {sink.dataset for sink in movement.sinks}
    flowing = dict.fromkeys((*arriving, *(flow.sink for flow in movement.unreviewed)))
    # A sink nobody described is still a sink: nothing that arrives goes untested.
    states = (*movement.sinks, *(SinkState(dataset) for dataset in flowing if dataset not in known))
    for state in states:
        arrivals = tuple(arriving.get(state.dataset, ()))
        for name in state.zones or (ELSEWHERE,):
            zone = policy.zone(name)
            yield Entry(
                state.dataset,
                zone,
                policy.mode_in(zone),
                zone.location or state.location or movement.worker_location,
                _narrowed(zone.purposes, movement.purposes),
                arrivals,
                state.present,
            )


def _worker(policy: Policy, movement: Movement) -> Iterator[Entry]:
    if not movement.worker_location:
        return
    zones = {state.dataset: state.zones for state in movement.sinks}
    for dataset, arrivals in _by_dataset(movement.read_origins).items():
        for name in zones.get(dataset) or (ELSEWHERE,):
            zone = policy.zone(name)
            mode = policy.mode_in(zone)
            yield Entry(dataset, zone, mode, movement.worker_location, (), tuple(arrivals), worker=True)


def _by_dataset(arrivals: Iterable[Arrival]) -> dict[DatasetRef, list[Arrival]]:
    found: dict[DatasetRef, list[Arrival]] = {}
    for arrival in arrivals:
        found.setdefault(arrival.sink.dataset, []).append(arrival)
    return found


def _narrowed(listed: tuple[str, ...], declared: tuple[str, ...] | None) -> tuple[str, ...]:
    """The declared purposes inside the zone's list, or all of the list when none is."""
    inside = tuple(purpose for purpose in declared or () if _inside(purpose, listed))
    return inside or listed


def _inside(purpose: str, listed: tuple[str, ...]) -> bool:
    return any(is_within(purpose, key) for key in listed)


def ignored_purposes(entries: Iterable[Entry], declared: tuple[str, ...] | None) -> tuple[str, ...]:
    """A note for each declared purpose that lies outside the list of a zone."""
    notes: dict[str, None] = {}
    for entry in entries:
        listed = entry.zone.purposes
        for purpose in declared or ():
            if listed and not entry.worker and not _inside(purpose, listed):
                where = f"the purposes of the zone `{entry.zone.name}`"
                notes[f"`@purpose` `{purpose}` is outside {where} and is ignored: the zone's own hold"] = None
    return tuple(notes)
