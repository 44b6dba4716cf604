"""Every query of TPC-H and TPC-DS resolves to the edges written down for it, and nothing of it is unresolved."""

from pathlib import Path

import pytest
import yaml

from tests.golden.sql.notation import facts
from tests.golden.tpc.queries import SUITES, queries, tables

FOLDER = Path(__file__).parent
EXPECTED = {
    suite: yaml.load(
        (FOLDER / f"{suite}.yml").read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    )["queries"]
    for suite in SUITES
}


@pytest.mark.parametrize(("suite", "count"), [("tpch", 22), ("tpcds", 99)])
def test_every_query_is_there(suite, count):
    assert sorted(EXPECTED[suite]) == sorted(queries(suite)) == list(range(1, count + 1))


@pytest.mark.parametrize(
    ("suite", "number"), [(suite, number) for suite, expected in EXPECTED.items() for number in expected]
)
def test_a_query_resolves_to_the_edges_written_down_for_it(suite, number):
    found = facts({"sql": queries(suite)[number], "dialect": "duckdb"}, tables(suite))
    expected = {"": {column: sorted(sources) for column, sources in EXPECTED[suite][number].items()}}
    assert {"outputs": expected, "unresolved": []} == found
