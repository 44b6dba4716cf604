"""The site's own plugin: listeners, a middleware that counts what tasks ask the API server for, and the rest."""

import importlib
import re
import sys

from airflow.plugins_manager import AirflowPlugin
from airflow.sdk import BaseOperatorLink
from airflow.task.priority_strategy import PriorityWeightStrategy
from site_traces import instance, note, process

try:
    from airflow.listeners import hookimpl
except ImportError:
    from airflow.sdk.listeners import hookimpl

if "scheduler" in sys.argv:
    # Tasks are forked from here: what is imported now need not be imported by each of them.
    for name in (
        *(f"standard.operators.{one}" for one in ("bash", "datetime", "empty", "latest_only", "python", "smooth")),
        *(f"standard.operators.{one}" for one in ("trigger_dagrun", "weekday")),
        *(f"standard.sensors.{one}" for one in ("bash", "date_time", "external_task", "filesystem", "python", "time")),
        "common.sql.operators.generic_transfer",
        "common.sql.sensors.sql",
        "sqlite.hooks.sqlite",
        "smtp.operators.smtp",
        "common.io.operators.file_transfer",
    ):
        importlib.import_module(f"airflow.providers.{name}")

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


class TaskListener:
    @hookimpl
    def on_task_instance_running(self, previous_state, task_instance):
        note("listened", "running", process(), *instance(task_instance))

    @hookimpl
    def on_task_instance_success(self, previous_state, task_instance):
        note("listened", "success", process(), *instance(task_instance))

    @hookimpl
    def on_task_instance_failed(self, previous_state, task_instance, error):
        note("listened", "failed", process(), *instance(task_instance), type(error).__name__)

    @hookimpl
    def on_task_instance_skipped(self, previous_state, task_instance):
        note("listened", "skipped", process(), *instance(task_instance))

    @hookimpl
    def on_dag_run_success(self, dag_run, msg):
        note("listened", "dag-success", process(), dag_run.dag_id)

    @hookimpl
    def on_dag_run_failed(self, dag_run, msg):
        note("listened", "dag-failed", process(), dag_run.dag_id)

    @hookimpl
    def on_asset_changed(self, asset):
        note("listened", "asset", process(), asset.uri)


class RequestCounter:
    """Notes each call of a task to the API server, heartbeats aside: how many there are is a matter of time."""

    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        path = scope.get("path", "")
        if scope["type"] != "http" or not path.startswith("/execution") or path.endswith("/heartbeat"):
            await self.app(scope, receive, send)
            return

        async def sending(message):
            if message["type"] == "http.response.start":
                query = scope.get("query_string", b"").decode()
                note("requests", scope["method"], UUID.sub("<id>", path), query, message["status"])
            await send(message)

        await self.app(scope, receive, sending)


class SiteLink(BaseOperatorLink):
    name = "Site"

    def get_link(self, operator, *, ti_key):
        return f"https://site.example/{ti_key.dag_id}"


class SiteWeight(PriorityWeightStrategy):
    def get_weight(self, ti):
        return 5


def shout(text):
    return text.upper()


class SitePlugin(AirflowPlugin):
    name = "site"
    listeners = (TaskListener(),)
    macros = (shout,)
    fastapi_root_middlewares = ({"name": "requests", "middleware": RequestCounter, "args": [], "kwargs": {}},)
    global_operator_extra_links = (SiteLink(),)
    priority_weight_strategies = (SiteWeight,)
