"""The check of a pull request: every task planned and decided as if they ran, in the order of their data.

Needs no store: labels, schemas and what earlier tasks leave live in memory for the length of the check.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from privlineage.core.errors import PrivlineageError
from privlineage.core.facts import Confidence
from privlineage.core.labels import Tag
from privlineage.core.plan import Job, Plan, Unresolved
from privlineage.core.verdict import Attempt, Outcome, Verdict
from privlineage.policy.model import Bundle
from privlineage.service.checking.order import Order, TaskKey, order_of, read_by, written_by
from privlineage.service.checking.schemas import CheckKnowledge
from privlineage.service.deciding.local import LocalDecider
from privlineage.store.memory.store import MemoryStore
from privlineage.store.protocol import BundleRecord, SchemaRecord, Store

__all__ = ["CheckTask", "Planner", "TaskResult", "check"]

Planner: TypeAlias = Callable[[CheckKnowledge], Plan | None]
"""Plans one task with the schemas known so far; None when it is not governed."""

NOW = "1970-01-01T00:00:00.000000Z"
"""A check knows no time: the same files give the same answer."""


@dataclass(frozen=True, slots=True)
class CheckTask:
    """One task to check.

    Attributes:
        dag_id: its DAG; the file's path for a file of SQL.
        task_id: its id; the file's stem for a file of SQL.
        planner: plans it.
        file: where it is defined, for annotations.
        line: where in it, 1-based; 0 where it must be looked for.
    """

    dag_id: str
    task_id: str
    planner: Planner
    file: str = ""
    line: int = 0

    @property
    def key(self) -> TaskKey:
        """How it is ordered."""
        return (self.task_id, self.dag_id, self.file)


@dataclass(frozen=True, slots=True)
class TaskResult:
    """What a check says of one task.

    Attributes:
        task: the task.
        verdict: the decision, None for a task that is not governed or cannot be planned.
        plan: the plan that was decided on, None likewise.
        error: why it cannot be planned; the gate would block it.
    """

    task: CheckTask
    verdict: Verdict | None = None
    plan: Plan | None = None
    error: PrivlineageError | None = None

    @property
    def outcome(self) -> Outcome:
        """As enforced."""
        if self.error is not None:
            return Outcome.BLOCK
        return self.verdict.outcome if self.verdict else Outcome.ALLOW

    @property
    def would(self) -> Outcome:
        """As if everything were in enforce."""
        return self.verdict.decision.would if self.verdict else self.outcome

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why, in sentences: of what fired, of what could not be resolved, of what was remarked."""
        if self.error is not None:
            return (str(self.error),)
        if self.verdict is None or self.plan is None:
            return ()
        decision = self.verdict.decision
        found = [finding.reason or finding.because for finding in decision.findings]
        found += decision.undetermined
        # The engine has told most of what is unresolved in its own sentences, with the place.
        open_ends = [_reason(entry.code, entry.reason) for entry in self.plan.unresolved]
        found += [text for text in open_ends if not any(text in told for told in found)]
        return tuple(dict.fromkeys(text for text in (*found, *decision.notes) if text))

    def to_contract_json(self) -> dict[str, Any]:
        """The entry of `tasks` (contracts.md)."""
        decision = self.verdict.decision if self.verdict else None
        findings = decision.findings if decision else ()
        return {
            "dag_id": self.task.dag_id,
            "task_id": self.task.task_id,
            "verdict": self.outcome.value,
            "would": self.would.value,
            "rules": list(decision.rules) if decision else [],
            "reasons": list(self.reasons),
            "witnesses": [
                {"rule": finding.rule, "path": [str(column) for column in path.columns]}
                for finding in findings
                for path in finding.witnesses
            ],
        }


def check(bundle: Bundle, schemas: Sequence[SchemaRecord], tasks: Iterable[CheckTask]) -> list[TaskResult]:
    """Check every task.

    Args:
        bundle: tags and policy.
        schemas: of the lock.
        tasks: in any order.

    Returns:
        One result for each task, in the order of the data, ties by task id.
    """
    by_key = {task.key: task for task in tasks}
    order = _order(by_key, schemas, bundle.tags)
    run = _Run(bundle, schemas, by_key, order)
    for group in order.groups:
        run.decide(group)
    return [run.results[key] for group in order.groups for key in group]


