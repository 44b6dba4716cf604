"""Laws of looking at values: any text is read, order changes nothing, and no sentence holds a value."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from privlineage.detect.values import FEATURE_NAMES, examine_values

pytestmark = pytest.mark.property

anything = st.text(st.characters(exclude_categories=()), max_size=80)
shaped = st.one_of(
    anything,
    st.from_regex(r"\+?[0-9]{6,14}", fullmatch=True),
    st.from_regex(r"[A-Z]{2}[0-9]{6,20}", fullmatch=True),
    st.from_regex(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", fullmatch=True),
    st.from_regex(r"[a-z]{1,8}@[a-z]{1,8}\.[a-z]{2,3}", fullmatch=True),
)
columns = st.lists(shaped, max_size=40)


@given(columns)
@settings(max_examples=150, deadline=None)
def test_any_texts_give_finite_features(values):
    features = examine_values(values).features()

    assert len(FEATURE_NAMES) == len(features)
    assert all(abs(one) < 1e6 for one in features)


@given(columns, st.randoms(use_true_random=False))
@settings(max_examples=80, deadline=None)
def test_the_order_of_values_changes_nothing(values, chance: random.Random):
    turned = list(values)
    chance.shuffle(turned)

    assert examine_values(values) == examine_values(turned)


@given(st.lists(st.from_regex(r"[a-z0-9@.+\-]{9,24}", fullmatch=True), min_size=1, max_size=40))
@settings(max_examples=80, deadline=None)
def test_no_sentence_holds_a_value(values):
    said = " ".join(one.text for one in examine_values(values).said)

    assert [] == [value for value in values if value in said]
