"""JSON that strangers send."""

import json

import pytest
from hypothesis import given

from privlineage.core.codec import from_json, to_json
from privlineage.core.foreign_json import read_foreign
from privlineage.core.plan import Plan
from tests import strategies as some


@given(some.plans())
def test_a_plan_is_read_as_it_was_sent(plan):
    assert plan == from_json(Plan, read_foreign(json.dumps(to_json(plan)).encode(), 10_000_000))


@pytest.mark.parametrize(
    "raw",
    [
        b"[" + b"{}," * 200_000 + b"{}]",
        b"[" + b"1," * 200_000 + b"1]",
        b"[" * 200_000,
        b'"' + b"x" * 1_000_000 + b'"',
        b"[" * 10_000 + b"]" * 10_000,
        b'"a\\u0000b"',
        b'"\\ud800"',
        b'"\\uD800\\u0041"',
        b'"\xff"',
        b"9" * 10_000,
        b"",
        '{"a": 1}'.encode("utf-16"),
    ],
    ids=lambda raw: repr(raw[:12]),
)
def test_what_would_fill_the_memory_or_is_no_text_is_refused(raw):
    with pytest.raises(ValueError, match="it "):
        read_foreign(raw, 1_000_000)


def test_a_backslash_before_what_looks_like_a_nul_is_a_text():
    assert "\\u0000 \U0001f600" == read_foreign(b'"\\\\u0000 \\ud83d\\ude00"', 1000)
