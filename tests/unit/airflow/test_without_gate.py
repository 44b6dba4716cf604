"""A gate that cannot be loaded, as in a half installed plugin: what may be governed fails, the rest runs untouched."""

import sys
from types import SimpleNamespace

import pytest
from airflow.providers.standard.operators.python import PythonOperator
from airflow.sdk import DAG

from privlineage.airflow import markers, moves, policy, without_gate
from privlineage.airflow.failing import fail_exception
from privlineage.airflow.governance import GovernanceCache
from tests.contract.faults.site import ALLOWED, DECLARED, FORBIDDEN, UNGOVERNED, sql
from tests.unit.airflow.test_gate import GOVERNANCE

STORE = "sqlite:////gone/store.db"


@moves("wh.a", to="s3://ads/x")
def moving():
    pass


def path_in(field):
    return lambda: PythonOperator(task_id="t", python_callable=print, **field)


GOVERNED = {
    "allowed sql": ALLOWED,
    "forbidden sql": FORBIDDEN,
    **DECLARED,
    "a marked function": lambda: PythonOperator(task_id="t", python_callable=moving),
    "a path in an argument": path_in({"op_kwargs": {"to": "s3://ads/daily.csv"}}),
}


@pytest.fixture(autouse=True)
def broken(monkeypatch, tmp_path):
    monkeypatch.setenv("AIRFLOW_HOME", str(tmp_path))
    monkeypatch.setenv("AIRFLOW__PRIVLINEAGE__STORE", STORE)
    monkeypatch.setitem(sys.modules, "privlineage.airflow.gate", None)  # importing it raises, as if it were not there


def run(make):
    with DAG("d", schedule=None) as dag:
        task = make()
    before = dict(vars(task))
    policy.get_airflow_context_vars({"ti": SimpleNamespace(task=task, id="0", try_number=1), "dag": dag})
    assert before == dict(vars(task))


@pytest.mark.parametrize("make", GOVERNED.values(), ids=GOVERNED)
def test_what_the_last_bundle_governs_is_blocked_with_what_to_do(make):
    GovernanceCache(STORE).save(GOVERNANCE)
    with pytest.raises(fail_exception(), match=r"PL203 blocked: no decision could be made about `d\.t`") as caught:
        run(make)
    assert "install it anew where tasks run" in str(caught.value)


@pytest.mark.parametrize("make", UNGOVERNED.values(), ids=UNGOVERNED)
def test_what_it_does_not_govern_runs_untouched(make):
    GovernanceCache(STORE).save(GOVERNANCE)
    run(make)


def test_without_a_copy_what_has_sql_or_a_connection_is_blocked_and_the_rest_runs():
    with pytest.raises(fail_exception(), match="PL203"):
        run(sql("SELECT 1", conn_id="other"))
    run(UNGOVERNED["bash"])


@pytest.mark.parametrize(
    "setting",
    [{"AIRFLOW__PRIVLINEAGE__ENABLED": "False"}, {"AIRFLOW__PRIVLINEAGE__STORE": ""}],
    ids=["off", "no store"],
)
def test_an_inactive_plugin_stops_nothing_even_when_it_is_broken(monkeypatch, setting):
    GovernanceCache(STORE).save(GOVERNANCE)
    for name, value in setting.items():
        monkeypatch.setenv(name, value)
    run(FORBIDDEN)


def test_it_knows_the_mark_of_the_decorators():
    assert markers.MARKER == without_gate.MARKER


def holding_itself():
    task = UNGOVERNED["bash"]()
    task.own = []
    task.own.append(task.own)
    return task


def test_a_field_that_holds_itself_or_a_copy_nested_too_deep_fails_no_ungoverned_task(tmp_path):
    GovernanceCache(STORE).save(GOVERNANCE)
    run(holding_itself)
    (tmp_path / "privlineage" / "governance.json").write_text("[" * 100_000)
    run(UNGOVERNED["bash"])
