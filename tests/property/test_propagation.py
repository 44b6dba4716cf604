"""Laws 1, 5 and 6: propagation is a least fixpoint, functions weaken only as listed, strengths only shrink."""

from hypothesis import given
from hypothesis import strategies as st

from privlineage.core.declassify import Declassifier, Weakening
from privlineage.core.facts import FunctionStep
from privlineage.core.labels import Atom, Identifiability, Strength, Ways, join
from privlineage.graph.model import Edge, EpochRef, Slot
from privlineage.graph.propagate import propagate
from tests import strategies as some
from tests.property.oracle import labels_by_sweeping, weakened, within


@given(some.edge_lists, some.seeds, some.weakenings)
def test_propagation_equals_sweeping_until_nothing_changes(edges, seeds, weakening):
    assert labels_by_sweeping(edges, seeds, weakening) == propagate(edges, seeds, weakening)


@given(st.data(), some.edge_lists, some.seeds)
def test_neither_order_nor_repetition_of_edges_matters(data, edges, seeds):
    again = data.draw(some.shuffled(edges))
    assert propagate(edges, seeds, some.WEAKENING) == propagate(again, seeds, some.WEAKENING)


@given(some.edge_lists, some.edge_lists, some.seeds)
def test_batches_give_what_one_go_gives(first, second, seeds):
    early = propagate(first, seeds, some.WEAKENING)
    held = {slot: join(seeds.get(slot, {}), early.get(slot, {})) for slot in {*seeds, *early}}
    late = propagate([*first, *second], held, some.WEAKENING)
    assert propagate([*first, *second], seeds, some.WEAKENING) == late


@given(some.edge_lists, some.seeds)
def test_propagating_the_outcome_again_adds_nothing(edges, seeds):
    once = propagate(edges, seeds, some.WEAKENING)
    held = {slot: join(seeds.get(slot, {}), once.get(slot, {})) for slot in {*seeds, *once}}
    assert once == propagate(edges, held, some.WEAKENING)


@given(some.edge_lists, some.edge_lists, some.seeds, some.seeds)
def test_more_edges_and_claims_never_take_a_label_away(edges, more_edges, seeds, more_seeds):
    before = propagate(edges, seeds, some.WEAKENING)
    seeded = {slot: join(seeds.get(slot, {}), more_seeds.get(slot, {})) for slot in {*seeds, *more_seeds}}
    after = propagate([*edges, *more_edges], seeded, some.WEAKENING)
    assert [] == [slot for slot, labels in before.items() if not within(labels, after.get(slot, {}))]


@given(some.edge_lists, some.edge_lists, some.seeds)
def test_recomputing_what_depends_on_a_change_is_as_good_as_recomputing_everything(kept, gone, seeds):
    """Law 2 as a store uses it: only slots downstream of the removed edges are recomputed, from labels around them."""
    before = propagate([*kept, *gone], seeds, some.WEAKENING)
    changed = {edge.output for edge in gone}
    affected = set(labels_by_sweeping([*kept, *gone], {slot: {Atom("x"): Ways.VALUE} for slot in changed}, Weakening()))
    affected |= changed
    around = {
        slot: join(seeds.get(slot, {}), {} if slot in affected else before.get(slot, {})) for slot in {*seeds, *before}
    }
    again = propagate([edge for edge in kept if edge.output in affected], around, some.WEAKENING)
    rest = {slot: labels for slot, labels in before.items() if slot not in affected}
    assert propagate(kept, seeds, some.WEAKENING) == rest | again


@given(some.atoms, st.lists(some.function_steps, max_size=4), some.weakenings)
def test_a_path_weakens_exactly_as_its_listed_functions_say(atom, path, weakening):
    expected = atom.with_identifiability(weakened(atom, path, weakening))
    assert expected == weakening.apply(atom, path)


@given(some.atoms, st.lists(some.function_steps, max_size=4))
def test_without_a_list_no_function_weakens(atom, path):
    assert atom == Weakening().apply(atom, path)


@given(some.atoms, some.function_steps, some.declassifiers)
def test_a_listed_function_with_another_argument_or_literal_weakens_nothing(atom, step, entry):
    elsewhere = FunctionStep(entry.function, (entry.argument or 0) + 1, step.literals, entry.dialect)
    if entry.argument is not None:
        assert atom == Weakening((entry,)).apply(atom, [elsewhere])
    if entry.literals:
        worded = FunctionStep(entry.function, entry.argument or 0, ((1, "md5"), (2, "x")), entry.dialect)
        assert atom == Weakening((entry,)).apply(atom, [worded])


@given(some.atoms, st.lists(some.function_steps, max_size=3), some.declassifiers)
def test_what_a_listed_function_hid_a_reversing_one_restores(atom, path, entry):
    weakening = Weakening((entry,), frozenset({"reveal"}))
    expected = atom.with_identifiability(Identifiability.IDENTIFIED)
    assert expected == weakening.apply(atom, [*path, FunctionStep("REVEAL")])


@given(some.atoms, st.lists(some.function_steps, max_size=4), st.lists(some.declassifiers, max_size=4), st.data())
def test_the_order_of_the_list_does_not_matter(atom, path, entries, data):
    mixed = data.draw(st.permutations(entries))
    assert Weakening(tuple(entries)).apply(atom, path) == Weakening(tuple(mixed)).apply(atom, path)


@given(st.lists(some.strengths, min_size=1, max_size=6), some.strengths, st.randoms(use_true_random=False))
def test_a_path_is_as_strong_as_its_weakest_step(strengths, held, random):
    slots = [Slot(EpochRef(some.DATASETS[0], str(number)), "a") for number in range(len(strengths) + 1)]
    edges = [
        Edge(after, before, strength) for before, after, strength in zip(slots, slots[1:], strengths, strict=False)
    ]
    random.shuffle(edges)
    atom = Atom("user.contact.email")
    derived = propagate(edges, {slots[0]: {atom: held.way}}, Weakening())
    assert {atom: min(held, *strengths).way} == derived[slots[-1]]


@given(some.edge_lists, st.dictionaries(some.slots, st.dictionaries(some.few_atoms, st.just(Ways.ROW), max_size=3)))
def test_no_function_acts_on_what_selected_rows(edges, seeds):
    weakening = Weakening((Declassifier("sha256", Identifiability.AGGREGATED),), frozenset({"reveal"}))
    assert propagate(edges, seeds, Weakening()) == propagate(edges, seeds, weakening)


@given(some.edge_lists, some.seeds)
def test_no_function_acts_on_an_influence(edges, seeds):
    through = FunctionStep("sha256")
    shaping = [Edge(edge.output, edge.input, min(edge.strength, Strength.COLUMN), (through,)) for edge in edges]
    weakening = Weakening((Declassifier("sha256", Identifiability.AGGREGATED),))
    assert propagate(shaping, seeds, Weakening()) == propagate(shaping, seeds, weakening)
