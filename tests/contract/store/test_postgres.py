"""What can be wrong with a store on a server, and what several processes see of it."""

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from privlineage.core.errors import PrivlineageError
from privlineage.core.verdict import Attempt
from privlineage.store.open import open_store
from tests.contract.store.test_faults import SECRET, init, refused
from tests.contract.store.world import EMAIL, MART, RAW, append, at, done, shown, tag, verdict


def libpq(url):
    """The URL as psycopg itself reads it."""
    return url.replace("postgresql+psycopg://", "postgresql://")


def with_user(url, user, password=SECRET):
    return url.replace("://postgres:@", f"://{user}:{password}@")


def test_a_database_that_is_not_there_is_an_error_and_stays_missing(server):
    for call in (open_store, init):
        assert "create the database" in refused("PL501", call, server.url("none")).hint
    with psycopg.connect(server.uri) as connection:
        assert connection.execute("SELECT 1 FROM pg_database WHERE datname = 'none'").fetchone() is None


def test_an_empty_database_is_no_store_until_init_makes_it_one(server):
    with server.database("empty") as url:
        assert "is empty" in refused("PL502", open_store, url).message
        init(url).close()
        open_store(url).close()
        refused("PL505", init, url)


def test_somebody_elses_database_is_refused_and_left_alone(server):
    with server.database("foreign") as url:
        with psycopg.connect(libpq(url)) as connection:
            connection.execute("CREATE TABLE store_identity (name text)")
            connection.execute("INSERT INTO store_identity VALUES (%s)", (SECRET,))
        refused("PL502", open_store, url)
        refused("PL502", init, url)
        with psycopg.connect(libpq(url)) as connection:
            tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
            assert ([("store_identity",)], (SECRET,)) == (
                tables,
                connection.execute("SELECT name FROM store_identity").fetchone(),
            )


def test_a_schema_of_its_own_beside_other_tables_is_a_store_too(server):
    with server.database("shared") as url:
        with psycopg.connect(libpq(url)) as connection:
            connection.execute("CREATE TABLE dataset (name text)")
            connection.execute("CREATE SCHEMA lineage")
        inside = f"{url}&options=-csearch_path%3Dlineage"
        init(inside).close()
        open_store(inside).close()
        refused("PL502", open_store, url)


@pytest.mark.parametrize(("version", "next_step"), [("0000", "store migrate"), ("0099", "upgrade privlineage")])
def test_another_schema_version_is_refused_with_what_to_do(postgres_url, version, next_step):
    with psycopg.connect(libpq(postgres_url)) as connection:
        connection.execute("UPDATE schema_version SET version_num = %s", (version,))
    assert next_step in refused("PL503", open_store, postgres_url).hint
    refused("PL505", init, postgres_url)


def test_two_that_create_a_store_at_once_make_one(server):
    with server.database("twice") as url:

        def create(_):
            try:
                init(url).close()
            except PrivlineageError as error:
                return error.code
            return "made"

        with ThreadPoolExecutor(4) as pool:
            assert ["PL505", "PL505", "PL505", "made"] == sorted(pool.map(create, range(4)))
        open_store(url).close()


def test_a_server_that_is_not_there_is_an_error_that_tells_no_password():
    error = refused("PL504", open_store, f"postgresql+psycopg://me:{SECRET}@127.0.0.1:9/none?connect_timeout=2")
    assert "me:***@127.0.0.1:9/none" in error.message


def test_a_user_without_rights_is_told_so(server, postgres_url):
    server.execute(f"CREATE ROLE reader LOGIN PASSWORD '{SECRET}'")
    try:
        error = refused("PL504", open_store, with_user(postgres_url, "reader"))
        assert "may not be used by this user" in error.message
    finally:
        server.execute("DROP ROLE reader")


def test_a_locked_store_is_an_error_after_the_busy_time(postgres_url):
    store = open_store(postgres_url, busy_seconds=0.05)
    with psycopg.connect(libpq(postgres_url)) as blocker:
        blocker.execute("SELECT 1 FROM store_identity FOR UPDATE")
        assert "is locked" in refused("PL504", store.record_verdict, verdict()).message
        assert [] == store.tags()
    store.record_verdict(verdict())
    store.close()


def test_a_server_that_takes_no_more_connections_is_asked_again_until_one_is_free(server, postgres_url):
    server.execute(f"CREATE ROLE few LOGIN CONNECTION LIMIT 1 PASSWORD '{SECRET}'")
    url = with_user(postgres_url, "few")
    try:
        with psycopg.connect(libpq(postgres_url), autocommit=True) as connection:
            connection.execute("GRANT SELECT ON ALL TABLES IN SCHEMA public TO few")
        with ThreadPoolExecutor() as pool, psycopg.connect(libpq(url)):
            assert "no more connections" in refused("PL504", open_store, url, busy_seconds=0.05).message
            waiting = pool.submit(open_store, url)
            assert not waiting.done()
        waiting.result().close()
    finally:
        with psycopg.connect(libpq(postgres_url), autocommit=True) as connection:
            connection.execute("DROP OWNED BY few")
        server.execute("DROP ROLE few")


def test_a_connection_the_server_closed_is_made_anew(postgres, postgres_url):
    done(postgres, append(MART, {"x": "email"}, RAW), "one")
    before = shown(postgres)
    with psycopg.connect(libpq(postgres_url), autocommit=True) as connection:
        others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
        connection.execute(f"{others} AND datname = current_database()")
    assert before == shown(postgres)


def test_a_standby_can_be_read_and_says_why_it_cannot_be_written(postgres_url):
    store = open_store(f"{postgres_url}&options=-cdefault_transaction_read_only%3Don")
    assert [] == store.tags()
    assert "is read-only" in refused("PL504", store.add_tags, [tag(RAW, SECRET, None)]).message
    store.close()


def test_names_that_a_database_cannot_hold_are_an_error_that_leaves_nothing(postgres):
    before = shown(postgres)
    refused("PL000", postgres.add_tags, [tag(RAW, "a\0b", EMAIL)])
    assert before == shown(postgres)


KILLED = """
import os, signal, sys
from sqlalchemy import event
from privlineage.core.verdict import Attempt
from privlineage.store.open import open_store
from tests.contract.store.world import MART, RAW, append, at, verdict
store = open_store(sys.argv[1])
event.listen(store._database.engine, "commit", lambda _: os.kill(os.getpid(), signal.SIGKILL))
store.plan_additions(append(MART, {"x": "email"}, RAW), Attempt("one"), at(1), verdict(1, Attempt("one")))
"""


def test_a_process_that_is_killed_before_its_commit_leaves_nothing_and_no_lock(postgres, postgres_url):
    before = shown(postgres)
    ended = subprocess.run(
        [sys.executable, "-c", KILLED, postgres_url],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([*sys.path])},
        check=False,
    )
    assert -signal.SIGKILL == ended.returncode
    assert before == shown(postgres)
    postgres.record_verdict(verdict())


def test_a_forked_process_does_not_touch_its_parents_connections(postgres):
    before = shown(postgres)
    child = os.fork()
    if child == 0:
        try:
            postgres.plan_additions(append(MART, {"x": "email"}, RAW), Attempt("child"), at(1))
        finally:
            os._exit(0)
    os.waitpid(child, 0)
    after = shown(postgres)
    assert before != after
    assert after == shown(postgres)


def test_each_store_has_an_id_and_a_key_of_its_own(server):
    with server.database("one") as one, server.database("two") as two:
        first, second = init(one), init(two)
        assert first.identity.id != second.identity.id
        assert first.identity.literal_key != second.identity.literal_key
        first.close()
        second.close()
