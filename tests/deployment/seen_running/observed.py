"""One allowed task, one forbidden, and doctor as a task."""

from airflow.providers.common.sql.operators.sql import SQLExecuteQueryOperator
from airflow.sdk import DAG

from privlineage.airflow import DoctorOperator

with DAG("observed", schedule=None):
    doctor = DoctorOperator(task_id="doctor")
    allowed = SQLExecuteQueryOperator(
        task_id="allowed", conn_id="wh_prod", sql="INSERT INTO mart_stage SELECT id, email, country FROM customers"
    )
    SQLExecuteQueryOperator(
        task_id="forbidden", conn_id="wh_prod", retries=2, sql="INSERT INTO ads_classic SELECT email FROM mart_stage"
    ).set_upstream(allowed)
    DoctorOperator(task_id="strict", fail_on="warning")
