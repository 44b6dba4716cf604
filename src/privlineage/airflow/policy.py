"""The `airflow.policy` entry point: one hook, in the task process, after rendering and before `execute`.

Airflow calls it for every kind of task, for each resume after deferral and under `dag.test()`. Parse-time policies are
deliberately absent: what they put on a task lands in the serialized DAG.
"""

from __future__ import annotations

from typing import Any

from airflow.policies import hookimpl

from privlineage.airflow.forking import load_before_forks

__all__ = ["get_airflow_context_vars"]


@hookimpl(tryfirst=True)
def get_airflow_context_vars(context: Any) -> None:
    """Let the gate look at the task that is about to run.

    `tryfirst`, because the hook stops at the first answer and at the first error of others. Always None, so that the
    site's own function is still asked. Where the gate cannot be loaded, what may be governed fails and the rest runs.
    """
    try:
        from privlineage.airflow.gate import guard
    except Exception as error:  # noqa: BLE001  # whatever a broken installation raises
        from privlineage.airflow.without_gate import fail_what_may_be_governed

        fail_what_may_be_governed(context, error)
        return
    guard(context)


load_before_forks()
