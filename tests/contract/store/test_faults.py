"""What can be wrong with a store's file: a code, a next step, and never a clean slate or a value."""

import os
import shutil
import sqlite3
import traceback
from pathlib import Path

import pytest
from sqlalchemy import event

from privlineage.core.errors import PrivlineageError
from privlineage.core.verdict import Attempt
from privlineage.store.memory.store import MemoryStore
from privlineage.store.open import init_store, open_store
from privlineage.store.sql import sqlite_file
from privlineage.store.sql.tables import SCHEMA_VERSION
from tests.contract.store.world import MART, RAW, append, at, done, shown, tag, verdict

SECRET = "4f9a-secret-value"


def refused(code, call, *arguments, **more) -> PrivlineageError:
    """The error of a call that must fail with that code."""
    with pytest.raises(PrivlineageError) as caught:
        call(*arguments, **more)
    assert code == caught.value.code
    assert caught.value.hint
    assert SECRET not in "".join(traceback.format_exception(caught.value))
    return caught.value


def init(url):
    return init_store(url, clock=lambda: at(0))


def test_a_missing_store_is_an_error_and_stays_missing(tmp_path):
    error = refused("PL501", open_store, f"sqlite:///{tmp_path}/none.db")
    assert "privlineage init" in error.hint
    refused("PL501", open_store, f"sqlite:///{tmp_path}/no/folder/none.db")
    assert [] == list(tmp_path.iterdir())


def test_an_empty_file_is_no_store_until_init_makes_it_one(tmp_path):
    empty = tmp_path / "empty.db"
    empty.touch()
    assert "is empty" in refused("PL502", open_store, f"sqlite:///{empty}").message
    assert 0 == empty.stat().st_size
    init(f"sqlite:///{empty}").close()
    open_store(f"sqlite:///{empty}").close()
    assert [empty] == list(tmp_path.iterdir())


def test_an_empty_database_is_no_store(tmp_path):
    path = tmp_path / "vacuumed.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE t (a)")
    connection.execute("DROP TABLE t")
    connection.close()
    assert "is empty" in refused("PL502", open_store, f"sqlite:///{path}").message


def test_somebody_elses_database_is_refused_and_left_alone(tmp_path):
    path = tmp_path / "foreign.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE store_identity (name TEXT)")
    connection.execute("INSERT INTO store_identity VALUES (?)", (SECRET,))
    connection.commit()
    connection.close()
    content = path.read_bytes()
    refused("PL502", open_store, f"sqlite:///{path}")
    refused("PL502", init, f"sqlite:///{path}")
    assert (content, [path]) == (path.read_bytes(), list(tmp_path.iterdir()))


@pytest.mark.parametrize("content", [os.urandom(10_000), b"x", b"SQLite format 3\0" + b"\xff" * 4080], ids=len)
def test_bytes_that_are_no_database_are_refused(tmp_path, content):
    path = tmp_path / "random.db"
    path.write_bytes(content)
    refused("PL502", open_store, f"sqlite:///{path}")
    refused("PL502", init, f"sqlite:///{path}")
    assert content == path.read_bytes()


def test_a_folder_is_no_store(tmp_path):
    refused("PL502", open_store, f"sqlite:///{tmp_path}")


