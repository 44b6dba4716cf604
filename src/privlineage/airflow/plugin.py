"""The `airflow.plugins` entry point.

It registers no listener: Airflow refuses DAGs with `end_from_trigger=True` as soon as any listener is there.
"""

from __future__ import annotations

from typing import Any

from airflow.plugins_manager import AirflowPlugin

from privlineage.airflow.server.middleware import TaskApi
from privlineage.airflow.server.mounted import PREFIX, Mounted

__all__ = ["PrivlineagePlugin"]


class PrivlineagePlugin(AirflowPlugin):
    """Names the plugin in Airflow's list of plugins, and what runs in its API server.

    The gate itself is the `airflow.policy` entry point.
    """

    name = "privlineage"
    fastapi_apps: list[Any] = [{"name": "privlineage", "app": Mounted(), "url_prefix": PREFIX}]  # noqa: RUF012  # Airflow's
    fastapi_root_middlewares: list[Any] = [{"name": "privlineage", "middleware": TaskApi}]  # noqa: RUF012  # Airflow's
