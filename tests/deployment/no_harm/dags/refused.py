"""A DAG that the site's own policy refuses; the file's other DAGs go with it."""

from airflow.sdk import DAG

with DAG("refused", schedule=None, tags=["refused"]):
    pass
