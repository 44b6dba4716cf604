"""Opening is light: no migrations, no reflection, and the Protocol without any database library."""

import os
import subprocess
import sys

import pytest
from sqlalchemy import event
from sqlalchemy.engine import create_engine

from privlineage.core.errors import PrivlineageError
from privlineage.store.open import init_store, open_store
from privlineage.store.sql.sqlite_file import SqliteFile
from privlineage.store.sql.tables import metadata
from tests.conftest import ROOT
from tests.contract.store.world import CSV, MART, RAW, STAGE, at, done, overwrite


def loaded(code: str) -> set[str]:
    answer = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys\nprint(*sorted({{n.partition('.')[0] for n in sys.modules}}))"],
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=True,
    )
    return set(answer.stdout.split())


def test_the_protocol_and_the_way_to_open_load_no_database_library():
    names = loaded("import privlineage.store.protocol, privlineage.store.open, privlineage.store.memory.store")
    assert set() == names & {"sqlalchemy", "alembic", "sqlglot", "networkx", "pydantic"}


def test_opening_and_deciding_load_neither_migrations_nor_sql_parser(tmp_path):
    url = f"sqlite:///{tmp_path}/store.db"
    init_store(url, clock=lambda: at(0)).close()
    names = loaded(f"from privlineage.store.open import open_store\nopen_store({url!r}).state([])")
    assert {"sqlalchemy"} == names & {"sqlalchemy", "alembic", "sqlglot", "networkx", "pydantic", "mako"}


def test_a_state_takes_the_same_few_statements_for_one_dataset_and_for_five(tmp_path):
    store = init_store(f"sqlite:///{tmp_path}/store.db", clock=lambda: at(0))
    for number, dataset in enumerate([MART, STAGE, CSV]):
        done(store, overwrite(dataset, {f"c{column}": "email" for column in range(20)}, RAW), str(number))
    seen = []
    event.listen(store._database.engine, "before_cursor_execute", lambda *arguments: seen.append(arguments[2]))
    counts = []
    for datasets in ([MART], [MART, STAGE, CSV, RAW, CSV]):
        seen.clear()
        store.state(datasets)
        counts.append(len([statement for statement in seen if statement.startswith("SELECT")]))
    assert counts[0] == counts[1] <= 7
    store.close()


def test_every_look_up_of_a_state_goes_by_an_index(tmp_path):
    store = init_store(f"sqlite:///{tmp_path}/store.db", clock=lambda: at(0))
    done(store, overwrite(MART, {"x": "email"}, RAW), "one")
    seen = []
    event.listen(store._database.engine, "before_cursor_execute", lambda *a: seen.append((a[2], a[3])))
    store.state([MART, RAW])
    with store._database.read() as connection:
        plans = [
            row[3]
            for statement, parameters in list(seen)
            if statement.startswith("SELECT")
            for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        ]
    assert [] == [plan for plan in plans if plan.startswith("SCAN") and "CONSTANT" not in plan]
    store.close()


def test_the_migrations_make_exactly_the_declared_tables(tmp_path):
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    path = tmp_path / "store.db"
    init_store(f"sqlite:///{path}", clock=lambda: at(0)).close()
    engine = create_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        options = {"version_table": "schema_version", "compare_type": True}
        assert [] == compare_metadata(MigrationContext.configure(connection, opts=options), metadata)
    engine.dispose()


def test_a_store_is_in_wal_mode_with_foreign_keys_on(tmp_path):
    store = init_store(f"sqlite:///{tmp_path}/store.db", clock=lambda: at(0))
    with store._database.read() as connection:
        pragmas = ("journal_mode", "foreign_keys", "synchronous")
        found = [connection.exec_driver_sql(f"PRAGMA {pragma}").scalar_one() for pragma in pragmas]
        # Each commit waits for the disk by itself, after it let go of the lock; SQLite need not wait a second time.
        assert ["wal", 1, 1] == found
        assert [] == connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    store.close()


def test_a_failed_opening_leaves_no_connection_behind(tmp_path):
    path = tmp_path / "store.db"
    init_store(f"sqlite:///{path}", clock=lambda: at(0)).close()
    database = SqliteFile(path)
    database.close()
    open_store(f"sqlite:///{path}").close()
    assert ["store.db"] == [found.name for found in tmp_path.iterdir()]


def test_a_forked_child_has_connections_of_its_own_and_leaves_the_parents_alone(tmp_path):
    code = f"""
import os
from privlineage.store.open import init_store
store = init_store("sqlite:///{tmp_path}/store.db", clock=lambda: "")
store.cache_plan("parent", "1")
child = os.fork()
if child == 0:
    store.cache_plan("child", "2")
    store.close()
    os._exit(0)
assert os.waitpid(child, 0)[1] == 0
store.cache_plan("again", "3")
print(*map(store.cached_plan, ["parent", "child", "again"]))
"""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    answer = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)
    assert (0, "1 2 3\n", "") == (answer.returncode, answer.stdout, answer.stderr)


def test_how_tasks_reach_a_store_is_no_place_of_one():
    with pytest.raises(PrivlineageError, match=r"PL001 `airflow:` is how tasks reach a store"):
        open_store("airflow:")
