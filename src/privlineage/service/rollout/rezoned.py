"""A recorded movement under another bundle: what arrived stays, where it arrives is looked up anew."""

from __future__ import annotations

from dataclasses import replace

from privlineage.core.movement import Arrival, Movement, SinkState
from privlineage.policy.model import Bundle
from privlineage.policy.zones import zones_in_source, zones_of

__all__ = ["carries_same", "rezoned"]


def rezoned(movement: Movement, bundle: Bundle) -> Movement:
    """The movement with zones and locations as the bundle has them; its names must be the bundle's."""
    return replace(
        movement,
        sinks=tuple(_sink(sink, bundle) for sink in movement.sinks),
        unresolved_zones=tuple(
            zones_of(bundle.policy, entry.sink, bundle.sources)
            if entry.sink
            else zones_in_source(bundle.policy, entry.source or None, bundle.sources)
            for entry in movement.unresolved
        ),
    )


def _sink(sink: SinkState, bundle: Bundle) -> SinkState:
    location = bundle.sources.location(sink.dataset) or ""
    return replace(sink, location=location, zones=zones_of(bundle.policy, sink.dataset, bundle.sources))


def carries_same(one: Movement, other: Movement, *, lying: bool) -> bool:
    """Whether two movements carry the same data, along whatever paths.

    Args:
        one: a movement.
        other: another one of the same plan.
        lying: whether what sinks and zones hold already must be the same too, which only combinations look at.
    """
    return _carried(one) == _carried(other) and (not lying or _lying(one) == _lying(other))


def _carried(movement: Movement) -> object:
    unreviewed = sorted((flow.sink, flow.strength) for flow in movement.unreviewed)
    return _told(movement.arrivals), _told(movement.read_origins), unreviewed


def _lying(movement: Movement) -> object:
    held = [(zone, _told(arrivals)) for zone, arrivals in movement.in_zone if arrivals]
    return {sink.dataset: _told(sink.present) for sink in movement.sinks}, held


def _told(arrivals: tuple[Arrival, ...]) -> frozenset[object]:
    return frozenset((arrival.sink, arrival.atom, arrival.strength) for arrival in arrivals)
