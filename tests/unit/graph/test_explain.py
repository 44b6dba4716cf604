"""Witnesses: the strongest path, among these the shortest, the same whatever the order of the edges."""

from collections import deque

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privlineage.core.declassify import Declassifier, Weakening
from privlineage.core.facts import FunctionStep
from privlineage.core.labels import Atom, Identifiability, Strength, Ways, join
from privlineage.core.refs import ColumnRef, DatasetRef
from privlineage.graph.explain import Explainer, to_digraph, witness
from privlineage.graph.model import Edge, EpochRef, Slot, related_paths
from privlineage.graph.propagate import propagate
from tests import strategies as some
from tests.property.oracle import touches

EMAIL = Atom("user.contact.email")
HIDDEN = EMAIL.with_identifiability(Identifiability.PSEUDONYMISED)
SHA = FunctionStep("sha256")
WEAKENING = Weakening((Declassifier("sha256", Identifiability.PSEUDONYMISED),))


def slot(name, path="a", epoch="1"):
    return Slot(EpochRef(DatasetRef("wh", name, declared=True), epoch), path)


def edge(output, source, strength=Strength.VALUE, path=(), via=""):
    return Edge(slot(output), slot(source), strength, path, via=via)


TAGS = {slot("s").column: frozenset({EMAIL})}


def columns(found):
    return None if found is None else [str(column) for column in found.columns]


@pytest.mark.parametrize(
    ("edges", "atom", "expected"),
    [
        ([edge("t", "s")], EMAIL, ["wh.s#a", "wh.t#a"]),
        ([edge("m", "s"), edge("t", "m"), edge("t", "s")], EMAIL, ["wh.s#a", "wh.t#a"]),
        ([edge("m", "s"), edge("t", "m"), edge("t", "s", Strength.ROW)], EMAIL, ["wh.s#a", "wh.m#a", "wh.t#a"]),
        ([edge("t", "s", path=(SHA,))], EMAIL, None),
        ([edge("t", "s", path=(SHA,))], HIDDEN, ["wh.s#a", "wh.t#a"]),
        ([edge("t", "s"), edge("t", "t", path=(SHA,))], HIDDEN, ["wh.s#a", "wh.t#a", "wh.t#a"]),
        ([edge("n", "s"), edge("m", "s"), edge("t", "m"), edge("t", "n")], EMAIL, ["wh.s#a", "wh.m#a", "wh.t#a"]),
        ([], EMAIL, None),
    ],
)
def test_the_path_goes_from_a_tagged_column_to_the_target(edges, atom, expected):
    assert expected == columns(witness(edges, TAGS, slot("t"), atom, WEAKENING))
    assert expected == columns(witness(edges[::-1], TAGS, [slot("t")], atom, WEAKENING))


def test_each_step_says_how_the_column_was_written():
    found = witness([edge("t", "s", Strength.COLUMN, via="stage.sql:3")], TAGS, slot("t"), EMAIL, WEAKENING)
    first, last = found.steps
    assert ("", "", ()) == (first.via, first.epoch, first.path)
    assert ("stage.sql:3", "1", Strength.COLUMN) == (last.via, last.epoch, last.strength)


def test_a_tagged_target_is_its_own_witness_unless_something_must_move():
    edges = [edge("s", "t"), edge("t", "s")]
    assert ["wh.s#a"] == columns(witness(edges, TAGS, slot("s"), EMAIL, WEAKENING))
    assert ["wh.s#a", "wh.t#a", "wh.s#a"] == columns(witness(edges, TAGS, slot("s"), EMAIL, WEAKENING, moved=True))


def test_a_tag_on_a_field_is_found_through_the_column_that_holds_it():
    tags = {ColumnRef(slot("s").epoch.dataset, "p.x"): frozenset({EMAIL})}
    assert ["wh.s#p.x", "wh.t#a"] == columns(
        witness([Edge(slot("t"), slot("s", "p"))], tags, slot("t"), EMAIL, WEAKENING)
    )


def carried_over(e, claim, held):
    """What an edge makes of a claim that reached its input in one way."""
    return some.WEAKENING.apply(claim, e.path) if e.strength is Strength.VALUE and held is not Strength.ROW else claim


