"""A hundred tasks that start at once, as processes of their own: no lock error, no wrong verdict, labels exact."""

import os
import re
import signal
import sqlite3
import subprocess
import sys
from contextlib import contextmanager

import pytest

from privlineage.core.labels import Atom, Ways
from privlineage.policy.load import load_files
from privlineage.service.clock import utc_now
from privlineage.store.open import init_store, open_store
from privlineage.store.protocol import BundleRecord, VerdictQuery
from privlineage.store.sql.bundles import weakening_in_force
from privlineage.store.sql.labels import stale_slots
from tests.conftest import ROOT
from tests.contract.store.world import carried
from tests.deployment import bursting
from tests.postgres import postgres_server

pytestmark = pytest.mark.deployment

TASKS = 100
EMAIL = Atom("user.contact.email")
PROGRAM = "import sys; from privlineage.cli.main import main; sys.exit(main())"


@pytest.fixture(params=["sqlite", "postgres"])
def url(request, tmp_path):
    """The URL of a store with a bundle in force."""
    if request.param == "sqlite":
        yield filled(f"sqlite:///{tmp_path}/store.db")
        return
    with postgres_server() as server, server.database("store") as made:
        yield filled(made)


def filled(url: str) -> str:
    bundle = load_files(bursting.BUNDLE)
    store = init_store(url, clock=utc_now)
    record = BundleRecord(bundle.hash, tuple(sorted(bundle.files.items())), "ann", utc_now())
    store.publish(record, bundle.sources, bundle.tags, bundle.weakening)
    store.close()
    return url


@contextmanager
def served(url, tmp_path, monkeypatch):
    """The URL of a server over a store, for callers that hold its token."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    tokens = ["--tokens", str(tmp_path / "tokens.json")]
    made = subprocess.run(
        [sys.executable, "-c", PROGRAM, "serve", "token", "--name", "fleet", "--roles", "worker", *tokens],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    monkeypatch.setenv("PRIVLINEAGE_TOKEN", made.stdout.strip())
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, "serve", "--store", url, *tokens, "--port", "0"],
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield next(found[1] for line in process.stderr if (found := re.search(r"running on (http://\S+)", line)))
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate()


def burst(url: str) -> dict[int, str]:
    """What each of the tasks was told."""
    answer = subprocess.run(
        [sys.executable, bursting.__file__, url, "0", str(TASKS)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "src")])},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "" == answer.stderr
    return {int(number): told for number, told in (line.split(" ", 1) for line in answer.stdout.splitlines())}


def assert_right(url: str, told: dict[int, str]) -> None:
    right = {number: "block" if number % 2 else "allow" for number in range(TASKS)}
    assert right == told
    store = open_store(url)
    stored = store.verdicts(VerdictQuery(limit=10 * TASKS))
    assert right == {int(verdict.attempt.instance.split("-")[1]): verdict.outcome.value for verdict in stored}
    assert TASKS == len(stored)
    for number in range(0, TASKS, 2):
        assert {EMAIL: Ways.VALUE} == carried(store, bursting.SHARED, f"c{number}")
        assert {EMAIL: Ways.VALUE} == carried(store, bursting.own_table(number), "e")
    with store._database.read() as connection:
        assert set() == stale_slots(connection, weakening_in_force(connection))
    store.close()


def test_a_hundred_tasks_at_once_meet_no_lock_error_and_no_wrong_verdict(url):
    assert_right(url, burst(url))
    if url.startswith("sqlite"):
        with sqlite3.connect(url.removeprefix("sqlite:///")) as connection:
            assert [("ok",)] == connection.execute("PRAGMA integrity_check").fetchall()


def test_a_hundred_tasks_at_once_get_right_verdicts_from_one_server(url, tmp_path, monkeypatch):
    with served(url, tmp_path, monkeypatch) as server:
        told = burst(server)
    assert_right(url, told)
