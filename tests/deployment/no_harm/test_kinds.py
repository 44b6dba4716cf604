"""The ordinary DAGs hold every kind of operator there is, so that a new one is not forgotten."""

import json

import pytest

pytestmark = pytest.mark.deployment

# Kinds that no ordinary DAG can hold, each with its reason.
LEFT_OUT = {
    "airflow.providers.common.sql.operators.analytics:AnalyticsOperator": "wants DataFusion, which is not installed",
    "airflow.providers.common.sql.decorators.analytics:_AnalyticsDecoratedOperator": "wants DataFusion as well",
    "airflow.providers.common.sql.operators.sql:SQLBulkLoadOperator": "no SQLite hook loads files",
    "airflow.providers.common.sql.operators.sql:BaseSQLOperator": "abstract",
    "airflow.providers.standard.operators.branch:BaseBranchOperator": "abstract",
    "airflow.providers.standard.operators.python:_BasePythonVirtualenvOperator": "abstract",
}

# Everything a task can be made of: operators of the providers whose work needs nothing but this machine, and what the
# SDK's decorators make.
LOOK = """
import importlib, inspect, json, pkgutil, sys, warnings
warnings.simplefilter("ignore")
from airflow.sdk import BaseOperator
try:
    from airflow.dag_processing.dagbag import DagBag
except ImportError:
    from airflow.models.dagbag import DagBag

def name(kind):
    return f"{kind.__module__}:{kind.__qualname__}"

known = set()
for package in ("standard", "common.sql", "common.io", "smtp", "sqlite"):
    home = importlib.import_module(f"airflow.providers.{package}")
    for found in pkgutil.walk_packages(home.__path__, home.__name__ + "."):
        if any(part in found.name.split(".") for part in ("operators", "sensors", "decorators")):
            try:
                module = importlib.import_module(found.name)
            except ImportError:
                continue
            known |= {
                kind for _, kind in inspect.getmembers(module, inspect.isclass)
                if issubclass(kind, BaseOperator) and kind.__module__ == found.name
            }
bag = DagBag(sys.argv[1])
tasks = [task for dag in bag.dags.values() for task in dag.tasks]
used = {getattr(task, "operator_class", type(task)) for task in tasks}
print(json.dumps({
    "dags": sorted(bag.dags),
    "errors": sorted(bag.import_errors),
    "known": sorted(map(name, known)),
    "used": sorted(map(name, used)),
    "traits": {
        "mapped": sum(hasattr(task, "operator_class") for task in tasks),
        "setup": sum(task.is_setup for task in tasks),
        "teardown": sum(task.is_teardown for task in tasks),
        "rules": len({str(task.trigger_rule) for task in tasks}),
        "rescheduling": sum(getattr(task, "mode", "") == "reschedule" for task in tasks),
        "starting in the triggerer": sum(bool(getattr(task, "start_from_trigger", False)) for task in tasks),
    },
}))
"""


@pytest.fixture(scope="module")
def found(tmp_path_factory, without_us):
    from tests.deployment.no_harm.site import OrdinarySite

    site = OrdinarySite(tmp_path_factory.mktemp("kinds") / "site", without_us, tmp_path_factory.mktemp("kinds-shared"))
    answer = without_us.run("-c", LOOK, str(site.dags), environment=site.environment)
    return json.loads(answer.stdout.splitlines()[-1])


def test_every_kind_of_operator_is_in_an_ordinary_dag_or_left_out_for_a_reason(found):
    forgotten = set(found["known"]) - set(found["used"]) - LEFT_OUT.keys()
    assert set() == forgotten
    assert len(found["known"]) >= 50


def test_nothing_is_left_out_that_is_used_or_that_is_not_there(found):
    assert set() == LEFT_OUT.keys() & set(found["used"])
    assert LEFT_OUT.keys() <= set(found["known"])


def test_there_are_thirty_dags_and_more_with_every_trait_a_task_can_have(found):
    assert 30 <= len(found["dags"])
    assert 2 == len(found["errors"])
    assert all(found["traits"].values()), found["traits"]
    assert found["traits"]["rules"] >= 10
