"""Propagation, case by case; the laws are in `tests/property`."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privlineage.core.declassify import Declassifier, Weakening
from privlineage.core.facts import FunctionStep
from privlineage.core.labels import Atom, Identifiability, Strength, Ways
from privlineage.core.refs import DatasetRef
from privlineage.graph.model import Edge, EpochRef, Slot, related_paths
from privlineage.graph.paths import PathIndex
from privlineage.graph.propagate import propagate
from tests import strategies as some
from tests.property.oracle import touches

EMAIL = Atom("user.contact.email")
HIDDEN = EMAIL.with_identifiability(Identifiability.PSEUDONYMISED)
SHA = FunctionStep("sha256")
WEAKENING = Weakening((Declassifier("sha256", Identifiability.PSEUDONYMISED),), frozenset({"reveal"}))


def slot(name, path="a", epoch="1"):
    return Slot(EpochRef(DatasetRef("wh", name, declared=True), epoch), path)


@pytest.mark.parametrize(
    ("written", "read", "arrives"),
    [
        ("a", "a", True),
        ("a", "b", False),
        ("p", "p.x", True),
        ("p.x", "p", True),
        ("p.x", "p.y", False),
        ("p.x", "p.x.y", True),
        ("px", "p", False),
        ("*", "a", True),
        ("a", "*", True),
    ],
)
def test_reading_a_column_reads_what_holds_it_and_what_it_holds(written, read, arrives):
    derived = propagate([Edge(slot("t"), slot("s", read))], {slot("s", written): {EMAIL: Ways.VALUE}}, Weakening())
    assert ({slot("t"): {EMAIL: Ways.VALUE}} if arrives else {}) == derived


def test_another_epoch_of_the_same_column_is_another_place():
    derived = propagate([Edge(slot("t"), slot("s"))], {slot("s", epoch="2"): {EMAIL: Ways.VALUE}}, Weakening())
    assert {} == derived


def test_a_cycle_that_hides_on_its_way_holds_both_forms():
    edges = [Edge(slot("t"), slot("s")), Edge(slot("s"), slot("t"), path=(SHA,))]
    derived = propagate(edges, {slot("s"): {EMAIL: Ways.VALUE}}, WEAKENING)
    both = {EMAIL: Ways.VALUE, HIDDEN: Ways.VALUE}
    assert {slot("t"): both, slot("s"): {HIDDEN: Ways.VALUE}} == derived


def test_a_self_loop_adds_what_its_function_makes_of_the_column():
    edges = [Edge(slot("t"), slot("s")), Edge(slot("t"), slot("t"), path=(SHA,))]
    derived = propagate(edges, {slot("s"): {EMAIL: Ways.VALUE}}, WEAKENING)
    assert {slot("t"): {EMAIL: Ways.VALUE, HIDDEN: Ways.VALUE}} == derived


def test_every_way_of_several_is_kept():
    edges = [Edge(slot("t"), slot("s"), Strength.ROW), Edge(slot("t"), slot("s"), Strength.VALUE)]
    derived = propagate(edges, {slot("s"): {EMAIL: Ways.VALUE}}, Weakening())
    assert {slot("t"): {EMAIL: Ways.ROW | Ways.VALUE}} == derived


@pytest.mark.parametrize("order", [1, -1])
def test_a_function_around_a_column_leaves_what_selected_its_rows_as_it_was(order):
    """`SELECT sha256(a) FROM (SELECT a FROM s WHERE a > 1)`: the hash hides the value, not which rows were chosen."""
    edges = [
        Edge(slot("t"), slot("s")),
        Edge(slot("t", "*"), slot("s"), Strength.ROW),
        Edge(slot("u"), slot("t"), path=(SHA,)),
    ]
    derived = propagate(edges[::order], {slot("s"): {EMAIL: Ways.VALUE}}, WEAKENING)
    assert {HIDDEN: Ways.VALUE, EMAIL: Ways.ROW} == derived[slot("u")]


def test_one_row_selecting_step_makes_the_whole_path_row_influence():
    edges = [
        Edge(slot("t"), slot("s"), Strength.COLUMN),
        Edge(slot("u"), slot("t"), Strength.ROW),
        Edge(slot("v"), slot("u"), Strength.VALUE),
    ]
    derived = propagate(edges, {slot("s"): {EMAIL: Ways.VALUE}}, Weakening())
    assert [Ways.COLUMN, Ways.ROW, Ways.ROW] == [derived[slot(name)][EMAIL] for name in "tuv"]


def test_a_function_around_a_column_hides_what_shaped_its_values_too():
    """`SELECT sha256(x) FROM (SELECT CASE WHEN a > 1 THEN 'y' END AS x FROM s)`."""
    edges = [Edge(slot("t"), slot("s"), Strength.COLUMN), Edge(slot("u"), slot("t"), path=(SHA,))]
    derived = propagate(edges, {slot("s"): {EMAIL: Ways.VALUE}}, WEAKENING)
    assert {HIDDEN: Ways.COLUMN} == derived[slot("u")]


def test_what_is_claimed_of_a_column_is_not_among_what_it_derives():
    assert {} == propagate([], {slot("s"): {EMAIL: Ways.VALUE}}, Weakening())


path_texts = st.lists(st.sampled_from(["a", "b", "ab"]), min_size=1, max_size=3).map(".".join) | st.just("*")


@given(path_texts, path_texts)
def test_paths_touch_where_one_holds_the_other(path, other):
    assert touches(path, other) == related_paths(path, other)


@given(st.lists(path_texts, max_size=6), path_texts)
def test_the_index_finds_exactly_the_related_paths(indexed, path):
    expected = tuple(sorted({other for other in indexed if related_paths(path, other)}))
    assert expected == PathIndex(indexed).related(path)


@given(some.edge_lists, some.seeds)
def test_only_outputs_of_edges_derive_anything(edges, seeds):
    assert set(propagate(edges, seeds, Weakening())) <= {edge.output for edge in edges}
