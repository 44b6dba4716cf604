"""What the gate does when something goes wrong; the real runs are in `tests/airflow`."""

import time
from types import SimpleNamespace

import pytest
from airflow.providers.common.sql.operators.sql import SQLExecuteQueryOperator
from airflow.providers.standard.operators.bash import BashOperator
from airflow.sdk import DAG

from privlineage.airflow import gate as gate_module
from privlineage.airflow import moves
from privlineage.airflow.attempts import attempt_of
from privlineage.airflow.config import Settings
from privlineage.airflow.failing import fail_exception
from privlineage.airflow.gate import Gate, guard
from privlineage.airflow.governance import GovernanceCache
from privlineage.airflow.telling import Telling
from privlineage.core.errors import PrivlineageError
from privlineage.core.sources import Source
from privlineage.service.deciding.decider import Governance

GOVERNANCE = Governance("h1", (Source("wh", "sqlite://wh", dialect="sqlite", conn_ids=("wh_prod",)),), ("s3://ads/**",))
INSTANCE = SimpleNamespace(id="0", try_number=1, run_id="r", map_index=-1)


@pytest.fixture
def home(monkeypatch, tmp_path):
    monkeypatch.setenv("AIRFLOW_HOME", str(tmp_path))
    return tmp_path


@pytest.fixture
def dag():
    with DAG("d", schedule=None) as made:
        yield made


def broken(code="PL501"):
    def open_decider(url):
        raise PrivlineageError(code, "the store is not there", hint="bring it back")

    return open_decider


def hanging(url):
    time.sleep(60)


def gate_for(task, dag, monkeypatch, opener, **settings):
    from privlineage.service import connect

    monkeypatch.setattr(connect, "open_decider", opener)
    configured = Settings(store="sqlite:////gone/store.db", **settings)
    return Gate(configured, task, dag, attempt_of(INSTANCE), Telling(configured))


def keep_copy():
    GovernanceCache("sqlite:////gone/store.db").save(GOVERNANCE)


def governed():
    return SQLExecuteQueryOperator(task_id="t", conn_id="wh_prod", sql="SELECT 1")


def ungoverned_sql():
    return SQLExecuteQueryOperator(task_id="t", conn_id="other", sql="SELECT 1")


def declared():
    return moves("wh.a", to="s3://ads/x")(BashOperator(task_id="t", bash_command="true"))


def plain():
    return BashOperator(task_id="t", bash_command="true")


@pytest.mark.parametrize("make", [governed, declared])
def test_a_governed_task_is_blocked_while_the_store_is_gone(home, dag, monkeypatch, make):
    keep_copy()
    with pytest.raises(fail_exception(), match=r"PL203 blocked: no decision could be made about `d\.t`") as caught:
        gate_for(make(), dag, monkeypatch, broken()).look()
    assert "bring it back" in str(caught.value)


@pytest.mark.parametrize("make", [ungoverned_sql, plain])
def test_an_ungoverned_task_runs_while_the_store_is_gone(home, dag, monkeypatch, make):
    keep_copy()
    task = make()
    before = dict(vars(task))
    gate_for(task, dag, monkeypatch, broken()).look()
    assert before == dict(vars(task))


@pytest.mark.parametrize("make", [governed, declared, ungoverned_sql])
def test_without_a_copy_whatever_may_be_governed_is_blocked(home, dag, monkeypatch, make):
    with pytest.raises(fail_exception(), match="PL203"):
        gate_for(make(), dag, monkeypatch, broken()).look()


def test_without_a_copy_a_task_with_neither_sql_nor_lineage_runs(home, dag, monkeypatch):
    gate_for(plain(), dag, monkeypatch, broken()).look()


@pytest.mark.parametrize("code", ["PL501", "PL502", "PL503", "PL504", "PL506"])
def test_the_site_may_choose_to_run_governed_tasks_while_the_store_is_gone(home, dag, monkeypatch, code):
    keep_copy()
    gate_for(governed(), dag, monkeypatch, broken(code), blocks_on_store_error=False).look()


def test_a_broken_bundle_is_no_store_error_and_blocks_all_the_same(home, dag, monkeypatch):
    keep_copy()
    with pytest.raises(fail_exception(), match="PL203"):
        gate_for(governed(), dag, monkeypatch, broken("PL103"), blocks_on_store_error=False).look()


def test_a_store_that_hangs_is_given_up_in_time(home, dag, monkeypatch):
    keep_copy()
    start = time.monotonic()
    with pytest.raises(fail_exception(), match=r"did not answer within 0\.2 seconds"):
        gate_for(governed(), dag, monkeypatch, hanging, gate_timeout=0.2).look()
    assert time.monotonic() - start < 5


def test_a_fault_of_ours_blocks_a_governed_task_and_shows_no_value(home, dag, monkeypatch):
    keep_copy()

    def fails(url):
        raise RuntimeError("a@example.org")

    with pytest.raises(fail_exception(), match="PL203") as caught:
        gate_for(governed(), dag, monkeypatch, fails, blocks_on_store_error=True).look()
    assert "a@example.org" not in str(caught.value)


def test_a_fault_of_ours_leaves_an_ungoverned_task_alone(home, dag, monkeypatch):
    keep_copy()

    def fails(url):
        raise RuntimeError("whatever")

    gate_for(ungoverned_sql(), dag, monkeypatch, fails).look()


def test_an_ungoverned_task_opens_no_store_while_the_copy_is_fresh(home, dag, monkeypatch, tmp_path):
    store = f"sqlite:///{tmp_path}/store.db"
    (tmp_path / "store.db.bundle").write_text("h1")
    GovernanceCache(store).save(GOVERNANCE)
    monkeypatch.setattr(gate_module.Gate, "_open", lambda self: pytest.fail("the store was opened"))
    for task in (ungoverned_sql(), BashOperator(task_id="u", bash_command="true")):
        configured = Settings(store=store)
        Gate(configured, task, dag, attempt_of(INSTANCE), Telling(configured)).look()


def test_without_a_store_configured_nothing_happens_but_one_line(dag, monkeypatch, caplog):
    monkeypatch.setattr(gate_module, "settings", Settings)
    gate_module._say_inactive.cache_clear()
    task = governed()
    before = dict(vars(task))
    with caplog.at_level("INFO"):
        guard({"task": task, "ti": INSTANCE, "dag": dag})
        guard({"task": task, "ti": INSTANCE, "dag": dag})
    assert before == dict(vars(task))
    assert ["privlineage is inactive: no store is configured"] == [record.getMessage() for record in caplog.records]


def test_a_context_without_a_task_is_none_of_our_business():
    assert None is guard({})
