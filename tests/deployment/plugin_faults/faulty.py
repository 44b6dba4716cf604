"""A forbidden task, an allowed one, and two that are not governed."""

import os
from pathlib import Path

from airflow.providers.common.sql.operators.sql import SQLExecuteQueryOperator
from airflow.providers.standard.operators.bash import BashOperator
from airflow.sdk import DAG

with DAG("faulty", schedule=None) as dag:
    SQLExecuteQueryOperator(
        task_id="forbidden", conn_id="wh_prod", sql="INSERT INTO ads_in_process SELECT email FROM customers"
    )
    SQLExecuteQueryOperator(
        task_id="allowed", conn_id="wh_prod", sql="INSERT INTO ads_country SELECT country FROM mart_stage"
    )
    SQLExecuteQueryOperator(task_id="other_sql", conn_id="other_db", sql="INSERT INTO things VALUES (1)")
    BashOperator(task_id="bash", bash_command="true")

if __name__ == "__main__":
    run = dag.test()
    states = {ti.task_id: str(getattr(ti.state, "value", ti.state)) for ti in run.get_task_instances()}
    Path(os.environ["FAULTY_STATES"]).write_text(repr(states))
