"""The site's own settings: a context-vars function, and a record of every statement its databases see."""

import os
import sqlite3
from pathlib import Path

TRACED = Path(os.environ["GATE_DATABASES"])
_connect = sqlite3.connect


def _traced(database, *args, **kwargs):
    connection = _connect(database, *args, **kwargs)
    if str(TRACED) in str(database):
        task = os.environ.get("AIRFLOW_CTX_TASK_ID", "-")

        def record(statement):
            with (TRACED / "statements.log").open("a") as file:
                file.write(f"{task}\t{' '.join(statement.split())}\n")

        connection.set_trace_callback(record)
    return connection


sqlite3.connect = _traced


def get_airflow_context_vars(context):
    return {"site_says": "the-site-speaks"}
