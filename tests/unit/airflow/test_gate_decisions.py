"""When the gate asks the Decider, and what it does with the answer; the Decider here only counts."""

import time
from dataclasses import replace
from types import SimpleNamespace

import pytest
from airflow.providers.common.sql.operators.sql import SQLExecuteQueryOperator
from airflow.sdk import DAG

from privlineage.airflow.attempts import attempt_of
from privlineage.airflow.config import Settings
from privlineage.airflow.failing import fail_exception
from privlineage.airflow.gate import Gate
from privlineage.airflow.governance import GovernanceCache
from privlineage.airflow.telling import Telling
from privlineage.core.movement import Movement
from privlineage.core.schema import Schema
from privlineage.core.sources import Source
from privlineage.core.verdict import Decision, Outcome, Verdict
from privlineage.service import connect
from privlineage.service.deciding.decider import Governance

INSTANCE = SimpleNamespace(id="0", try_number=2, run_id="r", map_index=3)


def governance(bundle, conn_id):
    return Governance(bundle, (Source("wh", "sqlite://wh", dialect="sqlite", conn_ids=(conn_id,)),), ("xcom:d.t.*",))


class Counting:
    """A Decider that says what it was told to say."""

    def __init__(self, outcome=Outcome.ALLOW, bundle="h1", conn_id="wh_prod"):
        self.outcome, self.bundle, self.conn_id = outcome, bundle, conn_id
        self.decided, self.confirmed = [], []

    def governance(self):
        return governance(self.bundle, self.conn_id)

    def schema(self, source, words=None):
        return Schema({"t": {"a": "text", "b": "text"}})

    def cached_plan(self, key):
        return None

    def cache_plan(self, key, text):
        pass

    def decide(self, plan, attempt):
        self.decided.append((plan, attempt))
        decision = Decision(self.outcome, self.outcome)
        return Verdict("V-1", "", plan.job, attempt, decision, Movement(plan.job), self.bundle, plan.fingerprint)

    def failed(self, attempt):
        return False

    def succeeded(self, attempt):
        self.confirmed.append(attempt)
        return True


@pytest.fixture
def gate(monkeypatch, tmp_path):
    monkeypatch.setenv("AIRFLOW_HOME", str(tmp_path))

    def made(decider, **fields):
        monkeypatch.setattr(connect, "open_decider", lambda url: decider)
        with DAG("d", schedule=None) as dag:
            fields = {"conn_id": "wh_prod", "sql": "SELECT a FROM t", **fields}
            task = SQLExecuteQueryOperator(task_id="t", **fields)
        configured = Settings(store=f"sqlite:///{tmp_path}/s.db")
        return Gate(configured, task, dag, attempt_of(INSTANCE), Telling(configured))

    return made


def run_hooks(gate):
    """What Airflow does between the context variables and `execute`."""
    context = {"task": gate.task, "ti": INSTANCE, "dag": gate.dag}
    if gate.task._pre_execute_hook is not None:
        gate.task._pre_execute_hook(context)
    return context


def test_the_decider_is_told_which_try_it_is(gate):
    decider = Counting()
    gate(decider).look()
    ((plan, attempt),) = decider.decided
    assert ("d", "t") == (plan.job.dag_id, plan.job.task_id)
    assert ("0", 2, "r", 3) == (attempt.instance, attempt.try_number, attempt.run_id, attempt.map_index)


def test_looking_again_at_an_unchanged_operator_asks_nobody(gate):
    decider = Counting()
    made = gate(decider)
    made.look()
    made.look()
    run_hooks(made)
    assert 1 == len(decider.decided)


def test_an_operator_changed_by_its_own_hook_is_decided_on_again(gate):
    decider = Counting()

    def change(context):
        context["task"].sql = "SELECT b FROM t"

    made = gate(decider, pre_execute=change)
    made.look()
    run_hooks(made)
    assert ["a", "b"] == [plan.facts[0].input.path for plan, _ in decider.decided]