def _order(tasks: Mapping[TaskKey, CheckTask], schemas: Sequence[SchemaRecord], tags: Sequence[Tag]) -> Order:
    """The order of the tasks, planned with all the schemas that any of them makes.

    What a task reads can depend on the schemas of earlier ones, so planning and ordering alternate until they agree.
    """
    knowledge = CheckKnowledge(schemas, tags)
    seen: set[Any] = set()
    while True:
        plans = {key: _planned(task, knowledge) or Plan(Job(task.dag_id, task.task_id)) for key, task in tasks.items()}
        flow = tuple((key, read_by(plan), written_by(plan)) for key, plan in sorted(plans.items()))
        order = order_of(plans)
        if flow in seen:
            return order
        seen.add(flow)
        knowledge = CheckKnowledge(schemas, tags)
        for group in order.groups:
            for key in group:
                plan = _planned(tasks[key], knowledge)
                if plan is not None:
                    knowledge.record(plan)


def _planned(task: CheckTask, knowledge: CheckKnowledge) -> Plan | None:
    try:
        return task.planner(knowledge)
    except PrivlineageError:
        return None  # told when it is decided on


def _certain(plan: Plan) -> Plan:
    """The plan without what is only assumed because something is not known before run time.

    Such a task is undetermined, and what is known of it can still block; a guess cannot. Without anything open the plan
    is as it is.
    """
    if not any(entry.code in Unresolved.BEFORE_RUN for entry in plan.unresolved):
        return plan
    return replace(plan, facts=tuple(fact for fact in plan.facts if fact.confidence is not Confidence.ASSUMED))


def _reason(code: str, reason: str) -> str:
    return reason if reason.startswith(code) else f"{code}: {reason}"


class _Run:
    """One pass over the tasks, with the store and the schemas it fills."""

    def __init__(
        self, bundle: Bundle, schemas: Sequence[SchemaRecord], tasks: Mapping[TaskKey, CheckTask], order: Order
    ) -> None:
        self.results: dict[TaskKey, TaskResult] = {}
        self._tasks = tasks
        self._order = order
        self._knowledge = CheckKnowledge(schemas, bundle.tags)
        self._store = _store_of(bundle, schemas)
        self._count = 0
        self._decider = LocalDecider(self._store, lambda: NOW, self._new_id, before_run=True)

    def decide(self, group: tuple[TaskKey, ...]) -> None:
        """Decide on tasks that feed each other until a round changes nothing; a single task takes one round."""
        rounds = 1 if len(group) == 1 else len(group) + 1
        for number in range(rounds):
            before = [self._said(key) for key in group]
            for key in group:
                self._decide_one(key, number)
            if before == [self._said(key) for key in group]:
                return

    def _decide_one(self, key: TaskKey, number: int) -> None:
        task = self._tasks[key]
        try:
            plan = task.planner(self._knowledge)
        except PrivlineageError as error:
            # A decorator or an Asset that is used wrongly: the gate would not let the task run.
            self.results[key] = TaskResult(task, error=error)
            return
        if plan is None:
            self.results[key] = TaskResult(task)
            return
        attempt = Attempt(" ".join(key), try_number=number + 1)
        verdict = self._decider.decide(_certain(plan), attempt)
        self.results[key] = TaskResult(task, verdict, plan)
        if verdict.outcome is Outcome.BLOCK:
            return
        if verdict.outcome is Outcome.UNDETERMINED:
            # It may well run: what is known of it must reach the tasks below.
            self._store.add_facts(plan, NOW)
        self._knowledge.record(plan)
        opened = [opening.dataset for opening in plan.openings]
        # What an earlier task wrote is replaced only where the data itself says which of the two comes last.
        if verdict.outcome is not Outcome.UNDETERMINED and self._order.comes_after(key, opened, self.results):
            self._decider.succeeded(attempt)
        else:
            # Both contents count from here on, and a later task may replace either.
            self._decider.failed(attempt)

    def _said(self, key: TaskKey) -> Any:
        result = self.results.get(key)
        return None if result is None else result.to_contract_json()

    def _new_id(self) -> str:
        self._count += 1
        return f"V-{self._count:04X}"


def _store_of(bundle: Bundle, schemas: Sequence[SchemaRecord]) -> Store:
    store = MemoryStore()
    record = BundleRecord(bundle.hash, tuple(sorted(bundle.files.items())), "check", NOW)
    store.publish(record, bundle.sources, bundle.tags, bundle.weakening)
    store.put_schemas(schemas)
    return store
