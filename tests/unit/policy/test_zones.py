"""Which zones a sink lies in, and may lie in where nobody can name it."""

from privlineage.core.refs import DatasetRef
from privlineage.policy.load import load_files
from privlineage.policy.zones import zones_in_source, zones_of

BUNDLE = load_files(
    {
        "policy.yml": """
zones:
  marts: {match: ["wh.mart.*"]}
  all: {match: ["postgres://wh:5432/**"]}
  ads: {match: ["s3://ads/**", "conn:ads_api", "conn:lake_*"]}
  regions: {match: ["postgres://sg-*/**"]}
""",
        "sources.yml": """
sources:
  wh: {namespace: "postgres://wh:5432", database: bank, dialect: postgres, aliases: ["postgres://10.0.0.5"]}
  lake: {namespace: "s3://lake"}
  sg: {namespace: "postgres://sg-1:5432", dialect: postgres}
""",
    }
)


def of(text):
    return zones_of(BUNDLE.policy, BUNDLE.sources.dataset(text), BUNDLE.sources)


def within(source):
    return zones_in_source(BUNDLE.policy, source, BUNDLE.sources)


def test_a_sink_lies_in_every_zone_it_matches_in_the_order_of_the_policy():
    assert ("marts", "all") == of("wh.mart.stage")
    assert ("marts", "all") == of("postgres://10.0.0.5/bank.mart.stage")


def test_a_sink_that_no_zone_matches_lies_elsewhere():
    assert ("elsewhere",) == of("s3://lake/x")


def test_connections_lie_in_zones():
    assert ("ads",) == of("conn:ads_api")
    assert ("ads",) == zones_of(BUNDLE.policy, DatasetRef("conn", "lake_writer"), BUNDLE.sources)


def test_an_unnamed_sink_of_a_source_may_lie_in_every_zone_with_a_pattern_there_and_elsewhere():
    assert ("marts", "all", "elsewhere") == within("wh")
    assert ("regions", "elsewhere") == within("sg")
    assert ("elsewhere",) == within("lake")


def test_an_unnamed_sink_of_no_known_source_may_lie_anywhere():
    everywhere = ("marts", "all", "ads", "regions", "elsewhere")
    assert (everywhere, everywhere, everywhere) == (within(None), within(""), within("undeclared"))