def test_a_hook_that_makes_an_ungoverned_task_a_governed_one_is_seen(gate):
    decider = Counting(Outcome.BLOCK)

    def change(context):
        context["task"].conn_id = "wh_prod"

    made = gate(decider, conn_id="other", pre_execute=change)
    made.look()
    assert [] == decider.decided
    with pytest.raises(fail_exception(), match="PL201"):
        run_hooks(made)


def test_a_hook_that_yields_is_drained_first(gate):
    decider = Counting()
    ran = []

    def change(context):
        ran.append("before")
        yield "something for an outlet"
        context["task"].sql = "SELECT b FROM t"

    made = gate(decider, pre_execute=change)
    made.look()
    assert ["something for an outlet"] == list(made.task._pre_execute_hook({"task": made.task}))
    assert (["before"], 2) == (ran, len(decider.decided))


def test_sql_changed_at_the_last_moment_is_seen_when_the_operator_reaches_for_its_database(gate):
    decider = Counting()
    made = gate(decider)
    made.look()
    decider.outcome = Outcome.BLOCK
    made.task.sql = "SELECT b FROM t"
    with pytest.raises(fail_exception(), match="PL201"):
        made.task.get_db_hook()


@pytest.mark.parametrize("outcome", [Outcome.BLOCK, Outcome.UNDETERMINED])
def test_what_is_not_allowed_does_not_run(gate, outcome):
    with pytest.raises(fail_exception()):
        gate(Counting(outcome)).look()


def test_a_warning_is_logged_and_the_task_runs(gate, caplog):
    gate(Counting(Outcome.WARN)).look()
    assert ["WARNING"] == [record.levelname for record in caplog.records if "PL202" in record.getMessage()]


def test_success_is_told_once_after_the_tasks_own_callbacks(gate):
    decider, told = Counting(), []
    made = gate(decider, on_success_callback=lambda context: told.append(len(decider.confirmed)))
    made.look()
    made.look()
    for callback in made.task.on_success_callback:
        callback({})
    assert ([0], [attempt_of(INSTANCE)]) == (told, decider.confirmed)


def test_a_success_that_cannot_be_told_does_not_fail_the_task(gate, caplog):
    decider = Counting()
    made = gate(decider)
    made.look()
    decider.succeeded = lambda attempt: 1 // 0
    made.task.on_success_callback[-1]({})
    assert "could not record how the try ended" in caplog.text


def test_a_new_bundle_is_asked_for_before_a_task_counts_as_ungoverned(gate, tmp_path):
    cache = GovernanceCache(f"sqlite:///{tmp_path}/s.db")
    cache.save(governance("h1", "another"))
    (tmp_path / "s.db.bundle").write_text("h2")
    decider = Counting(bundle="h2")
    gate(decider).look()
    assert (1, "h2", True) == (len(decider.decided), cache.load().governance.bundle, cache.load().fresh)


@pytest.mark.parametrize("on_store_error", ["block", "allow"])
def test_a_slow_notifier_neither_lets_a_blocked_task_through_nor_passes_for_a_store_that_is_down(
    gate, monkeypatch, on_store_error
):
    looked = gate(Counting(Outcome.BLOCK))
    settings = replace(looked.settings, gate_timeout=0.2, blocks_on_store_error=on_store_error == "block")
    looked.settings = settings
    monkeypatch.setattr(Telling, "verdict", lambda self, verdict, published_at: time.sleep(0.5))
    with pytest.raises(fail_exception(), match="PL201 blocked"):
        looked.look()


def test_a_slow_notifier_does_not_block_what_was_allowed(gate, monkeypatch):
    looked = gate(Counting(Outcome.ALLOW))
    looked.settings = replace(looked.settings, gate_timeout=0.2)
    monkeypatch.setattr(Telling, "verdict", lambda self, verdict, published_at: time.sleep(0.5))
    looked.look()
