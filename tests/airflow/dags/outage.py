"""Tasks that run while the store is gone."""

import os
from datetime import timedelta
from pathlib import Path

from airflow.providers.common.sql.operators.sql import SQLExecuteQueryOperator
from airflow.providers.standard.operators.bash import BashOperator
from airflow.sdk import DAG, task

from privlineage.airflow import moves

TRACES = Path(os.environ["GATE_TRACES"])

with DAG(
    "outage",
    schedule=None,
    default_args={"retries": 3, "retry_delay": timedelta(seconds=1)},
):
    SQLExecuteQueryOperator(
        task_id="governed", conn_id="wh_prod", sql="INSERT INTO ads_outage SELECT country FROM mart_stage"
    )

    @task
    @moves("wh.mart_stage[country]", to="s3://ads-partner/outage.csv")
    def declared():
        (TRACES / "outage.declared").touch()

    declared()
    BashOperator(task_id="ungoverned", bash_command=f"echo ran > {TRACES}/outage.ungoverned")
    SQLExecuteQueryOperator(task_id="elsewhere", conn_id="other_db", sql="INSERT INTO things VALUES (2)")