def holds(found, edges, tags, targets, atom):
    """Whether a witness is true: it starts at a claim, each step is an edge, and the atom arrives at a target."""
    carried = set(tags.get(found.start, ()))
    epochs = {e.input.epoch for e in edges if e.input.epoch.dataset == found.start.dataset}
    places = {(Slot(epoch, found.start.path), claim, Strength.VALUE) for epoch in epochs for claim in carried}
    if len(found.steps) == 1:
        return atom in carried and any(
            target.epoch.dataset == found.start.dataset and touches(target.path, found.start.path) for target in targets
        )
    for step in found.steps[1:]:
        places = {
            (e.output, carried_over(e, claim, held), min(e.strength, held))
            for e in edges
            for place, claim, held in places
            if e.input.epoch == place.epoch and touches(e.input.path, place.path)
            if (e.output.column, e.via, e.strength, e.path, e.output.epoch.id)
            == (step.column, step.via, step.strength, step.path, step.epoch)
        }
    return any(
        place.epoch == target.epoch and touches(place.path, target.path) and claim == atom
        for place, claim, _ in places
        for target in targets
    )


def shortest(edges, tags, target, atom, strength):
    """The least number of steps by which a claim arrives in that way, by plain search; None when there is none."""
    epochs = {e.input.epoch for e in edges} | {target.epoch}
    queue = deque(
        (Slot(epoch, column.path), claim, Strength.VALUE, 0)
        for column, claims in tags.items()
        for claim in claims
        for epoch in epochs
        if epoch.dataset == column.dataset
    )
    seen = set()
    while queue:
        place, claim, held, steps = queue.popleft()
        if (claim, held) == (atom, strength) and place.epoch == target.epoch and related_paths(place.path, target.path):
            return steps
        for e in edges:
            if e.input.epoch == place.epoch and related_paths(e.input.path, place.path):
                after = (e.output, carried_over(e, claim, held), min(e.strength, held))
                if after not in seen:
                    seen.add(after)
                    queue.append((*after, steps + 1))
    return None


tag_maps = st.dictionaries(some.columns, st.frozensets(some.few_atoms, min_size=1, max_size=2), max_size=3)


@given(some.edge_lists, tag_maps, some.slots)
def test_every_label_has_a_true_witness_that_is_minimal_and_nothing_else_has_one(edges, tags, target):
    epochs = {e.input.epoch for e in edges}
    seeds = {
        Slot(epoch, column.path): dict.fromkeys(claims, Ways.VALUE)
        for epoch in epochs | {target.epoch}
        for column, claims in tags.items()
        if column.dataset == epoch.dataset
    }
    derived = propagate(edges, seeds, some.WEAKENING)
    carried = join(
        *(
            held
            for labels in (derived, seeds)
            for place, held in labels.items()
            if place.epoch == target.epoch and touches(place.path, target.path)
        )
    )
    explainer = Explainer(edges, tags, some.WEAKENING)
    every = {atom for claims in tags.values() for atom in claims} | set(carried)
    found = {atom: explainer.witness(target, atom) for atom in every}
    assert set(carried) == {atom for atom, path in found.items() if path is not None}
    for atom, ways in carried.items():
        assert holds(found[atom], edges, tags, [target], atom)
        assert ways.strongest == min([step.strength for step in found[atom].steps])
        assert shortest(edges, tags, target, atom, ways.strongest) == len(found[atom].steps) - 1


@given(st.data(), some.edge_lists, tag_maps, some.slots, some.few_atoms)
def test_ties_fall_the_same_way_whatever_the_order_of_the_edges(data, edges, tags, target, atom):
    mixed = data.draw(some.shuffled(edges))
    one = witness(edges, tags, target, atom, some.WEAKENING)
    assert one == witness(mixed, dict(reversed(tags.items())), target, atom, some.WEAKENING)


def test_the_graph_for_people_has_columns_and_their_strongest_facts():
    edges = [edge("t", "s", Strength.ROW), edge("t", "s"), Edge(slot("t", epoch="2"), slot("s"))]
    graph = to_digraph(edges)
    assert [slot("s").column, slot("t").column] == sorted(graph.nodes)
    joined = graph.edges[slot("s").column, slot("t").column]
    assert (Strength.VALUE, tuple(sorted(edges))) == (joined["strength"], joined["facts"])


def test_the_graph_for_people_joins_a_field_to_the_column_that_is_read():
    import networkx as nx

    graph = to_digraph([Edge(slot("m", "p.x"), slot("s")), Edge(slot("t"), slot("m", "p"))])
    assert nx.has_path(graph, slot("s").column, slot("t").column)
    assert () == graph.edges[slot("m", "p.x").column, slot("m", "p").column]["facts"]
