"""Two Airflow sites that differ in one thing: in one of them we are installed."""

import contextlib
import json
import shutil
import sqlite3
from collections.abc import Collection
from pathlib import Path

import psycopg
from psycopg.rows import dict_row

from tests.airflow.site import FINISHED, Site, free_port
from tests.deployment.environments import Environment, own_variables

HERE = Path(__file__).resolve().parent
STARTED_BY_OTHERS = {("triggering", "triggered"): 2, ("producing", "consuming"): 1}
UNLOADED = {"refused", "left_out", "broken"}


class OrdinarySite(Site):
    """A site with policies, a plugin and a secrets backend of its own, and DAGs that know nothing of us."""

    patience = 240
    bundle = HERE / "bundle"

    def __init__(self, root: Path, environment: Environment, shared: Path, database: str = "") -> None:
        # A SQLAlchemy URL of PostgreSQL; Airflow's own SQLite file without one.
        self.database = database
        self.installed = environment
        self.shared = shared
        self.expected = 0
        self.ports = (free_port(), free_port())
        super().__init__(root)
        shutil.rmtree(self.home / "dags")
        (self.home / "config" / "airflow_local_settings.py").unlink()
        # The DAGs' own place is part of what is serialized of them: both sites have them in the same one.
        for folder in (self.home / "config", self.home / "plugins", self.dags):
            ignored = shutil.ignore_patterns("__pycache__")
            shutil.copytree(HERE / folder.name, folder, ignore=ignored, dirs_exist_ok=True)
        self._make_tables()

    @property
    def environment(self) -> dict[str, str]:
        kept = own_variables()
        inherited = super().environment
        return {
            **{
                name: value for name, value in inherited.items() if name in kept or name.startswith(("AIRFLOW", "GATE"))
            },
            "PATH": f"{self.installed.home / 'bin'}:{kept.get('PATH', '')}",
            "PYTHONPATH": str(self.home / "config"),  # a secrets backend is wanted before Airflow looks there
            "PYTHONHASHSEED": "0",  # what Airflow serializes of a set may depend on it
            "NO_HARM_VENVS": str(self.shared / "venvs"),
            "AIRFLOW__CORE__DAGS_FOLDER": str(self.dags),
            "SCARF_ANALYTICS": "false",
            "AIRFLOW_CONN_IN_ENVIRONMENT": "http://somebody:a-word@127.0.0.1:9/",
            "AIRFLOW__CORE__PARALLELISM": "5",
            "AIRFLOW__CORE__MAX_ACTIVE_TASKS_PER_DAG": "8",
            **self._database_settings(),
            "AIRFLOW__CORE__TEST_CONNECTION": "Disabled",
            "AIRFLOW__LOGGING__TRIGGER_LOG_SERVER_PORT": str(self.ports[0]),
            "AIRFLOW__LOGGING__WORKER_LOG_SERVER_PORT": str(self.ports[1]),
            # A task that waits no longer for an answer asks again, and would be counted twice.
            "AIRFLOW__WORKERS__EXECUTION_API_TIMEOUT": "200",
            # How soon a worker notices that a task's process has ended.
            "AIRFLOW__WORKERS__MIN_HEARTBEAT_INTERVAL": "1",
            "AIRFLOW__SECRETS__BACKEND": "site_secrets.SiteSecrets",
        }

    @property
    def python(self) -> Path:
        return self.installed.python

    def has_loaded(self) -> bool:
        files = {path.stem for path in self.dags.glob("*.py")} - UNLOADED
        seen = {Path(one["relative_fileloc"]).stem for one in self.get("dags?limit=200")["dags"]}
        return files <= seen and len(self.get("importErrors")["import_errors"]) == 2

    @property
    def dags(self) -> Path:
        return self.shared / "dags"

    def dag_ids(self) -> list[str]:
        return [one["dag_id"] for one in self.get("dags?limit=200&exclude_stale=true")["dags"]]

    def trigger(self, number: int, only: Collection[str] = ()) -> None:
        """Start a run of every DAG that nothing else starts, or of some of them."""
        # Every one of these days is a Monday.
        body = {"dag_run_id": f"round-{number}", "logical_date": f"2024-01-{7 * number - 6:02d}T00:00:00Z"}
        for dag_id in sorted(set(only) or set(self.dag_ids()) - {dag_id for _, dag_id in STARTED_BY_OTHERS}):
            self.post(f"dags/{dag_id}/dagRuns", body)
            self.expected += 1 + sum(count for (by, _), count in STARTED_BY_OTHERS.items() if by == dag_id)

    def wait(self) -> None:
        """Until all that was started, and what that started in turn, has come to an end."""
        self._until(f"{self.expected} runs are over", lambda: self._finished() == self.expected, 400)

    def metadata(self, query: str) -> list[dict]:
        """What the metadata database answers."""
        with psycopg.connect(self.database.replace("+psycopg", ""), row_factory=dict_row) as database:
            return database.execute(query).fetchall()

    def noted(self, kind: str) -> list[list]:
        """What the site's own code wrote down."""
        path = self.traces / f"{kind}.jsonl"
        return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []

    def _database_settings(self) -> dict[str, str]:
        if not self.database:
            return {}
        return {
            "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": self.database.replace("+psycopg", "+psycopg2"),
            "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN_ASYNC": self.database.replace("+psycopg", "+psycopg_async"),
        }

    def _finished(self) -> int:
        states = [row["state"] for row in self.metadata("SELECT state FROM dag_run")]
        return sum(state in FINISHED for state in states) if set(states) <= FINISHED else -1

    def _make_tables(self) -> None:
        for name in ("other", "second"):
            with contextlib.closing(sqlite3.connect(self.databases / f"{name}.db")) as database, database:
                database.execute("DROP TABLE IF EXISTS things")
                database.execute("CREATE TABLE things (id, name, day)")
                database.execute("CREATE TABLE copies (id, name, day)")
                database.execute("CREATE TABLE others (id, name)")

    def prepare(self) -> None:
        """What an administrator sets up by hand."""
        self.post("connections", {"connection_id": "in_database", "conn_type": "http", "host": "h", "password": "p"})
        self.post("variables", {"key": "in_database", "value": "by hand"})
        self.post("pools", {"name": "narrow", "slots": 2})
