"""Variables of Hive and Spark in a statement stand for what the script gave them, else they are reported."""

import time

import pytest

from privlineage.core.schema import Schema
from privlineage.lineage.sql.resolve import resolve
from privlineage.lineage.sql.text.dialects import traits
from privlineage.lineage.sql.text.hive_variables import setting_of, with_variables

SCHEMA = Schema({"people": {"id": "int", "email": "string"}, "sink": {"a": "string"}})
HIVE = traits("hive")


def unresolved(sql, dialect="hive"):
    return [
        (entry.reason.split(":")[0], entry.line, entry.column)
        for statement in resolve(sql, dialect, SCHEMA).statements
        for entry in statement.unresolved
    ]


@pytest.mark.parametrize("dialect", ["hive", "spark", "databricks"])
def test_a_variable_the_script_sets_may_be_a_table_a_column_or_a_clause(dialect):
    sql = "SET t=people; SET hivevar:c=email; SET w=WHERE id = 1; INSERT INTO sink SELECT ${hivevar:c} FROM ${t} ${w}"
    written = resolve(sql, dialect, SCHEMA).statements[-1].to_contract_json()["outputs"]["sink"]
    assert [("people", "email", "value")] == [(s["table"], s["column"], s["kind"]) for s in written["a"]]
    assert [("people", "id", "influence")] == [(s["table"], s["column"], s["kind"]) for s in written["*"]]


def test_a_variable_nobody_set_is_reported_where_it_stands():
    assert [("jinja", 2, 6)] == unresolved("SELECT email\nFROM ${hiveconf:source}")


def test_a_variable_in_a_value_is_a_value():
    assert [] == unresolved("SELECT email FROM people WHERE id = '${hiveconf:id}'")


@pytest.mark.parametrize("place", ["s3://ads/${hiveconf:dt}", "${hiveconf:out}"])
def test_a_variable_in_the_name_of_a_place_is_reported(place):
    assert [("jinja", 1, 29 + place.index("$"))] == unresolved(
        f"INSERT OVERWRITE DIRECTORY '{place}' SELECT email FROM people"
    )


def test_other_dialects_have_no_such_variables():
    assert with_variables("SELECT ${x}", {"x": "a"}, traits("trino")) == ("SELECT ${x}", {}, [])


def test_a_setting_that_is_none_is_left_alone():
    assert setting_of("SET") is None
    assert setting_of("SET spark.a.b = 5") == ("spark.a.b", "5")


def test_variables_that_double_themselves_stay_within_the_budget():
    """A value that holds itself twice, thirty times over, would have a thousand million characters."""
    sql = "SET x=aaaaaaaa;" + "SET x=${x}${x};" * 30 + "SELECT ${x} FROM people"
    started = time.monotonic()
    assert resolve(sql, "hive", SCHEMA).statements
    assert time.monotonic() - started < 20


def test_many_variables_in_one_string_take_no_time_that_grows_with_their_square():
    text = "SELECT '" + "${x}" * 100_000 + "' FROM people"
    started = time.monotonic()
    with_variables(text, {}, HIVE)
    assert time.monotonic() - started < 5
