"""Tasks of every kind, allowed and forbidden; each forbidden one would leave a trace of its own if it ran."""

import os
import sys
from datetime import timedelta
from pathlib import Path

from airflow.providers.common.sql.operators.generic_transfer import GenericTransfer
from airflow.providers.common.sql.operators.sql import SQLExecuteQueryOperator
from airflow.providers.common.sql.sensors.sql import SqlSensor
from airflow.providers.standard.operators.bash import BashOperator
from airflow.providers.standard.operators.python import PythonOperator
from airflow.providers.standard.triggers.temporal import TimeDeltaTrigger
from airflow.sdk import DAG, task
from airflow.sdk.definitions._internal.types import SET_DURING_EXECUTION

from privlineage.airflow import asset, declassifies, moves, reads, writes

TRACES = Path(os.environ["GATE_TRACES"])
EMAIL_TO = "INSERT INTO {} SELECT email FROM mart_stage"
COUNTRY_TO = "INSERT INTO {} SELECT country FROM mart_stage"


def leave_trace(name):
    with (TRACES / name).open("a") as file:
        file.write(f"{os.environ.get('AIRFLOW_CTX_TRY_NUMBER', '?')}\n")


class DeferringSqlOperator(SQLExecuteQueryOperator):
    """Waits in the triggerer before it runs its statement."""

    def execute(self, context):
        leave_trace(f"{self.task_id}.deferred")
        # Airflow notices the end of a deferring process after up to five seconds; a trigger that is faster than that
        # makes the scheduler take the task for lost.
        self.defer(trigger=TimeDeltaTrigger(timedelta(seconds=9)), method_name="run_statement")

    def run_statement(self, context, event=None):
        return super().execute(context)


class MakingSqlOperator(SQLExecuteQueryOperator):
    """Has no SQL until it runs."""

    def __init__(self, *, made, **kwargs):
        super().__init__(sql=SET_DURING_EXECUTION, conn_id="wh_prod", **kwargs)
        self.made = made

    def execute(self, context):
        self.sql = self.made
        return super().execute(context)


def swap_statement(context):
    context["ti"].task.sql = EMAIL_TO.format("ads_swapped")
    leave_trace("swapped.pre_execute")


def note_pre_execute(context):
    leave_trace("noted.pre_execute")


def note_post_execute(context, result):
    leave_trace("noted.post_execute")


def spoil(context, result):
    raise RuntimeError("the try fails after its work")


def fail_once(context):
    leave_trace("retried.pre_execute")
    if context["ti"].try_number == 1:
        raise RuntimeError("the first try fails")


