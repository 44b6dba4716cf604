"""Airflow refuses tasks that end in the triggerer as soon as anybody registers a listener: we register none."""

import pytest

from tests.deployment.environments import own_variables

pytestmark = pytest.mark.deployment

DAG_FILE = """
import datetime
from airflow.providers.standard.sensors.date_time import DateTimeSensorAsync
from airflow.sdk import DAG

with DAG("ending", schedule=None):
    DateTimeSensorAsync(task_id="ends", target_time=datetime.datetime(2024, 1, 1), end_from_trigger=True)
"""
LOAD = """
import sys
try:
    from airflow.dag_processing.dagbag import DagBag
except ImportError:
    from airflow.models.dagbag import DagBag
bag = DagBag(sys.argv[1])
print(sorted(bag.dags), bag.import_errors, "privlineage.airflow.policy" in sys.modules)
"""


def test_a_dag_whose_task_ends_in_the_triggerer_loads_with_us(with_us, tmp_path):
    (tmp_path / "dags").mkdir()
    (tmp_path / "dags" / "ending.py").write_text(DAG_FILE)
    variables = {
        **own_variables(),
        "AIRFLOW_HOME": str(tmp_path / "home"),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__OPENLINEAGE__DISABLED": "True",
        "AIRFLOW__PRIVLINEAGE__STORE": f"sqlite:///{tmp_path}/store.db",
    }
    answer = with_us.run("-c", LOAD, str(tmp_path / "dags"), environment=variables)
    assert "['ending'] {} True" == answer.stdout.splitlines()[-1]
