"""Label sets: a plain union, the strongest way winning."""

import pytest
from hypothesis import given

from privlineage.core.labels import Atom, Identifiability, Strength, join
from tests import strategies as some


@given(some.labels, some.labels, some.labels)
def test_joining_is_a_union_whatever_the_order_and_repetition(one, two, three):
    expected = join(one, two, three)
    assert expected == join(three, one, two, one)
    assert expected == join(join(one, two), three)


@given(some.labels, some.labels)
def test_each_atom_keeps_its_strongest_way(one, two):
    joined = join(one, two)
    assert {*one, *two} == set(joined)
    assert [] == [atom for atom, strength in joined.items() if strength != max(one.get(atom, 0), two.get(atom, 0))]


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
    assert len(atoms) == len(join(*({atom: Strength.VALUE} for atom in atoms)))


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
