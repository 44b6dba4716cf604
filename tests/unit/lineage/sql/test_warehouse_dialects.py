"""Snowflake and BigQuery: what golden cases cannot say of pipes, given texts, shards and results of statements."""

import pytest
from sqlglot.dialects.dialect import Dialect

from privlineage.core.schema import Schema
from privlineage.lineage.sql.parsing import ParseFailure, parse
from privlineage.lineage.sql.resolve import resolve
from privlineage.lineage.sql.statements.given_text import given
from privlineage.lineage.sql.text.dialects import traits

SCHEMA = Schema({"customer": {"id": "int", "email": "text"}, "o": {"a": "text"}})


def reasons(sql, dialect, schema=SCHEMA):
    return [entry.code for statement in resolve(sql, dialect, schema).statements for entry in statement.unresolved]


def test_the_parser_has_its_own_pipes_again_after_a_statement():
    operators = Dialect.get_or_raise("bigquery").parser_class.PIPE_SYNTAX_TRANSFORM_PARSERS
    before = dict(operators)
    parse("FROM t |> SET a = 1 |> DROP b", traits("bigquery"))
    with pytest.raises(ParseFailure):
        parse("FROM t |> SET (", traits("bigquery"))
    assert before == operators


@pytest.mark.parametrize(
    ("rest", "dialect", "text"),
    [
        (" 'SELECT ''x'''", "snowflake", "SELECT 'x'"),
        (' """SELECT 1"""', "bigquery", "SELECT 1"),
        (" \"SELECT 'x'\"", "bigquery", "SELECT 'x'"),
        ("  $$SELECT 1$$ ", "snowflake", "SELECT 1"),
        ("(N'SELECT 1')", "tsql", "SELECT 1"),
    ],
)
def test_a_statement_given_as_a_literal_is_read_in_any_quotes(rest, dialect, text):
    assert text == given(rest, traits(dialect)).text


@pytest.mark.parametrize("rest", [" 'SELECT ' || x", " q", " CONCAT('a', 'b')", "", " (SELECT 'x')"])
def test_a_statement_put_together_is_no_literal(rest):
    assert given(rest, traits("snowflake")) is None


def test_clauses_around_a_given_statement_are_told_apart_in_any_order():
    found = given(" 'SELECT ?' USING (a, f(b, c)) INTO x, y", traits("bigquery"))
    assert (("x", "y"), ("a", "f(b, c)")) == (found.into, found.using)


def test_a_shard_that_may_be_of_two_families_is_not_known():
    schema = Schema({"d1.e_20240101": {"a": "text"}, "d2.e_20240101": {"a": "text"}})
    assert ["unknown-table"] == reasons("SELECT a FROM e_20240105", "bigquery", schema)
    assert [] == reasons("SELECT a FROM d1.e_20240105", "bigquery", schema)


def test_the_result_of_a_statement_is_known_only_right_after_it():
    scan = "SELECT * FROM TABLE(RESULT_SCAN(LAST_QUERY_ID()))"
    assert ["dynamic"] == reasons(scan, "snowflake")
    assert [] == reasons(f"SELECT email FROM customer; {scan}", "snowflake")
    assert ["dynamic"] == reasons("SELECT 1; SELECT * FROM TABLE(RESULT_SCAN(LAST_QUERY_ID(-2)))", "snowflake")


def test_a_task_without_a_statement_is_not_silent():
    assert ["unsupported"] == reasons("CREATE TASK t SCHEDULE = '1 minute' AS REFRESH customer", "snowflake")


@pytest.mark.parametrize("word", ["ALTER TABLE customer SET TAG pii =", "CREATE ROW ACCESS POLICY p ON customer"])
def test_a_statement_that_moves_nothing_hides_no_query_behind_it(word):
    for dialect in ("snowflake", "bigquery"):
        assert [] != reasons(f"{word} 'x' INSERT INTO o (a) SELECT email FROM customer", dialect)
