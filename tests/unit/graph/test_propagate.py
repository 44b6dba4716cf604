"""Propagation, case by case; the laws are in `tests/property`."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privlineage.core.declassify import Declassifier, Weakening
from privlineage.core.facts import FunctionStep
from privlineage.core.labels import Atom, Identifiability, Strength
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
    derived = propagate([Edge(slot("t"), slot("s", read))], {slot("s", written): {EMAIL: Strength.VALUE}}, Weakening())
    assert ({slot("t"): {EMAIL: Strength.VALUE}} if arrives else {}) == derived


def test_another_epoch_of_the_same_column_is_another_place():
    derived = propagate([Edge(slot("t"), slot("s"))], {slot("s", epoch="2"): {EMAIL: Strength.VALUE}}, Weakening())
    assert {} == derived


def test_a_cycle_that_hides_on_its_way_holds_both_forms():
    edges = [Edge(slot("t"), slot("s")), Edge(slot("s"), slot("t"), path=(SHA,))]
    derived = propagate(edges, {slot("s"): {EMAIL: Strength.VALUE}}, WEAKENING)
    both = {EMAIL: Strength.VALUE, HIDDEN: Strength.VALUE}
    assert {slot("t"): both, slot("s"): {HIDDEN: Strength.VALUE}} == derived


def test_a_self_loop_adds_what_its_function_makes_of_the_column():
    edges = [Edge(slot("t"), slot("s")), Edge(slot("t"), slot("t"), path=(SHA,))]
    derived = propagate(edges, {slot("s"): {EMAIL: Strength.VALUE}}, WEAKENING)
    assert {slot("t"): {EMAIL: Strength.VALUE, HIDDEN: Strength.VALUE}} == derived


def test_the_strongest_of_several_ways_counts():
    edges = [Edge(slot("t"), slot("s"), Strength.ROW), Edge(slot("t"), slot("s"), Strength.VALUE)]
    derived = propagate(edges, {slot("s"): {EMAIL: Strength.VALUE}}, Weakening())
    assert {slot("t"): {EMAIL: Strength.VALUE}} == derived


def test_one_row_selecting_step_makes_the_whole_path_row_influence():
    edges = [
        Edge(slot("t"), slot("s"), Strength.COLUMN),
        Edge(slot("u"), slot("t"), Strength.ROW),
        Edge(slot("v"), slot("u"), Strength.VALUE),
    ]
    derived = propagate(edges, {slot("s"): {EMAIL: Strength.VALUE}}, Weakening())
    assert [Strength.COLUMN, Strength.ROW, Strength.ROW] == [derived[slot(name)][EMAIL] for name in "tuv"]


def test_what_is_claimed_of_a_column_is_not_among_what_it_derives():
    assert {} == propagate([], {slot("s"): {EMAIL: Strength.VALUE}}, Weakening())


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
