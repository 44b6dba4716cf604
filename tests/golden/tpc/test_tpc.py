"""Every query of TPC-H and TPC-DS resolves to the edges written down for it, and nothing of it is unresolved."""

import pytest

from tests.golden.sql.notation import expected, facts
from tests.golden.tpc.queries import SUITES, cases, queries

CASES = {suite: cases(suite) for suite in SUITES}


@pytest.mark.parametrize(("suite", "count"), [("tpch", 22), ("tpcds", 99)])
def test_every_query_is_there(suite, count):
    assert sorted(CASES[suite]) == sorted(queries(suite)) == list(range(1, count + 1))


@pytest.mark.parametrize(("suite", "number"), [(suite, number) for suite, found in CASES.items() for number in found])
def test_a_query_resolves_to_the_edges_written_down_for_it(suite, number):
    case = CASES[suite][number]
    assert expected(case) == facts(case)
