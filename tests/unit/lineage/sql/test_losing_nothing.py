"""Where several things come together (shards, bodies, rows that are kept), none of them is dropped on the way."""

from privlineage.core.schema import Schema
from privlineage.lineage.sql.resolve import resolve

PERSON = {"ssn": "text"}


def sources(sql, dialect, tables, output):
    """Where a column of the last statement's output comes from, as `table.column`."""
    table, column = output
    found = resolve(sql, dialect, Schema(tables)).statements[-1].outputs[table].get(column, ())
    return {f"{source.table}.{source.column}" for source in found if source.kind == "value"}


def test_shards_read_as_one_keep_what_is_not_listed_of_one_of_them():
    made = "CREATE TABLE ev_20240102 AS SELECT * FROM nobody_listed;"
    tables = {"ev_20240101": PERSON}

    assert {"ev_20240102.*"} == sources(f"{made} SELECT * FROM `ev_*`", "bigquery", tables, ("", "*"))
    assert {"ev_20240102.phone"} == sources(f"{made} SELECT phone FROM `ev_*`", "bigquery", tables, ("", "phone"))


def test_rows_a_body_has_shown_stay_when_a_variable_keeps_others():
    body = "DECLARE v STRING; SELECT ssn FROM person; EXECUTE IMMEDIATE 'SELECT 1' INTO v;"
    sql = f"CREATE PROCEDURE p() BEGIN {body} END; CALL p();"

    assert {"person.ssn"} == sources(sql, "bigquery", {"person": PERSON}, ("", "ssn"))


def test_a_variable_keeps_the_row_of_a_table_nobody_listed():
    sql = "SELECT * INTO v FROM nobody_listed; INSERT INTO log SELECT v FROM person;"

    assert {"nobody_listed.*"} == sources(sql, "oracle", {"person": PERSON, "log": {"a": "text"}}, ("log", "a"))


def test_a_setting_outlives_the_block_that_gives_it_a_value():
    block = "DO $$ BEGIN PERFORM set_config('app.v', (SELECT ssn FROM person), false); END $$;"
    sql = f"{block} INSERT INTO log SELECT current_setting('app.v');"

    assert {"person.ssn"} == sources(sql, "postgres", {"person": PERSON, "log": {"a": "text"}}, ("log", "a"))


def test_a_variable_of_a_block_ends_with_it():
    block = "DO $$ DECLARE v text; BEGIN v := (SELECT ssn FROM person); END $$;"
    (_, found) = resolve(f"{block} SELECT v FROM log;", "postgres", Schema({"log": {"a": "text"}})).statements

    assert ["unknown-column"] == [entry.code for entry in found.unresolved]


def test_returned_rows_have_the_columns_nobody_listed():
    tables = {"person": {**PERSON, "*": ""}}

    assert {"person.*"} == sources("DELETE FROM person RETURNING *", "postgres", tables, ("", "*"))


def test_arrays_unnested_in_one_another_do_not_double_the_time():
    query = "SELECT name FROM UNNEST(x)"
    for _ in range(40):
        query = f"SELECT ({query}) AS c FROM UNNEST(x)"
    tables = {"t": {"name": "string", "x": "array<string>"}}

    assert {"t.name"} == sources(f"SELECT ({query}) AS c FROM t", "bigquery", tables, ("", "c"))
