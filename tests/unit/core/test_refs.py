"""References: three spellings, quoting, and one canonical form for each dataset."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privlineage.core.errors import PrivlineageError
from privlineage.core.refs import ColumnRef, DatasetRef, parse_selection, split_reference
from privlineage.core.sources import Sources
from tests import strategies as some


@given(some.namespaces(), some.awkward_text, st.lists(some.sources, max_size=2, unique_by=lambda source: source.name))
def test_a_canonical_dataset_is_read_back_from_its_text(namespace, name, declared):
    sources = Sources(declared)
    ref = sources.from_openlineage(namespace, name)
    assert ref == sources.dataset(str(ref))


@given(some.namespaces(), some.awkward_text, some.awkward_text)
def test_a_canonical_column_is_read_back_from_its_text(namespace, name, path):
    sources = Sources()
    column = sources.field(sources.from_openlineage(namespace, name), path)
    assert column == sources.column(str(column))


@given(some.sources, some.awkward_text, some.awkward_text)
def test_a_column_of_a_declared_source_is_read_back_from_its_text(source, name, path):
    sources = Sources([source])
    column = source.column(source.dataset(name), path)
    assert column == sources.column(str(column))


@given(some.awkward_text, some.awkward_text, some.awkward_text)
def test_what_is_quoted_is_taken_as_it_is(head, name, path):
    text = ":".join("`" + part.replace("`", "``") + "`" for part in (head, name)) + "#`" + path.replace("`", "``") + "`"
    spelling = split_reference(text)
    assert (head, name, path) == (spelling.head, spelling.name, spelling.column)


@pytest.mark.parametrize(
    ("text", "form", "head", "name", "column"),
    [
        ("wh.public.customers#email", "dotted", "wh", "public.customers", "email"),
        ("wh.public.customers", "dotted", "wh", "public.customers", None),
        (
            "postgres://wh:5432/bank.public.customers#email",
            "uri",
            "postgres://wh:5432",
            "bank.public.customers",
            "email",
        ),
        ("s3://ads-partner/daily.csv#payload.user.email", "uri", "s3://ads-partner", "daily.csv", "payload.user.email"),
        ("s3://ads-partner", "uri", "s3://ads-partner", "", None),
        ("file:///data/x.csv", "uri", "file://", "data/x.csv", None),
        ("https://host/path", "uri", "https://host", "path", None),
        ("conn:ads_api", "colon", "conn", "ads_api", None),
        ("xcom:dag.task.return_value#email", "colon", "xcom", "dag.task.return_value", "email"),
        ("bigquery:proj.ds.t#a:b", "colon", "bigquery", "proj.ds.t", "a:b"),
        ("`a:b`:c#d", "colon", "a:b", "c", "d"),
        ("wh.`proj`.`my ds`.`t#1`#`a#b`", "dotted", "wh", "proj.my ds.t#1", "a#b"),
        ("  wh.t#a  ", "dotted", "wh", "t", "a"),
    ],
)
def test_a_reference_splits_into_its_parts(text, form, head, name, column):
    spelling = split_reference(text)
    assert (form, head, name, column) == (spelling.form, spelling.head, spelling.name, spelling.column)


@pytest.mark.parametrize("text", ["", "customers", "wh.", ".t", ":t", "wh.t#", "wh.`t", "#email", "ns:"])
def test_what_is_no_reference_is_refused_with_the_forms_there_are(text):
    with pytest.raises(PrivlineageError) as caught:
        split_reference(text)
    assert "PL301" == caught.value.code
    assert caught.value.hint


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("wh.mart.stage[email, country]", ("wh.mart.stage", ("email", "country"))),
        ("s3://b/k.csv[a]", ("s3://b/k.csv", ("a",))),
        ("wh.mart.stage#email", ("wh.mart.stage", ("email",))),
        ("wh.mart.stage", ("wh.mart.stage", None)),
    ],
)
def test_a_selection_names_a_dataset_and_perhaps_columns(text, expected):
    assert expected == parse_selection(text)


@pytest.mark.parametrize("text", ["wh.t[", "wh.t[a", "wh.t[]", "wh.t[ , ]"])
def test_a_column_list_is_closed_and_not_empty(text):
    with pytest.raises(PrivlineageError, match="PL301"):
        parse_selection(text)


@pytest.mark.parametrize(
    ("claimed", "other", "expected"),
    [("a", "a", True), ("a", "a.b", True), ("a.b", "a", False), ("a", "ab", False), ("*", "a.b", True)],
)
def test_a_claim_covers_the_fields_below_it(claimed, other, expected):
    assert expected == ColumnRef(DatasetRef("wh", "t", declared=True), claimed).covers(other)
