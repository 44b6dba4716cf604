"""Values of any kind as texts that detection can look at."""

import datetime as dt
from decimal import Decimal

import pytest

from privlineage.core.errors import PrivlineageError
from privlineage.expectations.sampling.cells import column_of, text_of
from privlineage.expectations.sampling.request import SampleRequest


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("  ", None),
        (None, None),
        (float("nan"), None),
        ("Ана", "Ана"),
        ("Ана".encode(), "Ана"),
        (b"\x89PNG\r\n\x1a\n", None),
        (memoryview(b"text"), "text"),
        (Decimal("1.50"), "1.50"),
        (dt.date(1990, 2, 3), "1990-02-03"),
        (dt.datetime(1990, 2, 3, 4, 5, tzinfo=dt.UTC), "1990-02-03T04:05:00+00:00"),
        ({"a": ["b"]}, '{"a": ["b"]}'),
        (True, "True"),
        ("x" * 2000, "x" * 1000),
    ],
)
def test_a_value_becomes_the_text_a_person_would_read(value, expected):
    assert expected == text_of(value, 1000)


def test_what_holds_no_text_is_counted_as_empty():
    column = column_of("c", ["a", None, b"\x00\x01", " "], 10, "TEXT")
    assert (["a"], 3, "TEXT") == (list(column.values), column.nulls, column.declared_type)


@pytest.mark.parametrize("wrong", [{"rows": -1}, {"seed": -1}, {"seed": 2**31}, {"method": "all"}, {"seconds": 0}])
def test_a_sample_that_cannot_be_is_refused(wrong):
    with pytest.raises(PrivlineageError) as caught:
        SampleRequest(**wrong)
    assert "PL912" == caught.value.code
