"""Patterns: `*` stays inside one segment and crosses dots in a host, `**` crosses segments."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privlineage.core import patterns as module
from privlineage.core.patterns import Pattern
from privlineage.core.refs import DatasetRef
from privlineage.core.sources import Source, Sources
from tests import strategies as some

SOURCES = Sources(
    [
        Source("wh", "postgres://wh:5432", database="bank", dialect="postgres", aliases=("postgres://10.0.0.5:5432",)),
        Source("sg", "postgres://sg-1.example.com:5432", database="mart", dialect="postgres"),
        Source("lake", "s3://lake"),
        Source("disk", "file:///data"),
        Source("all", "file"),
    ]
)


@pytest.mark.parametrize(
    ("pattern", "ref", "expected"),
    [
        ("wh.public.customers", "wh.public.customers", True),
        ("WH.Public.*", "wh.public.customers", True),
        ("wh.*", "wh.public.customers", False),
        ("wh.*.customers", "wh.public.customers", True),
        ("wh.**", "wh.public.customers", True),
        ("wh.lending.**", "wh.lending_old.t", False),
        ("wh.pub*.cust*", "wh.public.customers", True),
        ("postgres://wh:5432/bank.public.*", "wh.public.customers", True),
        ("postgres://wh/bank.public.*", "wh.public.customers", True),
        ("postgresql://WH/bank.public.*", "wh.public.customers", True),
        ("postgres://10.0.*/**", "wh.public.customers", True),
        ("postgres://sg-*/**", "sg.public.t", True),
        ("postgres://sg-*.com:5432/**", "sg.public.t", True),
        ("postgres://sg-*/**", "wh.public.t", False),
        ("postgres://sg-*/**", "postgres://sg-9.other.net:6000/x.y.t", True),
        ("postgres://sg-9/**", "postgres://sg-9:6000/x.y.t", False),
        ("s3://ads-partner/**", "s3://ads-partner/a/b.csv", True),
        ("s3://ads-partner/**", "s3://ads-partner", True),
        ("s3://ads-partner/**", "s3a://ads-partner/a/b.csv", True),
        ("s3a://ads-partner/**", "s3://ads-partner/a/b.csv", True),
        ("s3://ads-partner/*", "s3://ads-partner/daily.csv", True),
        ("s3://ads-partner/*", "s3://ads-partner/a/b.csv", False),
        ("s3://*/daily/*", "s3://ads.partner/daily/x.csv", True),
        ("s3://ads-partner/daily/2026-*.csv", "s3://ads-partner/daily/2026-03-01.csv", True),
        ("s3://ads-partner/daily/2026-03-01.csv", "s3://ads-partner/daily/2026-03-01.csv", True),
        ("s3://ads-partner/public/*", "s3://ads-partner/2026-03-01/x.csv", False),
        ("s3://ads-partner/**", "s3://ads-partner-2/x", False),
        ("s3://lake/raw/**", "lake.raw/x/y", True),
        ("lake.raw/**", "s3://lake/raw/x/y", True),
        ("lake.*", "lake.raw/x", False),
        ("lake.*", "lake.daily.csv", True),
        ("model:*", "model:credit.v2", True),
        ("model:*", "conn:credit", False),
        ("conn:ads_api", "conn:ads_api", True),
        ("xcom:dag.*", "xcom:dag.task.key", False),
        ("xcom:dag.**", "xcom:dag.task.key", True),
        ("https://*.example.com/**", "https://api.eu.example.com/v1/push", True),
        ("https://*.example.com/**", "https://example.org/v1", False),
        ("file:///data/*", "file:///data/x.csv", True),
        ("file:///tmp/**", "file:///tmp/a/x.csv", True),
        ("file:/tmp/**", "file:///tmp/a/x.csv", True),
        ("bigquery:proj.ads.*", "bigquery:Proj.Ads.T", True),
        ("**", "conn:anything", True),
        ("*://ads/**", "gs://ads/x", True),
    ],
)
def test_a_pattern_matches_every_spelling_of_what_it_means(pattern, ref, expected):
    assert expected == Pattern(pattern).matches(SOURCES.dataset(ref), SOURCES)


@pytest.mark.parametrize(
    ("pattern", "source", "expected"),
    [
        ("wh.lending.**", "wh", True),
        ("wh.lending.**", "sg", False),
        ("**", "wh", True),
        ("w*.lending.t", "wh", True),
        ("postgres://sg-*/**", "sg", True),
        ("postgres://sg-*/**", "wh", False),
        ("postgres://*.com:5432/mart.ads.*", "sg", True),
        ("postgres://*.com:5432/mart.ads.*", "wh", False),
        ("postgres://wh/**", "wh", True),
        ("s3://models/**", "lake", False),
        ("s3://lake/models/**", "lake", True),
        ("s3://*/**", "lake", True),
        ("model:*", "lake", False),
        ("file:///data/out/*", "disk", True),
        ("file:///tmp/*", "disk", False),
        ("file:///tmp/*", "all", True),
    ],
)
def test_an_unnamed_sink_may_lie_only_where_its_source_reaches(pattern, source, expected):
    assert expected == Pattern(pattern).may_match_in(SOURCES.get(source), SOURCES)


patterns = st.text(st.sampled_from("whs3:/*.ab"), max_size=8) | st.sampled_from(["wh.*.a", "wh.**", "postgres://w*/**"])


@given(patterns, st.text(st.sampled_from("ab.*"), min_size=1, max_size=6))
def test_where_a_dataset_matches_its_source_may_match(pattern, name):
    source = SOURCES.get("wh")
    if Pattern(pattern).matches(source.dataset(name), SOURCES):
        assert Pattern(pattern).may_match_in(source, SOURCES)


@given(some.namespaces(), some.awkward_text)
def test_the_pattern_of_everything_matches_everything(namespace, name):
    assert Pattern("**").matches(Sources().from_openlineage(namespace, name), Sources())


@given(some.awkward_text.filter(lambda name: "*" not in name and "{" not in name))
def test_a_reference_without_stars_is_a_pattern_for_itself(name):
    ref = DatasetRef("s3://ads", name)
    assert Pattern(f"s3://ads/{name}").matches(ref, Sources())


@given(st.text("ab/.*", max_size=8), st.text("ab/.\n", max_size=10), st.booleans())
def test_letter_by_letter_a_pattern_means_what_its_expression_does(pattern, text, dotted):
    expected = module._expression(pattern, dotted).fullmatch(text) is not None
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "FEW", -1)
        assert expected == module._fits(pattern, text, dotted)


@pytest.mark.parametrize(
    "pattern", ["s3://**ads**/**ads**/**x.csv", "s3://ads/*a*a*a*a*/x.csv", "s3://*/**a**a**a**a.b"]
)
def test_a_name_made_for_it_keeps_no_pattern_busy(pattern):
    for name in ("a" * 10_000, "ads/" * 10_000):
        assert not Pattern(pattern).matches(DatasetRef("s3://ads", name), Sources())
