"""What Spark, Databricks, Hive and Trino write, and how: in whole, in part, or away to a place."""

import time

import pytest

from privlineage.core.schema import Schema
from privlineage.lineage.sql.resolve import resolve
from privlineage.lineage.sql.result import WriteKind

SCHEMA = Schema(
    {
        "people": {"id": "int", "email": "string"},
        "staged": {"id": "int", "email": "string"},
        "daily": {"id": "int", "email": "string", "dt": "string"},
    }
)


def writes(sql, dialect):
    return [
        (write.table, write.mode)
        for statement in resolve(sql, dialect, SCHEMA).statements
        for write in statement.writes
    ]


@pytest.mark.parametrize(
    ("dialect", "sql", "expected"),
    [
        ("spark", "INSERT OVERWRITE TABLE people SELECT * FROM staged", [("people", WriteKind.OVERWRITE)]),
        (
            "spark",
            "INSERT OVERWRITE daily PARTITION (dt = '1') SELECT * FROM staged",
            [("daily", WriteKind.PARTITION_OVERWRITE)],
        ),
        ("hive", "INSERT INTO TABLE people SELECT * FROM staged", [("people", WriteKind.APPEND)]),
        ("spark", "INSERT OVERWRITE DIRECTORY 's3://x' SELECT * FROM staged", [("s3://x", WriteKind.EGRESS)]),
        ("athena", "UNLOAD (SELECT * FROM people) TO 's3://x' WITH (format = 'ORC')", [("s3://x", WriteKind.EGRESS)]),
        ("trino", "DELETE FROM people WHERE id = 1", [("people", WriteKind.DELETE)]),
        ("hive", "ALTER TABLE daily ADD PARTITION (dt = '1') LOCATION '/x'", [("daily", WriteKind.APPEND)]),
        ("databricks", "RESTORE TABLE people TO VERSION AS OF 2", []),
    ],
)
def test_a_write_is_of_its_kind(dialect, sql, expected):
    assert expected == writes(sql, dialect)


def test_rows_that_make_way_are_deleted_beside_those_that_go_in():
    sql = "INSERT INTO people AS t REPLACE ON t.id = s.id (SELECT * FROM staged) AS s"
    assert [("people", WriteKind.APPEND), ("people", WriteKind.DELETE)] == writes(sql, "databricks")


def test_a_password_in_the_options_of_a_table_is_not_shown():
    sql = "CREATE TABLE j USING jdbc OPTIONS (url 'jdbc:mysql://u:secret@h/x?password=secret', dbtable 't') AS SELECT 1"
    lineage = resolve(sql, "spark", SCHEMA)
    assert all("secret" not in name for statement in lineage.statements for name in statement.outputs)


def test_a_table_moved_to_another_place_is_written_there():
    sql = "ALTER TABLE people SET LOCATION 's3://ads/p'; INSERT INTO people SELECT * FROM staged"
    assert ("s3://ads/p", WriteKind.EGRESS) in writes(sql, "hive")


@pytest.mark.parametrize(
    ("sql", "dialect"),
    [
        ("CREATE FUNCTION f(x STRING) RETURNS STRING RETURN x; SELECT f(email) AS a FROM people", "databricks"),
        ("WITH FUNCTION f(x varchar) RETURNS varchar RETURN x SELECT f(email) AS a FROM people", "trino"),
        ("CREATE TEMPORARY MACRO f(x string) x; SELECT f(email) AS a FROM people", "hive"),
    ],
)
def test_a_function_with_a_body_hands_its_argument_on(sql, dialect):
    (source,) = resolve(sql, dialect, SCHEMA).statements[-1].outputs[""]["a"]
    assert ("people", "email", (), "parsed") == (source.table, source.column, source.path, source.confidence)


def test_a_function_of_one_statement_is_gone_in_the_next():
    query = "SELECT md5(email) AS a FROM people"
    sql = f"WITH FUNCTION md5(x varchar) RETURNS varchar RETURN x {query}; {query}"
    first, second = resolve(sql, "trino", SCHEMA).statements
    assert ["procedure"] == [entry.code for entry in first.unresolved]
    assert () == tuple(second.unresolved)


def test_a_temporary_view_hides_a_table_of_its_name():
    sql = "CREATE TEMP VIEW people AS SELECT email AS e FROM staged; SELECT * FROM people"
    shown = resolve(sql, "spark", SCHEMA).statements[-1].outputs[""]
    assert {"e": ["staged.email"]} == {name: [f"{s.table}.{s.column}" for s in found] for name, found in shown.items()}


def test_folds_inside_one_another_take_no_time_that_doubles_with_each():
    sql = "SELECT " + "reduce(split(email, ''), '', (s, x) -> " * 40 + "s" + ")" * 40 + " AS a FROM people"
    started = time.monotonic()
    (statement,) = resolve(sql, "spark", SCHEMA).statements
    assert time.monotonic() - started < 10
    assert {"people"} == {source.table for source in statement.outputs[""]["a"]}
