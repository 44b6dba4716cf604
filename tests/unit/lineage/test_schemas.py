"""Pulling schemas from a real database, and SQL kept without its literals."""

import sqlite3
import time

import pytest

from privlineage.core.errors import PrivlineageError
from privlineage.core.schema import UNREADABLE
from privlineage.core.sources import Source
from privlineage.lineage.described import Described
from privlineage.lineage.schemas import PulledTable, pull_schemas, pulled_tables
from privlineage.lineage.sql_literals import without_sql_literals

LOCAL = Source("local", "sqlite://local", dialect="sqlite")


@pytest.fixture
def database(tmp_path) -> str:
    path = tmp_path / "wh.db"
    with sqlite3.connect(path) as connection:
        connection.executescript(
            """
            CREATE TABLE Customers (id INTEGER PRIMARY KEY, Email TEXT, "odd.name" VARCHAR(20), untyped);
            CREATE TABLE empty_one (only_column);
            CREATE VIEW v AS SELECT Email AS e, 'ann@example.org' AS c FROM Customers WHERE id = 4711;
            """
        )
    connection.close()
    return f"sqlite:///{path}"


def test_tables_and_views_come_sorted_under_canonical_names_in_the_databases_order_of_columns(database):
    assert [
        PulledTable(
            LOCAL.dataset("customers"),
            (("id", "INTEGER"), ("Email", "TEXT"), ("odd.name", "VARCHAR(20)"), ("untyped", "NULL")),
        ),
        PulledTable(LOCAL.dataset("empty_one"), (("only_column", "NULL"),)),
        PulledTable(
            LOCAL.dataset("v"),
            (("e", "TEXT"), ("c", "NULL")),
            "CREATE VIEW v AS SELECT Email AS e, '?' AS c FROM Customers WHERE id = 0",
        ),
    ] == list(pull_schemas(LOCAL, database).tables)


def test_a_missing_file_is_an_error_and_is_not_created(tmp_path):
    with pytest.raises(PrivlineageError, match="PL504 the database of `local` cannot be read"):
        pull_schemas(LOCAL, f"sqlite:///{tmp_path}/absent.db")
    assert [] == list(tmp_path.iterdir())


def test_a_file_that_is_no_database_is_an_error_that_repeats_nothing(tmp_path):
    (tmp_path / "x.db").write_bytes(b"ann@example.org" * 100)
    with pytest.raises(PrivlineageError) as caught:
        pull_schemas(LOCAL, f"sqlite:///{tmp_path}/x.db")
    assert ("PL504", False) == (caught.value.code, "ann@" in str(caught.value))


@pytest.mark.parametrize("url", ["nonsense", "", "nosuch://u:secret@x", "nosuch+driver://u:secret@x"])
def test_a_url_that_cannot_be_used_is_an_error_that_does_not_repeat_it(url):
    with pytest.raises(PrivlineageError) as caught:
        pull_schemas(LOCAL, url)
    assert ("PL001", False) == (caught.value.code, "secret" in str(caught.value))


@pytest.mark.parametrize(
    ("dialect", "text", "expected"),
    [
        (
            "postgres",
            "SELECT a FROM t WHERE b = 'x' AND c IN (1, 2.5)",
            "SELECT a FROM t WHERE b = '?' AND c IN (0, 0)",
        ),
        (
            "postgres",
            "SELECT a, count(*) FROM t GROUP BY 1 ORDER BY 2",
            "SELECT a, COUNT(*) FROM t GROUP BY 1 ORDER BY 2",
        ),
        ("postgres", "SELECT CAST(a AS VARCHAR(10)) FROM t LIMIT 5", "SELECT CAST(a AS VARCHAR(10)) FROM t LIMIT 5"),
        ("postgres", "SELECT a -- ann@example.org\nFROM t", "SELECT a FROM t"),
        ("postgres", "SELECT $$ann@example.org$$, E'ann', x'AB' FROM t", "SELECT '?', '?', '?' FROM t"),
        ("postgres", "SELECT hmac(a, k, 'sha256') FROM t", "SELECT HMAC(a, k, '?') FROM t"),
        (
            "snowflake",
            "SELECT MD5_HEX(a), IFNULL(b, 'x'), f(1) FROM t",
            "SELECT MD5_HEX(a), IFNULL(b, '?'), F(0) FROM t",
        ),
        ("postgres", "CREATE VIEW v AS SELECT a FROM t;", "CREATE VIEW v AS SELECT a FROM t"),
        ("postgres", "SELECT a FROM t; SELECT 'ann@example.org'", ""),
        ("postgres", "this is ((( no SQL", ""),
        ("postgres", "", ""),
    ],
)
def test_literals_become_placeholders_and_what_is_no_data_stays(dialect, text, expected):
    assert expected == without_sql_literals(text, dialect)


