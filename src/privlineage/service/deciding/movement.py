"""From a plan and the stored state to a movement: what would arrive where, and along which path."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from privlineage.core.labels import UNREVIEWED, Atom, Labels, Strength, Tag, join
from privlineage.core.movement import Arrival, Movement, SinkState, UnreviewedFlow, Witness, WitnessStep
from privlineage.core.plan import Plan
from privlineage.core.refs import WHOLE, ColumnRef, DatasetRef
from privlineage.graph.explain import Explainer
from privlineage.graph.model import Edge, Slot, related_paths
from privlineage.graph.propagate import propagate
from privlineage.graph.review import starting_points
from privlineage.policy.model import Bundle, Within
from privlineage.policy.zones import zones_in_source, zones_of
from privlineage.service.deciding.lying import Lying, carried_by, claims
from privlineage.service.deciding.planned import PlannedGraph, is_planned, lay_over
from privlineage.store.protocol import DatasetState, atoms_by_column

__all__ = ["MovementBuilder"]

WORKER = "worker"
"""Namespace of the pseudo-sink a worker is when it reads from another location."""


@dataclass(frozen=True, slots=True)
class MovementBuilder:
    """Builds the movement of one plan.

    Attributes:
        bundle: the bundle in force.
        states: stored state of the datasets the plan touches.
        upstream: the stored edges above some slots, for full witnesses.
        tags: the stored tags of some datasets, likewise.
        zone_state: stored state of the datasets in a zone, asked only where a rule looks at a whole zone.
        before_run: whether this is a check before run time.
    """

    bundle: Bundle
    states: Mapping[DatasetRef, DatasetState]
    upstream: Callable[[Iterable[Slot]], list[Edge]]
    tags: Callable[[Iterable[DatasetRef]], list[Tag]]
    zone_state: Callable[[str], Mapping[DatasetRef, DatasetState]]
    before_run: bool = False

    def build(self, plan: Plan, *, explained: bool) -> Movement:
        """The movement of a plan.

        Args:
            plan: what the task would do.
            explained: whether witnesses start at the tagged columns, which needs the graph above the plan; without it
                they start at the columns the plan reads, which is enough to find out that nothing fires.
        """
        graph = lay_over(plan, self.states)
        derived = propagate(graph.flowing, graph.seeds, self.bundle.weakening)
        trail = _Trail(self, graph, explained)
        opened = {opening.dataset for opening in plan.openings}
        lying = Lying(self.bundle, self.upstream, self.tags, explained=explained)
        sinks = tuple(self._sink(sink.dataset, sink.dataset not in opened, lying) for sink in plan.sinks)
        zones = sorted({zone for sink in sinks for zone in sink.zones})
        written = {sink.dataset for sink in sinks}
        landed = _landed(derived, written)
        return Movement(
            job=plan.job,
            sinks=sinks,
            arrivals=tuple(
                Arrival(column, atom, strength, trail.to(column, atom, strength))
                for column, atom, strength in claims(landed)
            ),
            unreviewed=tuple(trail.unreviewed(landed)),
            unresolved=plan.unresolved,
            unresolved_zones=tuple(
                self._zones(entry.sink) if entry.sink else self._zones_within(entry.source) for entry in plan.unresolved
            ),
            opaque=plan.opaque,
            purposes=plan.purposes,
            worker_location=plan.location,
            read_origins=tuple(self._read_into_worker(plan, graph)) if plan.through_worker and plan.location else (),
            in_zone=tuple((zone, tuple(self._in_zone(zone, written, lying))) for zone in zones if self._watched(zone)),
            before_run=self.before_run,
        )

    def _zones(self, dataset: DatasetRef) -> tuple[str, ...]:
        return zones_of(self.bundle.policy, dataset, self.bundle.sources)

    def _zones_within(self, source: str) -> tuple[str, ...]:
        return zones_in_source(self.bundle.policy, source or None, self.bundle.sources)

    def _sink(self, dataset: DatasetRef, stays: bool, lying: Lying) -> SinkState:
        state = self.states.get(dataset)
        present = tuple(lying.of(state)) if state and stays else ()
        return SinkState(dataset, self.bundle.sources.location(dataset) or "", self._zones(dataset), present)

    def _watched(self, zone: str) -> bool:
        return any(
            rule.forbid_together and rule.within is Within.ZONE and rule.holds_in(zone)
            for rule in self.bundle.policy.rules
        )

    def _in_zone(self, zone: str, written: set[DatasetRef], lying: Lying) -> Iterable[Arrival]:
        for dataset, state in sorted(self.zone_state(zone).items()):
            # What the sinks hold already is in their own state, with what the plan replaces left out.
            if dataset not in written:
                yield from lying.of(state)

    def _read_into_worker(self, plan: Plan, graph: PlannedGraph) -> Iterable[Arrival]:
        worker = ColumnRef(DatasetRef(WORKER, plan.location), WHOLE)
        read = {edge.input for edge in graph.edges}
        carried: dict[ColumnRef, Labels] = {}
        for slot, labels in graph.seeds.items():
            if any(slot.epoch == other.epoch and related_paths(other.path, slot.path) for other in read):
                carried[slot.column] = join(carried.get(slot.column, {}), labels)
        mapped = {slot.epoch.dataset for slot in read}
        for dataset in plan.reads:
            # Read, but into no column we know of: all of it passes the worker.
            if dataset not in mapped and dataset in self.states:
                carried |= carried_by(self.states[dataset])
        for column, atom, strength in claims(carried):
            steps = (WitnessStep(column), WitnessStep(worker, via=str(plan.job)))
            yield Arrival(worker, atom, strength, Witness(steps))


def _landed(derived: Mapping[Slot, Labels], written: set[DatasetRef]) -> dict[ColumnRef, Labels]:
    landed: dict[ColumnRef, Labels] = {}
    for slot, labels in derived.items():
        if is_planned(slot) and slot.epoch.dataset in written:
            landed[slot.column] = join(landed.get(slot.column, {}), labels)
    return landed


class _Trail:
    """Witnesses for one decision; the graph above the plan is loaded once, and only when it is asked for."""

    def __init__(self, builder: MovementBuilder, graph: PlannedGraph, explained: bool) -> None:
        self._targets: dict[ColumnRef, set[Slot]] = {}
        self._explainer: Explainer | None = None
        if explained:
            for edge in graph.edges:
                self._targets.setdefault(edge.output.column, set()).add(edge.output)
            above = builder.upstream(sorted({edge.input for edge in graph.edges if not is_planned(edge.input)}))
            claimed = atoms_by_column(builder.tags({edge.input.epoch.dataset for edge in above}))
            starts = {
                **graph.tags,
                **starting_points(above, claimed),
                **dict.fromkeys(graph.unreviewed, frozenset({UNREVIEWED})),
            }
            self._explainer = Explainer((*graph.edges, *above), starts, builder.bundle.weakening)

    def to(self, column: ColumnRef, atom: Atom, strength: Strength | None = None) -> Witness:
        """A minimal path to a sink column, the strongest unless one of a certain strength is asked for."""
        if self._explainer is not None:
            # The sink's own tag is no answer: the question is how the data would get there.
            found = self._explainer.witness(self._targets.get(column, ()), atom, strength, moved=True)
            if found is not None:
                return found
        return Witness((WitnessStep(column),))

    def unreviewed(self, landed: Mapping[ColumnRef, Labels]) -> Iterable[UnreviewedFlow]:
        """Unreviewed columns and the sinks they reach."""
        for column, labels in sorted(landed.items()):
            ways = labels.get(UNREVIEWED)
            if ways is not None:
                path = self.to(column, UNREVIEWED)
                yield UnreviewedFlow(path.start, column.dataset, ways.strongest, path)
