"""A governed task keeps no connection to a database server while it works: servers have few, and tasks take hours."""

from types import SimpleNamespace

import psycopg
import pytest
from airflow.providers.common.sql.operators.sql import SQLExecuteQueryOperator
from airflow.sdk import DAG

from privlineage.airflow.attempts import attempt_of
from privlineage.airflow.config import Settings
from privlineage.airflow.gate import Gate
from privlineage.airflow.telling import Telling
from privlineage.service.approving.publish import prepare, publish
from privlineage.service.clock import utc_now
from privlineage.store.open import init_store, open_store
from privlineage.store.protocol import VerdictQuery
from tests.airflow.site import HERE
from tests.postgres import postgres_server

pytestmark = pytest.mark.deployment

INSTANCE = SimpleNamespace(id="0", try_number=1, run_id="r", map_index=-1)


@pytest.fixture
def server():
    with postgres_server() as running:
        yield running


def connections(server) -> int:
    query = "SELECT count(*) FROM pg_stat_activity WHERE datname = 'store'"
    with psycopg.connect(server.uri) as connection:
        return connection.execute(query).fetchone()[0]


def test_the_store_has_no_connection_between_the_decision_and_the_end_of_the_task(server, monkeypatch, tmp_path):
    monkeypatch.setenv("AIRFLOW_HOME", str(tmp_path))
    server.create("store")
    url = server.url("store")
    init_store(url, clock=utc_now).close()
    store = open_store(url)
    publish(store, prepare(store, HERE / "bundle"), author="tests", at=utc_now(), store_url=url)
    with DAG("d", schedule=None) as dag:
        task = SQLExecuteQueryOperator(task_id="t", conn_id="wh_prod", sql="SELECT country FROM mart_stage")
    configured = Settings(store=url)
    gate = Gate(configured, task, dag, attempt_of(INSTANCE), Telling(configured))
    gate.look()
    (kept,) = store.verdicts(VerdictQuery())
    assert "d.t" == str(kept.job)
    store.close()
    assert 0 == connections(server)

    for callback in task.on_success_callback:
        callback({})
    assert 1 == connections(server)
    gate._decider.store.close()
