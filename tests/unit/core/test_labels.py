"""Label sets: a plain union, of the ways of each atom too."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privlineage.core.labels import Atom, Identifiability, Strength, Ways, join
from tests import strategies as some


@given(some.labels, some.labels, some.labels)
def test_joining_is_a_union_whatever_the_order_and_repetition(one, two, three):
    expected = join(one, two, three)
    assert expected == join(three, one, two, one)
    assert expected == join(join(one, two), three)


@given(some.labels, some.labels)
def test_each_atom_keeps_every_way_it_got_there(one, two):
    joined = join(one, two)
    assert {*one, *two} == set(joined)
    assert [] == [atom for atom, ways in joined.items() if ways != one.get(atom, 0) | two.get(atom, 0)]


def test_atoms_that_differ_in_anything_stay_apart():
    atoms = [
        Atom("user.contact.email"),
        Atom("user.contact.email", Identifiability.PSEUDONYMISED),
        Atom("user.contact.email", origin="CN"),
        Atom("user.contact.email", uses=()),
        Atom("user.contact.email", uses=("finance",)),
        Atom("user.contact.email", subjects=("customer",)),
        Atom("user.contact.email", controller="lender"),
    ]
    assert len(atoms) == len(join(*({atom: Ways.VALUE} for atom in atoms)))


@given(some.atoms, some.atoms)
def test_atoms_sort_totally_and_by_everything_they_are(one, other):
    assert (one == other) == (one.sort_key == other.sort_key)
    assert (one.sort_key < other.sort_key) != (one.sort_key >= other.sort_key)


@pytest.mark.parametrize(
    ("level", "other", "expected"),
    [
        (Identifiability.IDENTIFIED, Identifiability.PSEUDONYMISED, True),
        (Identifiability.PSEUDONYMISED, Identifiability.PSEUDONYMISED, True),
        (Identifiability.AGGREGATED, Identifiability.PSEUDONYMISED, False),
    ],
)
def test_identified_is_more_than_pseudonymised_is_more_than_aggregated(level, other, expected):
    assert expected == level.at_least(other)


def test_a_value_is_stronger_than_shaping_a_column_is_stronger_than_selecting_rows():
    assert [Strength.ROW, Strength.COLUMN, Strength.VALUE] == sorted(Strength)


@given(st.sets(some.strengths, min_size=1))
def test_ways_are_a_set_of_strengths_with_a_strongest(strengths):
    ways = Ways(0)
    for strength in strengths:
        ways |= strength.way
    assert sorted(strengths) == list(ways.each)
    assert max(strengths) == ways.strongest
    assert max(strengths - {Strength.VALUE}, default=None) == ways.influence
