"""TPC-H and TPC-DS carried out on DuckDB: what changes with an input column has an edge to it."""

import pytest

from tests.contract.sql.running import every_query
from tests.contract.sql.tpc import try_query
from tests.golden.tpc.queries import SUITES, queries, tables

EVERY = 20
"""`make test` takes all of TPC-H and each twentieth query of TPC-DS; `make soak` all of both, over more contents."""


@pytest.mark.parametrize("suite", SUITES)
def test_every_query_runs(suite, duckdb):
    with duckdb.database():
        for table, columns in tables(suite).items():
            kinds = ", ".join(f"{name} {kind}" for name, kind in columns.items())
            duckdb.execute(f"CREATE TABLE {table} ({kinds})")
        assert all(duckdb.execute(text) is not None for text in queries(suite).values())


@pytest.mark.parametrize(("suite", "step", "seen"), [("tpch", 1, 0.8), ("tpcds", EVERY, 0.6)])
def test_no_output_of_a_query_changes_without_an_edge(suite, step, seen, duckdb):
    numbers = sorted(queries(suite))[step - 1 :: step]
    found = {number: try_query(suite, number, duckdb)[0] for number in numbers}
    assert {} == {number: sorted(one.missed | one.unlisted) for number, one in found.items() if one.missed}
    moved = sum(len(one.moved) for one in found.values())
    still = sum(len(one.still) for one in found.values())
    assert seen <= moved / (moved + still)


@pytest.mark.soak
@pytest.mark.parametrize(("suite", "seen"), [("tpch", 0.97), ("tpcds", 0.85)])
def test_no_output_of_any_query_changes_without_an_edge_over_many_contents(suite, seen, duckdb):
    """Every query shows rows over some content, so that none is passed over."""
    found = every_query(duckdb, suite)
    assert {} == {number: sorted(one.missed) for number, (one, _) in found.items() if one.missed}
    assert [] == [number for number, (_, rows) in found.items() if not rows]
    moved = sum(len(one.moved) for one, _ in found.values())
    still = sum(len(one.still - one.moved) for one, _ in found.values())
    assert seen <= moved / (moved + still)
