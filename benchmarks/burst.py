"""A hundred task processes that decide at the same moment. Run as a program, so that it forks from a clean process.

Usage: burst.py HOW URL PROCESSES, for `task` with the store in the environment as for Airflow. HOW is
  decide  processes forked from one that has everything loaded, their store open: released at once, each decides
  task    the same, but each has yet to open the store and to plan: the whole gate, as after Airflow's own fork
  fresh   interpreters of their own, which load, open and decide whenever they are ready
Prints one JSON line for each process: milliseconds by the clock and of the processor, and what it was told.
"""

import json
import os
import subprocess
import sys
import time
import uuid
from collections.abc import Callable

from benchmarks import big_store
from privlineage.core.plan import Plan
from privlineage.core.verdict import Attempt
from privlineage.service.clock import new_verdict_id, utc_now
from privlineage.service.deciding.local import LocalDecider
from privlineage.store.open import open_store


def plan_of(number: int) -> tuple[Plan, str]:
    """The plan of one of the processes, and the right answer: every other one sends contact data to advertisers."""
    if number % 2:
        return big_store.plan(big_store.TABLES - 1 - 17 * (number // 2)), "allow"
    return big_store.export(number), "block"


def decide(url: str, number: int) -> Callable[[], str]:
    """A process with its store open, ready to decide."""
    decider = LocalDecider(open_store(url), utc_now, new_verdict_id)
    decider.governance()
    plan, _ = plan_of(number)
    return lambda: decider.decide(plan, Attempt(str(uuid.uuid4()), run_id="run")).outcome.value


def task(_url: str, number: int) -> Callable[[], str]:
    """A task process right after Airflow forked it."""
    from types import SimpleNamespace

    from airflow.exceptions import AirflowFailException
    from airflow.providers.common.sql.operators.sql import SQLExecuteQueryOperator
    from airflow.sdk import DAG

    from privlineage.airflow.gate import guard

    sql = big_store.sql(big_store.TABLES - 1 - 17 * (number // 2)) if number % 2 else big_store.export_sql(number)
    with DAG("warehouse", schedule=None) as dag:
        operator = SQLExecuteQueryOperator(task_id=f"t{number}", conn_id="wh", sql=sql)
    instance = SimpleNamespace(id=str(uuid.uuid4()), try_number=1, run_id="run", map_index=-1, task=operator)

    def gate() -> str:
        try:
            guard({"ti": instance, "dag": dag, "task": operator})
        except AirflowFailException as error:
            return "block" if str(error).startswith("PL201") else str(error)
        return "allow"

    return gate


def report(number: int, work: Callable[[], str]) -> None:
    wall, cpu = time.perf_counter(), time.process_time()
    try:
        told = work()
    except Exception as error:  # noqa: BLE001  # whatever reaches a task is what this looks for
        told = f"{type(error).__name__}: {error}"
    wall, cpu = (time.perf_counter() - wall) * 1000, (time.process_time() - cpu) * 1000
    line = json.dumps({"ms": wall, "cpu": cpu, "told": told, "right": told == plan_of(number)[1]})
    os.write(1, f"{line}\n".encode())


def forked(how: str, url: str, processes: int) -> None:
    ready = {"decide": decide, "task": task}[how]
    held, release = os.pipe()
    ready_here, ready_there = os.pipe()
    children = []
    for number in range(processes):
        child = os.fork()
        if not child:
            os.close(release)
            work = ready(url, number)
            os.write(ready_there, b".")
            os.read(held, 1)  # returns for all of them at once, when the other end is closed
            report(number, work)
            os._exit(0)
        children.append(child)
    waiting = processes
    while waiting:
        waiting -= len(os.read(ready_here, processes))
    os.close(release)
    for child in children:
        os.waitpid(child, 0)


def fresh(url: str, processes: int) -> None:
    program = "import sys; from benchmarks.burst import decide, report; "
    program += "report(int(sys.argv[2]), decide(sys.argv[1], int(sys.argv[2])))"
    command = [sys.executable, "-c", program, url]
    for running in [subprocess.Popen([*command, str(number)]) for number in range(processes)]:
        running.wait()


def load() -> None:
    """Load what the process that starts tasks has loaded, and what it loads of ours before it forks."""
    import airflow.sdk.execution_time.supervisor
    import airflow.sdk.execution_time.task_runner
    import airflow.settings  # noqa: F401
    from airflow.providers.common.sql.operators.sql import SQLExecuteQueryOperator  # noqa: F401

    import privlineage.airflow.policy  # noqa: F401


def main(how: str, url: str, processes: int) -> None:
    if how == "fresh":
        fresh(url, processes)
        return
    if how == "task":
        load()
    else:
        for number in (0, 1):
            decide(url, number)()
    forked(how, url, processes)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
