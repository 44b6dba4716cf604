"""A real Airflow of the tests' own: `airflow standalone` with LocalExecutor, two databases, a store and a bundle."""

import contextlib
import importlib.metadata
import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).resolve().parent
TABLES = {
    "warehouse": {
        "customers": ["id", "email", "phone", "country"],
        "mart_stage": ["id", "email", "country"],
        "ads_country": ["country"],
        **{
            f"ads_{name}": ["email"]
            for name in ("classic", "file", "swapped", "mapped", "later", "made", "outage", "in_process", "exempted")
        },
    },
    "partner": {"contacts": ["email"], "countries": ["country"]},
}
SOURCES = {"warehouse": "wh", "partner": "partner"}
FINISHED = {"success", "failed", "upstream_failed", "skipped", "removed"}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Run:
    """One finished run: what became of its task instances, by task id and map index."""

    site: "Site"
    dag_id: str
    run_id: str
    instances: list[dict] = field(default_factory=list)

    def states(self) -> dict[str, str]:
        return {
            one["task_id"] + (f"[{one['map_index']}]" if one["map_index"] >= 0 else ""): one["state"]
            for one in self.instances
        }

    def tries(self, task_id: str) -> int:
        return max(one["try_number"] for one in self.instances if one["task_id"] == task_id)

    def seconds(self, task_id: str) -> float:
        return max(one["duration"] for one in self.instances if one["task_id"] == task_id)

    def log(self, task_id: str, map_index: int = -1, try_number: int = 1) -> str:
        path = f"dags/{self.dag_id}/dagRuns/{self.run_id}/taskInstances/{task_id}/logs/{try_number}"
        answer = self.site.get(f"{path}?map_index={map_index}&full_content=true")
        return json.dumps(answer["content"], ensure_ascii=False)


