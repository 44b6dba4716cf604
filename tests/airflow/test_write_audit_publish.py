"""The DAG of write, audit, publish in a real Airflow: a table with an unlabelled e-mail column is never published."""

import sqlite3
from contextlib import closing

import pytest

from examples.microloan.outcomes import task_states
from examples.microloan.setting import Setting
from tests.contract.privacy.canaries import Canaries

DAG_ID = "write_audit_publish"


@pytest.fixture(scope="module")
def setting(tmp_path_factory):
    made = Setting(tmp_path_factory.mktemp("audits"))
    made.fresh()
    made.migrate()
    made.publish()
    return made


@pytest.fixture(scope="module")
def said(setting):
    answer = setting.run("airflow", "dags", "test", DAG_ID, may_fail=True)
    return answer.stdout + answer.stderr


def tables(setting):
    with closing(sqlite3.connect(setting.warehouse)) as connection:
        return {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE name LIKE '%visits%'")}


def test_the_delivery_with_an_unlabelled_e_mail_column_is_stopped_before_it_is_published(setting, said):
    assert {"mart_visits", "mart_visits_checked"} == {name for name in tables(setting) if name.startswith("mart_")}
    assert {"stage_visits", "stage_visits_grown", "stage_visits_checked"} <= tables(setting)
    assert "PL211 `wh.stage_visits_grown` must not be published" in said
    (line,) = [line for line in said.splitlines() if "ref_2" in line and "user.contact.email" in line][:1]
    assert "unlabelled" in line


def test_the_audit_fails_once_and_everything_else_ends_as_it_should(setting, said):
    stopped = {"audit_visits_grown": ("failed", 1), "publish_visits_grown": ("upstream_failed", 0)}
    done = "write_visits write_visits_grown audit_visits publish_visits write_and_audit_visits publish_visits_checked"
    assert {**stopped, **dict.fromkeys(done.split(), ("success", 1))} == task_states(setting, DAG_ID)


def test_the_message_shows_no_value(setting, said):
    with closing(sqlite3.connect(setting.warehouse)) as connection:
        values = {value for (value,) in connection.execute("SELECT ref_2 FROM stage_visits_grown")}
    assert len(values) > 50
    assert [] == [value for value in values if value in said]


def test_no_value_is_in_what_airflow_keeps(setting, said):
    with closing(sqlite3.connect(setting.warehouse)) as connection:
        values = [value for (value,) in connection.execute("SELECT ref_2 FROM stage_visits_grown")]
    kept = Canaries(dict.fromkeys(values, "stage_visits_grown"))
    files = [path for path in setting.folder.rglob("*") if path.is_file()]
    assert {"airflow.db", "privlineage.db"} <= {path.name for path in files}
    data = [setting.warehouse, setting.warehouse.with_name(f"{setting.warehouse.name}-wal")]
    assert {} == kept.found_under(setting.folder, besides=data)
