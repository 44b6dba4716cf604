"""Tasks that run in pods: allowed ones, forbidden ones, and some that try what they may not."""

import os
import time
from datetime import timedelta
from pathlib import Path

from airflow.providers.common.sql.operators.sql import SQLExecuteQueryOperator
from airflow.providers.standard.operators.python import PythonOperator
from airflow.providers.standard.triggers.temporal import TimeDeltaTrigger
from airflow.sdk import DAG, BaseHook, task

from privlineage.airflow import moves

POD = Path("/mnt/pod")
EMAIL_TO = "INSERT INTO {} SELECT email FROM mart_stage"
COUNTRY_TO = "INSERT INTO {} SELECT country FROM mart_stage"


def leave_trace(name):
    (POD / f"trace.{name}").write_text("ran")


class DeferringSqlOperator(SQLExecuteQueryOperator):
    """Waits in the triggerer before it runs its statement."""

    def execute(self, context):
        # Airflow notices the end of a deferring process after up to five seconds; a faster trigger looks like a loss.
        self.defer(trigger=TimeDeltaTrigger(timedelta(seconds=9)), method_name="run_statement")

    def run_statement(self, context, event=None):
        return super().execute(context)


def fail_once(context):
    if context["ti"].try_number == 1:
        raise RuntimeError("the first try fails")


def sql(task_id, statement, **more):
    return SQLExecuteQueryOperator(task_id=task_id, conn_id="wh_prod", sql=statement, **more)


with DAG("pods", schedule=None, default_args={"retries": 1, "retry_delay": timedelta(seconds=1)}):
    stage = sql("stage", "INSERT INTO mart_stage (id, email, country) SELECT id, email, country FROM customers")
    mapped = SQLExecuteQueryOperator.partial(task_id="mapped", conn_id="wh_prod").expand(
        sql=[COUNTRY_TO.format("ads_country"), EMAIL_TO.format("ads_mapped")]
    )

    @task
    @moves("wh.mart_stage[email]", to="s3://ads-partner/below.csv")
    def below():
        leave_trace("below")

    @task
    @moves("wh.mart_stage[country]", to="s3://ads-partner/country.csv")
    def resolves():
        assert BaseHook.get_connection("wh_prod").conn_type == "sqlite"
        leave_trace("resolves")

    @task
    def asks_without_saying():
        """Declares nothing, and wants the credentials of governed systems under every name they may go by."""
        for name in ("wh_prod", "WH_prod", "ads_api", "ads_api "):
            try:
                BaseHook.get_connection(name)
            except Exception as error:  # noqa: BLE001  # its kind differs between versions of Airflow
                print("refused:", name, type(error).__name__)  # noqa: T201
            else:
                leave_trace("asks_without_saying")

    @task
    def asks_for_another():
        assert BaseHook.get_connection("other_db").conn_type == "sqlite"
        leave_trace("asks_for_another")

    @task
    @moves("wh.mart_stage[country]", to="s3://ads-partner/large.csv")
    def large():
        """A question that does not fit through the task API goes to our own, with a ticket."""
        from privlineage.airflow import tunnel
        from privlineage.airflow.way_to_server import WayToServer

        tunnel.MOST_SENT = 10
        answer = WayToServer("airflow:")({"call": "schema", "arguments": {"source": "wh", "words": ["customers"]}}, 10)
        assert "customers" in answer["result"]["tables"], answer
        leave_trace("large")

    @task
    def pretends():
        """Asks in the name of other tasks, and as nobody."""
        from privlineage.airflow.tunnel import ask
        from privlineage.core.codec import to_json
        from privlineage.core.errors import PrivlineageError
        from privlineage.core.plan import Job, Plan
        from privlineage.core.verdict import Attempt

        mine = os.environ["AIRFLOW_CTX_TASK_ID"], os.environ["AIRFLOW_CTX_DAG_RUN_ID"]
        tries = [(Job("pods", "stage"), Attempt("0" * 32)), (Job("pods", mine[0]), Attempt("0" * 32, 1, mine[1]))]
        for job, attempt in tries:
            asked = {"call": "decide", "arguments": {"plan": to_json(Plan(job)), "attempt": to_json(attempt)}}
            assert ask(asked)["error"]["code"] == "PL205"
        for call in ("succeeded", "failed"):
            asked = {"call": call, "arguments": {"attempt": to_json(tries[1][1])}}
            try:
                code = ask(asked)["error"]["code"]
            except PrivlineageError as error:
                code = error.code
            assert code == "PL205"
        leave_trace("pretends")

    stage >> [
        sql("country", COUNTRY_TO.format("ads_country")),
        sql("email", EMAIL_TO.format("ads_classic")),
        sql("retried", COUNTRY_TO.format("ads_country"), pre_execute=fail_once),
        DeferringSqlOperator(task_id="deferred", conn_id="wh_prod", sql=COUNTRY_TO.format("ads_country")),
        mapped,
        below(),
        resolves(),
        asks_without_saying(),
        asks_for_another(),
        pretends(),
        large(),
        PythonOperator(task_id="plain", python_callable=leave_trace, op_args=["plain"]),
        SQLExecuteQueryOperator(task_id="elsewhere", conn_id="other_db", sql="INSERT INTO things VALUES (1)"),
    ]

with DAG("outage", schedule=None, default_args={"retries": 1, "retry_delay": timedelta(seconds=1)}):
    sql("governed", COUNTRY_TO.format("ads_country"))
    PythonOperator(task_id="ungoverned", python_callable=leave_trace, op_args=["ungoverned"])

with DAG("waiting", schedule=None):

    @task
    def waits():
        while not (POD / "go").exists():
            time.sleep(0.2)

    waits()
