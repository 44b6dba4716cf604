"""What a decision costs through a server on this machine: one after the other, as many as it can, a hundred at once.

The server is a process of its own over a store of a million columns; callers are threads here that keep a connection
each. The baseline is the same decision in process, taken in the same run. A decision reads four tables of 20 columns
and overwrites a fifth, or sends contact data to advertisers, and every answer is compared with the right one.
"""

import os
import re
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks import big_store
from benchmarks.result import Result
from privlineage.core.plan import Plan
from privlineage.core.verdict import Attempt
from privlineage.service.clock import new_verdict_id, utc_now
from privlineage.service.deciding.decider import Decider
from privlineage.service.deciding.local import LocalDecider
from privlineage.service.serving.over_http import HttpTransport
from privlineage.service.serving.remote import RemoteDecider
from privlineage.service.serving.tokens import TokenFile, new_token
from privlineage.store.open import open_store
from tests.postgres import postgres_server

ROOT = Path(__file__).resolve().parent.parent
TASKS = tuple(big_store.TABLES - 1 - 17 * number for number in range(50))
ROUNDS = 10
CALLERS = 16
BURSTS = 5
PROGRAM = "import sys; from privlineage.cli.main import main; sys.exit(main())"
SIZE = f"{big_store.TABLES * len(big_store.COLUMNS):,} columns"


def measure() -> Iterator[Result]:
    with tempfile.TemporaryDirectory(prefix="privlineage-bench-") as folder, postgres_server() as server:
        server.create("big")
        for kind, url in (("", f"sqlite:///{folder}/store.db"), (".postgres", server.url("big"))):
            big_store.build(url)
            here = LocalDecider(open_store(url), utc_now, new_verdict_id)
            for number in (*TASKS, *TASKS):
                _decide(here, big_store.plan(number), "allow")
            with _served(url, Path(folder)) as connect:
                yield from _figures(kind, here, connect)
            here.store.close()


def _figures(kind: str, here: LocalDecider, connect: Callable[[], RemoteDecider]) -> Iterator[Result]:
    there = connect()
    near: list[float] = []
    far: list[float] = []
    for _ in range(ROUNDS):
        for number in TASKS:
            near.append(_decide(here, big_store.plan(number), "allow"))
            far.append(_decide(there, big_store.plan(number), "allow"))
    near.sort()
    far.sort()
    told = f"{SIZE}, {len(far)} decisions, one after the other"
    for name, share in (("p50", 0.5), ("p99", 0.99)):
        at = int(len(far) * share)
        yield Result(f"server.decide{kind}.{name}", far[at], "ms", f"in process {name}", near[at], told)
    rate = _rate(connect, 5.0)
    alone = 1000 / near[len(near) // 2]
    yield Result(
        f"server.decides_per_s{kind}", rate, "1/s", "in process, one by one", alone, f"{SIZE}, {CALLERS} callers"
    )
    bursts = [_burst(connect) for _ in range(BURSTS)]
    worst = sorted(found[98] for found in bursts)
    slowest = max(found[-1] for found in bursts)
    told = f"{SIZE}, 100 callers at once, {BURSTS} times: median of the p99, slowest call {slowest:.0f} ms"
    yield Result(f"server.burst100{kind}.p99", worst[len(worst) // 2], "ms", "in process p99 of one", near[-5], told)


def _decide(decider: Decider, plan: Plan, right: str) -> float:
    attempt = Attempt(str(uuid.uuid4()), run_id="run")
    started = time.perf_counter()
    verdict = decider.decide(plan, attempt)
    took = (time.perf_counter() - started) * 1000
    if verdict.outcome != right:
        raise AssertionError(f"{verdict.outcome} where {right} is right")
    return took


def _plan_of(number: int) -> tuple[Plan, str]:
    return (big_store.plan(TASKS[number // 2]), "allow") if number % 2 else (big_store.export(number), "block")


def _rate(connect: Callable[[], RemoteDecider], seconds: float) -> float:
    counts = [0] * CALLERS
    ends = time.perf_counter() + seconds

    def call(which: int) -> None:
        decider = connect()
        while time.perf_counter() < ends:
            _decide(decider, big_store.plan(TASKS[(which * 7 + counts[which]) % len(TASKS)]), "allow")
            counts[which] += 1

    _together([lambda which=which: call(which) for which in range(CALLERS)])
    return sum(counts) / seconds


def _burst(connect: Callable[[], RemoteDecider]) -> list[float]:
    """Milliseconds of a hundred decisions that begin at the same moment, each over a connection of its own."""
    found: list[float] = []
    ready = threading.Barrier(100)

    def call(number: int) -> None:
        decider = connect()
        decider.governance()
        ready.wait()
        found.append(_decide(decider, *_plan_of(number)))

    _together([lambda number=number: call(number) for number in range(100)])
    return sorted(found)


def _together(works: list[Callable[[], None]]) -> None:
    failed: list[BaseException] = []

    def carry_out(work: Callable[[], None]) -> None:
        try:
            work()
        except BaseException as error:  # noqa: BLE001  # it is raised again below
            failed.append(error)

    threads = [threading.Thread(target=carry_out, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]


@contextmanager
def _served(url: str, folder: Path) -> Iterator[Callable[[], RemoteDecider]]:
    """Connects callers to a server over a store."""
    text, kept = new_token("fleet", ["worker", "reader"], at=utc_now())
    TokenFile(folder / "tokens.json", utc_now).add(kept)
    command = ["serve", "--store", url, "--tokens", str(folder / "tokens.json"), "--port", "0"]
    log = folder / "server.log"
    with log.open("w") as stream:
        process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, *command],
            env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
            stderr=stream,
        )
    try:
        while not (found := re.search(r"running on (http://\S+)", log.read_text())):
            if process.poll() is not None:
                raise RuntimeError(log.read_text())
            time.sleep(0.05)
        yield lambda: RemoteDecider(HttpTransport(found[1], lambda: text), lambda: 60.0)
    finally:
        process.terminate()
        process.wait()
