"""Templates that are left in a statement: what is said of them is what somebody wrote, and never a name of ours."""

from privlineage.core.schema import Schema
from privlineage.lineage.sql.resolve import resolve

TABLES = Schema({"users": {"id": "int", "email": "text"}})


def details(sql):
    (found,) = resolve(sql, "postgres", TABLES).statements
    return [entry.detail for entry in found.unresolved if entry.code != "jinja"]


def test_a_template_that_is_part_of_a_table_is_shown_as_a_template():
    said = details("INSERT INTO mart.{{ params.t }}_x SELECT email FROM users_{{ ds_nodash }}")
    assert {
        "nothing is known of the columns of `users_{{ … }}`",
        "nothing is known of the columns of `mart.{{ … }}_x`",
    } == set(said)


def test_columns_made_of_templates_are_told_as_templates_alone():
    assert [] == details("SELECT {{ a }}{{ b }}, col_{{ c }} FROM users")


def test_a_column_that_is_not_there_is_told_beside_templates():
    assert ["`nope` is in no table here"] == details("SELECT nope, {{ a }} FROM users WHERE {{ b }}")
