"""An Airflow whose tasks run in pods: API server with two workers, scheduler, DAG processor, triggerer, each by itself.

Only the API server knows the store, which is in PostgreSQL; everything else has `airflow:`.
"""

import contextlib
import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
import uuid
from pathlib import Path

import jwt

import privlineage
from privlineage.airflow.packing import packed, unpacked
from tests.airflow.site import Run, Site, free_port

__all__ = ["PodSite", "Run"]

HERE = Path(__file__).resolve().parent
POD = "/mnt/pod"
POD_PORT = 8080


class Relay:
    """A way from one socket to another, which can be closed and opened again."""

    def __init__(self, listening, address):
        self.listening, self.address, self.is_open = listening, address, True
        threading.Thread(target=self._serve, daemon=True).start()

    def stop(self):
        # A thread that waits in `accept` does not notice that its socket was closed.
        with contextlib.suppress(OSError):
            self.listening.shutdown(socket.SHUT_RDWR)
        self.listening.close()

    def _serve(self):
        while True:
            try:
                inner, _ = self.listening.accept()
            except OSError:
                return
            threading.Thread(target=self._join, args=(inner,), daemon=True).start()

    def _join(self, inner):
        with inner, socket.socket(socket.AF_UNIX if isinstance(self.address, str) else socket.AF_INET) as outer:
            if not self.is_open:
                return
            try:
                outer.connect(self.address)
            except OSError:
                return
            back = threading.Thread(target=self._carry, args=(outer, inner), daemon=True)
            back.start()
            self._carry(inner, outer)
            back.join()

    def _carry(self, source, target):
        with contextlib.suppress(OSError):
            while (data := source.recv(65536)) and self.is_open:
                target.sendall(data)
        for end in (source, target):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


