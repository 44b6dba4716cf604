"""An executor that gives each task a pod of its own: what KubernetesExecutor does, with Linux namespaces for a cluster.

Each workload runs as `python -m airflow.sdk.execution_time.execute_workload`, as in a pod, in its own network, mount,
process and user namespace. The pod sees a fresh AIRFLOW_HOME with the DAG files copied into it, and one Unix socket
that leads to the API server alone. `pod.py` sets all that up from inside.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from airflow.executors.base_executor import BaseExecutor
from airflow.utils.state import TaskInstanceState

PODS = Path(os.environ["PODS"])
IMAGE = Path(os.environ["POD_IMAGE"])
INIT = Path(os.environ["POD_INIT"])
UNSHARE = [
    "unshare", "--user", "--map-root-user", "--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc",
]  # fmt: skip


class PodExecutor(BaseExecutor):
    """Starts a pod for each workload."""

    def start(self):
        self.pods = {}

    def _process_workloads(self, workload_items):
        for workload in workload_items:
            key = workload.ti.key
            del self.queued_tasks[key]
            self.running.add(key)
            self.pods[key] = self._started(workload, key)

    def sync(self):
        for key, pod in list(self.pods.items()):
            if (code := pod.poll()) is not None:
                del self.pods[key]
                self.change_state(key, TaskInstanceState.FAILED if code else TaskInstanceState.SUCCESS)

    def end(self):
        for pod in self.pods.values():
            pod.wait()

    def terminate(self):
        for pod in self.pods.values():
            pod.kill()

    def _started(self, workload, key):
        number = len(list(PODS.glob(f"{key.dag_id}.{key.task_id}.*")))
        pod = PODS / f"{key.dag_id}.{key.task_id}.{key.map_index}.{key.try_number}.{number}"
        shutil.copytree(IMAGE, pod)
        order = [*UNSHARE, sys.executable, str(INIT), str(pod), workload.model_dump_json()]
        environment = json.loads((IMAGE / "environment.json").read_text())
        if key.dag_id == "outage":
            # What waits for a store that is gone need not wait for as long as a busy machine may make others wait.
            environment["AIRFLOW__PRIVLINEAGE__GATE_TIMEOUT"] = "3"
        with (pod / "stdout.log").open("wb") as out:
            return subprocess.Popen(order, env=environment, cwd="/", stdout=out, stderr=subprocess.STDOUT)
