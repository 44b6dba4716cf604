"""Write, audit, publish: nobody reads a table before its content was held against its labels.

An agency visits shops and delivers what it saw. Each delivery is written to a staging table, a sample of it is looked
at, and only then is it published. The staging tables were reviewed when they were made and hold nothing personal
(`examples/microloan/bundle/tags.yml`). The second delivery has grown a column that holds e-mail addresses under a
harmless name: its audit fails, and its publishing never starts.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from contextlib import closing

from airflow.providers.common.sql.operators.sql import SQLExecuteQueryOperator
from airflow.providers.sqlite.hooks.sqlite import SqliteHook
from airflow.sdk import DAG, task

from privlineage.airflow import AuditOperator, audit, reads, writes

WAREHOUSE = "microloan_wh"
COLUMNS = ("visit_id", "shop_code", "visited_on", "shelf_score")
AGREED = ",".join(COLUMNS)
CLERKS = "amina bao carla deepak elif farid grace hoang ivana joao".split()


def visits(count: int = 200) -> list[tuple[object, ...]]:
    """What the agency saw, made up."""
    made = random.Random("visits")  # noqa: S311  # made up, not secret
    return [
        (f"V{number:06}", f"SH-{made.randrange(100, 999)}", f"2026-{made.randrange(1, 12):02}-15", made.randrange(1, 6))
        for number in range(count)
    ]


def fill(table: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Make a table anew and put rows into it."""
    with closing(SqliteHook(WAREHOUSE).get_conn()) as connection, connection:
        connection.execute(f"DROP TABLE IF EXISTS {table}")
        connection.execute(f"CREATE TABLE {table} ({', '.join(columns)})")
        connection.executemany(f"INSERT INTO {table} VALUES ({','.join('?' * len(columns))})", rows)


def publish(delivery: str, columns: Sequence[str] = COLUMNS) -> SQLExecuteQueryOperator:
    """The task that lets everybody read a delivery."""
    chosen = ", ".join(columns)
    return SQLExecuteQueryOperator(
        task_id=f"publish_{delivery}",
        conn_id=WAREHOUSE,
        sql=[
            f"DROP TABLE IF EXISTS mart_{delivery}",
            f"CREATE TABLE mart_{delivery} AS SELECT {chosen} FROM stage_{delivery}",
        ],
    )


with DAG(
    "write_audit_publish", schedule=None, default_args={"owner": "lending"}, doc_md=__doc__, tags=["privlineage"]
) as dag:

    @task
    @reads()
    @writes(f"wh.stage_visits[{AGREED}]", mode="overwrite")
    def write_visits() -> None:
        """What was agreed: no word of any person."""
        fill("stage_visits", COLUMNS, visits())

    @task
    @reads()
    @writes(f"wh.stage_visits_grown[{AGREED},ref_2]", mode="overwrite")
    def write_visits_grown() -> None:
        """Somebody added a column, and told nobody what it holds."""
        made = random.Random("clerks")  # noqa: S311  # made up, not secret
        rows = [(*row, f"{made.choice(CLERKS)}.{made.randrange(100)}@shop-visits.example") for row in visits()]
        fill("stage_visits_grown", (*COLUMNS, "ref_2"), rows)

    @task
    @reads()
    @writes(f"wh.stage_visits_checked[{AGREED}]", mode="overwrite")
    def write_and_audit_visits() -> dict[str, object]:
        """The same in one task: `audit` raises where the operator would fail."""
        fill("stage_visits_checked", COLUMNS, visits())
        return audit("wh.stage_visits_checked")

    write_visits() >> AuditOperator(task_id="audit_visits", table="wh.stage_visits") >> publish("visits")
    (
        write_visits_grown()
        >> AuditOperator(task_id="audit_visits_grown", table="wh.stage_visits_grown")
        >> publish("visits_grown", (*COLUMNS, "ref_2"))
    )
    write_and_audit_visits() >> publish("visits_checked")
