"""What holds for every test: no trace of the person's own Airflow, no telemetry, repeatable Hypothesis runs."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings

ROOT = Path(__file__).resolve().parent.parent

# Airflow and Great Expectations read these when first imported, so they are set before any test module is.
for name in [name for name in os.environ if name.startswith(("AIRFLOW__", "AIRFLOW_CONN_", "AIRFLOW_VAR_"))]:
    del os.environ[name]
_airflow_home = tempfile.mkdtemp(prefix="privlineage-tests-airflow-")
atexit.register(shutil.rmtree, _airflow_home, ignore_errors=True)
os.environ["AIRFLOW_HOME"] = _airflow_home
os.environ["AIRFLOW__CORE__LOAD_EXAMPLES"] = "False"
os.environ["GX_ANALYTICS_ENABLED"] = "False"
os.environ["SCARF_ANALYTICS"] = "false"

# `make test` tries the same examples every time, so that a red run is red again; `make soak` looks further, each time
# elsewhere; where a change is judged it does not: there a red run must be the change's doing, not the day's luck.
settings.register_profile("short", derandomize=True, deadline=None, max_examples=100, print_blob=True)
settings.register_profile(
    "soak",
    derandomize="CI" in os.environ,
    deadline=None,
    max_examples=2000,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
# A mutant's counterexample need not be small.
settings.register_profile("mutants", settings.get_profile("short"), phases=[Phase.explicit, Phase.generate])
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "short"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the laws, so that `make soak` can pick them out and try many more examples."""
    for item in items:
        if item.path.is_relative_to(ROOT / "tests" / "property"):
            item.add_marker(pytest.mark.property)
