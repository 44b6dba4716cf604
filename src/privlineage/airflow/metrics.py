"""What the site's metrics hear of the gate, through Airflow's own stats: StatsD, Datadog or OpenTelemetry.

Names carry what a backend without tags needs; tags are Airflow's own for a task. Nothing here can change a decision: a
metric that cannot be sent is a line in the debug log.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Protocol, cast

from privlineage.core.plan import Job
from privlineage.core.verdict import Outcome, Verdict

__all__ = ["PREFIX", "count_decision", "count_no_decision", "counters_of", "time_bundle", "time_gate"]

PREFIX = "privlineage"
log = logging.getLogger(__name__)


class _Stats(Protocol):
    def incr(self, stat: str, *, tags: dict[str, str]) -> None: ...
    def gauge(self, stat: str, value: float) -> None: ...
    def timing(self, stat: str, dt: float, *, tags: dict[str, str]) -> None: ...


def counters_of(verdict: Verdict) -> Iterator[str]:
    """The counters one verdict moves, without the prefix.

    `decisions.<outcome>` counts every decision once. The others count decisions among them: of tasks that enforcing
    everything would have blocked, that are opaque, or that move what could not be resolved or nobody reviewed. A rate
    is one of them over all decisions.
    """
    yield f"decisions.{verdict.outcome.value}"
    if verdict.decision.would is Outcome.BLOCK and verdict.outcome is not Outcome.BLOCK:
        yield "decisions.would_block"
    if verdict.movement.opaque:
        yield "decisions.opaque"
    if verdict.movement.unresolved:
        yield "decisions.unresolved"
    if verdict.movement.unreviewed:
        yield "decisions.unreviewed"
    if verdict.decision.exempted:
        yield "decisions.exempted"


def count_decision(verdict: Verdict) -> None:
    """Count a verdict."""
    for name in counters_of(verdict):
        _send("incr", name, tags=_tags(verdict.job))


def count_no_decision(job: Job, code: str) -> None:
    """Count a governed task about which no decision could be made, whatever happened to it then."""
    _send("incr", f"no_decision.{code.lower()}", tags=_tags(job))


def time_gate(job: Job, seconds: float, *, governed: bool) -> None:
    """Record how long the gate held a task, in milliseconds; apart for tasks it only had to recognise."""
    _send("timing", f"gate.{'governed' if governed else 'ungoverned'}.duration", seconds * 1000, tags=_tags(job))


def time_bundle(published_at: str, now: datetime) -> None:
    """Record the age of the bundle decided under, in seconds; nothing where it is not known."""
    try:
        published = datetime.fromisoformat(published_at)
    except ValueError:
        return
    if published.tzinfo is None:
        published = published.replace(tzinfo=UTC)
    _send("gauge", "bundle.age", max(0.0, (now - published).total_seconds()))


def _tags(job: Job) -> dict[str, str]:
    return {"dag_id": job.dag_id, "task_id": job.task_id}


def _send(kind: str, name: str, *values: float, **more: Any) -> None:
    try:
        getattr(_stats(), kind)(f"{PREFIX}.{name}", *values, **more)
    except Exception:  # the site's metrics must not decide whether its tasks run
        log.debug("privlineage could not send the metric %s", name, exc_info=True)


def _stats() -> _Stats:
    """Airflow's stats; their place differs between releases."""
    try:
        from airflow.sdk.observability import stats
    except ImportError:
        from airflow.stats import Stats

        return cast("_Stats", Stats)
    return cast("_Stats", stats)
