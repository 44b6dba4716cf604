"""What code hosts read of a check: SARIF 2.1.0, and GitHub's annotations, with the places of tasks and statements."""

import json
import re

# First, so that Airflow keeps the home of this test session.
import airflow  # noqa: F401
import pytest

from privlineage.core.errors import CODES

LOCK = {"wh": {"public.customers": {"email": "text", "phone": "text"}}}
SQL = "SELECT 1;\n\nCREATE TABLE ads.mails AS\nSELECT email FROM customers;\n"
DAG = """\
from airflow.providers.common.sql.operators.sql import SQLExecuteQueryOperator
from airflow.sdk import DAG, task, task_group
from privlineage.airflow import moves


def query(name, text):
    return SQLExecuteQueryOperator(task_id=name, conn_id="wh_prod", sql=text)


with DAG("other"):
    query("mails", "SELECT 1")

with DAG("crm"):
    SQLExecuteQueryOperator(
        task_id="mails",
        conn_id="wh_prod",
        sql="CREATE TABLE ads.m AS SELECT email FROM customers",
    )
    query("helped", "CREATE TABLE ads.h AS SELECT email FROM customers")

    @task_group
    def group():
        @task
        @moves("wh.public.customers[phone]", to="wh.ads.p")
        def send(): ...

        send()

    group()
    query("open", "CREATE TABLE ads.o AS SELECT {{ params.c }} FROM customers")
"""
LINES = {"mails": 15, "helped": 19, "group.send": 25, "open": 30}


@pytest.fixture
def check(run, bundle, tmp_path):
    """A check of a DAG file and a file of SQL with a name that must be escaped."""
    policy = bundle / "policy.yml"
    policy.write_text(policy.read_text().replace('"s3://ads-partner/**"', '"wh.ads.**"'))
    (tmp_path / "lock.json").write_text(json.dumps(LOCK))
    (tmp_path / "dags").mkdir()
    (tmp_path / "dags" / "crm.py").write_text(DAG)
    (tmp_path / "my, 100% sql").mkdir()
    (tmp_path / "my, 100% sql" / "mails.sql").write_text(SQL)
    common = ("check", "--bundle", "bundle", "--schemas", "lock.json", "--source", "wh")
    return lambda *options: run(*common, *options, "dags", "my, 100% sql")


def check_sarif(log):
    """What the schema of SARIF 2.1.0 asks of the parts that are used here, and what its text asks besides."""
    assert {"$schema", "version", "runs"} == set(log)
    assert "2.1.0" == log["version"]
    (run,) = log["runs"]
    assert set(run) <= {"tool", "automationDetails", "columnKind", "invocations", "results"}
    assert run["columnKind"] in ("utf16CodeUnits", "unicodeCodePoints")
    driver = run["tool"]["driver"]
    assert re.fullmatch(r"\d+\.\d+\.\d+.*", driver["semanticVersion"])
    assert len(driver["rules"]) == len({rule["id"] for rule in driver["rules"]})
    for rule in driver["rules"]:
        assert set(rule) <= {"id", "shortDescription", "fullDescription", "help", "properties"}
        assert all(rule[part]["text"].strip() for part in ("shortDescription", "fullDescription", "help"))
    for result in run["results"]:
        assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in ("none", "note", "warning", "error")
        assert result["message"]["text"]
        for location in result["locations"]:
            place = location["physicalLocation"]
            assert re.fullmatch(r"[\w./%~-]+(?::[\w./%~-]+)?", place["artifactLocation"]["uri"])
            assert place["region"]["startLine"] >= 1
        assert all(isinstance(value, str) and value for value in result.get("partialFingerprints", {}).values())
    for call in run["invocations"]:
        assert isinstance(call["executionSuccessful"], bool)


def results(answer):
    return {result["properties"]["task_id"]: result for result in answer.json["runs"][0]["results"]}


