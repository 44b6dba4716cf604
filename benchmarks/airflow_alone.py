"""A start of Airflow as if privlineage were not installed, as program text for a fresh process."""

AIRFLOW_ALONE = """
import importlib.metadata, importlib_metadata, sys

def hide(everything):
    return lambda **k: (found for found in everything(**k) if found.metadata["Name"] != "privlineage")

# Airflow looks for entry points with the backport before Python 3.12.
for place in (importlib.metadata, importlib_metadata):
    place.distributions = hide(place.distributions)
import airflow, airflow.sdk
assert not [name for name in sys.modules if name.startswith("privlineage")]
"""
