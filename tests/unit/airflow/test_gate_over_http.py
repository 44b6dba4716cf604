"""The gate of a worker whose store is a server: an outage is the site's choice, a refusal is an answer."""

import logging
import socket
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
from privlineage.api.app import create_app
from privlineage.core.errors import PrivlineageError
from privlineage.service.people.caller import Caller
from privlineage.store.protocol import SchemaRecord, VerdictQuery
from tests.serving import served
from tests.unit.service.world import world

INSTANCE = SimpleNamespace(id="0190-mine", try_number=1, run_id="r", map_index=-1)
MINE = Caller("task", "d.t", how="airflow", instance="0190-MINE", dag_id="d", task_id="t")
SQL = "INSERT INTO public.copies (email) SELECT email FROM public.customers"


@pytest.fixture
def dag(monkeypatch, tmp_path):
    monkeypatch.setenv("AIRFLOW_HOME", str(tmp_path))
    with DAG("d", schedule=None) as made:
        yield made


@pytest.fixture
def local():
    found = world()
    customers = found.bundle().sources.dataset("wh.public.customers")
    found.store.put_schemas([SchemaRecord(customers, (("email", "text"),), at="2026")])
    return found


def look(url, dag, conn_id="wh_prod", *, sql=SQL, blocks=False, copy=None, seconds=3.0):
    configured = Settings(store=url, blocks_on_store_error=blocks, gate_timeout=seconds)
    if copy is not None:
        GovernanceCache(url).save(copy.governance())
    task = SQLExecuteQueryOperator(task_id="t", conn_id=conn_id, sql=sql)
    gate = Gate(configured, task, dag, attempt_of(INSTANCE), Telling(configured))
    gate.look()
    return gate


def served_to(caller, store):
    return served(create_app(lambda: store, lambda _: caller))


def lost():
    raise PrivlineageError("PL504", "the store is away")


def test_a_task_is_decided_about_on_the_server_and_its_end_is_told_there(local, dag, caplog):
    with served_to(MINE, local.store) as url, caplog.at_level(logging.INFO):
        gate = look(url, dag)
        (verdict,) = local.store.verdicts(VerdictQuery())
        proven = replace(attempt_of(INSTANCE), instance=MINE.instance)
        assert (verdict.attempt, f"verdict {verdict.id}" in caplog.text) == (proven, True)
        gate._report(succeeded=True)
        assert ["email"] == list(local.schema("wh", {"copies"}).tables["public.copies"])


@pytest.mark.parametrize("has_copy", [True, False])
@pytest.mark.parametrize(
    ("caller", "code"),
    [
        (None, "PL206"),
        (Caller("service", "somebody", ("reader",)), "PL205"),
        (Caller("task", "d.t", how="ticket", instance="0190-other", dag_id="d", task_id="t"), "PL205"),
        (Caller("task", "e.t", how="ticket", instance="0190-mine", dag_id="e", task_id="t"), "PL205"),
    ],
)
def test_a_refusal_blocks_a_governed_task_though_the_site_lets_tasks_run_while_the_store_is_down(
    local, dag, has_copy, caller, code
):
    with served_to(caller, local.store) as url, pytest.raises(fail_exception(), match=f"PL203 blocked(.|\n)*{code}"):
        look(url, dag, copy=local if has_copy else None)
    assert {} == local._plans


@pytest.mark.parametrize("blocks", [True, False])
def test_while_the_server_is_gone_the_site_chooses_for_governed_tasks(local, dag, caplog, blocks):
    with socket.create_server(("127.0.0.1", 0)) as free:
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
    if not blocks:
        look(url, dag, copy=local, seconds=0.5)
        assert "lets the task run, as configured: PL504" in caplog.text
        return
    with pytest.raises(fail_exception(), match=r"PL203 blocked(.|\n)*PL504"):
        look(url, dag, copy=local, blocks=True, seconds=0.5)


def test_a_server_without_its_store_is_an_outage(local, dag, caplog):
    with served(create_app(lost, lambda _: MINE)) as url:
        look(url, dag, copy=local, seconds=0.5)
        assert "lets the task run, as configured: PL504" in caplog.text


def test_an_ungoverned_task_runs_untouched_whoever_the_server_refuses(local, dag):
    with served_to(None, local.store) as url:
        look(url, dag, "other", sql="SELECT 1", copy=local, blocks=True)
