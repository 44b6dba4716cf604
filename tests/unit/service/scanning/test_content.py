"""Whether a column's content changed is told from statistics that hold no value."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privlineage.detect.column import ColumnSample
from privlineage.service.scanning.content import content_of, has_changed

MAILS = [f"person{number}@mail.example" for number in range(200)]
NAMES = [f"Ana{chr(97 + number % 26)} Lima" for number in range(200)]
PHONES = [f"+49 30 {number:07}" for number in range(0, 2_000_000, 10_000)]
CODES = [f"AB-{number % 5}" for number in range(200)]
CHINESE = ["张伟", "王芳", "李娜", "刘洋"] * 50


def content(values, nulls=0):
    return content_of(ColumnSample("c", values, nulls=nulls))


@pytest.mark.parametrize("values", [MAILS, NAMES, PHONES, CODES, CHINESE])
def test_two_samples_of_the_same_are_the_same(values):
    assert not has_changed(content(values[::2]), content(values[1::2], nulls=30))


@pytest.mark.parametrize(
    ("before", "after"),
    [(MAILS, PHONES), (NAMES, MAILS), (CODES, PHONES), (NAMES, CHINESE), (PHONES, CODES), ([], MAILS)],
)
def test_something_else_is_a_change(before, after):
    assert has_changed(content(before), content(after))


def test_a_column_that_was_emptied_or_holds_a_handful_has_not_changed():
    assert [False, False] == [has_changed(content(MAILS), content(values)) for values in ([], MAILS[:3])]


@given(st.lists(st.text(min_size=4), min_size=1, max_size=30))
def test_no_value_is_in_it(values):
    text = content(values)
    assert not [value for value in values if value in text and not value.isascii()]
    assert set(text) <= set('abcdefghijklmnopqrstuvwxyz"{}[]:,.-0123456789 ()')


@given(st.text(), st.text())
def test_texts_of_other_versions_are_compared_without_harm(before, after):
    assert has_changed(before, after) in {True, False}
