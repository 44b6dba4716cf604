"""What is no statement, or shows what it reads in an odd way, is never silence."""

import pytest

from privlineage.core.schema import Schema
from privlineage.lineage.sql.resolve import resolve

SCHEMA = Schema({"customer": {"id": "int", "email": "text"}, "t": {"a": "text"}})


def entries(text, dialect="postgres"):
    return [
        [f"{entry.code}@{entry.line}:{entry.column}" for entry in statement.unresolved]
        for statement in resolve(text, dialect, SCHEMA).statements
    ]


@pytest.mark.parametrize("dialect", [None, "postgres", "snowflake", "bigquery", "spark", "mysql", "duckdb", "sqlite"])
@pytest.mark.parametrize(
    "text",
    "SELEC oops|foo|42|SELECT|'x'|(1)|foo bar|foo.bar|foo AS b|-5|1 + 1|TRUE|NOT x|a = b|*|customer.*|x::int"
    "|CASE WHEN 1 THEN 2 END|EXISTS (SELECT email FROM customer)|DATE '2020-01-01'|HELLO world".split("|"),
)
def test_an_expression_is_no_statement(text, dialect):
    assert [["syntax@2:3"]] == entries(f"\n  {text};", dialect)


def test_a_call_alone_is_a_procedure():
    assert [["procedure@1:1"]] == entries("clean_up('x')", "snowflake")


@pytest.mark.parametrize("dialect", [None, "postgres", "spark", "mysql", "duckdb"])
def test_a_table_alone_shows_its_rows(dialect):
    (statement,) = resolve("TABLE t", dialect, SCHEMA).statements
    assert (["a"], ()) == (list(statement.outputs[""]), statement.unresolved)


def test_the_statements_around_it_go_on():
    lineage = resolve("SELEC oops;\nINSERT INTO t SELECT email FROM customer", "postgres", SCHEMA)
    assert [["syntax@1:1"], []] == entries("SELEC oops;\nINSERT INTO t SELECT email FROM customer")
    assert ["email"] == [source.column for source in lineage.statements[1].outputs["t"]["a"]]


@pytest.mark.parametrize(
    ("text", "dialect"),
    [
        ("PRINT (SELECT max(email) FROM customer)", "tsql"),
        ("RETURN (SELECT max(email) FROM customer)", "snowflake"),
        ("RAISE NOTICE '%', (SELECT max(email) FROM customer)", "postgres"),
        ("GRANT SELECT ON TABLE customer TO SHARE partner", "snowflake"),
        ("ALTER SHARE partner ADD TABLE customer", "databricks"),
        ("COPY customer", "postgres"),
    ],
)
def test_what_shows_a_table_in_an_odd_way_is_unresolved_and_assumed(text, dialect):
    (statement,) = resolve(text, dialect, SCHEMA).statements
    assert statement.unresolved
    assert {("customer", "assumed")} == {
        (source.table, source.confidence)
        for columns in statement.outputs.values()
        for sources in columns.values()
        for source in sources
    }


@pytest.mark.parametrize(
    ("text", "dialect"),
    [
        ("SAVEPOINT a; RELEASE SAVEPOINT a; CHECKPOINT; CLOSE c; DISCARD ALL; START TRANSACTION; LOAD 'x'", "postgres"),
        ("BEGIN LET x := 1; x := x + 1; NULL; BREAK; CONTINUE; RETURN x; END", "snowflake"),
        ("LIST @s; LS @s; REMOVE @s; UNSET x; USE ROLE r", "snowflake"),
        ("REPEAT SET x = 1; UNTIL x > 3 END REPEAT; LOOP LEAVE; END LOOP", "bigquery"),
        ("BEGIN TRY\n  DELETE FROM t\nEND TRY\nBEGIN CATCH\n  THROW\nEND CATCH", "tsql"),
        ("DENY SELECT ON t TO x; PRINT 'x'; RETURN", "tsql"),
        ("PRINT 'rows select''ed from customer'; RAISERROR('nothing to select from t', 1, 1)", "tsql"),
        ("BEGIN NULL; END;\n/", "oracle"),
    ],
)
def test_what_moves_nothing_is_no_finding(text, dialect):
    assert [] == [entry for statement in entries(text, dialect) for entry in statement]


def test_a_variable_of_a_script_keeps_what_it_is_given():
    text = "BEGIN x := (SELECT max(email) FROM customer); INSERT INTO t (a) VALUES (:x); END"
    *_, last = resolve(text, "snowflake", SCHEMA).statements
    assert [("customer", "email", "value")] == [(s.table, s.column, s.kind) for s in last.outputs["t"]["a"]]


@pytest.mark.parametrize(
    "text", ["SELECT INTERVAL 'secret-value' FROM 3", "COPY INTO 'secret-value' 'x' y", "USE 3 'secret-value'"]
)
@pytest.mark.parametrize("dialect", ["postgres", "snowflake", "mysql"])
def test_a_reason_quotes_no_value(text, dialect):
    reasons = [
        entry.detail for statement in resolve(text, dialect, SCHEMA).statements for entry in statement.unresolved
    ]
    assert [] == [reason for reason in reasons if "secret-value" in reason]
