"""`privlineage sql` as the contract has it: the JSON alone on standard output, and what cannot be resolved named."""

import io
import json
import sys

import pytest

SCHEMA = {"customer": {"id": "int", "phone": "text", "email": "text"}}


@pytest.fixture
def sql(run, tmp_path):
    (tmp_path / "schema.json").write_text(json.dumps(SCHEMA))

    def running(text: str, *options: str):
        (tmp_path / "q.sql").write_text(text, encoding="utf-8")
        return run("sql", "--dialect", "postgres", "--schema", "schema.json", "--format", "json", *options, "q.sql")

    return running


def test_the_example_of_the_contract(sql):
    text = "CREATE TABLE o AS SELECT sha256(phone) AS h, 1 AS one FROM customer WHERE email IS NOT NULL"
    answer = sql(text)
    path = [{"function": "sha256", "argument": 0, "literals": {}}]
    phone = {"table": "customer", "column": "phone", "kind": "value", "transform": "transformation", "path": path}
    email = {"table": "customer", "column": "email", "kind": "influence", "transform": None, "path": []}
    assert (0, "") == (answer.code, answer.err)
    assert {
        "statements": [
            {
                "sql": text,
                "outputs": {
                    "o": {
                        "h": [{**phone, "confidence": "parsed"}],
                        "one": [],
                        "*": [{**email, "confidence": "parsed"}],
                    }
                },
                "unresolved": [],
            }
        ]
    } == answer.json


def test_what_does_not_parse_is_an_entry_with_its_place_and_the_others_go_on(sql):
    answer = sql("SELECT phone FROM customer;\nINSERT INTO t SELECT FROM WHERE;\nSELECT email FROM customer;\n")
    unresolved = [statement["unresolved"] for statement in answer.json["statements"]]
    assert (1, [0, 1, 0]) == (answer.code, [len(entries) for entries in unresolved])
    assert (True, 2) == (unresolved[1][0]["reason"].startswith("syntax: "), unresolved[1][0]["line"])
    assert "phone" in answer.json["statements"][0]["outputs"][""]
    assert "email" in answer.json["statements"][2]["outputs"][""]


def test_without_a_schema_every_table_is_unknown(run, tmp_path):
    (tmp_path / "q.sql").write_text("SELECT phone FROM customer")
    answer = run("sql", "--dialect", "postgres", "--format", "json", "q.sql")
    (entry,) = answer.json["statements"][0]["unresolved"]
    assert (1, True) == (answer.code, entry["reason"].startswith("unknown-table: "))


def test_sql_comes_from_standard_input_and_names_keep_their_characters(run, tmp_path, monkeypatch):
    (tmp_path / "schema.json").write_text(json.dumps({"客户": {"电话": "text"}}), encoding="utf-8")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("SELECT 电话 FROM 客户".encode())))
    answer = run("sql", "--dialect", "postgres", "--schema", "schema.json", "--format", "json", "-")
    assert 0 == answer.code
    assert ["电话"] == list(answer.json["statements"][0]["outputs"][""])


def test_text_names_the_place_of_every_statement(run, tmp_path):
    (tmp_path / "schema.json").write_text(json.dumps(SCHEMA))
    (tmp_path / "q.sql").write_text("-- first\nSELECT 1;\n\nSELECT lower(phone) AS p FROM customer\n")
    answer = run("sql", "--dialect", "postgres", "--schema", "schema.json", "q.sql")
    assert "    p ← customer.phone → lower  [transformation]" in answer.out.splitlines()
    assert answer.out.splitlines()[-3].startswith("q.sql:4 statement 2")


@pytest.mark.parametrize(
    ("dialect", "said"),
    [("snwflake", "did you mean `snowflake`?"), ("zzz", "one of athena, bigquery")],
)
def test_a_dialect_that_does_not_exist_is_bad_usage(run, tmp_path, dialect, said):
    (tmp_path / "q.sql").write_text("SELECT 1")
    answer = run("sql", "--dialect", dialect, "q.sql")
    assert (2, "", True) == (answer.code, answer.out, answer.err.startswith("PL001 "))
    assert said in answer.err


@pytest.mark.parametrize("text", ["[1]", '{"t": 1}', '{"t": {"c": 1}}', "oops", ""])
def test_a_schema_of_another_form_is_an_error_with_its_file(run, tmp_path, text):
    (tmp_path / "schema.json").write_text(text)
    (tmp_path / "q.sql").write_text("SELECT 1")
    answer = run("sql", "--schema", "schema.json", "q.sql")
    assert (2, "", True) == (answer.code, answer.out, answer.err.startswith("PL103 schema.json"))
