"""Requests and answers as the value of a Variable."""

import base64
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privlineage.airflow.packing import packed, unpacked

JSON = st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists, max_leaves=20)


@given(st.dictionaries(st.text(), JSON))
def test_what_is_packed_comes_back_and_is_fit_for_the_name_of_a_variable(data):
    assert data == unpacked(packed(data))
    assert set(packed(data)) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


@given(st.text())
def test_text_of_others_is_refused(text):
    with pytest.raises(ValueError, match="the text"):
        unpacked(text)


def test_what_would_fill_the_memory_is_refused_before_it_does():
    bomb = base64.urlsafe_b64encode(zlib.compress(b" " * 10_000_000, 9)).decode()
    with pytest.raises(ValueError, match="too much"):
        unpacked(bomb, most=1_000_000)


def test_what_broke_off_is_refused():
    with pytest.raises(ValueError, match="broke off"):
        unpacked(packed({"a": "b" * 100})[:-8])
