"""Great Expectations is loaded once for all, and its context is one file project that several tests look into."""

import warnings
from contextlib import contextmanager

import pytest
import sqlalchemy as sa

from privlineage.expectations.loading import load_great_expectations
from tests.commands import bundle, run, store, templates

__all__ = ["bundle", "run", "store", "templates"]

load_great_expectations()

import great_expectations as gx  # noqa: E402  # after its analytics are off

CANARY = "canaryvalue"
ROWS = 20_000


@pytest.fixture(autouse=True)
def _their_own_warnings():
    """Great Expectations warns of its own deprecations and of more specific data sources; that is not ours to mend."""
    with warnings.catch_warnings():
        for module in ("great_expectations", "pandas", "marshmallow", "altair"):
            warnings.filterwarnings("ignore", module=module)
        warnings.filterwarnings("ignore", message="You are using a generic SQLDatasource")
        warnings.filterwarnings("ignore", message="`schema_name` is deprecated")
        yield


@pytest.fixture(scope="module")
def context(tmp_path_factory):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        made = gx.get_context(mode="file", project_root_dir=tmp_path_factory.mktemp("project"))
    made.variables.progress_bars = {"globally": False}
    return made


def customers(count=ROWS):
    """Rows of a table with a contact column that nobody labelled, and one odd name for each thing to quote."""
    for number in range(count):
        contact = f"{CANARY}{number}@example.org"
        yield {"id": number * 7, "contact": contact, 'we:ird %s "col': contact, "note": f"order {number % 5}"}


@pytest.fixture(scope="session")
def sqlite_file(tmp_path_factory):
    path = tmp_path_factory.mktemp("sqlite") / "shop.db"
    engine = sa.create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        fill(connection, "INTEGER PRIMARY KEY")
        connection.exec_driver_sql("CREATE TABLE keyed (k TEXT PRIMARY KEY, mail TEXT) WITHOUT ROWID")
        connection.exec_driver_sql("INSERT INTO keyed SELECT id, contact FROM customers")
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def postgres_url(server):
    with server.database("expectations") as url:
        engine = sa.create_engine(url)
        with engine.begin() as connection:
            fill(connection, "BIGINT PRIMARY KEY")
            connection.exec_driver_sql('CREATE SCHEMA "Old Stage"')
            connection.exec_driver_sql('CREATE TABLE "Old Stage"."Cust.omers" AS SELECT * FROM customers')
            connection.exec_driver_sql("CREATE TABLE parts (id bigint, mail text) PARTITION BY RANGE (id)")
            connection.exec_driver_sql("CREATE TABLE parts_low PARTITION OF parts FOR VALUES FROM (0) TO (70000)")
            connection.exec_driver_sql(
                "CREATE TABLE parts_high PARTITION OF parts FOR VALUES FROM (70000) TO (1000000)"
            )
            connection.exec_driver_sql("INSERT INTO parts SELECT id, contact FROM customers")
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("ANALYZE")
        yield url
        engine.dispose()


def fill(connection, key):
    table = sa.Table(
        "customers",
        sa.MetaData(),
        *(sa.Column(name, sa.Text) for name in ("contact", 'we:ird %s "col', "note")),
    )
    columns = ", ".join(f'"{column.name.replace(chr(34), chr(34) * 2)}" TEXT' for column in table.columns)
    connection.execution_options(no_parameters=True).exec_driver_sql(
        f"CREATE TABLE customers (id {key}, {columns})".replace("%%", "%")
    )
    table.append_column(sa.Column("id", sa.BigInteger))
    connection.execute(table.insert(), list(customers()))
    connection.exec_driver_sql("CREATE VIEW seen AS SELECT id, contact FROM customers")


@contextmanager
def statements(engine):
    """What an engine of SQLAlchemy sends meanwhile."""
    sent = []

    def note(connection, cursor, statement, *others):
        sent.append(statement)

    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)
