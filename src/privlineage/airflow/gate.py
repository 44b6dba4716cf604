"""The gate: before a task runs, ask what its plan would move, and fail the task if the policy says so.

The order is the design's (section 5): plan from the rendered operator, governed or not by the last bundle seen, ask the
Decider, block or let run and look again. Whatever goes wrong for a governed task blocks it; an ungoverned task is left
untouched. It runs inside the task process, so it is a guardrail for honest authors, not a boundary against others.
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any

from privlineage.airflow.attempts import attempt_of
from privlineage.airflow.config import Settings, settings
from privlineage.airflow.deadline import Deadline
from privlineage.airflow.deciders import let_go, open_for, wait_for
from privlineage.airflow.failing import fail_exception
from privlineage.airflow.governance import GovernanceCache
from privlineage.airflow.isolated import send_undecorated
from privlineage.airflow.planners.fields import relevant_fields
from privlineage.airflow.planners.planning import Planning
from privlineage.airflow.planners.touches import is_governed, may_be_governed
from privlineage.airflow.planners.view import OperatorView
from privlineage.airflow.telling import Telling
from privlineage.airflow.watch import watch, when_it_ends
from privlineage.core.errors import STORE_DOWN, PrivlineageError
from privlineage.core.plan import Job, Plan
from privlineage.core.verdict import Attempt, Outcome, Verdict
from privlineage.service.deciding.decider import Decider, Governance, Resting

__all__ = ["Gate", "guard"]

log = logging.getLogger(__name__)
STORE_ERRORS = STORE_DOWN | {"PL506"}


def guard(context: Any) -> None:
    """Look at the task of a context.

    Raises:
        AirflowFailException: when the task must not run.
    """
    instance = context.get("ti")
    # What runs is the instance's own task: in Airflow 3.1 the context names the copy before rendering.
    task = getattr(instance, "task", None) or context.get("task")
    if task is None or instance is None:
        return
    send_undecorated(task)
    configured = settings()
    if not configured.active:
        _say_inactive(configured)
        return
    attempt = attempt_of(instance)
    gate = _gate(task, attempt)
    if gate is None:
        gate = Gate(configured, task, context.get("dag"), attempt, Telling(configured, context))
        task.__dict__["_privlineage_gate"] = gate
    gate.look()


def _gate(task: Any, attempt: Attempt) -> Gate | None:
    found = task.__dict__.get("_privlineage_gate")
    return found if isinstance(found, Gate) and found.attempt == attempt else None


@cache
def _say_inactive(configured: Settings) -> None:
    why = "no store is configured" if configured.enabled else "[privlineage] enabled is False"
    log.info("privlineage is inactive: %s", why)


@dataclass
class Gate:
    """The gate of one try of one task.

    Attributes:
        settings: what is configured.
        task: the rendered operator.
        dag: its DAG.
        attempt: the try.
        telling: who hears of its decisions.
    """

    settings: Settings
    task: Any
    dag: Any
    attempt: Attempt
    telling: Telling
    _decider: Decider | None = field(default=None, repr=False)
    _seen: object = field(default=None, repr=False)
    _verdicts: dict[tuple[str, str], Verdict] = field(default_factory=dict, repr=False)

    @cached_property
    def _cache(self) -> GovernanceCache:
        return GovernanceCache(self.settings.store)

    def __deepcopy__(self, memo: dict[int, object]) -> Gate:
        """Itself: a copy of the operator is still this try of this task."""
        return self

    def look(self) -> None:
        """Decide about the operator as it is now; nothing happens when it is as it was at the last look.

        Raises:
            AirflowFailException: when the task must not run.
        """
        try:
            view = OperatorView.of(self.task, dag=self.dag, rendered=True)
            fields = relevant_fields(view)
            if fields != self._seen:
                self._look_closer(view)
                self._seen = fields
        except PrivlineageError as error:
            self._without_decision(error)
        except Exception as error:
            if isinstance(error, fail_exception()):
                raise
            log.exception("privlineage could not look at the task")
            self.telling.no_decision(self._job(), "PL000")
            raise self._failure(f"the gate failed with {type(error).__name__}", "see the log above") from error

    def _look_closer(self, view: OperatorView) -> None:
        started, governed = time.perf_counter(), True
        try:
            governed = self._decide(view)
        finally:
            wait_for(self.settings)
            let_go(self.settings, self._decider)
            self.telling.looked(self._job(), time.perf_counter() - started, governed=governed)

    def _decide(self, view: OperatorView) -> bool:
        """Decide about a task that is governed; whether it is."""
        deadline = Deadline(self.settings.gate_timeout)
        known = self._cache.load()
        governance = known.governance if known else None
        trouble: PrivlineageError | None = None
        if known is None or not known.fresh:
            try:
                governance = deadline.run(self._ask_governance)
                self._cache.save(governance)
            except PrivlineageError as error:
                trouble = error
            except Exception as error:  # whatever it is, it must not stop what is not governed
                log.exception("privlineage could not read the store")
                trouble = PrivlineageError("PL504", f"the store could not be read ({type(error).__name__})")
        if governance is None:
            # Nobody can tell what is governed. What holds neither SQL nor declared lineage cannot be found governed
            # by its content, and a broken store must not stop the whole site.
            if may_be_governed(view) and trouble is not None:
                raise trouble
            return False
        if not is_governed(view, Planning(governance, _NoKnowledge())):
            self._watch_what_may_change(view)
            return False
        if trouble is not None:
            raise trouble
        found = deadline.run(lambda: self._verdict(view))
        if found is not None:
            verdict, published_at = found
            # After the deadline's work: a notifier that is slow is no store that does not answer.
            self.telling.verdict(verdict, published_at)
            self._act(verdict)
        watch(self.task, self.look)
        when_it_ends(self.task, lambda: self._report(succeeded=True), lambda: self._report(succeeded=False))
        return True

    def _watch_what_may_change(self, view: OperatorView) -> None:
        """An ungoverned task is left alone, unless its author's own hook may still make another one of it."""
        from airflow.sdk import BaseOperator

        has_hook = getattr(self.task, "_pre_execute_hook", None) is not None
        if has_hook or view.kind.pre_execute is not BaseOperator.pre_execute:  # type: ignore[attr-defined]
            watch(self.task, self.look)

    def _ask_governance(self) -> Governance:
        return self._open().governance()

    def _open(self) -> Decider:
        if self._decider is None:
            self._decider = open_for(self.settings, self._cache.known)
        return self._decider

    def _verdict(self, view: OperatorView) -> tuple[Verdict, str] | None:
        """The verdict, and since when its bundle is in force; None for what has no plan."""
        from privlineage.airflow.planners.plans import plan_of

        decider = self._open()
        while True:
            governance = decider.governance()
            self._cache.renew(governance)
            plan = plan_of(view, Planning(governance, decider, self.settings.location))
            if plan is None:
                return None
            verdict = self._decided(plan, governance.bundle, decider)
            if verdict.bundle == governance.bundle:
                break
            # Another bundle was published in between: what the plan should say under that one is not known yet.
        if isinstance(decider, Resting):
            decider.rest()
        return verdict, governance.published_at

    def _decided(self, plan: Plan, bundle: str, decider: Decider) -> Verdict:
        key = (plan.fingerprint, bundle)
        if key not in self._verdicts:
            self._verdicts[key] = decider.decide(plan, self.attempt)
        return self._verdicts[key]

    def _act(self, verdict: Verdict) -> None:
        from privlineage.service.answering.message import message

        if verdict.outcome in (Outcome.BLOCK, Outcome.UNDETERMINED):
            raise fail_exception()(message(verdict))
        if verdict.outcome is Outcome.WARN:
            log.warning("%s", message(verdict))
        elif verdict.decision.findings or verdict.decision.exempted:
            log.info("%s", message(verdict))
        else:
            log.info("privlineage allows this task · bundle %s · verdict %s", verdict.bundle[:4], verdict.id)

    def _report(self, *, succeeded: bool) -> None:
        try:
            decider = self._open()
            tell = decider.succeeded if succeeded else decider.failed
            Deadline(self.settings.gate_timeout).run(lambda: tell(self.attempt))
        except Exception as error:  # noqa: BLE001  # the data has moved; what is not retired stays, which is safe
            log.warning("privlineage could not record how the try ended: %s", error)
        finally:
            wait_for(self.settings)

    def _without_decision(self, error: PrivlineageError) -> None:
        self.telling.no_decision(self._job(), error.code)
        if error.code in STORE_ERRORS and not self.settings.blocks_on_store_error:
            log.warning("privlineage could not decide and lets the task run, as configured: %s", error)
            return
        raise self._failure(f"{error.code} {error.message}", error.hint or "see `privlineage doctor`") from error

    def _job(self) -> Job:
        return Job(str(getattr(self.dag, "dag_id", "")), str(self.task.task_id))

    def _failure(self, why: str, hint: str) -> Exception:
        return fail_exception()(
            f"PL203 blocked: no decision could be made about `{self._job()}`\n"
            f"  why   {why}\n  fix   {hint}\n  seen  no data was moved"
        )


class _NoKnowledge:
    """What may be known before the store is asked: nothing. Only planners ask, after the first question."""

    def schema(self, source: str, words: Any = None) -> Any:
        raise NotImplementedError(source)

    def cached_plan(self, key: str) -> str | None:
        raise NotImplementedError(key)

    def cache_plan(self, key: str, text: str) -> None:
        raise NotImplementedError(key)
