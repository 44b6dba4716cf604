"""What is left of the runs of a site, in a form that two sites can be compared by."""

import contextlib
import json
import re
import sqlite3
from collections import Counter
from pathlib import Path
from typing import Any

from tests.deployment.no_harm.site import OrdinarySite

UUID = re.compile(r"\b[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}\b")
MOMENT = re.compile(r"20(?!24)\d\d-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)?")
NUMBER = re.compile(r'"id": \d+')
SECONDS = re.compile(r"\b1[789]\d{8}\.\d+")
RUN_SUFFIX = re.compile(r"(asset_triggered__<moment>)_\w+")
DATABASE = re.compile(r"postgresql\+\w+://[^\s\"]+")
TRIGGERER = re.compile(r"\.trigger\.\d+")
ADDRESS = re.compile(r"0x[0-9a-f]{6,}")
TEMPORARY = re.compile(r"/tmp/(venv-call|airflowtmp|tmp)\w+")

# Columns that tell when, where or how fast something ran, or that number rows in the order of their coming.
VOLATILE = {
    "context_carrier", "created_at", "creating_job_id", "dttm", "duration", "end_date", "event_id", "dag_run_id",
    "executor_config", "external_executor_id", "hostname", "id", "last_heartbeat_at", "last_parse_duration",
    "last_parsed_time", "last_scheduling_decision", "last_updated", "latest_heartbeat", "log_template_id", "pid",
    "queued_at", "queued_by_job_id", "queued_dttm", "reschedule_date", "responded_at", "run_after", "start_date",
    "scheduled_by_job_id", "scheduled_dttm", "timestamp", "trigger_id", "trigger_timeout", "updated_at", "asset_id",
    "dag_version_id", "created_dag_version_id", "ti_id", "task_instance_id", "last_refreshed", "owner_display_name",
}  # fmt: skip
# Tables that hold no trace of what DAGs did: processes' heartbeats, keys, counters of SQLite.
UNTOLD = {"job", "sqlite_sequence", "session", "log"}
ENCRYPTED = {("connection", "password"), ("variable", "val"), ("trigger", "encrypted_kwargs")}
QUERY_TABLES = "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'"
# What waits says so as often as it asks; whoever comes first makes the environment that others find.
UNEVEN = re.compile(r"and_waiting|\.trigger\.|dag_id=virtualenvs")
# Said by whichever task of a worker process comes first.
SAID_ONCE = {"airflow.sdk._shared.secrets_masker.secrets_masker"}
# How often a waiting task asks is a matter of time.
ASKED_AGAIN = re.compile(r"/dag-runs/[^/]+/[^/]+/state$")


class Record:
    """Everything a site keeps of its runs, without what cannot be the same twice.

    Args:
        site: a site that is at rest.
    """

    def __init__(self, site: OrdinarySite) -> None:
        self._site = site
        self.tables = {table: self._rows(table) for table in self._tables() if table not in UNTOLD}
        self.audit = self._counted(
            [row["event"], row["dag_id"], row["task_id"], row["map_index"], row["run_id"], row["try_number"]]
            for row in site.metadata("SELECT * FROM log WHERE dag_id IS NOT NULL")
        )
        self.noted = {
            kind: self._counted(site.noted(kind))
            for kind in (
                "called_back", "connections", "configs", "context_vars", "dag_called_back", "listened", "post_execute",
                "requests", "tried", "variables",
            )
        }  # fmt: skip
        requests = self.noted["requests"]
        for request in list(requests):
            if ASKED_AGAIN.search(json.loads(request)[1]):
                requests[request] = 1
        self.environments = {
            path.name: self._plain(path.read_text()).splitlines() for path in sorted(site.traces.glob("environment.*"))
        }
        self.versions = {
            row["dag_id"]: (row["dag_hash"], row["versions"])
            for row in site.metadata(
                "SELECT dag_id, min(dag_hash) AS dag_hash, count(*) AS versions FROM serialized_dag GROUP BY dag_id"
            )
        }
        self.logs = {
            TRIGGERER.sub(".trigger", self._plain(str(path))): self._log(site.home / "logs" / path)
            for path in self._log_files()
        }
        self.data = {name: self._database(site.databases / f"{name}.db") for name in ("warehouse", "other", "second")}

    def states(self) -> dict[str, tuple[str, int]]:
        """The end of every task instance, and after how many tries."""
        rows = [json.loads(row) for row in self.tables["task_instance"]]
        return {
            f"{row['dag_id']}.{row['task_id']}[{row['map_index']}] {row['run_id']}": (row["state"], row["try_number"])
            for row in rows
        }

    def _tables(self) -> list[str]:
        return [row["name"] for row in self._site.metadata(QUERY_TABLES)]

    def _rows(self, table: str) -> Counter:
        return self._counted(
            {name: value for name, value in row.items() if name not in VOLATILE and (table, name) not in ENCRYPTED}
            for row in self._site.metadata(f'SELECT * FROM "{table}"')
        )

    def _counted(self, values: Any) -> Counter:
        return Counter(self._plain(json.dumps(one, default=str, sort_keys=True, ensure_ascii=False)) for one in values)

    def _plain(self, text: str) -> str:
        """A text without the site's own places, and without what is new in every run."""
        site = self._site
        for place in (str(site.installed.home), str(site.root)):
            text = text.replace(place, "<site>").replace(place.replace("/", "%2F"), "<site>")
        text = DATABASE.sub("<database>", text)
        for port in (site.port, *site.ports):
            text = re.sub(rf"\b{port}\b", "<port>", text)
        text = SECONDS.sub("0", MOMENT.sub("<moment>", UUID.sub("<id>", TEMPORARY.sub("<temporary>", text))))
        text = NUMBER.sub('"id": 0', text)
        return ADDRESS.sub("<address>", RUN_SUFFIX.sub(r"\1", text))

    def _log_files(self) -> list[Path]:
        logs = self._site.home / "logs"
        return sorted(path.relative_to(logs) for path in logs.glob("dag_id=*/**/attempt=*.log"))

    def _log(self, path: Path) -> Counter:
        """How many lines of each level each logger wrote."""
        told = [json.loads(line) for line in path.read_text().splitlines()]
        found = Counter((one.get("level", ""), one.get("logger", "")) for one in told)
        for key in [key for key in found if key[1] in SAID_ONCE]:
            del found[key]
        return Counter(set(found)) if UNEVEN.search(str(path)) else found

    def _database(self, path: Path) -> Counter:
        with contextlib.closing(sqlite3.connect(path)) as database:
            names = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            return Counter(str((name, row)) for name in names for row in database.execute(f"SELECT * FROM {name}"))
