"""Schemas: how a reference finds its table, and when two schemas are the same."""

import pytest

from privlineage.core.errors import PrivlineageError
from privlineage.core.schema import Schema, name_parts


@pytest.mark.parametrize(
    ("keys", "reference", "expected"),
    [
        (["t"], ["t"], ("t",)),
        (["t"], ["T"], ("t",)),
        (["db.s.t"], ["t"], ("db.s.t",)),
        (["db.s.t"], ["s", "t"], ("db.s.t",)),
        (["db.s.t"], ["x", "t"], ()),
        (["a.t", "b.t"], ["t"], ("a.t", "b.t")),
        (["a.t", "b.t"], ["b", "t"], ("b.t",)),
        (["t", "a.t"], ["t"], ("t",)),
        (["s.t"], ["db", "s", "t"], ("s.t",)),
        (["t", "s.t"], ["db", "s", "t"], ("s.t",)),
        (["Users", "users"], ["users"], ("users",)),
        (["Users", "users"], ["Users"], ("Users",)),
        (["Users", "users"], ["USERS"], ("Users", "users")),
        (["t"], ["u"], ()),
        (["t"], [], ()),
    ],
)
def test_a_reference_means_the_table_whose_name_ends_with_it(keys, reference, expected):
    assert expected == Schema({key: {} for key in keys}).find(reference)


def test_the_default_schema_settles_what_is_ambiguous():
    schema = Schema({"a.t": {}, "b.t": {}})
    assert (("b.t",), ("a.t", "b.t")) == (
        schema.find(["t"], default_schema="b"),
        schema.find(["t"], default_schema="c"),
    )


def test_the_folded_spelling_settles_what_differs_in_case_only():
    schema = Schema({"USERS": {}, "users": {}})
    assert ("USERS",) == schema.find(["Users"], folded=["USERS"])


def test_a_quoted_part_may_hold_dots():
    assert ("db", "my.schema", "t") == name_parts('db."my.schema".t')


def test_equal_content_has_an_equal_fingerprint_whatever_the_order_of_tables():
    one, other = Schema({"a": {"x": "int"}, "b": {}}), Schema({"b": {}, "a": {"x": "int"}})
    assert one.fingerprint() == other.fingerprint()
    assert one == other


@pytest.mark.parametrize(
    "other",
    [
        Schema({"a": {"x": "text", "y": "int"}}),
        Schema({"a": {"y": "int", "x": "int"}}),
        Schema({"a": {"x": "int"}}),
        Schema({"A": {"x": "int", "y": "int"}}),
        Schema({"a": {"x": "int", "y": "int"}}, {"v": "SELECT 1"}),
    ],
)
def test_type_order_case_and_views_change_the_fingerprint(other):
    assert Schema({"a": {"x": "int", "y": "int"}}).fingerprint() != other.fingerprint()


def test_a_fingerprint_of_some_tables_does_not_see_the_others():
    one, other = Schema({"a": {"x": "int"}, "b": {}}), Schema({"a": {"x": "int"}, "c": {}})
    assert one.fingerprint(["a"]) == other.fingerprint(["a"])


@pytest.mark.parametrize("data", [[], {"t": ["a"]}, {"t": {"a": 1}}, None])
def test_another_form_is_an_error_with_a_code(data):
    with pytest.raises(PrivlineageError) as raised:
        Schema.from_contract(data)
    assert "PL103" == raised.value.code


def test_a_column_without_a_type_is_a_column():
    assert {"a": ""} == dict(Schema.from_contract({"t": {"a": None}}).columns("t"))
