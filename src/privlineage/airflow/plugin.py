"""The `airflow.plugins` entry point.

It registers no listener: Airflow refuses DAGs with `end_from_trigger=True` as soon as any listener is there.
"""

from __future__ import annotations

from airflow.plugins_manager import AirflowPlugin

__all__ = ["PrivlineagePlugin"]


class PrivlineagePlugin(AirflowPlugin):
    """Names the plugin in Airflow's list of plugins; the gate itself is the `airflow.policy` entry point."""

    name = "privlineage"
