"""Readers of databases and data frames, as a scan uses them."""

import os
import socket

import duckdb
import pandas as pd
import pytest
import sqlalchemy as sa

from privlineage.core.errors import PrivlineageError
from privlineage.core.refs import DatasetRef
from privlineage.core.sources import Source
from privlineage.expectations import FrameReader, SqlReader, audit_table
from privlineage.expectations.sampling.dialects import dialect_named
from privlineage.expectations.sampling.request import SampleRequest
from privlineage.expectations.sampling.statement import Column, Relation
from privlineage.service.scanning.reader import Reader
from tests.contract.expectations.conftest import CANARY

SHOP = Source("shop", "sqlite://shop", dialect="sqlite")
WH = Source("wh", "postgres://wh:5432", database="expectations", default_schema="public", dialect="postgres")


def read(reader: Reader, name, rows=50):
    try:
        listed = {table.name: table for table in reader.tables()}
        return listed, reader.sample(listed[name], rows=rows, seed=1)
    finally:
        reader.close()


def test_a_sqlite_file_is_listed_and_sampled(sqlite_file):
    listed, sample = read(SqlReader(SHOP, f"sqlite:///{sqlite_file}"), "customers")
    assert {"customers", "keyed", "seen"} == set(listed)
    assert ["id", "contact", 'we:ird %s "col', "note"] == [column.name for column in sample.columns]
    assert "INTEGER" == sample.columns[0].declared_type
    assert 30 <= sample.rows_seen <= 50
    assert "json_each(?)" in sample.sql[-1]


def test_a_postgres_database_is_listed_by_schemas_and_sampled(postgres_url):
    listed, sample = read(SqlReader(WH, postgres_url), "public.customers")
    assert {"public.customers", "public.seen", "public.parts"} <= set(listed)
    assert "old stage.cust.omers" in listed
    assert "TABLESAMPLE" in sample.sql[0]
    assert 50 == sample.rows_seen


def test_a_reader_keeps_to_the_schemas_asked_for(postgres_url):
    reader = SqlReader(WH, postgres_url, schemas=["Old Stage"])
    [table] = reader.tables()
    sample = reader.sample(table, rows=20, seed=1)
    reader.close()
    # The reference folds case, and the statement does not.
    assert "old stage.cust.omers" == table.name
    assert '"Old Stage"."Cust.omers"' in sample.sql[0]


def test_a_mark_of_postgres_changes_with_the_content(postgres_url):
    engine = sa.create_engine(postgres_url, poolclass=sa.pool.NullPool)
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE IF EXISTS marked")
        connection.exec_driver_sql("CREATE TABLE marked (a int)")
    reader = SqlReader(WH, postgres_url)
    [table] = [one for one in reader.tables() if one.name == "public.marked"]
    before = reader.mark(table)
    with engine.begin() as connection:
        connection.exec_driver_sql("INSERT INTO marked SELECT generate_series(1, 10)")
        connection.exec_driver_sql("SELECT pg_stat_force_next_flush()")
    after = reader.mark(table)
    reader.close()
    assert before
    assert before != after


def test_a_missing_file_is_no_empty_database(tmp_path):
    with pytest.raises(PrivlineageError) as caught:
        SqlReader(SHOP, f"sqlite:///{tmp_path / 'missing.db'}").tables()
    assert "PL504" == caught.value.code
    assert not (tmp_path / "missing.db").exists()


def test_a_table_that_is_gone_costs_that_table_alone(tmp_path):
    path = tmp_path / "going.db"
    engine = sa.create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE going (a TEXT)")
    reader = SqlReader(SHOP, f"sqlite:///{path}")
    [table] = reader.tables()
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE going")
    engine.dispose()
    with pytest.raises(PrivlineageError) as caught:
        reader.sample(table, rows=5, seed=0)
    reader.close()
    assert "PL902" == caught.value.code


def test_a_database_without_a_driver_is_said_so():
    with pytest.raises(PrivlineageError) as caught:
        SqlReader(SHOP, "vertica+nosuch://host/db")
    assert "PL914" == caught.value.code


