"""A task that the policy forbids until somebody is exempted; its statement differs from run to run."""

from airflow.providers.common.sql.operators.sql import SQLExecuteQueryOperator
from airflow.sdk import DAG

with DAG("exempted", schedule=None, doc_md=__doc__):
    SQLExecuteQueryOperator(
        task_id="export",
        conn_id="wh_prod",
        sql="INSERT INTO ads_exempted SELECT email FROM customers WHERE country <> '{{ run_id }}'",
    )
