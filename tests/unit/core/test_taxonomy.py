"""The taxonomy we ship is fideslang's, with our own two keys."""

import pytest
from fideslang import DEFAULT_TAXONOMY

from privlineage.core.taxonomy import Taxonomy, is_within, related

OWN = {"user.biometric.face", "user.financial.credit_score"}


@pytest.mark.parametrize(
    ("kind", "theirs"),
    [("categories", "data_category"), ("uses", "data_use"), ("subjects", "data_subject")],
)
def test_the_shipped_keys_are_those_of_the_current_fideslang_release(kind, theirs):
    current = {entry.fides_key for entry in getattr(DEFAULT_TAXONOMY, theirs)}
    assert current == getattr(Taxonomy.shipped(), kind) - OWN


def test_our_own_keys_stand_below_keys_of_fideslang():
    assert {key.rpartition(".")[0] for key in OWN} <= Taxonomy.shipped().categories
    assert OWN <= Taxonomy.shipped().categories


def test_vocabulary_terms_are_given_for_known_keys_only():
    shipped = Taxonomy.shipped()
    assert set() == set(shipped.dpv) - shipped.categories - shipped.uses - shipped.subjects
    assert set() == {term for term in shipped.dpv.values() if ":" not in term}


def test_a_bundle_may_add_keys():
    added = Taxonomy.shipped().extended(categories=["user.wallet"], uses=["lending"], subjects=["shop_owner"])
    assert {"user.wallet"} == added.categories - Taxonomy.shipped().categories
    assert {"lending"} == added.uses - Taxonomy.shipped().uses
    assert {"shop_owner"} == added.subjects - Taxonomy.shipped().subjects


@pytest.mark.parametrize(
    ("kind", "wrong", "expected"),
    [
        ("categories", "user.contact.emial", "user.contact.email"),
        ("categories", "user.face", "user.biometric.face"),
        ("uses", "finanse", "finance"),
        ("subjects", "zzzzzz", ""),
    ],
)
def test_a_wrong_key_gets_the_nearest_one(kind, wrong, expected):
    assert expected == Taxonomy.shipped().suggest(kind, wrong)


@pytest.mark.parametrize(
    ("key", "other", "below", "either"),
    [
        ("user.contact.email", "user.contact", True, True),
        ("user.contact", "user.contact.email", False, True),
        ("user.contacts", "user.contact", False, False),
        ("user", "user", True, True),
    ],
)
def test_descendants_are_told_by_whole_parts(key, other, below, either):
    assert (below, either) == (is_within(key, other), related(key, other))
