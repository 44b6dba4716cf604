"""Events in a file: what is no JSON is reported with its line, and nothing that can be read is lost."""

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privlineage.lineage.openlineage.stream import read_events


def read(raw: bytes) -> list[tuple[int, object]]:
    """Line number and value of everything in a file, the code where there is none."""
    return [
        (line.place.line, line.error.code if line.error else line.value) for line in read_events(io.BytesIO(raw), "e")
    ]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b"", []),
        (b"\n  \n", []),
        (b'{"a": 1}\n{"b": 2}\n', [(1, {"a": 1}), (2, {"b": 2})]),
        (b'{"a": 1}\r\n\r\n{"b": 2}', [(1, {"a": 1}), (3, {"b": 2})]),
        (b'\xef\xbb\xbf{"a": 1}\n', [(1, {"a": 1})]),
        (b'[{"a": 1}, {"b": 2}]', [(1, {"a": 1}), (1, {"b": 2})]),
        (b'[\n {"a": 1},\n {"b": 2}\n]\n', [(1, {"a": 1}), (1, {"b": 2})]),
        (b'{\n "a": 1\n}\n{\n "b": 2\n}\n', [(1, {"a": 1}), (4, {"b": 2})]),
        (b'oops\n{"b": 2}\n', [(1, "PL601"), (2, {"b": 2})]),
        (b'{"a": 1}\noops\n{"b": 2}\n', [(1, {"a": 1}), (2, "PL601"), (3, {"b": 2})]),
        (b'{"a": 1}\n\xff\xfe\n{"b": 2}\n', [(1, {"a": 1}), (2, "PL601"), (3, {"b": 2})]),
        (b'{"a": 1}\n{"b": \n{"c": 3}\n', [(1, {"a": 1}), (2, "PL601"), (3, {"c": 3})]),
        (b'{"a": 1} trailing\n{"b": 2}\n', [(1, "PL601"), (2, {"b": 2})]),
        (b"[" * 100_000 + b'\n{"b": 2}\n', [(1, "PL601"), (2, {"b": 2})]),
        (b"9" * 5_000 + b'\n{"b": 2}\n', [(1, "PL601"), (2, {"b": 2})]),
        (b"null\n1\n", [(1, None), (2, 1)]),
    ],
)
def test_every_value_comes_with_its_line_and_every_mistake_too(raw, expected):
    assert expected == read(raw)


def test_the_report_names_the_file_and_the_place_and_quotes_nothing():
    (line,) = read_events(io.BytesIO(b'{"email": "ann@example.org" oops}'), "events.ndjson")
    assert (
        "PL601 events.ndjson:1: this is not JSON: expecting ',' delimiter at column 29 "
        "(write one OpenLineage event per line)" == str(line.error)
    )


@given(st.binary(max_size=200))
def test_any_bytes_are_read_without_an_accident(raw):
    for line in read_events(io.BytesIO(raw), "e"):
        assert line.error is None or "PL601" == line.error.code


@given(st.lists(st.dictionaries(st.text(max_size=5), st.integers() | st.text(max_size=5)), max_size=8), st.booleans())
def test_what_was_written_line_by_line_or_as_an_array_is_read_back(values, as_array):
    text = json.dumps(values) if as_array else "".join(f"{json.dumps(value)}\n" for value in values)
    assert values == [value for _, value in read(text.encode())]
