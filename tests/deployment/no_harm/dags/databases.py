"""SQL on a database nobody declared, and on a governed one: what the policy allows runs as if we were not there."""

import datetime as dt

from airflow.providers.common.sql.operators.generic_transfer import GenericTransfer
from airflow.providers.common.sql.operators.sql import (
    BranchSQLOperator,
    SQLCheckOperator,
    SQLColumnCheckOperator,
    SQLExecuteQueryOperator,
    SQLInsertRowsOperator,
    SQLIntervalCheckOperator,
    SQLTableCheckOperator,
    SQLThresholdCheckOperator,
    SQLValueCheckOperator,
)
from airflow.providers.common.sql.sensors.sql import SqlSensor
from airflow.providers.sqlite.hooks.sqlite import SqliteHook
from airflow.providers.standard.operators.empty import EmptyOperator
from airflow.providers.standard.triggers.temporal import TimeDeltaTrigger
from airflow.sdk import DAG, task
from site_process import process

with DAG("undeclared", schedule=None, default_args={"conn_id": "vault_other"}, tags=["ordinary"]):
    filled = SQLExecuteQueryOperator(
        task_id="filled",
        sql=["DELETE FROM things", "INSERT INTO things VALUES (1, 'a@example.org', '{{ ds }}'), (2, 'b', '{{ ds }}')"],
    )
    branch = BranchSQLOperator(
        task_id="branch", sql="SELECT 1", follow_task_ids_if_true="yes", follow_task_ids_if_false="no"
    )
    branch >> [EmptyOperator(task_id="yes"), EmptyOperator(task_id="no")]
    filled >> [
        SQLExecuteQueryOperator(task_id="selected", sql="SELECT id, name FROM things ORDER BY id"),
        SQLExecuteQueryOperator(task_id="wrong", sql="SELECT nothing FROM nowhere"),
        SQLColumnCheckOperator(task_id="columns", table="things", column_mapping={"id": {"min": {"geq_to": 1}}}),
        SQLTableCheckOperator(task_id="table", table="things", checks={"rows": {"check_statement": "COUNT(*) = 2"}}),
        SQLCheckOperator(task_id="check", sql="SELECT COUNT(*) FROM things"),
        SQLValueCheckOperator(task_id="value", sql="SELECT COUNT(*) FROM things", pass_value=3),
        SQLThresholdCheckOperator(
            task_id="threshold", sql="SELECT MAX(id) FROM things", min_threshold=1, max_threshold=2
        ),
        SQLIntervalCheckOperator(
            task_id="interval",
            table="things",
            metrics_thresholds={"COUNT(*)": 1.5},
            date_filter_column="day",
            days_back=0,
        ),
        SqlSensor(task_id="sensor", sql="SELECT COUNT(*) FROM things", poke_interval=0.3),
        SQLInsertRowsOperator(task_id="rows", table_name="copies", rows=[(7, "x", "{{ ds }}")]),
        branch,
        GenericTransfer(
            task_id="transfer",
            source_conn_id="vault_other",
            destination_conn_id="vault_second",
            sql="SELECT id, name FROM things",
            destination_table="others",
            preoperator="DELETE FROM others",
        ),
    ]

    @task
    def by_hook():
        hook = SqliteHook("vault_other")
        return {"rows": hook.get_records("SELECT COUNT(*) FROM things"), "first": hook.get_first("SELECT 1")}

    filled >> by_hook()

    if hasattr(task, "sql"):

        @task.sql(conn_id="vault_other")
        def decorated():
            return "SELECT COUNT(*) FROM things"

        filled >> decorated()


def at_second_try(context):
    if context["ti"].try_number == 1:
        raise RuntimeError("the first try fails")


class Deferring(SQLExecuteQueryOperator):
    def execute(self, context):
        self.defer(trigger=TimeDeltaTrigger(dt.timedelta(seconds=9)), method_name="in_the_end")

    def in_the_end(self, context, event=None):
        return super().execute(context)


class Describing(SQLExecuteQueryOperator):
    """Returns what its process looks like from inside, with the gate around it."""

    def execute(self, context):
        super().execute(context)
        return process()


with DAG("governed", schedule=None, default_args={"conn_id": "vault_wh"}, tags=["ordinary", "governed"]):
    stage = SQLExecuteQueryOperator(
        task_id="stage",
        sql=[
            "DROP TABLE IF EXISTS mart_stage",
            "CREATE TABLE mart_stage AS SELECT id, email, country FROM customers",
        ],
        outlets=[],
    )
    country = "INSERT INTO ads_country SELECT country FROM mart_stage"
    stage >> [
        SQLExecuteQueryOperator(task_id="allowed", sql=country),
        SQLExecuteQueryOperator(task_id="selected", sql="SELECT id, country FROM mart_stage ORDER BY id"),
        SQLExecuteQueryOperator(
            task_id="retried",
            sql=country,
            pre_execute=at_second_try,
            retries=1,
            retry_delay=dt.timedelta(seconds=1),
        ),
        SQLExecuteQueryOperator(task_id="wrong", sql="SELECT nothing FROM mart_stage"),
        SQLExecuteQueryOperator.partial(task_id="mapped").expand(sql=[country, "SELECT COUNT(*) FROM mart_stage"]),
        Deferring(task_id="deferred", sql=country, priority_weight=9),
        Describing(task_id="described", sql="SELECT 1"),
        SQLCheckOperator(task_id="check", sql="SELECT COUNT(*) FROM mart_stage"),
        SqlSensor(task_id="sensor", sql="SELECT COUNT(*) FROM mart_stage", poke_interval=0.3),
        SqlSensor(task_id="rescheduled", sql="SELECT COUNT(*) FROM mart_stage", mode="reschedule", poke_interval=9),
        GenericTransfer(
            task_id="transfer",
            source_conn_id="vault_wh",
            destination_conn_id="vault_wh",
            sql="SELECT country FROM mart_stage",
            destination_table="ads_country",
        ),
    ]
