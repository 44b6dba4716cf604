"""The `airflow.policy` entry point: one hook, in the task process, after rendering and before `execute`.

Airflow calls it for every kind of task, for each resume after deferral and under `dag.test()`. Parse-time policies are
deliberately absent: what they put on a task lands in the serialized DAG.
"""

from __future__ import annotations

from typing import Any

from airflow.policies import hookimpl

__all__ = ["get_airflow_context_vars"]


@hookimpl(tryfirst=True)
def get_airflow_context_vars(context: Any) -> None:
    """Let the gate look at the task that is about to run.

    `tryfirst`, because the hook stops at the first answer and at the first error of others. Always None, so that the
    site's own function is still asked. An import that fails here fails the task: closed, not open.
    """
    from privlineage.airflow.gate import guard

    guard(context)
