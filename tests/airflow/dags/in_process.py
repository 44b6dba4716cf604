"""A DAG for `dag.test()`."""

import os
from pathlib import Path

from airflow.providers.common.sql.operators.sql import SQLExecuteQueryOperator
from airflow.sdk import DAG

with DAG("in_process", schedule=None) as dag:
    SQLExecuteQueryOperator(
        task_id="allowed", conn_id="wh_prod", sql="INSERT INTO ads_country SELECT country FROM mart_stage"
    )
    SQLExecuteQueryOperator(
        task_id="forbidden", conn_id="wh_prod", sql="INSERT INTO ads_in_process SELECT email FROM customers"
    )

if __name__ == "__main__":
    run = dag.test()
    states = "\n".join(f"{ti.task_id} {ti.state}" for ti in run.get_task_instances())
    Path(os.environ["GATE_TRACES"], "in_process.states").write_text(states)
