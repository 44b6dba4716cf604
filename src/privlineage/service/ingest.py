"""Taking the lineage that events tell of into the store."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import IO, Any

from privlineage.core.errors import PrivlineageError
from privlineage.core.refs import DatasetRef
from privlineage.core.sources import Sources
from privlineage.lineage.openlineage import EventPlan, plan_event, read_event, read_events
from privlineage.service.bundle_in_force import bundle_if_any
from privlineage.store.protocol import SchemaRecord, Store

__all__ = ["IngestReport", "ingest_events"]


@dataclass
class IngestReport:
    """What came in.

    Attributes:
        events: events taken.
        facts: facts they state; the same fact of two events counts twice.
        datasets: different datasets they touch.
        schemas: schemas they state.
        ignored: parts of events that were unusable (PL602).
        refused: lines that hold no event (PL601).
    """

    events: int = 0
    facts: int = 0
    datasets: int = 0
    schemas: int = 0
    ignored: int = 0
    refused: list[int] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """The figures, as `ingest --format json` prints them."""
        return {
            "events": self.events,
            "facts": self.facts,
            "datasets": self.datasets,
            "schemas": self.schemas,
            "ignored": self.ignored,
            "refused_lines": self.refused,
        }


def ingest_events(
    store: Store,
    stream: IO[bytes],
    name: str,
    clock: Callable[[], str],
    *,
    on_remark: Callable[[PrivlineageError], None],
) -> IngestReport:
    """Read events one by one and keep what each says before the next is read: nothing that was read is lost.

    Args:
        store: where to.
        stream: the events, NDJSON or JSON.
        name: the file's name, for places.
        clock: the time, ISO 8601 in UTC.
        on_remark: takes every PL601 and PL602 as it occurs.
    """
    sources = _sources(store)
    report = IngestReport()
    touched: set[DatasetRef] = set()
    kept: set[str] = set()
    for line in read_events(stream, name):
        try:
            if line.error is not None:
                raise line.error
            result = plan_event(read_event(line.value, line.place), sources, line.place)
        except PrivlineageError as error:
            if error.code != "PL601":
                raise
            report.refused.append(line.place.line)
            on_remark(error)
            continue
        # A run tells the same lineage at its start, on its way and at its end.
        if result.fingerprint not in kept:
            _keep(store, result, clock())
            kept.add(result.fingerprint)
        touched |= _datasets(result)
        report.events += 1
        report.facts += len(result.plan.facts)
        report.schemas += len(result.schemas)
        report.ignored += len(result.ignored)
        for remark in result.ignored:
            on_remark(remark)
    report.datasets = len(touched)
    return report


def _sources(store: Store) -> Sources:
    bundle = bundle_if_any(store)
    return bundle.sources if bundle is not None else Sources()


def _keep(store: Store, result: EventPlan, at: str) -> None:
    records = [SchemaRecord(dataset, columns, origin="event", at=at) for dataset, columns in result.schemas]
    if records:
        store.put_schemas(records)
    if result.plan.facts:
        store.add_facts(result.plan, at)


def _datasets(result: EventPlan) -> set[DatasetRef]:
    plan = result.plan
    found = {sink.dataset for sink in plan.sinks} | set(plan.reads) | {dataset for dataset, _ in result.schemas}
    return found | {ref.dataset for fact in plan.facts for ref in (fact.output, fact.input)}
