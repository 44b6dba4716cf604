"""TPC-H and TPC-DS carried out on DuckDB: what changes with an input column has an edge to it."""

import pytest

from tests.contract.sql.tpc import try_query
from tests.golden.tpc.queries import queries

EVERY = 20
"""`make test` takes all of TPC-H and each twentieth query of TPC-DS; `make soak` all of both, over more contents."""


@pytest.mark.parametrize(("suite", "step", "seen"), [("tpch", 1, 0.8), ("tpcds", EVERY, 0.6)])
def test_no_output_of_a_query_changes_without_an_edge(suite, step, seen, duckdb, record_property):
    numbers = sorted(queries(suite))[step - 1 :: step]
    found = {number: try_query(suite, number, duckdb)[0] for number in numbers}
    assert {} == {number: sorted(one.missed | one.unlisted) for number, one in found.items() if one.missed}
    moved = sum(len(one.moved) for one in found.values())
    still = sum(len(one.still) for one in found.values())
    record_property("value edges seen to change something", moved)
    record_property("value edges that changed nothing", still)
    assert seen <= moved / (moved + still)


@pytest.mark.soak
@pytest.mark.parametrize(("suite", "seen"), [("tpch", 0.97), ("tpcds", 0.9)])
def test_no_output_of_any_query_changes_without_an_edge_over_many_contents(suite, seen, duckdb, record_property):
    """Every query shows rows over some content, so that none is passed over."""
    missed, moved, still, shown = {}, set(), set(), {}
    for number in sorted(queries(suite)):
        for seed in range(3):
            found, rows = try_query(suite, number, duckdb, rounds=2, seed=seed)
            missed.update({number: sorted(found.missed)} if found.missed else {})
            moved |= {(number, *edge) for edge in found.moved}
            still |= {(number, *edge) for edge in found.still}
            shown[number] = max(rows, shown.get(number, 0))
    assert {} == missed
    assert [] == [number for number, rows in shown.items() if not rows]
    record_property("value edges that changed nothing", sorted(still - moved))
    assert seen <= len(moved) / len(moved | still)