@pytest.mark.parametrize(
    ("dialect", "text", "kept"),
    [
        ("postgres", "SELECT HMAC(a, k, 'sha256') FROM t", ("hmac", 2)),
        ("mysql", "SELECT SHA2(a, 256) FROM t", ("sha2", 1)),
    ],
)
def test_literals_that_a_declassifier_lists_stay(dialect, text, kept):
    assert text == without_sql_literals(text, dialect, {kept})
    assert text != without_sql_literals(text, dialect, {(kept[0], kept[1] + 1)})


def made(tmp_path, script) -> str:
    path = tmp_path / "more.db"
    with sqlite3.connect(path) as connection:
        connection.executescript(script)
    connection.close()
    return f"sqlite:///{path}"


def test_a_broken_view_spoils_nothing_but_itself_and_stays_a_view(tmp_path):
    url = made(
        tmp_path,
        """
        CREATE TABLE t (a INT, twice INT GENERATED ALWAYS AS (a * 2) VIRTUAL);
        CREATE TABLE gone (b TEXT);
        CREATE VIEW broken AS SELECT b FROM gone;
        CREATE VIEW odd AS SELECT a FROM t WHERE a = 1;
        DROP TABLE gone;
        """,
    )
    found = pull_schemas(LOCAL, url)
    assert [
        PulledTable(LOCAL.dataset("broken"), (), "CREATE VIEW broken AS SELECT b FROM gone"),
        PulledTable(LOCAL.dataset("odd"), (("a", "INTEGER"),), "CREATE VIEW odd AS SELECT a FROM t WHERE a = 0"),
        PulledTable(LOCAL.dataset("t"), (("a", "INTEGER"), ("twice", "INTEGER"))),
    ] == list(found.tables)
    assert () == found.unread


def test_a_table_that_cannot_be_read_is_named(tmp_path, monkeypatch):
    from sqlalchemy.dialects.sqlite.base import SQLiteDialect
    from sqlalchemy.exc import OperationalError

    url = made(tmp_path, "CREATE TABLE t (a INT); CREATE TABLE shut (b INT)")
    columns = SQLiteDialect.get_columns

    def refusing(self, connection, name, *arguments, **more):
        if name == "shut":
            raise OperationalError("select", {}, Exception("permission denied: ann@example.org"))
        return columns(self, connection, name, *arguments, **more)

    monkeypatch.setattr(SQLiteDialect, "get_columns", refusing)
    found = pull_schemas(LOCAL, url)
    assert (["t"], ["shut"]) == ([one.dataset.name for one in found.tables], [one.name for one in found.unread])


def test_a_schema_that_may_not_be_looked_into_is_named_and_spoils_no_other(tmp_path, monkeypatch):
    from sqlalchemy.exc import OperationalError

    from privlineage.lineage import inspected_schemas

    columns = inspected_schemas._columns

    def refusing(inspector, schema):
        if schema == "shut":
            raise OperationalError("select", {}, Exception("permission denied"))
        return columns(inspector, None)

    monkeypatch.setattr(inspected_schemas, "_columns", refusing)
    monkeypatch.setattr(inspected_schemas, "_views", lambda inspector, schema: {})
    monkeypatch.setattr(inspected_schemas, "_schemas", lambda inspector, database: iter(["open", "shut"]))
    wh = Source("wh", "mssql://wh:1433", database="bank", dialect="tsql")
    found = pull_schemas(wh, made(tmp_path, "CREATE TABLE t (a INT)"))
    assert (["open.t"], ["shut.*"]) == ([one.dataset.name for one in found.tables], [one.name for one in found.unread])
    monkeypatch.setattr(inspected_schemas, "_schemas", lambda inspector, database: iter(["shut"]))
    with pytest.raises(PrivlineageError, match="PL504"):
        pull_schemas(wh, made(tmp_path, ""))


def test_two_thousand_tables_are_read_in_seconds(tmp_path):
    tables = f"BEGIN; {';'.join(f'CREATE TABLE t{n} (id INT, email TEXT, a INT)' for n in range(2000))}; COMMIT"
    began = time.monotonic()
    assert 2000 == len(pull_schemas(LOCAL, made(tmp_path, tables)).tables)
    assert time.monotonic() - began < 20


def test_a_view_that_cannot_be_kept_without_its_literals_is_still_a_view():
    described = [Described(("v",), (("a", "int"),), "this is ((( no SQL 'ann'"), Described(("w",), (), "")]
    assert [("v", UNREADABLE), ("w", UNREADABLE)] == [
        (table.dataset.name, table.view) for table in pulled_tables(LOCAL, described)
    ]


def test_tables_that_differ_only_in_case_are_one_and_a_view_among_them_is_not_opened():
    described = [Described(("T",), (("a", "int"),)), Described(("t",), (("b", "int"),), "SELECT b FROM x")]
    assert [PulledTable(LOCAL.dataset("t"), (("a", "int"), ("b", "int")), UNREADABLE)] == pulled_tables(
        LOCAL, described
    )
