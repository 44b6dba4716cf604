"""From an event to a plan: facts that are observed where a facet states them, assumed where only datasets are known."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from privlineage.core.errors import Place, PrivlineageError
from privlineage.core.facts import Confidence, Fact
from privlineage.core.labels import Strength
from privlineage.core.plan import Job, Plan, Sink
from privlineage.core.refs import WHOLE, DatasetRef
from privlineage.core.sources import Sources
from privlineage.lineage.openlineage.columns import renamed_from, schema_columns
from privlineage.lineage.openlineage.event import Event, EventDataset, Ignored, usable_name
from privlineage.lineage.openlineage.flows import Flow, column_lineage_flows, lineage_flows

__all__ = ["EventPlan", "plan_event"]


@dataclass(frozen=True, slots=True)
class EventPlan:
    """What an event says.

    Attributes:
        plan: its facts, as an addition: events open and retire nothing (law 4).
        schemas: columns and types by dataset, of schema facets.
        ignored: remarks PL602.
    """

    plan: Plan
    schemas: tuple[tuple[DatasetRef, tuple[tuple[str, str], ...]], ...]
    ignored: tuple[PrivlineageError, ...]

    @property
    def fingerprint(self) -> str:
        """A hash of what it says: equal for events that say the same."""
        schemas = repr([(str(dataset), columns) for dataset, columns in self.schemas])
        return hashlib.sha256(f"{self.plan.fingerprint} {schemas}".encode()).hexdigest()


def plan_event(event: Event, sources: Sources, place: Place) -> EventPlan:
    """The plan of an event, with canonical references under the declared sources.

    >>> event = Event("etl", "copy", (EventDataset("s3://a", "x", {}, ""),), (EventDataset("s3://b", "y", {}, ""),))
    >>> [str(fact.input) for fact in plan_event(event, Sources(), Place("events.ndjson", 1)).plan.facts]
    ['s3://a/x#*']
    """
    return _Reading(event, sources, place).read()


class _Reading:
    def __init__(self, event: Event, sources: Sources, place: Place) -> None:
        self._event = event
        self._sources = sources
        self._place = place
        self._ignored = list(event.ignored)
        self._facts: dict[Fact, None] = {}
        self._reads: dict[DatasetRef, None] = {}
        self._sinks: dict[DatasetRef, tuple[str, ...]] = {}

    def read(self) -> EventPlan:
        event = self._event
        schemas = self._schemas()
        for dataset in event.inputs:
            self._reads[self._canonical(dataset)] = None
            self._stated(dataset)
        entries = self._entries()
        unstated = []
        for dataset in event.outputs:
            ref = self._canonical(dataset)
            columns = tuple(column for column, _ in schemas.get(ref, ()))
            if not event.is_dataset_event:
                self._sinks[ref] = columns
            # Not `or`: both the dataset and the job may speak of the same target.
            stated = [self._stated(dataset), ref in entries]
            if not any(stated) and not self._renamed(dataset, ref, columns):
                unstated.append(ref)
        for ref in unstated:
            # After all facets: what any of them names is read by this job, though `inputs` may not list it.
            self._assume(ref)
        plan = Plan(
            Job(event.namespace, event.name),
            facts=tuple(self._facts),
            sinks=tuple(Sink(ref, columns=columns) for ref, columns in self._sinks.items()),
            reads=tuple(self._reads),
        )
        return EventPlan(plan, tuple(schemas.items()), tuple(self._ignored))

    def _ignore(self, at: str, why: str) -> None:
        self._ignored.append(PrivlineageError("PL602", f"`{at}` was ignored: {why}", place=self._place))

    def _schemas(self) -> dict[DatasetRef, tuple[tuple[str, str], ...]]:
        found = {}
        for dataset in (*self._event.inputs, *self._event.outputs):
            columns = schema_columns(dataset, self._ignore)
            if columns:
                ref = self._canonical(dataset)
                found[ref] = tuple((self._sources.field(ref, column).path, kind) for column, kind in columns)
        return found

    def _canonical(self, dataset: EventDataset) -> DatasetRef:
        """The dataset under its own name, or under the first of its symlinks that is in a declared source."""
        ref = self._sources.from_openlineage(dataset.namespace, dataset.name)
        identifiers = dataset.facets.get("symlinks", {}).get("identifiers")
        if ref.declared or not isinstance(identifiers, list):
            return ref
        for item in identifiers:
            if isinstance(item, Mapping) and usable_name(item.get("namespace")) and usable_name(item.get("name")):
                other = self._sources.from_openlineage(item["namespace"], item["name"])
                if other.declared:
                    return other
        return ref

    def _known(self, namespace: str, name: str) -> DatasetRef:
        """The reference of a dataset a facet names, by the symlinks of the event's own dataset of that name."""
        for dataset in (*self._event.inputs, *self._event.outputs):
            if (dataset.namespace, dataset.name) == (namespace, name):
                return self._canonical(dataset)
        return self._sources.from_openlineage(namespace, name)

    def _stated(self, dataset: EventDataset) -> bool:
        """Take what a dataset's own facets state of it; whether there was anything."""
        at = f"{dataset.at}.facets.lineage"
        before = len(self._ignored)
        flows = lineage_flows(dataset.facets.get("lineage"), at, self._inputs, self._ignore)
        if flows is None:
            flows = column_lineage_flows(dataset, self._ignore)
        self._take(self._canonical(dataset), flows or [])
        # What was ignored may have named a source: then the facet is not the whole truth.
        return flows is not None and len(self._ignored) == before

    def _entries(self) -> set[DatasetRef]:
        """Take what the job's lineage facet states; the datasets it speaks of."""
        facet = self._event.facets.get("lineage", {})
        stated = set()
        for at, item in _listed(facet.get("entries"), "job.facets.lineage.entries", self._ignore):
            if str(item.get("type") or "").upper() == "JOB":
                continue  # what a job reads is asked for where a dataset names the job as its source
            if not usable_name(item.get("namespace")) or not usable_name(item.get("name")):
                self._ignore(at, "it has no usable `namespace` and `name`")
                continue
            ref = self._known(item["namespace"], item["name"])
            self._sinks.setdefault(ref, ())
            before = len(self._ignored)
            flows = lineage_flows(item, at, self._inputs, self._ignore)
            self._take(ref, flows or [])
            if flows is not None and len(self._ignored) == before:
                stated.add(ref)
        return stated

    def _inputs(self) -> list[tuple[str, str]]:
        """What the event's own job reads: by its entries in the lineage facet, else by the event's inputs."""
        facet = self._event.facets.get("lineage", {})
        found = []
        for _, item in _listed(facet.get("entries"), "job.facets.lineage.entries", _silent):
            if str(item.get("type") or "").upper() == "JOB" and item.get("name") in {None, self._event.name}:
                found += [
                    (source["namespace"], source["name"])
                    for _, source in _listed(item.get("inputs"), "", _silent)
                    if usable_name(source.get("namespace")) and usable_name(source.get("name"))
                ]
        return found or [(dataset.namespace, dataset.name) for dataset in self._event.inputs]

    def _renamed(self, dataset: EventDataset, ref: DatasetRef, columns: tuple[str, ...]) -> bool:
        """A rename carries every column along under its own name (law 3)."""
        previous = renamed_from(dataset)
        if previous is None:
            return False
        old = self._known(*previous)
        for column in columns or (WHOLE,):
            confidence = Confidence.OBSERVED if columns else Confidence.ASSUMED
            target, origin = self._sources.field(ref, column), self._sources.field(old, column)
            self._facts[Fact(target, origin, confidence=confidence, transform="identity")] = None
        return True

    def _assume(self, ref: DatasetRef) -> None:
        for source in self._reads:
            self._facts[Fact(ref.column(WHOLE), source.column(WHOLE), confidence=Confidence.ASSUMED)] = None

    def _take(self, ref: DatasetRef, flows: list[Flow]) -> None:
        for flow in flows:
            source = self._known(flow.namespace, flow.name)
            self._reads[source] = None
            fact = Fact(
                self._sources.field(ref, flow.output),
                self._sources.field(source, flow.input),
                flow.strength,
                confidence=Confidence.OBSERVED if flow.stated else Confidence.ASSUMED,
                transform=flow.transform if flow.strength is Strength.VALUE else "",
            )
            self._facts[fact] = None


def _silent(at: str, why: str) -> None:
    """Take a remark that was made before."""


def _listed(value: Any, at: str, ignore: Ignored) -> list[tuple[str, Mapping[str, Any]]]:
    if value is None:
        return []
    if not isinstance(value, list):
        ignore(at, "it is not a list")
        return []
    found = []
    for index, item in enumerate(value):
        if isinstance(item, Mapping):
            found.append((f"{at}[{index}]", item))
        else:
            ignore(f"{at}[{index}]", "it is not an object")
    return found