def test_frames_are_read_like_tables():
    ref = DatasetRef("memory", "customers", declared=True)
    frame = pd.DataFrame({"mail": [f"u{number}@example.org" for number in range(100)], "n": range(100)})
    listed, sample = read(FrameReader({ref: frame}), "customers", rows=10)
    assert (10, "10 random rows, seed 1") == (sample.rows_seen, sample.method)
    assert {"customers": ref} == listed


def test_two_columns_of_one_name_are_two_columns():
    frame = pd.DataFrame([["a", 1], ["b", None]], columns=["x", "x"])
    _, sample = read(FrameReader({DatasetRef("m", "t"): frame}), "t")
    assert [("x", ["a", "b"], 0), ("x", ["1.0"], 1)] == [
        (column.name, list(column.values), column.nulls) for column in sample.columns
    ]


def test_an_audit_of_a_table_is_one_call_and_tells_no_value(sqlite_file):
    found = audit_table(f"sqlite:///{sqlite_file}", "customers", sample_rows=100)
    assert not found.success
    assert {"contact", 'we:ird %s "col'} == {column.name for column in found.problems}
    assert CANARY not in found.text() + str(found.to_json())
    labels = dict.fromkeys((column.name for column in found.problems), "user.contact.email")
    assert audit_table(f"sqlite:///{sqlite_file}", "customers", labels=labels).success


def test_an_audit_over_an_engine_leaves_it_as_it_was():
    engine = sa.create_engine("sqlite://", poolclass=sa.pool.StaticPool)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE t (mail TEXT)")
        connection.exec_driver_sql("INSERT INTO t VALUES ('ana@example.org'), ('li@example.org'), ('jo@example.org')")
    assert not audit_table(engine, "t").success
    with engine.connect() as connection:
        assert 3 == connection.exec_driver_sql("SELECT count(*) FROM t").scalar_one()
    engine.dispose()


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"table": "nowhere"}, "PL910"),
        ({"table": ""}, "PL912"),
        ({"table": "customers", "labels": {"contact": "user.contact.emial"}}, "PL104"),
        ({"table": "customers", "reference": "shop.customers"}, "PL913"),
        ({"table": "customers", "sample_method": "all"}, "PL912"),
    ],
)
def test_an_audit_that_cannot_be_done_says_why_with_its_code(sqlite_file, wrong, code, monkeypatch):
    monkeypatch.delenv("PRIVLINEAGE_STORE", raising=False)
    with pytest.raises(PrivlineageError) as caught:
        audit_table(f"sqlite:///{sqlite_file}", **wrong)
    assert code == caught.value.code


@pytest.mark.parametrize("name", [("customers",), ("seen",)])
def test_duckdb_carries_out_its_statement_and_draws_exactly_what_is_asked_for(name):
    connection = duckdb.connect()
    connection.execute('CREATE TABLE customers AS SELECT i AS "i ""d", \'u\' || i AS b FROM range(5000) t(i)')
    connection.execute("CREATE VIEW seen AS SELECT * FROM customers")
    dialect, relation, request = dialect_named("duckdb"), Relation(name), SampleRequest(rows=100, seed=4)
    facts = dialect.facts(lambda text: connection.execute(text).fetchall(), relation)
    [way] = dialect.ways(facts, relation, request)
    sql = dialect.statement(relation, [Column('i "d'), Column("b")], way, request).sql
    first, again = (sorted(connection.execute(sql).fetchall()) for _ in range(2))
    connection.close()
    assert 100 == len(first)
    assert first == again
    assert all(value == f"u{number}" for number, value in first)


def test_nobody_is_called_while_a_table_is_audited(sqlite_file, monkeypatch):
    called = []
    for name in ("getaddrinfo", "create_connection"):
        monkeypatch.setattr(socket, name, lambda *where, **_: called.append(where))
    monkeypatch.setattr(socket.socket, "connect", lambda _, where: called.append(where))
    audit_table(f"sqlite:///{sqlite_file}", "customers", sample_rows=50)
    assert ([], "false") == (called, os.environ["GX_ANALYTICS_ENABLED"].lower())
