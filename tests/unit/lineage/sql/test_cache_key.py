"""The plan-cache key: equal for what cannot change a plan, different for everything that may, and without sqlglot."""

import subprocess
import sys

import pytest

from privlineage.core.schema import Schema
from privlineage.lineage.sql.cache_key import plan_key
from privlineage.lineage.sql.text.normalising import normalised

SCHEMA = Schema({"public.t": {"a": "int"}, "public.u": {"b": "int"}}, {"v": "SELECT a FROM t"})


def key(sql, dialect="postgres", schema=SCHEMA, **more):
    return plan_key(sql, dialect, schema, **{"secret": b"s", **more})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("SELECT a FROM t WHERE d = '2026-01-01'", "SELECT a FROM t WHERE d = '2026-01-02'"),
        ("SELECT a FROM t WHERE n > 3 AND m IN (1, 2)", "SELECT a FROM t WHERE n > 4 AND m IN (7, 8)"),
        ("SELECT a FROM t WHERE d = DATE '2026-01-01'", "SELECT a FROM t WHERE d = DATE '2026-02-02'"),
        ("SELECT '2026-01-01' AS ds, a FROM t", "SELECT '2026-01-02' AS ds, a FROM t"),
        ("INSERT INTO t VALUES (1, 'x')", "INSERT INTO t VALUES (2, 'y')"),
        ("UPDATE t SET a = 'x' WHERE b = 1", "UPDATE t SET a = 'y' WHERE b = 2"),
        ("SELECT a  FROM t -- monday", "SELECT a FROM t -- tuesday"),
        ("SELECT a FROM t JOIN u ON a = b AND c = 'x'", "SELECT a FROM t JOIN u ON a = b AND c = 'it''s'"),
    ],
)
def test_literals_that_cannot_change_a_plan_share_a_key(one, other):
    assert key(one) == key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("SELECT hmac(x, k, 'sha256') FROM t", "SELECT hmac(x, k, 'md5') FROM t"),
        ("COPY t TO 's3://a/x'", "COPY t TO 's3://b/x'"),
        ("UNLOAD ('SELECT a FROM t') TO 's3://a'", "UNLOAD ('SELECT a FROM t') TO 's3://b'"),
        ("SELECT p->>'email' FROM t", "SELECT p->>'name' FROM t"),
        ("SELECT json_extract(p, '$.a') FROM t", "SELECT json_extract(p, '$.b') FROM t"),
        ("SELECT a FROM t WHERE p->>'email' = 'x'", "SELECT a FROM t WHERE p->>'name' = 'x'"),
        ("SELECT * FROM t PIVOT (sum(a) FOR m IN ('x'))", "SELECT * FROM t PIVOT (sum(a) FOR m IN ('y'))"),
        ("SELECT a, b FROM t GROUP BY 1", "SELECT a, b FROM t GROUP BY 2"),
        ("SELECT a, b FROM t ORDER BY 1 LIMIT 5", "SELECT a, b FROM t ORDER BY 2 LIMIT 5"),
        ("EXECUTE IMMEDIATE 'SELECT a FROM t'", "EXECUTE IMMEDIATE 'SELECT b FROM t'"),
        ("SET search_path = 'x'; SELECT a FROM t", "SET search_path = 'y'; SELECT a FROM t"),
        ("SELECT a FROM read_csv('x.csv')", "SELECT a FROM read_csv('y.csv')"),
        ("SELECT a FROM t", "SELECT a\nFROM t"),
        ('SELECT "a" FROM t', 'SELECT "b" FROM t'),
        ("SELECT a FROM t WHERE b = 1", "SELECT a FROM t WHERE c = 1"),
    ],
)
def test_what_may_change_a_plan_changes_the_key(one, other):
    assert key(one) != key(other)


def test_an_argument_of_a_listed_function_is_part_of_the_key_wherever_it_stands():
    sql = "SELECT a FROM t WHERE hmac(x, 'k') = 'y'"
    other = "SELECT a FROM t WHERE hmac(x, 'l') = 'z'"
    assert key(sql) == key(other)
    assert key(sql, listed=["bank.hmac"]) != key(other, listed=["bank.hmac"])


def test_secret_dialect_declassifiers_and_context_are_part_of_the_key():
    sql = "SELECT a FROM t"
    keys = [
        key(sql),
        key(sql, secret=b"other"),
        key(sql, dialect="mysql"),
        key(sql, declassifiers="d"),
        key(sql, context=["wh"]),
        key(sql, context=["wh", ""]),
    ]
    assert len(set(keys)) == len(keys)


def test_only_the_schema_of_tables_the_script_names_counts():
    more = SCHEMA.with_tables({"public.w": {"c": "int"}})
    changed = SCHEMA.with_tables({"public.t": {"a": "int", "z": "int"}})
    assert key("SELECT a FROM t") == key("SELECT a FROM t", schema=more)
    assert key("SELECT a FROM T") != key("SELECT a FROM T", schema=changed)
    assert key("SELECT b FROM u") == key("SELECT b FROM u", schema=changed)


def test_a_table_behind_a_view_counts():
    changed = SCHEMA.with_tables({"public.t": {"a": "int", "z": "int"}})
    assert key("SELECT a FROM v") != key("SELECT a FROM v", schema=changed)


def test_a_second_table_of_the_same_name_counts():
    ambiguous = SCHEMA.with_tables({"other.t": {"a": "int"}})
    assert key("SELECT a FROM t") != key("SELECT a FROM t", schema=ambiguous)


def test_the_key_shows_nothing_of_the_text():
    assert 64 == len(key("SELECT 'a@b.example' AS x FROM t"))
    assert "a@b.example" not in normalised("SELECT a FROM t WHERE x = 'a@b.example'", "postgres")


def test_making_a_key_does_not_import_sqlglot():
    code = "import sys, privlineage.lineage.sql.cache_key; print('sqlglot' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "False" == ran.stdout.strip()
