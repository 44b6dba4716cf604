"""What the gate adds to a whole task, and what our being there adds to the parsing of DAGs.

Two Airflows run side by side, one with our wheel and one without us: LocalExecutor, one task at a time. Both run the
same chain at the same time, so that whatever else the machine does meets both. It is made of the smallest tasks there
are, so that nothing hides what is added: a Python function that does nothing, and an INSERT into a SQLite table, which
where we are is governed, planned, decided on, recorded and allowed.
A task's time goes from its start, when its supervisor forks, to the last line of its log: callbacks, and with them our
report to the store, are over by then.
"""

import json
import os
import shutil
import statistics
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path

from benchmarks.result import Result
from tests.airflow.site import Site
from tests.deployment.environments import Environment, build_wheel, make_environment, own_variables

CHAIN = 5
ROUNDS = 8
PARSED = 100
PARSES = 5
KINDS = ("ungoverned", "governed")
DAG_FILE = f"""
from airflow.providers.common.sql.operators.sql import SQLExecuteQueryOperator
from airflow.providers.standard.operators.python import PythonOperator
from airflow.sdk import DAG, chain

with DAG("wall", schedule=None):
    chain(*[
        task
        for number in range({CHAIN})
        for task in (
            PythonOperator(task_id=f"ungoverned_{{number}}", python_callable=lambda: None),
            SQLExecuteQueryOperator(
                task_id=f"governed_{{number}}", conn_id="wh_prod",
                sql="INSERT INTO ads_country SELECT country FROM mart_stage",
            ),
        )
    ])
"""
PARSED_FILE = """
from airflow.providers.standard.operators.bash import BashOperator
from airflow.sdk import DAG, task

with DAG("parsed_{number}", schedule="@daily") as dag:
    @task
    def first():
        return 1

    @task
    def second(value):
        return value

    second(first()) >> [BashOperator(task_id=f"bash_{{n}}", bash_command="echo {{{{ ds }}}}") for n in range(8)]
"""
PARSE = """
import sys, time
import airflow, airflow.sdk
try:
    from airflow.dag_processing.dagbag import DagBag
except ImportError:
    from airflow.models.dagbag import DagBag
import airflow.providers.standard.operators.bash, airflow.providers.standard.decorators.python
before = time.perf_counter()
bag = DagBag(sys.argv[1])
seconds = time.perf_counter() - before
assert len(bag.dags) == int(sys.argv[2]) and not bag.import_errors, bag.import_errors
print(seconds)
"""


class WallSite(Site):
    """An Airflow with one DAG, in an environment of its own."""

    def __init__(self, root: Path, environment: Environment) -> None:
        self.installed = environment
        super().__init__(root)
        (self.home / "config" / "airflow_local_settings.py").unlink()
        shutil.rmtree(self.home / "dags")
        (self.home / "dags").mkdir()
        (self.home / "dags" / "wall.py").write_text(DAG_FILE)

    @property
    def python(self) -> Path:
        return self.installed.python

    @property
    def environment(self) -> dict[str, str]:
        kept = own_variables()
        ours = {name: value for name, value in super().environment.items() if name.startswith(("AIRFLOW", "GATE"))}
        path = f"{self.installed.home / 'bin'}{os.pathsep}{kept.get('PATH', '')}"
        return {**kept, **ours, "PATH": path, "AIRFLOW__CORE__PARALLELISM": "1"}

    def times(self) -> dict[str, list[float]]:
        """Seconds of each task of one run, by kind."""
        run = self.run("wall")
        if set(run.states().values()) != {"success"}:
            raise RuntimeError(run.states())
        found: dict[str, list[float]] = {kind: [] for kind in KINDS}
        for one in run.instances:
            path = f"dag_id=wall/run_id={run.run_id}/task_id={one['task_id']}/attempt=1.log"
            last = json.loads((self.home / "logs" / path).read_text().splitlines()[-1])
            taken = datetime.fromisoformat(last["timestamp"]) - datetime.fromisoformat(one["start_date"])
            found[one["task_id"].partition("_")[0]].append(taken.total_seconds())
        return found


def measure() -> Iterator[Result]:
    with tempfile.TemporaryDirectory(prefix="privlineage-bench-") as folder:
        home = Path(folder)
        without = make_environment(home / "without")
        with_us = make_environment(home / "with")
        with_us.install(build_wheel(home / "wheel"))
        yield from _walls(home, without, with_us)
        yield from _parsing(home, without, with_us)


def _walls(home: Path, without: Environment, with_us: Environment) -> Iterator[Result]:
    with ExitStack() as stack:
        sites = [WallSite(home / f"site-{made.home.name}", made) for made in (without, with_us)]
        for site in sites:
            stack.callback(site.stop)
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(lambda site: site.start(), sites))
            # The first round fills what later ones find: byte code, our copy of the bundle, plans.
            _, *rounds = [list(pool.map(lambda site: site.times(), sites)) for _ in range(1 + ROUNDS)]
    for kind in KINDS:
        alone = [seconds for without_us, _ in rounds for seconds in without_us[kind]]
        middles = [statistics.median(both[kind]) / statistics.median(without_us[kind]) for without_us, both in rounds]
        gated = [seconds for _, both in rounds for seconds in both[kind]]
        what = (
            f"{kind}: {len(gated)} tasks in {ROUNDS} paired runs, median {statistics.median(gated) * 1000:.0f} ms with "
            f"and {statistics.median(alone) * 1000:.0f} ms without us, LocalExecutor"
        )
        ratio = statistics.median(gated) / statistics.median(alone)
        name = "gate.task_wall_ratio" if kind == "ungoverned" else f"gate.task_wall_ratio.{kind}"
        yield Result(name, ratio, "ratio", "the same task without us", 1.0, what)
        yield Result(f"{name}.worst", max(middles), "ratio", "the same task without us, worst run", 1.0, what)


def _parsing(home: Path, without: Environment, with_us: Environment) -> Iterator[Result]:
    dags = home / "parsed"
    dags.mkdir()
    for number in range(PARSED):
        (dags / f"parsed_{number}.py").write_text(PARSED_FILE.format(number=number))
    pairs = [(_parse(home, without, dags), _parse(home, with_us, dags)) for _ in range(PARSES)]
    alone = statistics.median(one for one, _ in pairs)
    ratios = [both / one for one, both in pairs]
    what = f"{PARSED} DAG files, {PARSES} paired processes, {alone:.2f} s without us, Python {sys.version_info.minor}"
    ratio = statistics.median(both for _, both in pairs) / alone
    yield Result("gate.parse100_ratio", ratio, "ratio", "the same files without us", 1.0, what)
    yield Result("gate.parse100_ratio.worst", max(ratios), "ratio", "the same files without us, worst pair", 1.0, what)


def _parse(home: Path, environment: Environment, dags: Path) -> float:
    variables = {
        **own_variables(),
        "AIRFLOW_HOME": str(home / f"home-{environment.home.name}"),
        "AIRFLOW__PRIVLINEAGE__STORE": f"sqlite:///{home}/none.db",
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
    }
    answer = environment.run("-c", PARSE, str(dags), str(PARSED), environment=variables)
    return float(json.loads(answer.stdout.split()[-1]))
