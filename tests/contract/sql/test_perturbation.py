"""Golden statements carried out: what changes with an input column has an edge to it.

Influence explains the rest: what chooses rows may change any output, what shapes a column that column. A value edge
that never changes anything may still be right (the values met no condition), so their share is bounded.
"""

from pathlib import Path
from types import MappingProxyType

import pytest

from tests.contract.sql.conftest import ROUNDS
from tests.contract.sql.corpus import corpus, load
from tests.contract.sql.perturbation import perturb

FOLDER = Path(__file__).parent
LEAST = {"duckdb": 390, "postgres": 300, "sqlite": 220}
"""Golden cases that must run on an engine, lest the harness stops showing anything."""
SEEN = 0.85
"""The share of value edges that must be seen to change something, on some engine."""
NEEDED = 0.6
"""The share of value edges without which something seen would have no explanation."""


def statements():
    """What people write in one query, and in several; their edges are not written out, but tried."""
    more = load(FOLDER / "statements.yml")
    return {text: {"sql": text, "dialect": "postgres", "schema": more["schema"]} for text in more["statements"]}


def missed(found):
    return {name: sorted(one.missed) for name, one in found.items() if one.missed}


def ran(found):
    return {name: one for name, one in found.items() if not one.refused}


@pytest.mark.parametrize("engine", LEAST)
def test_no_output_changes_without_an_edge(engine, shown):
    assert {} == missed(shown[engine])


@pytest.mark.parametrize("engine", LEAST)
def test_enough_golden_cases_run(engine, shown):
    assert LEAST[engine] <= len(ran(shown[engine]))


def test_at_least_half_of_the_golden_cases_run_on_some_engine(shown):
    some = set().union(*(ran(found) for found in shown.values()))
    assert len(corpus()) / 2 <= len(some)


def test_most_value_edges_are_seen_to_change_something(shown, record_property):
    found = [(name, one) for cases in shown.values() for name, one in ran(cases).items()]
    moved = {(name, *edge) for name, one in found for edge in one.moved}
    still = {(name, *edge) for name, one in found for edge in one.still} - moved
    record_property("value edges seen to change something", len(moved))
    record_property("value edges that changed nothing", len(still))
    assert SEEN <= len(moved) / len(moved | still)


@pytest.mark.parametrize("name", ["duckdb", "postgres"])
def test_statements_change_nothing_without_an_edge(name, request):
    engine = request.getfixturevalue(name)
    found = {text: perturb(case, engine, rounds=2) for text, case in statements().items()}
    assert {} == missed(found)
    assert 50 <= len(ran(found))


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(1, 6))
@pytest.mark.parametrize("name", LEAST)
def test_no_output_changes_without_an_edge_over_many_contents(name, seed, request, record_property):
    engine = request.getfixturevalue(name)
    found = {
        label: perturb(case, engine, rounds=20, seed=seed, thorough=True)
        for label, case in {**corpus(), **statements()}.items()
    }
    assert {} == missed(found)
    still = {case: sorted(one.still) for case, one in found.items() if one.still}
    record_property("value edges that changed nothing", still)


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


def test_the_harness_notices_the_edges_the_resolver_is_robbed_of(shown, duckdb, record_property):
    """An edge whose input also chooses the rows is not needed to explain a change; the others are."""
    cases = corpus()
    needed = {name: sorted(one.needed) for name, one in ran(shown["duckdb"]).items() if one.needed}
    tried = {name: edges[len(edges) // 2] for name, edges in list(needed.items())[::8]}
    found = {
        name: perturb(cases[name], duckdb, rounds=ROUNDS, robbed={edge}, thorough=True) for name, edge in tried.items()
    }
    unnoticed = {name: edge for name, edge in tried.items() if edge not in found[name].missed}
    record_property("edges left out that went unnoticed", sorted(unnoticed.items()))
    # Where the engine may choose between rows, what changes on the way is taken for chance.
    assert len(unnoticed) <= len(tried) / 20
    assert 40 <= len(tried)


def test_most_value_edges_are_needed_to_explain_what_was_seen(shown, record_property):
    found = [(name, one) for cases in shown.values() for name, one in ran(cases).items()]
    needed = {(name, *edge) for name, one in found for edge in one.needed}
    other = {(name, *edge) for name, one in found for edge in one.still | one.moved} - needed
    record_property("value edges whose loss would be noticed", len(needed))
    record_property("value edges whose loss would not", len(other))
    assert NEEDED <= len(needed) / len(needed | other)
