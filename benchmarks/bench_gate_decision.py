"""What a decision costs at a store of a million columns: warm, in a cold task process, and a hundred at once.

A decision reads four tables of 20 columns and overwrites a fifth, as the task did the day before; it is stored before
it is answered. The baseline is the same rows looked up by the database's driver alone, in the same run.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks import big_store, driver_alone
from benchmarks.result import Result
from privlineage.core.plan import Plan
from privlineage.core.verdict import Attempt, Outcome
from privlineage.service.clock import new_verdict_id, utc_now
from privlineage.service.deciding.local import LocalDecider
from privlineage.store.open import open_store
from tests.postgres import postgres_server

ROOT = Path(__file__).resolve().parent.parent
TASKS = tuple(big_store.TABLES - 1 - 17 * number for number in range(50))
"""The tables whose tasks are decided on."""
ROUNDS = 10
COLD = 9
BURSTS = 3
PROCESSES = 100
SIZE = f"{big_store.TABLES * len(big_store.COLUMNS):,} columns"
ALONE = "the same rows looked up by the driver alone"


def measure() -> Iterator[Result]:
    with tempfile.TemporaryDirectory(prefix="privlineage-bench-") as folder, _stores(Path(folder)) as stores:
        for kind, url in stores:
            yield from _warm(kind, url)
            yield from _cold(kind, url, Path(folder))
            yield from _bursts(kind, url, Path(folder))


@contextmanager
def _stores(folder: Path) -> Iterator[list[tuple[str, str]]]:
    with postgres_server() as server:
        server.create("big")
        urls = [("sqlite", f"sqlite:///{folder}/store.db"), ("postgres", server.url("big"))]
        for _, url in urls:
            big_store.build(url)
            _settle(url)
        yield urls


def _settle(url: str) -> None:
    """Let every task run twice, as it did on the days before: from then on nothing changes the graph."""
    store = open_store(url)
    decider = LocalDecider(store, utc_now, new_verdict_id)
    for number in (*TASKS, *TASKS):
        attempt = Attempt(str(uuid.uuid4()))
        decider.decide(big_store.plan(number), attempt)
        decider.succeeded(attempt)
    store.close()


def _named(name: str, kind: str) -> str:
    return name if kind == "sqlite" else f"{name}.{kind}"


def _names(number: int) -> list[str]:
    return [big_store.table(one).name for one in (number, *big_store.parents(number))]


# warm


def _warm(kind: str, url: str) -> Iterator[Result]:
    store = open_store(url)
    decider = LocalDecider(store, utc_now, new_verdict_id)
    look_up, close = driver_alone.connected(url)
    ours: list[float] = []
    theirs: list[float] = []
    spent: list[float] = []
    for number in TASKS * ROUNDS:
        plan, attempt, names = big_store.plan(number), Attempt(str(uuid.uuid4()), run_id="run"), _names(number)
        theirs.append(_milliseconds(look_up, names))
        before = time.process_time()
        ours.append(_milliseconds(_allowed, decider, plan, attempt))
        spent.append((time.process_time() - before) * 1000)
        decider.succeeded(attempt)
    store.close()
    close()
    what = f"{SIZE} in {kind}, 5 tables x 20 columns, 84 facts, {len(ours)} decisions, each stored and on the disk"
    for name, share in (("p50", 0.5), ("p99", 0.99), ("worst", 1.0)):
        value, beside = _at(ours, share), _at(theirs, share)
        yield Result(_named(f"gate.decision.warm.{name}", kind), value, "ms", f"{ALONE}, {name}", beside, what)
    # What a busy machine adds is left out here.
    value, beside = statistics.median(spent), statistics.median(theirs)
    yield Result(
        _named("gate.decision.warm.cpu", kind), value, "ms", f"{ALONE}, p50", beside, f"{what}; processor time"
    )


def _allowed(decider: LocalDecider, plan: Plan, attempt: Attempt) -> None:
    verdict = decider.decide(plan, attempt)
    if verdict.outcome is not Outcome.ALLOW:
        raise AssertionError(verdict.decision)


# cold


def _cold(kind: str, url: str, folder: Path) -> Iterator[Result]:
    home = folder / f"airflow-{kind}"
    seen = [big_store.sql(number) for number in TASKS[:COLD]]
    for _ in range(2):  # the plans are in the cache then, and placed; the governance is in AIRFLOW_HOME
        _tasks("forked", url, home, seen)
    forked = _tasks("forked", url, home, seen)
    unseen = _tasks("forked", url, home, [big_store.sql(number, first="c1") for number in TASKS[:COLD]])
    alone = [one for sql in seen for one in _tasks("alone", url, home, [sql])]
    if any(one["parsed"] for one in alone):
        raise AssertionError("the SQL parser was loaded for a cached plan")
    bare = [_in_a_fresh_python(url) for _ in range(COLD)]
    for name, found, what in (
        ("gate.decision.cold", forked, "plan cached, task forked from the process that starts tasks"),
        ("gate.decision.cold.unseen", unseen, "SQL never seen, task forked from the process that starts tasks"),
        ("gate.decision.cold.alone", alone, "plan cached, task in a fresh interpreter"),
    ):
        text = f"{SIZE} in {kind}, {what}; over the task's own start, {len(found)} processes"
        for ending, measured, summary in (
            ("", "wall", statistics.median),
            (".worst", "wall", max),
            (".cpu", "cpu", statistics.median),
        ):
            value = summary([one[measured] for one in found])
            beside = f"a fresh Python: {ALONE}, its start left out"
            yield Result(_named(f"{name}{ending}", kind), value, "ms", beside, statistics.median(bare), text)


def _tasks(how: str, url: str, home: Path, statements: Sequence[str]) -> list[dict[str, Any]]:
    home.mkdir(exist_ok=True)
    return _lines(
        [str(ROOT / "benchmarks" / "cold_task.py"), how, *statements], _environment(url, home), len(statements)
    )


def _in_a_fresh_python(url: str) -> float:
    program = f"""
