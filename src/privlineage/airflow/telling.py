"""Who hears of a decision beside the task's log: the site's metrics, its notifiers, and other packages' hooks."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from privlineage.airflow import metrics
from privlineage.airflow.config import Settings
from privlineage.airflow.deadline import Deadline
from privlineage.core.plan import Job
from privlineage.core.verdict import Outcome, Verdict

__all__ = ["PATIENCE", "Telling"]

PATIENCE = 10.0
"""Seconds all notifiers together, and all plugins together, may take: the task waits for them."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Telling:
    """What is told of one try. None of it can fail the task, or let it run.

    Attributes:
        settings: what is configured.
        context: the task's context.
    """

    settings: Settings
    context: Mapping[str, Any] = field(default_factory=dict, repr=False)
    _told: set[str] = field(default_factory=set, repr=False)

    def verdict(self, verdict: Verdict, published_at: str) -> None:
        """A verdict was reached; told once in each try, also when the task is deferred and comes back.

        Args:
            verdict: what was decided.
            published_at: since when its bundle is in force, ISO 8601, empty where that is not known.
        """
        if verdict.id in self._told or (self._is_resumed() and verdict.outcome is not Outcome.BLOCK):
            return
        self._told.add(verdict.id)
        metrics.count_decision(verdict)
        metrics.time_bundle(published_at, datetime.now(UTC))
        if self.settings.notify:
            from privlineage.airflow.notifying import notify

            notify(self.settings, verdict, self.context, PATIENCE)
        _tell_plugins(verdict)

    def no_decision(self, job: Job, code: str) -> None:
        """A governed task about which nothing could be decided."""
        metrics.count_no_decision(job, code)

    def looked(self, job: Job, seconds: float, *, governed: bool) -> None:
        """The gate held the task for so long."""
        metrics.time_gate(job, seconds, governed=governed)

    def _is_resumed(self) -> bool:
        """Whether this process goes on with a try that was deferred."""
        from_server = getattr(self.context.get("ti"), "_ti_context_from_server", None)
        return bool(getattr(from_server, "next_method", None))


def _tell_plugins(verdict: Verdict) -> None:
    from privlineage.airflow.hooks import plugins

    try:
        Deadline(PATIENCE).run(lambda: plugins().hook.on_verdict(verdict=verdict))
    except Exception:
        log.exception("a plugin's `on_verdict` failed; the verdict stands")
