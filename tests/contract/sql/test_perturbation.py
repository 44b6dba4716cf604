"""Golden statements carried out: what changes with an input column has an edge to it.

Influence explains the rest: what chooses rows may change any output, what shapes a column that column. A value edge
that never changes anything may still be right (the values met no condition), so their share is bounded.
"""

import json
from pathlib import Path
from types import MappingProxyType

import pytest

from tests.contract.sql.perturbation import perturb
from tests.contract.sql.running import ROUNDS, counts, ran
from tests.contract.sql.statements import statements
from tests.golden.sql.corpus import corpus
from tests.golden.tpc.queries import SUITES, queries

FOLDER = Path(__file__).parent
LEAST = {"duckdb": 390, "postgres": 300, "sqlite": 220}
"""Golden cases that must run on an engine, lest the harness stops showing anything."""
SEEN = 0.85
"""The share of value edges that must be seen to change something, on some engine."""
NEEDED = 0.6
"""The share of value edges without which something seen would have no explanation."""


def missed(found):
    return {name: sorted(one.missed) for name, one in found.items() if one.missed}


@pytest.mark.parametrize("engine", LEAST)
def test_no_output_changes_without_an_edge(engine, shown):
    assert {} == missed(shown[engine])


@pytest.mark.parametrize("engine", LEAST)
def test_enough_golden_cases_run(engine, shown):
    assert LEAST[engine] <= len(ran(shown[engine]))


def test_at_least_half_of_the_golden_cases_run_on_some_engine(shown):
    """With the queries of TPC-H and TPC-DS, which all run (test_tpc.py), and without those that cannot be resolved."""
    some = set().union(*(ran(found) for found in shown.values()))
    unresolvable = {name for name, one in shown["duckdb"].items() if one.refused == "not resolved"}
    more = sum(len(queries(suite)) for suite in SUITES)
    assert (len(corpus()) + more) / 2 <= len(some) + more
    assert len(corpus().keys() - unresolvable) / 2 <= len(some)


def test_most_value_edges_are_seen_to_change_something(shown):
    edges = counts(shown)["value edges"]
    moved = edges["seen to change something"]
    assert SEEN <= moved / (moved + edges["never seen to"])


def test_most_value_edges_are_needed_to_explain_what_was_seen(shown):
    edges = counts(shown)["value edges"]
    every = edges["seen to change something"] + edges["never seen to"]
    assert NEEDED <= edges["whose loss would be noticed"] / every


def test_the_counts_in_the_docs_are_those_of_these_runs(shown):
    """When this is red: `python scripts/sql_scores.py --run`. Two cases more or less are a machine's load."""
    noted = json.loads((FOLDER / "executed.json").read_text(encoding="utf-8"))
    found = counts(shown)
    far = {
        (engine, group)
        for engine in (*LEAST, "any")
        for group in {*found[engine], *noted[engine]}
        if abs(found[engine].get(group, 0) - noted[engine].get(group, 0)) > 2
    }
    assert set() == far


@pytest.mark.parametrize("name", ["duckdb", "postgres"])
def test_statements_change_nothing_without_an_edge(name, request):
    engine = request.getfixturevalue(name)
    found = {text: perturb(case, engine, rounds=2) for text, case in statements().items()}
    assert {} == missed(found)
    assert 50 <= len(ran(found))


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(1, 6))
@pytest.mark.parametrize("name", LEAST)
def test_no_output_changes_without_an_edge_over_many_contents(name, seed, request):
    engine = request.getfixturevalue(name)
    found = {
        label: perturb(case, engine, rounds=20, seed=seed, thorough=True)
        for label, case in {**corpus(), **statements()}.items()
    }
    assert {} == missed(found)


class _Wrong:
    """An engine that shows another column than it is asked for."""

    name = "postgres"
    speaks = frozenset({"postgres"})
    types = MappingProxyType({"int": "", "text": ""})
    type_of = types.get

    def prepare(self, *_):
        """Nothing to make."""

    undo = prepare

    def run(self, _kinds, tables, _statements, _outputs):
        return {"": {"e": [tables["customer"]["id"]]}}


def test_the_harness_notices_a_flow_without_an_edge():
    case = {
        "sql": "SELECT email AS e FROM customer",
        "dialect": "postgres",
        "schema": {"customer": {"id": "int", "email": "text"}},
    }
    found = perturb(case, _Wrong(), rounds=5)
    assert {("customer", "id", "", "e")} == found.missed
    assert ({("customer", "email", "", "e")}, set()) == (found.still, found.moved)


def test_the_harness_notices_the_edges_the_resolver_is_robbed_of(shown, duckdb):
    """An edge whose input also chooses the rows is not needed to explain a change; the others are."""
    cases = corpus()
    needed = {name: sorted(one.needed) for name, one in ran(shown["duckdb"]).items() if one.needed}
    tried = {name: edges[len(edges) // 2] for name, edges in list(needed.items())[::8]}
    found = {
        name: perturb(cases[name], duckdb, rounds=ROUNDS, robbed={edge}, thorough=True) for name, edge in tried.items()
    }
    unnoticed = {name: edge for name, edge in tried.items() if edge not in found[name].missed}
    # Where the engine may choose between rows, what changes on the way is taken for chance.
    assert len(unnoticed) <= len(tried) / 10
    assert 40 <= len(tried)
