"""The tasks of DAG files as a check plans them: by the gate's own planners, before templates are filled in."""

from __future__ import annotations

from privlineage.airflow.dag_files import DagTask
from privlineage.airflow.planners.planning import Knowledge, Planning
from privlineage.airflow.planners.touches import is_governed
from privlineage.airflow.planners.view import OperatorView
from privlineage.core.plan import Plan
from privlineage.service.checking.check import CheckTask
from privlineage.service.deciding.decider import Governance

__all__ = ["check_tasks"]


def check_tasks(tasks: tuple[DagTask, ...], governance: Governance, location: str = "") -> list[CheckTask]:
    """The tasks to check.

    Args:
        tasks: as the DAG files make them.
        governance: the bundle's part that tells what is governed.
        location: the workers' configured location.
    """
    return [_check_task(task, governance, location) for task in tasks]


def _check_task(task: DagTask, governance: Governance, location: str) -> CheckTask:
    view = OperatorView.of(task.operator, dag=task.dag, rendered=False)

    def planned(knowledge: Knowledge) -> Plan | None:
        from privlineage.airflow.planners.plans import plan_of

        planning = Planning(governance, knowledge, location)
        return plan_of(view, planning) if is_governed(view, planning) else None

    return CheckTask(view.dag_id, view.task_id, planned, task.file)
