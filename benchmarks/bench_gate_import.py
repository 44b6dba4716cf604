"""What our three entry points add to the start of every Airflow process.

Fresh processes import Airflow without us, then what Airflow would load from us, and time the second part by itself, so
that the noise of Airflow's own start stays out of the figure. Airflow's own time is the baseline beside it.
"""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.airflow_alone import AIRFLOW_ALONE
from benchmarks.result import Result, middle_and_worst

REPEATS = 9
SRC = Path(__file__).resolve().parent.parent / "src"
START = f"""
import time
before = time.perf_counter()
{AIRFLOW_ALONE}
airflow_ms = (time.perf_counter() - before) * 1000
before = time.perf_counter()
import privlineage.airflow.policy, privlineage.airflow.plugin, privlineage.airflow.provider
ours_ms = (time.perf_counter() - before) * 1000
print(airflow_ms, ours_ms)
"""


def measure() -> Iterator[Result]:
    with tempfile.TemporaryDirectory() as home:
        airflow, ours = zip(*(_start(home) for _ in range(REPEATS)), strict=True)
    middle, worst = middle_and_worst(list(ours))
    base, _ = middle_and_worst(list(airflow))
    what = f"{REPEATS} fresh processes, Python {sys.version_info.major}.{sys.version_info.minor}"
    yield Result("gate.import", middle, "ms", "import airflow, airflow.sdk", base, what)
    yield Result("gate.import.worst", worst, "ms", "import airflow, airflow.sdk", base, what)


def _start(home: str) -> tuple[float, float]:
    """Milliseconds of a fresh process spent on Airflow, and on us."""
    environment = {"PYTHONPATH": str(SRC), "PATH": "", "HOME": home, "AIRFLOW_HOME": home}
    command = [sys.executable, "-c", START]
    answer = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    airflow, ours = map(float, answer.stdout.split()[-2:])
    return airflow, ours
