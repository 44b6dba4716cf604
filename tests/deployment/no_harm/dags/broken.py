"""A file that cannot be imported."""

from airflow.sdk import DAG  # noqa: F401  # Airflow reads no file that names neither it nor a DAG

raise ImportError("a library that is not there")