def test_sarif_keeps_to_its_schema_and_names_each_task_and_statement(check):
    answer = check("--format", "sarif")
    check_sarif(answer.json)
    found = results(answer)
    places = {
        (
            result["properties"]["dag_id"],
            task,
            result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"],
            result["locations"][0]["physicalLocation"]["region"]["startLine"],
        )
        for task, result in found.items()
        if result["properties"]["dag_id"] == "crm"
    }
    assert {("crm", task, "dags/crm.py", line) for task, line in LINES.items() if task != "mails"} <= places
    levels = {task: (result["ruleId"], result["level"]) for task, result in found.items()}
    assert ("PL201/no-contact-to-ads", "error") == levels["helped"]
    assert ("PL204", "error") == levels["open"]
    (rule,) = [one for one in answer.json["runs"][0]["tool"]["driver"]["rules"] if one["id"] == levels["helped"][0]]
    assert ("No contact data.", CODES["PL201"]) == (rule["fullDescription"]["text"], rule["shortDescription"]["text"])


def test_what_stays_open_is_a_warning_where_it_may_pass(check):
    (only,) = [
        r
        for r in check("--format", "sarif", "--undetermined", "warn").json["runs"][0]["results"]
        if r["ruleId"] == "PL204"
    ]
    assert "warning" == only["level"]


def test_a_result_is_the_same_after_lines_shift_and_another_with_a_column_more(check, tmp_path):
    def prints():
        answer = check("--format", "sarif").json["runs"][0]["results"]
        return {
            (r["properties"]["dag_id"], r["properties"]["task_id"]): r["partialFingerprints"]["privlineage/v1"]
            for r in answer
        }

    before = prints()
    file = tmp_path / "my, 100% sql" / "mails.sql"
    file.write_text("-- a remark\n\n" + SQL)
    (tmp_path / "dags" / "crm.py").write_text("# a remark\n" + DAG)
    shifted = prints()
    file.write_text(SQL.replace("email FROM", "email, phone FROM"))
    changed = prints()
    assert before == shifted
    assert [("my, 100% sql/mails.sql", "mails")] == [key for key in before if before[key] != changed[key]]


def test_annotations_escape_paths_and_name_the_line_of_the_statement(check):
    lines = check("--format", "github").out.splitlines()
    (mails,) = [line for line in lines if "mails.sql" in line]
    assert mails.startswith("::error file=my%2C 100%25 sql/mails.sql,line=3,title=PL201 ")
    assert (
        "::error file=dags/crm.py,line=15,title=PL201 a task was blocked by policy::crm.mails: block by "
        in "\n".join(lines)
    )
    (opened,) = [line for line in lines if "crm.open" in line]
    assert opened.startswith(f"::error file=dags/crm.py,line=30,title=PL204 {CODES['PL204']}::")


def test_what_would_be_stopped_is_a_note_while_it_is_observed(check, bundle):
    policy = bundle / "policy.yml"
    policy.write_text(policy.read_text().replace("mode: enforce", "mode: observe"))
    answer = check("--format", "github", "--undetermined", "warn")
    assert 0 == answer.code
    commands = {line.split(" ", 1)[0] for line in answer.out.splitlines()}
    assert {"::notice", "::warning"} == commands


def test_schemas_may_come_from_a_store_and_the_lock_counts_before_it(run, bundle, store, tmp_path):
    lock = {"wh": {"public.kept": {"email": "text"}}}
    (tmp_path / "kept.json").write_text(json.dumps(lock))
    assert 0 == run("schemas", "pull", "--source", "wh", "--from", "kept.json").code
    (tmp_path / "q.sql").write_text("CREATE TABLE mart.k AS SELECT * FROM kept")
    common = ("check", "--bundle", bundle, "--source", "wh", "--format", "json", "q.sql")
    assert "undetermined" == run(*common).json["tasks"][0]["verdict"]
    assert ["default:unreviewed"] == run(*common, "--store", store).json["tasks"][0]["rules"]
