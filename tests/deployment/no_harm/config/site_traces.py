"""Where this site's own code writes down what it was asked, one JSON text a line."""

import json
import os
import sys
from pathlib import Path

TRACES = Path(os.environ["GATE_TRACES"])


def note(kind, *what):
    line = json.dumps(what, default=str) + "\n"
    with (TRACES / f"{kind}.jsonl").open("a", encoding="utf-8") as file:
        file.write(line)


def process():
    """Which part of Airflow this process is: tasks run in processes forked from the scheduler."""
    component = next((word for word in sys.argv[1:] if not word.startswith("-")), "")
    return f"{component}:{os.environ.get('_AIRFLOW_PROCESS_CONTEXT', '')}"


def instance(ti):
    return [ti.dag_id, ti.task_id, ti.run_id, getattr(ti, "map_index", -1), ti.try_number]
