"""Naming: what folds together, and what people's names become in a path."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privlineage.core.naming import fold_namespace, fold_path, is_database, spellings
from tests import strategies as some


@pytest.mark.parametrize(
    ("namespace", "folded"),
    [
        ("postgresql://WH", "postgres://wh:5432"),
        ("postgres://wh:5432/", "postgres://wh:5432"),
        ("postgres://wh:6000", "postgres://wh:6000"),
        ("postgres://user:pa@ss@wh", "postgres://wh:5432"),
        ("sqlserver://db", "mssql://db:1433"),
        ("s3a://Lake/Raw/", "s3://lake/Raw"),
        ("gcs://b", "gs://b"),
        ("file", "file"),
        ("file:", "file"),
        ("file://", "file"),
        ("file:///", "file"),
        ("file://host", "file://host"),
        ("sqlite:///data/small.db", "sqlite:///data/small.db"),
        ("conn", "conn"),
        ("bigquery", "bigquery"),
    ],
)
def test_a_namespace_has_one_form(namespace, folded):
    assert folded == fold_namespace(namespace)


@given(some.namespaces())
def test_folding_a_namespace_twice_changes_nothing(namespace):
    assert fold_namespace(namespace) == fold_namespace(fold_namespace(namespace))


@given(some.namespaces())
def test_every_spelling_of_a_namespace_folds_back(namespace):
    folded = fold_namespace(namespace)
    assert {folded} == {fold_namespace(text) for text in spellings(folded)}


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("daily/2026-03-01/part-00017.csv", "daily/{date}/part-00017.csv"),
        ("dt=2026-03-01T10:00:00Z/x", "dt={date}/x"),
        ("users/8c5ff6f2-7a51-4f0a-9d3e-1f2a3b4c5d6e/face.jpg", "users/{uuid}/face.jpg"),
        ("users/ann.li@example.com/x", "users/{email}/x"),
        ("calls/+8613812345678.wav", "calls/{number}.wav"),
        ("v2/model", "v2/model"),
    ],
)
def test_what_varies_or_names_a_person_folds_into_a_template(name, folded):
    assert folded == fold_path(name)


@given(some.awkward_text)
def test_folding_a_path_twice_changes_nothing(name):
    assert fold_path(name) == fold_path(fold_path(name))


@pytest.mark.parametrize(
    ("namespace", "expected"),
    [("postgres://wh", True), ("postgresql://wh", True), ("bigquery", True), ("s3://b", False), ("conn", False)],
)
def test_databases_have_dotted_names(namespace, expected):
    assert expected == is_database(namespace)


@given(st.text("ab1.+-@/", max_size=24))
def test_an_address_in_a_path_is_folded_wherever_it_stands(name):
    assert re.sub(r"[\w.+-]+@[\w-]+\.[\w.-]+", "{email}", name) == fold_path(name)


@pytest.mark.parametrize("part", ["a", "1", "-", "2024-", "a@", "@.", "a@b.c/", "a.b@c-"])
def test_a_long_path_is_folded_at_once(part):
    assert fold_path(part * 20_000 + "@")
