"""The gate is loaded where tasks come from, once, and nowhere else."""

import json
import os
import subprocess
import sys

from tests.conftest import ROOT


def loaded(before_the_fork: str, **settings: str) -> tuple[list[str], list[str]]:
    """Which of our modules a process has after an import of our policies, and which after its first fork."""
    program = f"""
import json, os, sys
{before_the_fork}
import privlineage.airflow.policy
def ours():
    return sorted(name for name in sys.modules if name.startswith("privlineage."))
at_first = ours()
child = os.fork()
if not child:
    os._exit(0)
os.waitpid(child, 0)
print(json.dumps([at_first, ours()]))
"""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), **settings}
    answer = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True
    )
    at_first, then = json.loads(answer.stdout.splitlines()[-1])
    return at_first, then


SUPERVISOR = "import airflow.sdk.execution_time.supervisor"
STORE = {"AIRFLOW__PRIVLINEAGE__STORE": "sqlite:////nowhere/store.db"}


def test_a_process_that_starts_tasks_has_the_gate_loaded_after_its_first_fork_and_not_before():
    at_first, then = loaded(SUPERVISOR, **STORE)
    assert "privlineage.airflow.gate" not in at_first
    assert {"privlineage.airflow.gate", "privlineage.airflow.planners.plans", "privlineage.store.sql.store"} <= set(
        then
    )


def test_a_process_that_starts_no_tasks_loads_nothing_when_it_forks():
    at_first, then = loaded("", **STORE)
    assert at_first == then


def test_where_no_store_is_configured_nothing_but_the_settings_is_loaded():
    _, then = loaded(SUPERVISOR)
    assert "privlineage.airflow.gate" not in then
