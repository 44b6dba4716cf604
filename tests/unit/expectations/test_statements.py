"""The statement each dialect samples with, as text: those of databases that tests cannot reach are held to it alone."""

import json

import pytest

from privlineage.expectations.sampling.dialects import DIALECTS, dialect_named
from privlineage.expectations.sampling.request import SampleRequest
from privlineage.expectations.sampling.statement import Column, Relation
from tests.conftest import ROOT

NAME = ("Stage 1", "cust'omers")
TABLE = Relation(NAME)
COLUMNS = (Column('e"m`a]il', "VARCHAR(99)"), Column("raw", "BLOB"))
REQUEST = SampleRequest(rows=500, seed=42)

# What the catalog answers, and the statements that follow, the last one left out: it always takes the first rows.
GOLDEN = json.loads((ROOT / "tests" / "golden" / "sampling" / "large_tables.json").read_text(encoding="utf-8"))


def statements(name, answers, relation=TABLE, request=REQUEST):
    """Every statement a dialect would try, the last one too."""
    dialect = dialect_named(name)
    facts = dialect.facts(lambda text: next((rows for key, rows in answers.items() if key in text), []), relation)
    return [dialect.statement(relation, COLUMNS, way, request) for way in dialect.ways(facts, relation, request)]


@pytest.mark.parametrize("name", sorted(GOLDEN))
def test_a_large_table_is_sampled_in_the_dialects_own_way(name):
    golden = GOLDEN[name]
    assert golden["statements"] == [one.sql for one in statements(name, golden["catalog"])][:-1]


@pytest.mark.parametrize("name", sorted(DIALECTS))
def test_every_dialect_takes_first_rows_where_the_catalog_tells_nothing_but_duckdb_which_samples_anything(name):
    [only] = statements(name, {})
    assert (name == "duckdb") == ("USING SAMPLE reservoir(500 ROWS) REPEATABLE (42)" in only.sql)
    assert "500" in only.sql


@pytest.mark.parametrize("name", sorted(DIALECTS))
def test_every_dialect_samples_a_query_and_tells_it_without_its_literals(name):
    query = Relation(query="SELECT a FROM t WHERE b = 'ana'", shown_query="SELECT a FROM t WHERE b = '?'")
    dialect = dialect_named(name)
    for way in dialect.ways(dialect.facts(lambda _: [], Relation(NAME)), query, REQUEST):
        made = dialect.statement(query, COLUMNS, way, REQUEST)
        assert ("'ana'" in made.sql, "'ana'" in made.shown) == (True, False)


@pytest.mark.parametrize("name", sorted({*DIALECTS, "vertica"}))
def test_every_dialect_leaves_out_the_limit_where_all_rows_are_wanted(name):
    for made in statements(name, {}, request=SampleRequest(rows=0)):
        assert not any(word in made.sql for word in ("LIMIT", "FETCH", "TOP", "SAMPLE"))


def test_conditions_hold_beside_the_way_rows_are_chosen():
    filtered = Relation(NAME, conditions=("a = 'ana'", "b > 1"), shown_conditions=("a = :a", "b > :b"))
    made = statements("mysql", GOLDEN["mysql"]["catalog"], filtered)[0]
    assert made.sql.endswith("WHERE RAND(42) < 0.1 / 100 AND (a = 'ana') AND (b > 1) LIMIT 500")
    assert made.shown.endswith("WHERE RAND(42) < 0.1 / 100 AND (a = :a) AND (b > :b) LIMIT 500")
