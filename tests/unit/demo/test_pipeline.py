"""The demo's parts fit together: the DAG, its SQL, the bundle and what the demo expects of each task."""

import importlib
import json
import sqlite3
import sys
from contextlib import closing

import pytest

from examples.microloan.data.warehouse import fill_overseas, fill_warehouse
from examples.microloan.outcomes import EXPECTED, SINKS
from examples.microloan.setting import BUNDLE, ROOT
from privlineage.cli.main import main
from privlineage.policy.load import load_folder

SQL = ROOT / "dags" / "sql"


@pytest.fixture(scope="module")
def dag():
    sys.path.insert(0, str(ROOT / "dags"))
    try:
        module = importlib.import_module("microloan")
    finally:
        sys.path.remove(str(ROOT / "dags"))
    return module.dag


def test_the_demo_knows_every_task_and_no_other(dag):
    assert sorted(EXPECTED) == sorted(dag.task_dict)


def test_every_task_comes_after_the_cleaning(dag):
    assert set(dag.task_dict) - {"clean_applicants"} == dag.get_task("clean_applicants").get_flat_relative_ids(
        upstream=False
    )


def test_no_task_waits_for_one_that_is_stopped(dag):
    waiting = {task.task_id: task.upstream_task_ids for task in dag.tasks}
    stopped = {name for name, expected in EXPECTED.items() if expected.blocked}
    assert {} == {name: upstream for name, upstream in waiting.items() if upstream & stopped}


def test_every_stopped_task_is_watched_at_its_sink():
    assert set() == {name for name, expected in EXPECTED.items() if expected.blocked} - {sink.task for sink in SINKS}


def test_the_bundle_is_valid_and_names_the_rules_the_demo_expects():
    bundle = load_folder(BUNDLE)
    # The partner's bucket is nobody's declared source, which the loader rightly mentions.
    assert [("PL110", "policy.yml")] == [(warning.code, warning.place.file) for warning in bundle.warnings]
    expected = {rule for one in EXPECTED.values() for rule in one.rules}
    assert set() == expected - {rule.id for rule in bundle.policy.rules}


def test_the_schemas_for_checking_are_those_of_the_databases(tmp_path):
    fill_warehouse(tmp_path / "wh.db", 1)
    fill_overseas(tmp_path / "sg.db")
    lock = tmp_path / "schemas.json"
    for source in ("sg", "wh"):
        url = f"sqlite:///{tmp_path / source}.db"
        main(["schemas", "pull", "--bundle", str(BUNDLE), "--source", source, "--url", url, "-o", str(lock)])
    assert lock.read_text(encoding="utf-8") == (BUNDLE.parent / "schemas.json").read_text(encoding="utf-8")


def test_check_foresees_every_outcome_with_a_path_behind_each_block(capfd):
    """The same rules as at run time, told from the DAG file, the bundle and the locked schemas alone."""
    schemas = str(BUNDLE.parent / "schemas.json")
    dag = str(ROOT / "dags" / "microloan.py")
    code = main(["check", "--bundle", str(BUNDLE), "--schemas", schemas, "--format", "json", dag])
    tasks = {task["task_id"]: task for task in json.loads(capfd.readouterr().out)["tasks"]}
    found = {name: (task["verdict"], tuple(task["rules"])) for name, task in tasks.items()}
    assert {name: ("block" if one.blocked else "allow", one.rules) for name, one in EXPECTED.items()} == found
    assert 1 == code
    for name, one in EXPECTED.items():
        paths = [witness["path"] for witness in tasks[name]["witnesses"]]
        assert one.blocked == bool(paths)
        assert [] == [path for path in paths if not path[0].startswith("wh.raw_")]


def test_the_declassifier_of_the_bundle_is_the_function_the_dag_calls(dag):
    module = sys.modules["microloan_privacy"]
    listed = {entry.function for entry in load_folder(BUNDLE).weakening.declassifiers}
    assert f"{module.__name__}.{module.keyed_hash.__name__}" in listed
    one, other = module.keyed_hash("+8613800000000", b"k"), module.keyed_hash("+8613800000000", b"other")
    assert (64, True) == (len(one), one != other)


def test_every_statement_runs_on_the_raw_tables(tmp_path):
    fill_warehouse(tmp_path / "wh.db", 500)
    with closing(sqlite3.connect(tmp_path / "wh.db")) as connection:
        for name in ("clean_applicants", "build_features", "fraud_signals"):
            connection.executescript((SQL / f"{name}.sql").read_text(encoding="utf-8"))
        connection.execute("CREATE TABLE lending_scores AS SELECT applicant_id, 0.7 AS score FROM lending_features")
        connection.executescript((SQL / "decide.sql").read_text(encoding="utf-8"))
        done = {"clean_applicants", "build_features", "fraud_signals", "decide"}
        for path in sorted(SQL.glob("*.sql")):
            if path.stem not in done:
                connection.executescript(path.read_text(encoding="utf-8"))
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
        counted = {
            table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for table in ("clean_applicants", "lending_features", "lending_decisions")
        }
    assert {"clean_applicants": 500, "lending_features": 500, "lending_decisions": 500} == counted
    assert set() == {path.stem for path in SQL.glob("*.sql")} - {"build_features", "decide"} - tables