import time
before = time.perf_counter()
from benchmarks.driver_alone import connected
connected({url!r})[0]({_names(TASKS[0])!r})
print('{{"wall": %f}}' % ((time.perf_counter() - before) * 1000))
"""
    (line,) = _lines(["-c", program], _environment(url, ROOT), 1)
    return float(line["wall"])


# a hundred at once


def _bursts(kind: str, url: str, folder: Path) -> Iterator[Result]:
    look_up, close = driver_alone.connected(url)
    base = [_milliseconds(look_up, _names(number)) for number in TASKS * 2]
    close()
    home = folder / f"airflow-{kind}"
    for how, name, what in (
        ("decide", "gate.burst100", "store open, each decides"),
        ("task", "gate.burst100.task", "the whole gate, as after Airflow's fork"),
        ("fresh", "gate.burst100.fresh", "fresh interpreters, counted once each has loaded and opened the store"),
    ):
        runs = [_burst(how, url, home) for _ in range(1 if how == "fresh" else BURSTS)]
        wrong = [one["told"] for run in runs for one in run if not one["right"]]
        if wrong:
            raise AssertionError(wrong[:5])
        text = f"{SIZE} in {kind}, {PROCESSES} at once on {os.cpu_count()} cores, half of them blocked: {what}"
        for ending, share in (("p50", 0.5), ("p99", 0.99)):
            values = [_at([one["ms"] for one in run], share) for run in runs]
            beside = f"{ALONE}, one at a time, {ending}"
            yield Result(
                _named(f"{name}.{ending}", kind), statistics.median(values), "ms", beside, _at(base, share), text
            )
        spent = statistics.median(one["cpu"] for run in runs for one in run)
        yield Result(
            _named(f"{name}.cpu", kind), spent, "ms", f"{ALONE}, p50", _at(base, 0.5), f"{text}; processor time"
        )


def _burst(how: str, url: str, home: Path) -> list[dict[str, Any]]:
    command = ["-m", "benchmarks.burst", how, url, str(PROCESSES)]
    return _lines(command, _environment(url, home), PROCESSES)


def _lines(command: list[str], environment: dict[str, str], expected: int) -> list[dict[str, Any]]:
    """The JSON lines a program of ours prints."""
    answer = subprocess.run([sys.executable, *command], env=environment, capture_output=True, text=True, check=False)
    found = [json.loads(line) for line in answer.stdout.splitlines() if line.startswith("{")]
    if len(found) != expected:
        raise AssertionError(answer.stdout + answer.stderr)
    return found


def _environment(url: str, home: Path) -> dict[str, str]:
    return {
        "PATH": "",
        "HOME": str(home),
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
        "AIRFLOW_HOME": str(home),
        "AIRFLOW__PRIVLINEAGE__STORE": url,
        "AIRFLOW__PRIVLINEAGE__GATE_TIMEOUT": "120",  # what takes long is measured, not cut off
        "AIRFLOW__LOGGING__LOGGING_LEVEL": "ERROR",
    }


def _milliseconds(work: Callable[..., object], *given: Any) -> float:
    before = time.perf_counter()
    work(*given)
    return (time.perf_counter() - before) * 1000


def _at(samples: Sequence[float], share: float) -> float:
    ordered = sorted(samples)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
