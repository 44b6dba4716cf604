"""A DAG serializes to the same bytes, and so keeps its version, with and without us."""

import subprocess
import sys

import pytest

pytestmark = pytest.mark.airflow

HASHES = """
import importlib.metadata, sys
if sys.argv[1] == "without":
    everything = importlib.metadata.distributions
    importlib.metadata.distributions = lambda **k: (
        d for d in everything(**k) if d.metadata["Name"] not in ("privlineage",)
    )
import airflow
print("policy", "privlineage.airflow.policy" in sys.modules)
# Airflow 3.1 has both of these elsewhere.
try:
    from airflow.dag_processing.dagbag import DagBag
except ImportError:
    from airflow.models.dagbag import DagBag
from airflow.models.serialized_dag import SerializedDagModel
from airflow.serialization import serialized_objects
serialization = getattr(serialized_objects, "DagSerialization", None) or serialized_objects.SerializedDAG
bag = DagBag(sys.argv[2])
assert not bag.import_errors, bag.import_errors
for dag_id, dag in sorted(bag.dags.items()):
    print(dag_id, SerializedDagModel.hash(serialization.to_dict(dag)))
"""


def hashes(site, how: str) -> list[str]:
    answer = subprocess.run(
        [sys.executable, "-c", HASHES, how, str(site.home / "dags")],
        env=site.environment,
        cwd=site.root,
        capture_output=True,
        text=True,
        check=True,
    )
    return [line for line in answer.stdout.splitlines() if len(line.split()) == 2]


def test_serialized_dags_are_the_same_with_and_without_us(site):
    with_us, without_us = hashes(site, "with"), hashes(site, "without")
    assert ("policy True", "policy False") == (with_us[0], without_us[0])
    assert 1 + len(list((site.home / "dags").glob("*.py"))) == len(with_us)
    assert without_us[1:] == with_us[1:]
