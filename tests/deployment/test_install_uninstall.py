"""Our wheel comes into an Airflow that has settings, a plugin, a secrets backend and DAGs of its own, and leaves it."""

import contextlib
import json
import shutil
import sqlite3
from dataclasses import dataclass

import pytest

from tests.deployment.environments import make_environment
from tests.deployment.no_harm.site import OrdinarySite

pytestmark = pytest.mark.deployment

MOVING = """
from airflow.providers.common.sql.operators.sql import SQLExecuteQueryOperator
from airflow.sdk import DAG

with DAG("moving", schedule=None):
    SQLExecuteQueryOperator(
        task_id="moved", conn_id="vault_wh", sql="INSERT INTO ads_country SELECT country FROM customers"
    )
"""
# Several commands of Airflow's in one process: starting it costs more than they do.
COMMANDS = """
import contextlib, io, json, os
from airflow.cli.cli_parser import get_parser
printed = {}
for command in json.loads(os.environ["COMMANDS"]):  # arguments would get into Airflow's own audit log
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        parsed = get_parser().parse_args(command.split())
        parsed.func(parsed)
    printed[command] = out.getvalue()
print("\\n" + json.dumps(printed))
"""
RUN = "dags test moving 2024-01-01"
BEFORE = ("db migrate", "dags reserialize", "dags list --output json", RUN)
DURING = (
    "dags list --output json", "plugins --output json", "providers list --output json", "dags reserialize", RUN,
    "config get-value privlineage on_store_error",
)  # fmt: skip
AFTER = ("dags list --output json", "plugins --output json", "dags reserialize", RUN)


@dataclass(frozen=True)
class State:
    """What there is of an Airflow at one moment."""

    environment: set[str]
    files: dict[str, bytes]
    schema: set[tuple[str, str]]
    rows: dict[str, list[str]]


@dataclass(frozen=True)
class Life:
    """An Airflow before we came, while we were there, and after we left."""

    before: State
    during: State
    after: State
    printed: list[dict[str, str]]


def state_of(site: OrdinarySite) -> State:
    with contextlib.closing(sqlite3.connect(site.home / "airflow.db")) as database:
        schema = set(database.execute("SELECT name, sql FROM sqlite_master"))
        tables = sorted(name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'"))
        rows = {table: [repr(row) for row in database.execute(f'SELECT * FROM "{table}"')] for table in tables}
    files = {
        str(path.relative_to(site.root)): path.read_bytes()
        for path in sorted(site.root.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }
    return State(site.installed.files(), files, schema, rows)


def commands(site: OrdinarySite, wanted: tuple[str, ...]) -> dict[str, str]:
    answer = site.installed.run("-c", COMMANDS, environment={**site.environment, "COMMANDS": json.dumps(wanted)})
    return json.loads(answer.stdout.splitlines()[-1])


@pytest.fixture(scope="module")
def life(tmp_path_factory, wheel):
    folder = tmp_path_factory.mktemp("lived-in")
    site = OrdinarySite(folder / "site", make_environment(folder / "env"), folder / "shared")
    for path in site.dags.glob("*.py"):
        if path.stem not in ("flow", "values"):
            path.unlink()
    (site.dags / "moving.py").write_text(MOVING)
    (site.home / "airflow.cfg").write_text("# written by hand\n[core]\nmax_active_runs_per_dag = 3\n")
    # An Airflow that nobody told of a store: it comes with us.
    shutil.move(site.store.parent, folder / "store-to-come")
    printed = [commands(site, BEFORE)]
    before = state_of(site)
    site.installed.install(wheel)
    shutil.move(folder / "store-to-come", site.store.parent)
    printed.append(commands(site, DURING))
    during = state_of(site)
    site.installed.uninstall()
    printed.append(commands(site, AFTER))
    return Life(before, during, state_of(site), printed)


def listed(text: str, name: str) -> list[str]:
    return sorted(one[name] for one in json.loads(text[text.index("[{") :]))


def test_installing_brings_the_plugin_the_provider_and_the_gate(life):
    assert any("privlineage/airflow/policy.py" in name for name in life.during.environment)
    assert {"privlineage", "site"} <= set(listed(life.printed[1]["plugins --output json"], "name"))
    assert "privlineage" in listed(life.printed[1]["providers list --output json"], "package_name")
    assert "block" == life.printed[1]["config get-value privlineage on_store_error"].strip()
    assert any(name.endswith("privlineage/governance.json") for name in life.during.files)


def test_the_same_dags_are_listed_before_during_and_after(life):
    seen = [listed(one["dags list --output json"], "dag_id") for one in life.printed]
    assert seen[0] == seen[1] == seen[2]
    assert "moving" in seen[0]


def test_dags_get_no_new_version_by_installing_or_by_removing(life):
    for later in (life.during, life.after):
        for table in ("serialized_dag", "dag_version", "dag_code", "dag_tag"):
            assert versions(life.before, table) == versions(later, table)


def versions(state: State, table: str) -> list[str]:
    """The rows of a table without the moment of their last writing."""
    return sorted(row.partition("datetime")[0] if table == "dag_version" else row for row in state.rows[table])


def test_the_environment_is_file_for_file_what_it_was(life):
    assert life.before.environment != life.during.environment
    assert life.before.environment == life.after.environment


def test_the_schema_of_the_metadata_database_never_changes(life):
    assert life.before.schema == life.during.schema == life.after.schema


def test_no_row_of_the_metadata_database_names_us(life):
    for state in (life.during, life.after):
        assert [] == [row for rows in state.rows.values() for row in rows if "privlineage" in row.lower()]


def test_runs_leave_the_same_number_of_rows_with_us_and_without(life):
    def added(earlier: State, later: State) -> dict[str, int]:
        counted = ("dag_run", "task_instance", "xcom", "rendered_task_instance_fields", "task_instance_history")
        return {table: len(later.rows[table]) - len(earlier.rows[table]) for table in counted}

    assert added(life.before, life.during) == added(life.during, life.after)


def test_what_remains_is_the_store_and_one_file_in_airflow_home(life):
    """`docs/airflow.md`, "Removing it", names exactly these."""
    left = {name for name in life.after.files.keys() - life.before.files.keys() if not name.startswith("airflow/logs/")}
    assert {
        "airflow/privlineage/governance.json",
        "store/privlineage.db",
        "store/privlineage.db.bundle",
    } == {name for name in left if not name.endswith(("-wal", "-shm"))}


def test_files_that_were_there_are_as_they_were(life):
    changing = ("airflow/airflow.db", "airflow/logs/", "databases/", "traces/")
    for name, content in life.before.files.items():
        if not name.startswith(changing):
            assert content == life.after.files[name], name
    assert "airflow/airflow.cfg" in life.before.files
