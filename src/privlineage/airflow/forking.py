"""Loading the gate where task processes come from: Airflow forks each task from a process that outlives it.

A task would load some 150 modules of ours before its first decision, again and again. The process that starts tasks
loads them once, right before its first fork, and every task finds them loaded. Whoever starts no tasks loads nothing.
"""

from __future__ import annotations

import logging
import os
import sys
from importlib import import_module

__all__ = ["load_before_forks"]

_STARTS_TASKS = "airflow.sdk.execution_time.supervisor"
_NEEDED = (
    "privlineage.airflow.gate",
    "privlineage.airflow.planners.plans",
    "privlineage.service.answering.message",
    # With the SQL parser: a hundred tasks that bring SQL nobody saw before would load it a hundred times, for which two
    # cores take longer than `gate_timeout`.
    "privlineage.lineage.sql.resolve",
)
_NEEDED_BY = {
    "sqlite": ("privlineage.service.connect", "privlineage.store.sql.store", "privlineage.store.sql.sqlite_file"),
    "postgresql": ("privlineage.service.connect", "privlineage.store.sql.store", "privlineage.store.sql.postgres"),
}
_DRIVERS = {"sqlite": "sqlalchemy.dialects.sqlite.pysqlite", "postgresql": "sqlalchemy.dialects.postgresql.psycopg"}
log = logging.getLogger(__name__)


def load_before_forks() -> None:
    """See to it that the first fork of a process that starts tasks finds the gate loaded."""
    # On macOS Airflow replaces a forked process by a fresh one, which inherits nothing.
    if hasattr(os, "register_at_fork") and sys.platform != "darwin":
        os.register_at_fork(before=_Loading().once)


class _Loading:
    def __init__(self) -> None:
        self._done = False

    def once(self) -> None:
        """Load what a decision needs. A failure is the task's to meet and to report."""
        if self._done or _STARTS_TASKS not in sys.modules:
            return
        self._done = True
        try:
            self._load()
        except Exception:  # a fork of Airflow's must not fail by us
            log.debug("the gate cannot be loaded before tasks start", exc_info=True)

    def _load(self) -> None:
        from privlineage.airflow.config import settings

        configured = settings()
        if not configured.active:
            return
        kind = configured.store.partition(":")[0].partition("+")[0]
        for name in (*_NEEDED, *_NEEDED_BY.get(kind, ())):
            import_module(name)
        if kind in _DRIVERS:
            import_module(_DRIVERS[kind])
        from privlineage.airflow.hooks import plugins

        plugins()
        _rehearse()


def _rehearse() -> None:
    """Read, mask and write a plan and a verdict once: how that is done is worked out by type, on the first of each."""
    from privlineage.core.codec import from_json, to_json, to_text
    from privlineage.core.facts import Fact
    from privlineage.core.movement import Movement, SinkState
    from privlineage.core.plan import Job, Opening, Plan, Sink
    from privlineage.core.refs import DatasetRef
    from privlineage.core.sources import Source
    from privlineage.core.verdict import Attempt, Verdict
    from privlineage.lineage.sql.version import resolver_version
    from privlineage.policy.engine import decide
    from privlineage.policy.load import load_files
    from privlineage.service.deciding.decider import Governance
    from privlineage.store.masking import masked

    job, ref = Job("", ""), DatasetRef("", "")
    fact = Fact(ref.column("a"), ref.column("b"))
    plan = Plan(job, (fact,), (Opening(ref),), (Sink(ref),), (ref,))
    movement = Movement(job, (SinkState(ref),))
    bundle = load_files({"policy.yml": "zones: {}"})
    decision = decide(bundle.policy, movement)
    verdict = Verdict("", "", job, Attempt(""), decision, movement, "", plan.fingerprint)
    from_json(Plan, to_json(plan))
    from_json(Governance, to_json(Governance("", (Source("", ""),))))
    masked(plan, ())
    to_text(masked(verdict, ()))
    resolver_version()
