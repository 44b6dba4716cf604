"""Whatever is wrong with the store: a governed task is blocked with the reason, an ungoverned one is not touched, and
once the fault is over everything is decided as before."""

import contextlib
import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest

from privlineage.airflow.governance import MAX_AGE, GovernanceCache
from privlineage.service import connect
from privlineage.service.clock import utc_now
from privlineage.service.connect import open_decider
from privlineage.store import maintain
from privlineage.store.open import init_store
from tests.contract.faults.site import ALLOWED, BUNDLE, DECLARED, FORBIDDEN, UNGOVERNED, Tries, apply, fill, sql

OTHERS = [*UNGOVERNED.values()]
GOVERNED = [FORBIDDEN, ALLOWED, *DECLARED.values()]


@pytest.fixture(autouse=True)
def home(monkeypatch, tmp_path):
    monkeypatch.setenv("AIRFLOW_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture(scope="module")
def filled_sqlite(tmp_path_factory):
    folder = tmp_path_factory.mktemp("filled")
    (folder / "store").mkdir()
    fill(f"sqlite:///{folder}/store/p.db", folder / "bundle")
    return folder / "store"


@pytest.fixture
def sqlite_url(filled_sqlite, tmp_path):
    shutil.copytree(filled_sqlite, tmp_path / "store")
    return f"sqlite:///{tmp_path}/store/p.db"


@pytest.fixture(scope="module")
def filled_postgres(server, tmp_path_factory):
    server.create("faults_filled")
    fill(server.url("faults_filled"), tmp_path_factory.mktemp("filled-pg") / "bundle")
    yield "faults_filled"
    server.execute('DROP DATABASE IF EXISTS "faults_filled" WITH (FORCE)')


@pytest.fixture
def postgres_url(server, filled_postgres):
    with server.database("faults", template=filled_postgres) as url:
        yield url


@pytest.fixture(params=["sqlite_url", "postgres_url"])
def url(request):
    return request.getfixturevalue(request.param)


def path_of(url):
    return url.removeprefix("sqlite:///")


def decided_as_ever(url):
    tries = Tries(url)
    assert "PL201 blocked" in tries.look(FORBIDDEN)
    assert "runs" == tries.look(ALLOWED)
    assert ["untouched"] * len(OTHERS) == [tries.look(task) for task in OTHERS]
    assert maintain.check_store(url).good


def blocked_and_untouched(url, reason, **settings):
    """While it lasts: with the copy of the governance that an earlier task left."""
    tries = Tries(url, **settings)
    for task in GOVERNED:
        said = tries.look(task)
        assert "PL203 blocked: no decision could be made" in said
        assert reason in said
    assert ["untouched"] * len(OTHERS) == [tries.look(task) for task in OTHERS]
    lenient = Tries(url, blocks_on_store_error=False, **settings)
    assert ["untouched"] * len(GOVERNED) == [lenient.look(task) for task in GOVERNED]


def test_without_a_fault(url):
    decided_as_ever(url)


def test_down_sqlite_gone(sqlite_url, tmp_path):
    decided_as_ever(sqlite_url)
    (tmp_path / "store").rename(tmp_path / "away")
    blocked_and_untouched(sqlite_url, "PL501")
    (tmp_path / "away").rename(tmp_path / "store")
    decided_as_ever(sqlite_url)


def test_down_postgres_refuses_connections(server, postgres_url):
    decided_as_ever(postgres_url)
    server.execute('ALTER DATABASE "faults" WITH ALLOW_CONNECTIONS false')
    server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'faults'")
    age_copy()
    blocked_and_untouched(postgres_url, "PL50")
    server.execute('ALTER DATABASE "faults" WITH ALLOW_CONNECTIONS true')
    decided_as_ever(postgres_url)


def age_copy():
    """Let the copy of the governance be older than it may be."""
    old = time.time() - MAX_AGE - 1
    os.utime(Path(os.environ["AIRFLOW_HOME"]) / "privlineage" / "governance.json", (old, old))


def test_slow_a_server_that_accepts_and_never_answers(tmp_path):
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen(50)
        url = f"postgresql+psycopg://privlineage@127.0.0.1:{silent.getsockname()[1]}/p"
        GovernanceCache(url).save(governance_of(prepared(tmp_path)))
        blocked_and_untouched(url, "did not answer within 0.3 seconds", gate_timeout=0.3)


def governance_of(path):
    decider = open_decider(f"sqlite:///{path}")
    try:
        return decider.governance()
    finally:
        decider.store.close()


def prepared(tmp_path):
    (tmp_path / "other").mkdir()
    fill(f"sqlite:///{tmp_path}/other/p.db", tmp_path / "bundle")
    return tmp_path / "other" / "p.db"


@contextlib.contextmanager
def locked(url):
    """Another process's transaction holds everything and does not end."""
    if url.startswith("sqlite"):
        holder = sqlite3.connect(path_of(url), isolation_level=None)
        holder.execute("BEGIN EXCLUSIVE")
    else:
        holder = psycopg.connect(url.replace("+psycopg", ""))
        holder.execute("LOCK TABLE store_identity, attempt, verdict IN ACCESS EXCLUSIVE MODE")
    try:
        yield
    finally:
        holder.rollback() if url.startswith("postgresql") else holder.execute("ROLLBACK")
        holder.close()


def test_locked_for_longer_than_the_gate_waits(url):
    decided_as_ever(url)
    with locked(url):
        blocked_and_untouched(url, "PL504", gate_timeout=0.5)
    decided_as_ever(url)


def test_locked_for_a_moment_is_waited_for(url):
    decided_as_ever(url)
    held, free = threading.Event(), threading.Event()

    def hold():
        with locked(url):
            held.set()
            free.wait(10)

    holder = threading.Thread(target=hold)
    holder.start()
    held.wait(10)
    threading.Timer(0.4, free.set).start()
    assert "PL201 blocked" in Tries(url).look(FORBIDDEN)
    holder.join()


def test_full_the_disk_takes_no_more(sqlite_url):
    decided_as_ever(sqlite_url)
    done = subprocess.run(
        [sys.executable, "-m", "tests.contract.faults.full_disk", sqlite_url],
        cwd=Path(__file__).resolve().parents[3],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    said = json.loads(done.stdout.splitlines()[-1])
    assert ["untouched"] * len(OTHERS) == said["others"]
    for message in said["governed"]:
        assert "PL203 blocked" in message
        assert "PL504" in message
    decided_as_ever(sqlite_url)


def test_foreign_somebody_elses_database(sqlite_url, tmp_path):
    decided_as_ever(sqlite_url)
    (tmp_path / "store").rename(tmp_path / "ours")
    (tmp_path / "store").mkdir()
    with contextlib.closing(sqlite3.connect(path_of(sqlite_url))) as other, other:
        other.execute("CREATE TABLE theirs (a)")
    blocked_and_untouched(sqlite_url, "PL502")
    shutil.rmtree(tmp_path / "store")
    (tmp_path / "ours").rename(tmp_path / "store")
    decided_as_ever(sqlite_url)


def test_foreign_a_store_without_a_bundle(tmp_path):
    known = governance_of(prepared(tmp_path))
    fresh = f"sqlite:///{tmp_path}/fresh.db"
    init_store(fresh, clock=utc_now).close()
    GovernanceCache(fresh).save(known)
    blocked_and_untouched(fresh, "PL506")


def test_bundle_broken_what_is_stored_cannot_be_read(url):
    """As a newer version may write it, or somebody by hand: it is no store error, so that nothing lets it pass."""
    decided_as_ever(url)
    statement = 'UPDATE bundle SET files = \'[["policy.yml", "zones: ["]]\''
    if url.startswith("sqlite"):
        with contextlib.closing(sqlite3.connect(path_of(url))) as connection, connection:
            connection.execute(statement)
    else:
        with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
            connection.execute(statement)
    for settings in ({}, {"blocks_on_store_error": False}):
        tries = Tries(url, **settings)
        assert all("PL203 blocked" in tries.look(task) for task in GOVERNED)
        assert ["untouched"] * len(OTHERS) == [tries.look(task) for task in OTHERS]


def test_bundle_old_a_copy_of_yesterday_does_not_decide(url, tmp_path):
    """The copy only tells governed from ungoverned; rules always come from the store."""
    decided_as_ever(url)
    looser = {
        **BUNDLE,
        "policy.yml": BUNDLE["policy.yml"].replace("forbid: [user.contact]", "forbid: [user.financial]"),
    }
    apply(url, tmp_path / "newer", looser)
    assert "runs" == Tries(url).look(FORBIDDEN)
    apply(url, tmp_path / "newest")
    assert "PL201 blocked" in Tries(url).look(FORBIDDEN)


def test_bundle_half_applied_the_marker_was_not_written(sqlite_url, tmp_path):
    """A crash between the store and the marker beside it; the first task that is decided on brings the new bundle."""
    decided_as_ever(sqlite_url)
    marker = Path(f"{path_of(sqlite_url)}.bundle")
    before = marker.read_text()
    second = BUNDLE["sources.yml"].replace("conn_ids: [wh_prod]", "conn_ids: [wh_prod, other]")
    apply(sqlite_url, tmp_path / "newer", {**BUNDLE, "sources.yml": second})
    marker.write_text(before)
    # The copy looks fresh to a task that the old bundle leaves alone; a governed one learns of the new bundle.
    assert "PL201 blocked" in Tries(sqlite_url).look(FORBIDDEN)
    assert "PL20" in Tries(sqlite_url).look(sql_in_other())


def sql_in_other():
    return sql("INSERT INTO out.mails SELECT email FROM people", conn_id="other")


@pytest.mark.parametrize("seconds", [-86_400 * 400, -1, 86_400 * 400])
def test_clock_wrong_by_any_amount_changes_no_verdict(url, monkeypatch, seconds):
    decided_as_ever(url)
    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() + seconds)
    monkeypatch.setattr(
        connect, "utc_now", lambda: datetime.fromtimestamp(real() + seconds, UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    )
    decided_as_ever(url)
