"""Declassifiers: listed functions, at the listed argument with the listed literals, in their dialect."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privlineage.core.declassify import Declassifier, Weakening
from privlineage.core.facts import FunctionStep
from privlineage.core.labels import UNREVIEWED, Atom, Identifiability
from tests import strategies as some

HMAC = Declassifier("hmac", Identifiability.PSEUDONYMISED, argument=0, literals=((2, "sha256"),), dialect="postgres")
EMAIL = Atom("user.contact.email", origin="CN", uses=("finance",))


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        (FunctionStep("hmac", 0, ((2, "sha256"),), "postgres"), True),
        (FunctionStep("HMAC", 0, ((2, "sha256"),), "postgres"), True),
        (FunctionStep("hmac", 0, ((1, "key"), (2, "sha256")), "postgres"), True),
        (FunctionStep("hmac", 1, ((2, "sha256"),), "postgres"), False),
        (FunctionStep("hmac", 0, ((2, "md5"),), "postgres"), False),
        (FunctionStep("hmac", 0, ((2, "?"),), "postgres"), False),
        (FunctionStep("hmac", 0, ((1, "sha256"),), "postgres"), False),
        (FunctionStep("hmac", 0, (), "postgres"), False),
        (FunctionStep("hmac", 0, ((2, "sha256"),), "mysql"), False),
        (FunctionStep("hmac", 0, ((2, "sha256"),), ""), False),
        (FunctionStep("my.hmac", 0, ((2, "sha256"),), "postgres"), False),
    ],
)
def test_an_entry_speaks_of_exactly_one_use_of_a_function(step, expected):
    assert expected == HMAC.matches(step)
    level = Identifiability.PSEUDONYMISED if expected else Identifiability.IDENTIFIED
    assert EMAIL.with_identifiability(level) == Weakening((HMAC,)).apply(EMAIL, [step])


@pytest.mark.parametrize(
    ("labels", "category", "expected"),
    [
        ((), "user.contact", True),
        (("user.contact",), "user.contact.email", True),
        (("user.contact",), "user.contact", True),
        (("user.contact.email",), "user.contact", False),
        (("user.contact",), "user.contacts", False),
    ],
)
def test_an_entry_works_for_its_categories_and_what_is_below_them(labels, category, expected):
    assert expected == Declassifier("f", Identifiability.AGGREGATED, labels=labels).covers(category)


def test_a_weaker_label_never_gets_stronger_by_a_declassifier():
    counted = EMAIL.with_identifiability(Identifiability.AGGREGATED)
    step = FunctionStep("hmac", 0, ((2, "sha256"),), "postgres")
    assert counted == Weakening((HMAC,)).apply(counted, [step])


@given(some.atoms, st.lists(some.function_steps, max_size=4), some.weakenings)
def test_only_identifiability_ever_changes(atom, path, weakening):
    after = weakening.apply(atom, path)
    assert atom == after.with_identifiability(atom.identifiability)


@given(st.lists(some.function_steps, max_size=4), some.weakenings)
def test_what_nobody_reviewed_stays_unreviewed_whatever_is_done_to_it(path, weakening):
    assert UNREVIEWED == weakening.apply(UNREVIEWED, path)


def test_the_kept_literals_are_those_an_entry_lists():
    plain = Declassifier("sha256", Identifiability.PSEUDONYMISED)
    assert frozenset({("hmac", 2)}) == Weakening((HMAC, plain)).kept_literals