class PodSite(Site):
    """An Airflow home, its processes, and the image that pods are copies of."""

    bundle = HERE / "bundle"

    def __init__(self, root, postgres):
        self.root = root
        self.home = root / "airflow"
        self.pods = root / "pods"
        self.image = self.databases = root / "image"
        self.port = free_port()
        self.token = ""
        self.process = None
        self.way_in = None
        self.processes = {}
        self.secret = "a-secret-of-the-tests-that-is-long-enough-for-its-algorithm-" * 2
        for folder in (self.home, self.pods, self.image / "home"):
            folder.mkdir(parents=True)
        shutil.copytree(HERE / "dags", self.home / "dags", ignore=shutil.ignore_patterns("__pycache__"))
        # Sockets have short names.
        self.sockets = Path(tempfile.mkdtemp(prefix="api-"))
        (self.root / "passwords.json").write_text(json.dumps({"ada": "ada", "vi": "vi"}))
        self.database = self._tcp_of(postgres)
        self._make_store()
        self._make_image()

    @property
    def store_url(self):
        return f"postgresql+psycopg://postgres@127.0.0.1:{self.database_port}/pods"

    def _tcp_of(self, postgres):
        """The database server listens on a Unix socket alone: a port leads there, as a database in a network has."""
        postgres.create("pods")
        folder = postgres.uri.partition("host=")[2].partition("&")[0]
        self.database_socket = f"{folder}/.s.PGSQL.5432"
        listening = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.database_port = listening.getsockname()[1]
        return Relay(listening, self.database_socket)

    @property
    def environment(self):
        """What every process of this Airflow has in common: nothing of the store."""
        return {
            **{name: value for name, value in os.environ.items() if not name.startswith(("AIRFLOW", "PRIVLINEAGE"))},
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}",
            "PYTHONPATH": os.pathsep.join(filter(None, [str(HERE / "scheduler"), os.environ.get("PYTHONPATH")])),
            "PODS": str(self.pods),
            "POD_IMAGE": str(self.image),
            "POD_INIT": str(HERE / "pod.py"),
            "AIRFLOW_HOME": str(self.home),
            "AIRFLOW__API__HOST": "127.0.0.1",
            "AIRFLOW__API__PORT": str(self.port),
            "AIRFLOW__API__WORKERS": "2",
            "AIRFLOW__API_AUTH__JWT_SECRET": self.secret,
            "AIRFLOW__CORE__DAGS_FOLDER": str(self.home / "dags"),
            "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"http://127.0.0.1:{self.port}/execution/",
            "AIRFLOW__CORE__EXECUTOR": "pod_executor.PodExecutor",
            "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
            "AIRFLOW__CORE__PARALLELISM": "3",
            "AIRFLOW__CORE__DAGS_ARE_PAUSED_AT_CREATION": "False",
            "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE": str(self.root / "passwords.json"),
            "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS": "ada:admin,vi:viewer",
            "AIRFLOW__DAG_PROCESSOR__REFRESH_INTERVAL": "3600",
            "AIRFLOW__LOGGING__TRIGGER_LOG_SERVER_PORT": str(free_port()),
            "AIRFLOW__LOGGING__WORKER_LOG_SERVER_PORT": str(free_port()),
            "AIRFLOW__SCHEDULER__SCHEDULER_HEARTBEAT_SEC": "1",
            "AIRFLOW__SCHEDULER__SCHEDULER_IDLE_SLEEP_TIME": "0.2",
            "AIRFLOW__SCHEDULER__ENABLE_HEALTH_CHECK": "False",
            "AIRFLOW__PRIVLINEAGE__STORE": "airflow:",
            "AIRFLOW__USAGE_DATA_COLLECTION__ENABLED": "False",
            "AIRFLOW__OPENLINEAGE__DISABLED": "True",
            "SCARF_ANALYTICS": "false",
        }

    @property
    def server_environment(self):
        """What the API server alone has."""
        return {
            **self.environment,
            "AIRFLOW__PRIVLINEAGE__STORE": self.store_url,
            "AIRFLOW__PRIVLINEAGE__GUARD_CONNECTIONS": "True",
        }

    @property
    def pod_environment(self):
        """All that a pod has: where Airflow is, and that decisions are taken there."""
        return {
            "PATH": self.environment["PATH"],
            "PYTHONPATH": os.environ.get("PYTHONPATH", ""),
            "HOME": f"{POD}/home",
            "TMPDIR": f"{POD}/tmp",
            "AIRFLOW_HOME": f"{POD}/home",
            "AIRFLOW__CORE__DAGS_FOLDER": f"{POD}/home/dags",
            "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"http://127.0.0.1:{POD_PORT}/execution/",
            "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
            "AIRFLOW__PRIVLINEAGE__STORE": "airflow:",
            "AIRFLOW__PRIVLINEAGE__GATE_TIMEOUT": "60",
            "AIRFLOW__USAGE_DATA_COLLECTION__ENABLED": "False",
            "AIRFLOW__OPENLINEAGE__DISABLED": "True",
            "SCARF_ANALYTICS": "false",
        }

    @property
    def probes(self):
        """What no pod may reach, and this process can."""
        return [
            ["tcp", "127.0.0.1", self.database_port],
            ["unix", self.database_socket],
            ["tcp", "127.0.0.1", self.port],
            ["file", str(self.home / "airflow.db")],
            ["file", str(self.home / "dags")],
            ["file", str(self.pods)],
        ]

    def start(self):
        listening = socket.socket(socket.AF_UNIX)
        listening.bind(str(self.sockets / "api.sock"))
        (self.sockets / "api.sock").chmod(0o777)
        listening.listen(64)
        self.way_in = Relay(listening, ("127.0.0.1", self.port))
        subprocess.run(
            [sys.executable, "-m", "airflow", "db", "migrate"],
            env=self.environment, cwd=self.root, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self._launch("api-server", self.server_environment)
        self._until("the API server answers", self._has_token, 120)
        for name, file in (("wh_prod", "warehouse.db"), ("other_db", "other.db")):
            self.post("connections", {"connection_id": name, "conn_type": "sqlite", "host": f"{POD}/{file}"})
        self.post("connections", {"connection_id": "ads_api", "conn_type": "http", "password": "s3cr3t"})
        for name in ("scheduler", "dag-processor", "triggerer"):
            self._launch(name, self.environment)
        for dag_id in ("pods", "outage", "waiting"):
            # Listed is not loaded: Airflow 3.1 knows a DAG by name before it can run it.
            self._until(f"`{dag_id}` is parsed", lambda dag_id=dag_id: self.get(f"dags/{dag_id}/details"), 120)

    def stop(self):
        for stop in (signal.SIGTERM, signal.SIGKILL):
            for process in self.processes.values():
                # Each leads a group of its own.
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, stop)
            for process in self.processes.values():
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(5)
        self.database.stop()
        if self.way_in is not None:
            self.way_in.stop()
        shutil.rmtree(self.sockets, ignore_errors=True)

    def pod(self, dag_id, task_id, map_index=-1, try_number=1):
        """The folder of the last pod that ran that try, as the pod left it."""
        found = sorted(self.pods.glob(f"{dag_id}.{task_id}.{map_index}.{try_number}.*"))
        assert found, f"{dag_id}.{task_id} ran in no pod"
        return found[-1]

    def pod_log(self, dag_id, task_id, map_index=-1, try_number=1):
        """What the task wrote into its log, which lies in the pod."""
        logs = (self.pod(dag_id, task_id, map_index, try_number) / "home" / "logs").rglob("*.log")
        return "\n".join(path.read_text() for path in logs if "dag_id=" in str(path))

    def seen(self):
        """What every pod saw of the machine it ran on."""
        return {path.parent.name: json.loads(path.read_text()) for path in self.pods.glob("*/seen.json")}

    @contextlib.contextmanager
    def without_database(self):
        """While nothing leads to the store any more, not even for the API server."""
        self.database.is_open = False
        try:
            yield
        finally:
            self.database.is_open = True

    def user_token(self, name):
        """What Airflow gives a user who logs in."""
        return self._ask("/auth/token", {"username": name, "password": name})["access_token"]

    def task_token(self, instance, secret=None, **claims):
        """A token as Airflow makes one for a task instance, but for what is given."""
        now = int(time.time())
        made = {"aud": "urn:airflow.apache.org:task", "iat": now, "nbf": now, "exp": now + 600, "scope": "execution"}
        made = {name: value for name, value in {**made, "sub": instance, **claims}.items() if value is not None}
        return jwt.encode(made, secret or self.secret, algorithm="HS512")

    def ask_as(self, token, call, **arguments):
        """The answer to one call of the Decider through the task API, or the status of what refused it."""
        question = packed({"call": call, "arguments": arguments})
        name = uuid.uuid4().hex
        status, _ = self.call("PUT", f"execution/variables/privlineage_question_{name}", token, {"val": question})
        if status != 201:
            return status
        status, body = self.call("GET", f"execution/variables/privlineage_answer_{name}", token)
        return unpacked(json.loads(body)["value"]) if status == 200 else status

    def call(self, method, path, token="", body=None):
        """Status and body of a request on a connection of its own."""
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/{path}",
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json", **({"Authorization": f"Bearer {token}"} if token else {})},
        )
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def _has_token(self):
        self.token = self.user_token("ada")
        return True

    def _launch(self, component, environment):
        with (self.root / f"{component}.log").open("wb") as log:
            self.processes[component] = subprocess.Popen(
                [sys.executable, "-m", "airflow", component],
                env=environment, cwd=self.root, stdout=log, stderr=subprocess.STDOUT, start_new_session=True,
            )  # fmt: skip

    def _until(self, what, done, timeout):
        end = time.monotonic() + timeout
        while time.monotonic() < end and all(process.poll() is None for process in self.processes.values()):
            with contextlib.suppress(OSError, KeyError, urllib.error.URLError):
                if done():
                    return
            time.sleep(0.3)
        tails = [f"{path.name}\n{path.read_text(errors='replace')[-3000:]}" for path in self.root.glob("*.log")]
        raise TimeoutError(f"waited {timeout} s until {what}\n" + "\n".join(tails))

    def _make_image(self):
        """What every pod starts as: DAG files, and databases of its own."""
        shutil.copytree(self.home / "dags", self.image / "home" / "dags")
        self._make_databases()
        with contextlib.closing(sqlite3.connect(self.databases / "warehouse.db")) as connection, connection:
            connection.execute("INSERT INTO mart_stage VALUES (1, 'a@example.org', 'CN')")
        told = {
            "api_socket": str(self.sockets / "api.sock"),
            "port": POD_PORT,
            "probes": self.probes,
            "hidden": self._hidden(),
            "kept": self._kept(),
        }
        (self.image / "pod.json").write_text(json.dumps(told))
        (self.image / "environment.json").write_text(json.dumps(self.pod_environment))

    def _kept(self):
        """What of the image lies in hidden folders, where somebody works on a clone under /tmp: Python, and us."""
        installed = {sys.prefix, sys.base_prefix, str(Path(privlineage.__file__).resolve().parents[1])}
        return sorted(place for place in installed if any(place.startswith(f"{folder}/") for folder in self._hidden()))

    def _hidden(self):
        """The folders that no pod sees: this site, the databases, and what else lies where temporary files do."""
        inside = {Path(tempfile.gettempdir()), self.root, self.sockets, Path(self.database_socket).parent}
        return [str(one) for one in inside if not any(other in one.parents for other in inside)]
