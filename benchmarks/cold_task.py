"""Task processes as Airflow starts them, timed at the gate. Run as a program with AIRFLOW_HOME and the store set.

Usage: cold_task.py HOW SQL…, one task process for each statement, one after the other. HOW is `forked`, from a process
that starts tasks, which is how Airflow does it, or `alone`, in this fresh interpreter. Prints one JSON line for each:
what the gate took on top of the process's own start, in milliseconds, and whether it had to load the SQL parser.
"""

import json
import os
import sys
import time
import uuid
from types import SimpleNamespace

# What any task process has loaded by the time policies are asked: Airflow's settings with the policies, its supervisor,
# which starts tasks, and its runner, which carries them out.
import airflow.sdk.execution_time.supervisor
import airflow.sdk.execution_time.task_runner
import airflow.settings
from airflow.providers.common.sql.operators.sql import SQLExecuteQueryOperator
from airflow.sdk import DAG


def run(sql: str) -> None:
    with DAG("warehouse", schedule=None) as dag:
        task = SQLExecuteQueryOperator(task_id="build", conn_id="wh", sql=sql)
    instance = SimpleNamespace(id=str(uuid.uuid4()), try_number=1, run_id="run", map_index=-1, task=task)
    context = {"ti": instance, "dag": dag, "task": task}
    had_parser = "sqlglot" in sys.modules
    wall, cpu = time.perf_counter(), time.process_time()
    airflow.settings.get_airflow_context_vars(context)
    wall, cpu = (time.perf_counter() - wall) * 1000, (time.process_time() - cpu) * 1000
    print(json.dumps({"wall": wall, "cpu": cpu, "parsed": "sqlglot" in sys.modules and not had_parser}), flush=True)


def main(how: str, *statements: str) -> None:
    for sql in statements:
        if how == "alone":
            run(sql)
            continue
        child = os.fork()
        if not child:
            run(sql)
            os._exit(0)
        os.waitpid(child, 0)


if __name__ == "__main__":
    main(*sys.argv[1:])