with DAG(
    "gate",
    schedule=None,
    default_args={"retries": 3, "retry_delay": timedelta(seconds=1)},
    template_searchpath=[str(Path(__file__).parent)],
):
    stage = SQLExecuteQueryOperator(
        task_id="stage",
        conn_id="wh_prod",
        sql="INSERT INTO mart_stage (id, email, country) SELECT id, email, country FROM customers",
        outlets=[asset("wh.mart_stage")],
    )

    # Classic SQL operators.
    classic = SQLExecuteQueryOperator(task_id="classic", conn_id="wh_prod", sql=EMAIL_TO.format("ads_classic"))
    template_file = SQLExecuteQueryOperator(task_id="template_file", conn_id="wh_prod", sql="export.sql")
    country = SQLExecuteQueryOperator(task_id="country", conn_id="wh_prod", sql=COUNTRY_TO.format("ads_country"))
    select = SQLExecuteQueryOperator(task_id="select", conn_id="wh_prod", sql="SELECT country FROM mart_stage")
    sensor = SqlSensor(task_id="sensor", conn_id="wh_prod", sql="SELECT 1", poke_interval=1)
    transfer = GenericTransfer(
        task_id="transfer",
        source_conn_id="wh_prod",
        destination_conn_id="partner_db",
        sql="SELECT email FROM mart_stage",
        destination_table="contacts",
    )
    transfer_country = GenericTransfer(
        task_id="transfer_country",
        source_conn_id="wh_prod",
        destination_conn_id="partner_db",
        sql="SELECT country FROM mart_stage",
        destination_table="countries",
    )

    # Hooks of the author's own.
    swapped = SQLExecuteQueryOperator(
        task_id="swapped", conn_id="wh_prod", sql=COUNTRY_TO.format("ads_country"), pre_execute=swap_statement
    )
    noted = SQLExecuteQueryOperator(
        task_id="noted",
        conn_id="wh_prod",
        sql=COUNTRY_TO.format("ads_country"),
        pre_execute=note_pre_execute,
        post_execute=note_post_execute,
    )
    retried = SQLExecuteQueryOperator(
        task_id="retried", conn_id="wh_prod", sql=COUNTRY_TO.format("ads_country"), pre_execute=fail_once
    )

    # Mapped: the second instance of each is forbidden.
    mapped = SQLExecuteQueryOperator.partial(task_id="mapped", conn_id="wh_prod").expand(
        sql=[COUNTRY_TO.format("ads_country"), EMAIL_TO.format("ads_mapped")]
    )

    # Deferred.
    deferred = DeferringSqlOperator(
        task_id="deferred", conn_id="wh_prod", sql=COUNTRY_TO.format("ads_country"), priority_weight=9
    )
    deferred_email = DeferringSqlOperator(task_id="deferred_email", conn_id="wh_prod", sql=EMAIL_TO.format("ads_later"))

    # Tables that are replaced: the content before is let go when the try has succeeded, and not when it fails.
    def table_of(task_id, table, column, **more):
        return SQLExecuteQueryOperator(
            task_id=task_id,
            conn_id="wh_prod",
            sql=f"DROP TABLE IF EXISTS {table}; CREATE TABLE {table} AS SELECT {column} FROM mart_stage",
            split_statements=True,
            **more,
        )

    replaced = table_of("with_email", "mart_swapped", "email") >> table_of("replaced", "mart_swapped", "country")
    spoilt = table_of("kept_email", "mart_spoilt", "email") >> table_of(
        "spoilt", "mart_spoilt", "country", post_execute=spoil, retries=0
    )

    # TaskFlow, with the decorator below and above `@task`.
    @task
    @moves("wh.mart_stage[email]", to="s3://ads-partner/below.csv")
    def below():
        leave_trace("below")

    @moves("wh.mart_stage[email]", to="s3://ads-partner/above.csv")
    @task
    def above():
        leave_trace("above")

    @task
    @moves("wh.mart_stage[country]", to="s3://ads-partner/country.csv")
    def taskflow_country():
        leave_trace("taskflow_country")

    @declassifies("shop.privacy.hashed", "email")
    @task
    @moves("wh.mart_stage[email]", to="s3://ads-partner/hashed.csv", columns={"email_hash": "email"})
    def hashed():
        leave_trace("hashed")

    @task
    @reads("wh.mart_stage[email]")
    @writes("s3://ads-partner/each.csv[anything]")
    def each_to_each():
        leave_trace("each_to_each")

    @task
    @moves("wh.mart_stage[email]", to="s3://ads-partner/expanded.csv")
    def expanded(number):
        leave_trace(f"expanded.{number}")

    @task.bash
    @moves("wh.mart_stage[email]", to="s3://ads-partner/bash.csv")
    def bash():
        leave_trace("bash")
        return "true"

    @moves("wh.mart_stage[country]", to="s3://ads-partner/isolated.csv")
    @task.external_python(python=sys.executable)
    @reads("wh.mart_stage[country]")
    def isolated(path):
        import pathlib

        pathlib.Path(path).write_text("ran")

    # SQL that is made inside `execute`, as `@task.sql` does in newer providers.
    made_statement = MakingSqlOperator(task_id="made_statement", made=EMAIL_TO.format("ads_made"))
    made_country = MakingSqlOperator(task_id="made_country", made=COUNTRY_TO.format("ads_country"))

    @task(inlets=[asset("wh.mart_stage", columns=["email"])], outlets=[asset("s3://ads-partner/asset.csv")])
    def by_asset():
        leave_trace("by_asset")

    # The decorators around operators.
    around = moves("wh.mart_stage[email]", to="s3://ads-partner/around.csv")(
        BashOperator(task_id="around", bash_command=f"echo ran >> {TRACES}/around")
    )
    python = PythonOperator(
        task_id="python", python_callable=moves("wh.mart_stage#email", to="conn:ads_api")(lambda: leave_trace("python"))
    )

    # Not governed.
    site = BashOperator(task_id="site", bash_command=f"echo $AIRFLOW_CTX_SITE_SAYS > {TRACES}/site")
    plain = PythonOperator(task_id="plain", python_callable=lambda: leave_trace("plain"))
    elsewhere = SQLExecuteQueryOperator(task_id="elsewhere", conn_id="other_db", sql="INSERT INTO things VALUES (1)")

    stage >> [
        classic, template_file, country, select, sensor, transfer, transfer_country, swapped, noted, retried, mapped,
        deferred, deferred_email, below(), above(), taskflow_country(), hashed(), each_to_each(),
        expanded.expand(number=[1, 2]), bash(), isolated(f"{TRACES}/isolated"), made_statement, made_country,
        by_asset(), around, python, site, plain, elsewhere, replaced.upstream_list[0], spoilt.upstream_list[0],
    ]  # fmt: skip