def test_a_truncated_or_overwritten_store_is_an_error_whatever_is_asked(path):
    store = open_store(f"sqlite:///{path}")
    done(store, append(MART, {"x": "email"}, RAW), "one")
    store.close()
    whole = path.read_bytes()
    for damage in (whole[: len(whole) // 2], whole[:4096] + os.urandom(len(whole) - 4096)):
        path.write_bytes(damage)
        refused("PL502", lambda: shown(open_store(f"sqlite:///{path}")))


@pytest.mark.parametrize(("version", "next_step"), [("0000", "store migrate"), ("0099", "upgrade privlineage")])
def test_another_schema_version_is_refused_with_what_to_do(path, version, next_step):
    connection = sqlite3.connect(path)
    connection.execute("UPDATE schema_version SET version_num = ?", (version,))
    connection.commit()
    connection.close()
    assert next_step in refused("PL503", open_store, f"sqlite:///{path}").hint
    refused("PL505", init, f"sqlite:///{path}")


def test_init_on_a_store_says_so_and_leaves_it_as_it_is(sqlite, url, path, tmp_path):
    done(sqlite, append(MART, {"x": "email"}, RAW), "one")
    before = shown(sqlite)
    refused("PL505", init, url)
    assert before == shown(sqlite)
    assert [] == [found.name for found in tmp_path.iterdir() if "init" in found.name]


def test_a_store_cannot_be_made_in_a_folder_that_is_not_there(tmp_path):
    refused("PL504", init, f"sqlite:///{tmp_path}/no/folder/store.db")


@pytest.mark.parametrize(
    "url",
    [
        "sqlite://",
        "sqlite:///:memory:",
        "sqlite:///store.db?mode=memory",
        "mysql://me:4f9a-secret-value@host/db",
        "sqlite+aiosqlite:///store.db",
        "store.db",
        "4f9a-secret-value",
        "",
        "://",
        "nosuch+driver://x",
    ],
)
def test_a_url_that_names_no_file_of_ours_is_bad_usage(url):
    for call in (open_store, init):
        refused("PL001", call, url)


def test_urls_may_be_relative_absolute_and_name_the_driver(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    made = init("sqlite:///a #1 store.db")
    made.close()
    relative = open_store("sqlite:///a #1 store.db")
    absolute = open_store(f"sqlite+pysqlite:///{tmp_path}/a #1 store.db")
    monkeypatch.chdir("/")
    relative.add_tags([tag(RAW, "a", None)])
    assert made.identity == relative.identity == absolute.identity
    assert [tag(RAW, "a", None)] == absolute.tags()
    relative.close()
    absolute.close()


def test_each_store_has_an_id_and_a_key_of_its_own(tmp_path):
    one, two = init(f"sqlite:///{tmp_path}/one.db"), init(f"sqlite:///{tmp_path}/two.db")
    assert (SCHEMA_VERSION, 64) == (one.identity.version, len(one.identity.literal_key))
    assert one.identity.id != two.identity.id
    assert one.identity.literal_key != two.identity.literal_key != MemoryStore().identity.literal_key
    one.close()
    two.close()


def test_a_store_deleted_while_open_is_an_error_and_not_written_into_the_void(sqlite, path):
    path.unlink()
    refused("PL501", sqlite.tags)
    refused("PL501", sqlite.plan_additions, append(MART, {"x": "email"}, RAW), Attempt("one"), at(1))
    assert not path.exists()


def test_another_store_put_in_its_place_is_noticed(sqlite, path, tmp_path):
    init(f"sqlite:///{tmp_path}/other.db").close()
    shutil.move(tmp_path / "other.db", path)
    assert "was replaced" in refused("PL504", sqlite.record_verdict, verdict()).message


def test_a_locked_store_is_an_error_after_the_busy_time(url, path):
    store = open_store(url, busy_seconds=0.05)
    blocker = sqlite3.connect(path, isolation_level=None)
    blocker.execute("BEGIN IMMEDIATE")
    assert "is locked" in refused("PL504", store.record_verdict, verdict()).message
    assert [] == store.tags()
    blocker.execute("ROLLBACK")
    store.record_verdict(verdict())
    blocker.close()
    store.close()


def with_pragma(store, pragma):
    """Every connection of the store from now on, with a setting of SQLite that stands for the state of a disk."""
    engine = store._database.engine
    event.listen(engine, "connect", lambda connection, _: connection.execute(f"PRAGMA {pragma}"))
    engine.dispose()


def test_a_full_disk_is_an_error_that_leaves_nothing_half_written(sqlite):
    before = shown(sqlite)
    with_pragma(sqlite, "max_page_count = 1")  # as many pages as there are
    wide = append(MART, {f"{SECRET}-{number}": "email" for number in range(2000)}, RAW)
    error = refused("PL504", sqlite.plan_additions, wide, Attempt("one"), at(1), verdict(1, Attempt("one")))
    assert "disk is full" in error.message
    assert before == shown(sqlite)


def test_a_read_only_store_can_be_read_and_says_why_it_cannot_be_written(sqlite):
    done(sqlite, append(MART, {"x": "email"}, RAW), "one")
    before = shown(sqlite)
    with_pragma(sqlite, "query_only = ON")
    assert "is read-only" in refused("PL504", sqlite.record_verdict, verdict()).message
    assert "is read-only" in refused("PL504", sqlite.add_tags, [tag(RAW, SECRET, None)]).message
    assert before == shown(sqlite)


def test_a_writer_waits_for_the_disk_before_it_answers_and_holds_no_lock_meanwhile(sqlite, url, path, monkeypatch):
    written_out = []

    def write_out(log):
        other = open_store(url, busy_seconds=0)
        other.cache_plan("other", "text")
        other.close()
        written_out.append(os.path.samestat(os.fstat(log), Path(f"{path}-wal").stat()))

    def only_once(log):
        monkeypatch.setattr(sqlite_file, "_write_out", lambda _: None)
        write_out(log)

    monkeypatch.setattr(sqlite_file, "_write_out", only_once)
    sqlite.cache_plan("mine", "text")
    assert [True] == written_out
