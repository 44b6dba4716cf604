"""The program as a process of its own: what it prints where, how it ends, and what it leaves alone."""

import json
import os
import subprocess
import sys

from tests.conftest import ROOT

PROGRAM = "import sys; from privlineage.cli.main import main; sys.exit(main())"
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
DAG = """\
from airflow.sdk import DAG, task
from airflow.providers.common.sql.operators.sql import SQLExecuteQueryOperator

print("printed by a DAG file")
with DAG("d"):
    SQLExecuteQueryOperator(task_id="stage", conn_id="wh_prod", sql="CREATE TABLE mart.stage AS SELECT 1 AS one")
"""


def run(*arguments: object, cwd, stdin: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", PROGRAM, *map(str, arguments)],
        input=stdin,
        cwd=cwd,
        env={**ENVIRONMENT, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_check_leaves_the_persons_airflow_alone_and_its_json_is_alone_on_standard_output(bundle, tmp_path):
    (tmp_path / "dags").mkdir()
    (tmp_path / "dags" / "d.py").write_text(DAG)
    answer = run(
        "check",
        "--bundle",
        bundle,
        "--format",
        "json",
        "dags",
        cwd=tmp_path,
        AIRFLOW_HOME=str(tmp_path / "home"),
        AIRFLOW__DATABASE__SQL_ALCHEMY_CONN=f"sqlite:///{tmp_path}/metadata.db",
    )
    assert (0, ["stage"]) == (answer.returncode, [task["task_id"] for task in json.loads(answer.stdout)["tasks"]])
    assert "printed by a DAG file" in answer.stderr
    assert {"bundle", "dags"} == {path.name for path in tmp_path.iterdir()}


def test_sql_reads_standard_input_and_ends_with_1_when_something_is_open(tmp_path):
    answer = run("sql", "--dialect", "postgres", "--format", "json", "-", cwd=tmp_path, stdin="SELECT x FROM t")
    assert (1, "") == (answer.returncode, answer.stderr)
    assert 1 == len(json.loads(answer.stdout)["statements"])


def test_bad_usage_ends_with_2_and_says_so_on_standard_error(tmp_path):
    answer = run("sql", cwd=tmp_path)
    assert (2, "") == (answer.returncode, answer.stdout)
    assert answer.stderr.startswith("PL001 missing argument `FILE`")


def test_a_reader_that_goes_away_is_no_accident(tmp_path):
    (tmp_path / "q.sql").write_text("SELECT 1;\n" * 5000)
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, "sql", "q.sql"],
        cwd=tmp_path,
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    process.stdout.readline()
    process.stdout.close()
    said = process.stderr.read()
    process.stderr.close()
    assert (True, "") == (process.wait(timeout=60) in (0, 2), said)


def test_names_of_any_script_come_out_under_any_locale(tmp_path):
    environment = {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    answer = run("sql", "--format", "json", "-", cwd=tmp_path, stdin="SELECT 电话 FROM 客户", PYTHONUTF8="1")
    assert "电话" in answer.stdout
    answer = run("sql", "--format", "json", "-", cwd=tmp_path, stdin="SELECT 1 AS caf\u00e9", **environment)
    assert answer.returncode in (0, 2)
    assert "Traceback" not in answer.stderr