class Site:
    """An Airflow home with everything in it, and the processes that run on it.

    Attributes:
        patience: seconds that an answer of the API server may take.
        bundle: the folder of the bundle that its store holds.
    """

    patience = 30
    bundle = HERE / "bundle"

    def __init__(self, root: Path) -> None:
        self.root = root
        self.home = root / "airflow"
        self.databases = root / "databases"
        self.traces = root / "traces"
        self.store = root / "store" / "privlineage.db"
        self.port = free_port()
        self.process: subprocess.Popen | None = None
        self.token = ""
        self.printed_in_process = ""
        for folder in (self.home / "config", self.databases, self.traces, self.store.parent):
            folder.mkdir(parents=True)
        shutil.copytree(HERE / "dags", self.home / "dags", ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(HERE / "local_settings.py", self.home / "config" / "airflow_local_settings.py")
        self._make_databases()
        self._make_store()

    @property
    def python(self) -> Path:
        """The interpreter of the environment that this Airflow is installed in."""
        return Path(sys.executable)

    @property
    def store_url(self) -> str:
        return f"sqlite:///{self.store}"

    @property
    def environment(self) -> dict[str, str]:
        connections = {
            f"AIRFLOW_CONN_{name.upper()}": f"sqlite://{str(self.databases / file).replace('/', '%2F')}"
            for name, file in (("wh_prod", "warehouse.db"), ("partner_db", "partner.db"), ("other_db", "other.db"))
        }
        # Airflow 3.1 serializes the template fields of ExternalPythonOperator in the order of a set: without a seed a
        # DAG that holds one gets a new version at every other parse, with us or without.
        seed = {"PYTHONHASHSEED": "0"} if importlib.metadata.version("apache-airflow").startswith("3.1.") else {}
        return {
            **{name: value for name, value in os.environ.items() if not name.startswith("AIRFLOW")},
            **connections,
            **seed,
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}",
            "GATE_TRACES": str(self.traces),
            "GATE_DATABASES": str(self.databases),
            "AIRFLOW_HOME": str(self.home),
            "AIRFLOW__API__HOST": "127.0.0.1",
            "AIRFLOW__API__PORT": str(self.port),
            "AIRFLOW__API__WORKERS": "1",
            "AIRFLOW__CORE__DAGS_FOLDER": str(self.home / "dags"),
            "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"http://127.0.0.1:{self.port}/execution/",
            "AIRFLOW__CORE__EXECUTOR": "LocalExecutor",
            "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
            "AIRFLOW__CORE__PARALLELISM": "4",
            "AIRFLOW__CORE__MAX_ACTIVE_TASKS_PER_DAG": "4",
            "AIRFLOW__CORE__DAGS_ARE_PAUSED_AT_CREATION": "False",
            "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_ALL_ADMINS": "True",
            "AIRFLOW__DAG_PROCESSOR__REFRESH_INTERVAL": "3600",
            "AIRFLOW__LOGGING__TRIGGER_LOG_SERVER_PORT": str(free_port()),
            "AIRFLOW__LOGGING__WORKER_LOG_SERVER_PORT": str(free_port()),
            # Airflow 3.1 lets a task use an Asset only after a cleanup has seen it.
            "AIRFLOW__SCHEDULER__PARSING_CLEANUP_INTERVAL": "2",
            "AIRFLOW__SCHEDULER__SCHEDULER_HEARTBEAT_SEC": "1",
            "AIRFLOW__SCHEDULER__SCHEDULER_IDLE_SLEEP_TIME": "0.2",
            "AIRFLOW__PRIVLINEAGE__STORE": self.store_url,
            "AIRFLOW__PRIVLINEAGE__GATE_TIMEOUT": "8",
            "AIRFLOW__USAGE_DATA_COLLECTION__ENABLED": "False",
            "AIRFLOW__OPENLINEAGE__DISABLED": "True",
            "SCARF_ANALYTICS": "false",
        }

    def run_in_process(self, dag_id: str) -> str:
        """What `python dags/<dag_id>.py` prints: `dag.test()`, before any scheduler could take the run over."""
        file = self.home / "dags" / f"{dag_id}.py"
        commands = [["-m", "airflow", "db", "migrate"], [str(file)]]
        environment = self.environment
        if importlib.metadata.version("apache-airflow").startswith("3.1."):
            # There `dag.test()` wants its DAG to be known to the database. Only that one: what `reserialize` stores has
            # another hash there than what the DAG processor stores of the same DAG.
            alone = self.root / "in_process"
            alone.mkdir()
            shutil.copy(file, alone)
            environment |= {"AIRFLOW__CORE__DAGS_FOLDER": str(alone)}
            commands.insert(1, ["-m", "airflow", "dags", "reserialize"])
        for command in commands:
            done = subprocess.run(
                [sys.executable, *command],
                env=environment,
                cwd=self.root,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                check=False,
            )
        return done.stdout

    def start(self) -> None:
        with (self.root / "standalone.log").open("wb") as log:
            self.process = subprocess.Popen(
                [self.python, "-m", "airflow", "standalone"],
                env=self.environment,
                cwd=self.root,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self._until("the API server answers", self._has_token, 120)
        self._until("the DAGs are parsed", self.has_loaded, 120)

    def has_loaded(self) -> bool:
        """Whether the DAG processor has seen every DAG."""
        dags = {path.stem for path in (self.home / "dags").glob("*.py")}
        return dags <= {one["dag_id"] for one in self.get("dags")["dags"]}

    def stop(self) -> None:
        if self.process is None:
            return
        # The group is the one this process was started to lead.
        for stop in (signal.SIGTERM, signal.SIGKILL):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, stop)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(10)

    def run(self, dag_id: str, timeout: float = 240) -> Run:
        """Trigger a DAG and wait until every task of it has come to an end."""
        made = self.post(f"dags/{dag_id}/dagRuns", {"logical_date": None})
        return self._finished(Run(self, dag_id, made["dag_run_id"]), timeout)

    def _finished(self, run: Run, timeout: float) -> Run:
        path = f"dags/{run.dag_id}/dagRuns/{run.run_id}"
        self._until(f"`{run.dag_id}` is done", lambda: self.get(path)["state"] in FINISHED, timeout)
        run.instances = self.get(f"{path}/taskInstances?limit=200")["task_instances"]
        return run

    def again(self, run: Run) -> Run:
        """Clear the failed tasks of a run, and wait until they have come to an end once more."""
        self.post(f"dags/{run.dag_id}/clearTaskInstances", {"dry_run": False, "dag_run_id": run.run_id})
        return self._finished(run, 240)

    def get(self, path: str) -> dict:
        return self._ask(f"/api/v2/{path}")

    def post(self, path: str, body: dict) -> dict:
        return self._ask(f"/api/v2/{path}", body)

    def statements(self) -> list[tuple[str, str]]:
        """Every statement the databases saw, with the task that was running."""
        log = self.databases / "statements.log"
        lines = log.read_text().splitlines() if log.exists() else []
        return [tuple(line.split("\t", 1)) for line in lines]

    def rows(self, database: str, table: str) -> int:
        with contextlib.closing(sqlite3.connect(self.databases / f"{database}.db")) as connection:
            return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])

    def trace(self, name: str) -> list[str] | None:
        """The tries that left a trace of that name, None when there is no trace."""
        path = self.traces / name
        return path.read_text().split() if path.exists() else None

    @contextlib.contextmanager
    def without_store(self):
        away = self.store.parent.with_name("store-away")
        self.store.parent.rename(away)
        try:
            yield
        finally:
            away.rename(self.store.parent)

    def _has_token(self) -> bool:
        self.token = self._ask("/auth/token", {} if self.token else None)["access_token"]
        return True

    def _ask(self, path: str, body: dict | None = None) -> dict:
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}",
            data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json", "Authorization": f"Bearer {self.token}"},
        )
        with urllib.request.urlopen(request, timeout=self.patience) as answer:
            return json.load(answer)

    def _until(self, what: str, done, timeout: float) -> None:
        end = time.monotonic() + timeout
        while time.monotonic() < end:
            if self.process is not None and self.process.poll() is not None:
                break
            with contextlib.suppress(OSError, KeyError, urllib.error.URLError):
                if done():
                    return
            time.sleep(0.3)
        tail = (self.root / "standalone.log").read_text(errors="replace")[-4000:]
        raise TimeoutError(f"waited {timeout} s until {what}\n{tail}")

    def _make_databases(self) -> None:
        for database, tables in TABLES.items():
            with contextlib.closing(sqlite3.connect(self.databases / f"{database}.db")) as connection, connection:
                for table, columns in tables.items():
                    connection.execute(f"CREATE TABLE {table} ({', '.join(columns)})")
                if database == "warehouse":
                    connection.execute("INSERT INTO customers VALUES (1, 'a@example.org', '123', 'CN')")
        with contextlib.closing(sqlite3.connect(self.databases / "other.db")) as connection, connection:
            connection.execute("CREATE TABLE things (number)")

    def _make_store(self) -> None:
        from privlineage.service.approving.publish import prepare, publish
        from privlineage.service.clock import utc_now
        from privlineage.store.open import init_store, open_store
        from privlineage.store.protocol import SchemaRecord

        store = init_store(self.store_url, clock=utc_now)
        store.close()
        store = open_store(self.store_url)
        publication = prepare(store, self.bundle)
        publish(store, publication, author="tests", at=utc_now(), store_url=self.store_url)
        store.put_schemas(
            [
                SchemaRecord(
                    publication.bundle.sources.dataset(f"{SOURCES[database]}.{table}"),
                    tuple((column, "text") for column in columns),
                    at=utc_now(),
                )
                for database, tables in TABLES.items()
                for table, columns in tables.items()
            ]
        )
        store.close()
