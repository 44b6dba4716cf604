"""A DAG that the site's own policy leaves out."""

from airflow.sdk import DAG

with DAG("left_out", schedule=None, tags=["left-out"]):
    pass
