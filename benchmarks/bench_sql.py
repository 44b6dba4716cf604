"""SQL to lineage on TPC-H and TPC-DS whole, beside the peers; and a statement of yesterday to its plan.

Peers run in processes and environments of their own (`benchmarks/peers`), and time only their own answers. The order
is ours, theirs, ours again, and so on, so that a noisy minute of the machine hits all alike. sqllineage, which takes
half a second a query, is asked about a sample.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from benchmarks.peers.cases import Case, tpc_cases
from benchmarks.peers.environments import PEERS, MissingPeerError, Peer
from benchmarks.resolving import per_second, statements
from benchmarks.result import Result
from tests.golden.tpc.queries import SUITES, queries, tables

ROOT = Path(__file__).resolve().parent.parent
REPEATS, LOOK_REPEATS = 5, 9
SAMPLES = {"sqllineage": 9}
"""Of how many queries one is asked, where not all are."""


def measure() -> Iterator[Result]:
    yield from _resolving()
    yield from _looking_up()


def _resolving() -> Iterator[Result]:
    cases = tpc_cases()
    ours: list[float] = []
    theirs: dict[str, list[float]] = {peer.name: [] for peer in PEERS}
    asked: dict[str, list[Case]] = {peer.name: cases[:: SAMPLES.get(peer.name, 1)] for peer in PEERS}
    missing: dict[str, str] = {}
    _ours()
    for _ in range(REPEATS):
        for peer in PEERS:
            ours.append(_ours())
            if peer.name not in missing:
                try:
                    theirs[peer.name].append(_peer(peer, asked[peer.name]))
                except MissingPeerError as error:
                    missing[peer.name] = str(error)
                    print(f"NOT MEASURED: {error}", file=sys.stderr, flush=True)
    value = median(ours)
    what = f"TPC-H and TPC-DS, {len(cases)} statements, {len(ours)} repeats"
    first = PEERS[0].name
    yield Result("sql.statements_per_s", value, "1/s", first, _middle(theirs[first]), what)
    yield Result("sql.statements_per_s.worst", min(ours), "1/s", first, min(theirs[first], default=0.0), what)
    for peer in PEERS[1:]:
        sample = "" if len(asked[peer.name]) == len(cases) else f"; the peer on {len(asked[peer.name])} of them"
        said = f"{what}{sample}{'; NOT INSTALLED' if peer.name in missing else ''}"
        yield Result(
            f"sql.statements_per_s.beside.{peer.short}", value, "1/s", peer.name, _middle(theirs[peer.name]), said
        )
    pure = [_pure() for _ in range(3)]
    yield Result("sql.statements_per_s.pure", median(pure), "1/s", "with compiled sqlglot", value, what)


def _middle(samples: list[float]) -> float:
    return median(samples) if samples else 0.0


def _ours() -> float:
    """Statements a second, in a process that has resolved some before."""
    return per_second(statements())


def _peer(peer: Peer, cases: list[Case]) -> float:
    """The same of a peer; the first round of its process is not counted."""
    questions = [case.question() for case in cases]
    _, *answers = peer.ask(questions if peer.name in SAMPLES else questions + questions)
    counted = answers[-len(cases) :]
    return len(counted) / sum(float(str(answer["seconds"])) for answer in counted)


def _pure() -> float:
    """Ours on sqlglot's Python modules, the compiled ones kept away."""
    code = "import benchmarks.pure_sqlglot as pure; print(pure.statements_per_s())"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=_path(), capture_output=True, text=True, check=True
    )
    return float(done.stdout)


def _path() -> dict[str, str]:
    return {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "PATH": "", "HOME": tempfile.gettempdir()}


def _looking_up() -> Iterator[Result]:
    questions = json.dumps(
        {
            "schemas": {suite: tables(suite) for suite in SUITES},
            "statements": [(suite, text) for suite in SUITES for text in queries(suite).values()],
        }
    )
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/store.db"
        _cached("fill", url, questions)
        found = json.loads(_cached("look", url, questions, str(LOOK_REPEATS)))
    if found["sqlglot"]:
        raise AssertionError("a plan from the cache must not import sqlglot")
    number = found["statements"]
    what = (
        f"TPC-H and TPC-DS with other dates, {number} statements, {LOOK_REPEATS} repeats, SQLite, sqlglot not imported"
    )
    key, look_up, decode, task = (found[name] for name in ("key", "look_up", "decode", "task"))
    both = [sum(pair) for pair in zip(key, look_up, strict=True)]
    resolving = median(_ours() for _ in range(3))
    for name, seconds in (
        ("sql.cached_plans_per_s", both),
        ("sql.cached_plans_per_s.key", key),
        ("sql.cached_plans_per_s.look_up", look_up),
        ("sql.cached_plans_per_s.decoding", decode),
        ("sql.cached_plans_per_s.whole_task", task),
    ):
        yield Result(name, number / median(seconds), "1/s", "resolving anew", resolving, what)
    yield Result("sql.cached_plans_per_s.worst", number / max(both), "1/s", "resolving anew", resolving, what)


def _cached(work: str, url: str, questions: str, *more: str) -> str:
    script = str(Path(__file__).parent / "cached_plans.py")
    command = [sys.executable, script, work, url, *more]
    done = subprocess.run(command, input=questions, env=_path(), capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr)
    return done.stdout
