"""Texts nobody wrote, of random characters or random words: none raises, each ends in an answer."""

import random

import pytest

from privlineage.core.schema import Schema
from privlineage.lineage.sql.resolve import resolve
from privlineage.lineage.sql.text.normalising import normalised

SCHEMA = Schema({"customer": {"id": "int", "email": "text"}, "t": {"a": "text"}})
DIALECTS = [
    None, "postgres", "snowflake", "bigquery", "redshift", "spark", "databricks", "trino", "mysql", "tsql", "duckdb",
    "sqlite", "hive", "oracle", "clickhouse",
]  # fmt: skip
WORDS = (
    "SELECT FROM WHERE customer t a email id INSERT INTO UPDATE SET DELETE MERGE USING ON WITH AS JOIN UNION ALL ( ) ( "
    ") [ ] { } , , . ; = + - * / ' \" ` -- /* */ # $$ $a$ {{ }} {% %} := :: -> ->> || @v #t 1 2.5 'x' N'x' NULL CASE "
    "WHEN THEN ELSE END BEGIN IF WHILE LOOP DECLARE EXEC EXECUTE IMMEDIATE CALL DO CREATE TABLE VIEW PROCEDURE "
    "FUNCTION ALTER "
    "DROP RENAME TO COPY UNLOAD EXPORT OUTPUT inserted deleted VALUES LATERAL UNNEST PIVOT FOR IN ORDER BY GROUP "
    "LIMIT OVER PARTITION ROW GO USE FETCH CURSOR OPEN PREPARE SET TOP APPLY OPENJSON OUTFILE EXCEPT REPLACE \n"
).split(" ")


def answer(text, dialect):
    """What the resolver says, read as a tool reads it."""
    return resolve(text, dialect, SCHEMA).to_contract_json()["statements"]


@pytest.mark.parametrize("dialect", DIALECTS)
def test_random_characters_end_in_an_answer(dialect):
    rng = random.Random(f"characters {dialect}")
    for _ in range(60):
        text = bytes(rng.randrange(256) for _ in range(rng.randrange(200))).decode("latin-1")
        assert all({"sql", "outputs", "unresolved"} <= set(found) for found in answer(text, dialect))
        normalised(text, dialect)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_random_words_end_in_an_answer(dialect):
    rng = random.Random(f"words {dialect}")
    for _ in range(150):
        text = " ".join(rng.choice(WORDS) for _ in range(rng.randrange(1, 40)))
        assert all({"sql", "outputs", "unresolved"} <= set(found) for found in answer(text, dialect))
        normalised(text, dialect)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_fault_of_the_resolver_itself_does_not_show_in_random_words(dialect):
    rng = random.Random(f"faults {dialect}")
    faults = set()
    for _ in range(150):
        text = "SELECT email FROM customer " + " ".join(rng.choice(WORDS) for _ in range(rng.randrange(1, 25)))
        for found in answer(text, dialect):
            faults |= {e["reason"] for e in found["unresolved"] if "the resolver failed" in e["reason"]}
    assert set() == faults
