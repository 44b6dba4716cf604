"""Sources: every spelling of a dataset has one canonical reference."""

import pytest
from hypothesis import given

from privlineage.core.errors import PrivlineageError
from privlineage.core.sources import Source, Sources
from tests import strategies as some

WH = Source(
    "wh",
    "postgres://wh:5432",
    database="bank",
    default_schema="public",
    dialect="postgres",
    conn_ids=("wh_prod", "wh_ro"),
    aliases=("postgres://10.0.0.5:5432",),
    location="CN",
)
SOURCES = Sources(
    [
        WH,
        Source("risk", "postgres://wh:5432", database="risk", dialect="postgres"),
        Source("lake", "s3://lake", location="DE"),
        Source("models", "s3://lake/models"),
        Source("disk", "file:///data"),
        Source("bq", "bigquery", database="proj", dialect="bigquery"),
        Source("shop", "mysql://shop:3306", database="shop", dialect="mysql"),
        Source("small", "sqlite:///data/small.db", dialect="sqlite"),
    ]
)


@pytest.mark.parametrize(
    ("spellings", "canonical"),
    [
        (
            [
                "wh.public.customers",
                "wh.customers",
                "wh.Public.CUSTOMERS",
                "wh.bank.public.customers",
                "postgres://wh:5432/bank.public.customers",
                "postgresql://WH/bank.public.customers",
                "postgres://me:secret@wh:5432/bank.public.customers",
                "postgres://10.0.0.5:5432/bank.public.customers",
                "postgres://wh:5432/bank/public/customers",
            ],
            "wh.public.customers",
        ),
        (["wh.bank.t", "wh.bank.bank.t"], "wh.bank.t"),
        (["risk.public.t", "postgres://wh:5432/risk.public.t"], "risk.public.t"),
        (["lake.raw/x.csv", "s3://lake/raw/x.csv", "s3a://lake//raw/x.csv"], "lake.raw/x.csv"),
        (["models.credit/v1", "s3://lake/models/credit/v1", "s3n://lake/models/credit/v1"], "models.credit/v1"),
        (["disk.x.csv", "file:///data/x.csv", "file:/data/x.csv"], "disk.x.csv"),
        (["bq.ds.t", "bq.proj.ds.t", "bigquery:proj.ds.t", "bigquery:Proj.DS.T"], "bq.ds.t"),
        (["shop.orders", "shop.shop.orders", "mysql://shop/shop.orders"], "shop.orders"),
        (["small.t", "small.main.t", "sqlite:///data/small.db/main.t"], "small.t"),
        (["file:///tmp/x.csv", "file:/tmp/x.csv", "`file:`:/tmp/x.csv"], "file:///tmp/x.csv"),
        (["postgresql://OTHER/x.Public.T", "postgres://other:5432/x.public.t"], "postgres://other:5432/x.public.t"),
        (["s3://ads/daily/2026-03-01.csv", "s3://ads/daily/2026-03-02.csv"], "s3://ads/daily/{date}.csv"),
        (["sqlite:///tmp/x.db/main.T"], "sqlite:///tmp/x.db/main.t"),
        (["conn:ads_api"], "conn:ads_api"),
        (["https://API.example.com/v1/Push", "https://key@api.example.com/v1/Push"], "https://api.example.com/v1/Push"),
        (["xcom:dag.task.return_value"], "xcom:dag.task.return_value"),
        (["model:credit"], "model:credit"),
        (["nowhere.public.T"], "nowhere.public.T"),
    ],
)
def test_every_spelling_leads_to_one_reference(spellings, canonical):
    assert dict.fromkeys(spellings, canonical) == {text: str(SOURCES.dataset(text)) for text in spellings}


@given(some.sources, some.awkward_text)
def test_the_openlineage_form_leads_back(source, name):
    sources = Sources([source])
    ref = source.dataset(name)
    assert ref == sources.from_openlineage(*sources.to_openlineage(ref))


@given(some.namespaces(), some.awkward_text)
def test_the_openlineage_form_of_an_undeclared_system_leads_back(namespace, name):
    ref = Sources().from_openlineage(namespace, name)
    assert ref == Sources().from_openlineage(*Sources().to_openlineage(ref))


@given(some.sources, some.awkward_text)
def test_a_canonical_name_is_its_own_canonical_name(source, name):
    ref = source.dataset(name)
    assert ref == source.dataset(ref.name)


@pytest.mark.parametrize(
    ("dialect", "database", "expected"),
    [
        ("postgres", "bank", "public.t"),
        ("snowflake", "bank", "public.t"),
        ("tsql", "bank", "dbo.t"),
        ("duckdb", None, "main.t"),
        ("mysql", "bank", "t"),
        ("clickhouse", None, "default.t"),
        ("clickhouse", "bank", "t"),
        ("bigquery", "bank", "t"),
    ],
)
def test_a_name_without_a_schema_gets_the_dialect_s(dialect, database, expected):
    assert expected == Source("x", "some://where", database=database, dialect=dialect).dataset("T").name


def test_an_openlineage_name_has_the_database():
    ref = SOURCES.dataset("wh.customers")
    assert ("postgres://wh:5432", "bank.public.customers") == SOURCES.to_openlineage(ref)


def test_a_name_without_the_database_is_of_the_declared_one():
    assert "wh.public.t" == str(Sources([WH]).dataset("postgres://wh/public.t"))


def test_another_database_on_the_same_server_keeps_its_name():
    ref = SOURCES.from_openlineage("postgres://wh:5432", "other.public.t")
    assert ("postgres://wh:5432", "other.public.t") == SOURCES.to_openlineage(ref)


def test_columns_of_databases_compare_without_case_and_those_of_files_with_it():
    assert "wh.public.customers#email" == str(SOURCES.column("wh.Customers#Email"))
    assert "lake.x.csv#Email" == str(SOURCES.column("lake.x.csv#Email"))


def test_a_dataset_stands_for_itself_as_a_whole():
    assert "wh.public.customers#*" == str(SOURCES.column("wh.customers"))
    with pytest.raises(PrivlineageError, match="PL301"):
        SOURCES.dataset("wh.customers#email")


def test_location_and_connections_lead_to_the_source():
    assert "CN" == SOURCES.location(SOURCES.dataset("wh.t"))
    assert SOURCES.location(SOURCES.dataset("https://host/x")) is None
    assert WH == SOURCES.by_conn_id("wh_ro")
    assert SOURCES.by_conn_id("ads_api") is None


def test_a_wrong_source_name_gets_the_nearest_one():
    assert "lake" == SOURCES.suggest("lakes")
    assert "" == SOURCES.suggest("zzz")
