"""What the audit says where nobody can look, and where somebody asked for what it does not take."""

import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest
from airflow.sdk import DAG

from privlineage.airflow import AuditOperator, audit, auditing
from privlineage.airflow.config import Settings
from privlineage.airflow.failing import fail_exception
from privlineage.core.errors import PrivlineageError

MAILS = [f"clerk{number}@shop-visits.example" for number in range(60)]


@pytest.fixture
def database(tmp_path, monkeypatch):
    file = tmp_path / "wh.db"
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("CREATE TABLE visits (ref_2)")
        connection.execute("CREATE TABLE barren (ref_2)")
        connection.executemany("INSERT INTO visits VALUES (?)", [(mail,) for mail in MAILS])
    monkeypatch.setenv("AIRFLOW_HOME", str(tmp_path))
    monkeypatch.setattr(auditing, "settings", lambda: Settings(store=""))
    monkeypatch.setattr("privlineage.airflow.connection_urls.connection_url", lambda conn_id, **_: f"sqlite:///{file}")
    return file


def refused(table="visits", **given):
    with pytest.raises(fail_exception()) as told:
        audit(table, conn_id="wh", **given)
    return str(told.value)


def test_an_unlabelled_column_fails_for_good_and_no_value_is_told(database):
    said = refused(labels={})
    assert said.startswith("PL211 `visits` must not be published\n")
    assert "ref_2  user.contact.email" in said
    assert [] == [mail for mail in MAILS if mail in said]


def test_labels_that_are_given_need_no_store(database):
    found = audit("visits", conn_id="wh", labels={"ref_2": "user.contact.email"})
    assert (True, ["user.contact.email, identified"]) == (found["success"], found["columns"][0]["labels"])
    assert [] == [mail for mail in MAILS if mail in str(found)]


@pytest.mark.parametrize("store", ["", "airflow:"])
def test_without_a_store_that_tells_labels_the_task_fails_and_says_to_pass_them(database, monkeypatch, store):
    monkeypatch.setattr(auditing, "settings", lambda: Settings(store=store))
    assert refused().startswith("PL003 `visits` could not be audited: ")
    assert refused().endswith("(pass `labels`)")


def test_a_store_that_is_down_fails_the_task(database, monkeypatch):
    monkeypatch.setattr(auditing, "settings", lambda: Settings(store="sqlite:////gone/store.db"))
    assert refused().startswith("PL501 `visits` could not be audited: ")


def test_an_empty_table_passes_unless_values_are_asked_for(database):
    assert audit("barren", conn_id="wh", labels={})["success"]
    assert "cannot_be_judged: 0 values are too few" in refused("barren", labels={}, min_values=1)


@pytest.mark.parametrize(
    ("given", "code", "word"),
    [
        ({"sample_row": 10}, "PL912", "did you mean `sample_rows`?"),
        ({"sample_rows": "many"}, "PL912", "`sample_rows`"),
        ({"sample_rows": -1}, "PL912", "out of range"),
        ({"allowed_categories": ["user.contct"]}, "PL104", "did you mean `user.contact`?"),
    ],
)
def test_a_slip_fails_the_task_for_good_with_a_code_told_once(database, given, code, word):
    said = refused(labels={}, **given)
    assert (1, True) == (said.count(code), word in said)


def test_a_table_that_is_not_there_fails_the_task(database):
    assert refused("no_such", labels={}).startswith("PL910 `no_such` could not be audited: ")


def test_without_great_expectations_the_task_fails_and_says_what_to_install(database, monkeypatch):
    monkeypatch.setitem(sys.modules, "great_expectations", None)
    said = refused(labels={})
    assert said.startswith("PL914 `visits` could not be audited: ")
    assert "pip install 'privlineage[gx]'" in said


def test_the_operator_refuses_a_slip_when_the_dag_is_read():
    with DAG("d", schedule=None), pytest.raises(PrivlineageError) as told:
        AuditOperator(task_id="audit", table="wh.visits", looking={"sampel_rows": 10})
    assert ("PL912", "did you mean `sample_rows`?") == (told.value.code, told.value.hint)


def test_reading_a_dag_that_audits_loads_nothing_of_great_expectations(tmp_path):
    heavy = "great_expectations", "pandas", "numpy"
    code = f"import write_audit_publish, sys; print([name for name in {heavy} if name in sys.modules])"
    environment = {"AIRFLOW_HOME": str(tmp_path), "PYTHONPATH": "dags", "PATH": ""}
    answer = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert "[]" == answer.stdout.splitlines()[-1]
