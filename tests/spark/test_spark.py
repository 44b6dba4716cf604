"""Expectations and scanning on Spark, local[2]."""

import json
import subprocess
import sys
import warnings

import pytest

from privlineage.core.refs import DatasetRef
from privlineage.expectations.sampling.request import SampleRequest

pytestmark = [pytest.mark.spark, pytest.mark.filterwarnings("ignore")]

CANARY = "canaryvalue"
ROWS = 50_000


@pytest.fixture(scope="module")
def frame(session, tmp_path_factory):
    """Customers in Parquet files, several of them, with a struct and an array."""
    from pyspark.sql import functions as f

    path = str(tmp_path_factory.mktemp("lake") / "customers")
    mail = f.concat(f.lit(CANARY), f.col("id").cast("string"), f.lit("@example.org"))
    session.range(0, ROWS, numPartitions=8).select(
        f.col("id"),
        mail.alias("contact"),
        f.concat(f.lit("order "), (f.col("id") % 5).cast("string")).alias("note"),
        f.struct(mail.alias("mail.address"), f.lit(1).alias("kind")).alias("payload"),
        f.array(f.lit("a"), f.lit("b")).alias("words"),
    ).write.parquet(path)
    return session.read.parquet(path)


@pytest.fixture(scope="module")
def batch(frame):
    import great_expectations as gx

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        context = gx.get_context(mode="ephemeral")
        context.variables.progress_bars = {"globally": False}
        source = context.data_sources.add_spark("spark", persist=False)
        definition = source.add_dataframe_asset("customers").add_batch_definition_whole_dataframe("all")
        yield definition.get_batch({"dataframe": frame})


def problem(result):
    return (result.result["details"]["problem"], result.success)


def test_a_sample_is_a_share_of_the_rows_and_only_that_comes_back(frame):
    from privlineage.expectations.sampling.spark import sample_spark

    sample = sample_spark(frame, SampleRequest(rows=200, seed=4))
    assert 100 <= sample.rows <= 200
    assert sample.fetched < 1000
    assert sample.method.startswith("sample(")
    assert "seed 4" in sample.method
    assert not sample.whole


def test_equal_seeds_choose_equal_rows(frame):
    from privlineage.expectations.sampling.spark import sample_spark

    first, again, other = (
        sorted(sample_spark(frame, SampleRequest(rows=100, seed=seed)).columns[0].values) for seed in (1, 1, 2)
    )
    assert first == again
    assert first != other


def test_fields_of_structs_are_columns_and_arrays_are_texts(frame):
    from privlineage.expectations.sampling.spark import sample_spark

    sample = sample_spark(frame, SampleRequest(rows=20))
    columns = {column.name: column for column in sample.columns}
    assert ["id", "contact", "note", "payload.mail.address", "payload.kind", "words"] == list(columns)
    assert CANARY in columns["payload.mail.address"].values[0]
    assert '["a","b"]' == columns["words"].values[0]


def test_long_texts_are_cut_on_the_executors(session):
    from privlineage.expectations.sampling.spark import sample_spark

    made = session.sql("SELECT repeat('x', 100000) AS body")
    assert ["x" * 30] == list(sample_spark(made, SampleRequest(rows=5, cut=30)).columns[0].values)


def test_a_small_frame_comes_whole(session):
    from privlineage.expectations.sampling.spark import sample_spark

    sample = sample_spark(session.sql("SELECT * FROM VALUES (1, 'a'), (2, NULL) AS t(n, t)"), SampleRequest(rows=50))
    assert (2, True, 1) == (sample.rows, sample.whole, sample.columns[1].nulls)


def test_the_expectations_hold_on_spark(batch):
    from privlineage.expectations import (
        ExpectColumnToBeMaskedAs,
        ExpectColumnToHoldNoPersonalData,
        ExpectColumnToMatchItsLabels,
        ExpectTableToHoldNoUnlabelledPersonalData,
    )

    small = {"sample_rows": 200}
    allowed = ExpectColumnToHoldNoPersonalData(column="contact", allowed_categories=["user.contact"], **small)
    assert ("personal", False) == problem(batch.validate(ExpectColumnToHoldNoPersonalData(column="contact", **small)))
    assert batch.validate(allowed).success
    assert batch.validate(ExpectColumnToHoldNoPersonalData(column="note", **small)).success
    dark = ExpectColumnToMatchItsLabels(column="payload.mail.address", labels=["none"], **small)
    assert ("dark_flow", False) == problem(batch.validate(dark))
    clear = ExpectColumnToBeMaskedAs(column="contact", masked_as="hash", **small)
    assert ("not_masked", False) == problem(batch.validate(clear))
    whole = batch.validate(ExpectTableToHoldNoUnlabelledPersonalData(**small))
    wrong = {column["name"] for column in whole.result["details"]["columns"] if column["problem"]}
    assert {"contact", "payload.mail.address"} <= wrong
    assert CANARY not in json.dumps(whole.to_json_dict())


def test_a_frame_is_audited_in_one_call(frame):
    from privlineage.expectations import audit_table

    found = audit_table(frame, "customers", sample_rows=200)
    assert not found.success
    assert "unlabelled" in {column.problem for column in found.columns}
    assert CANARY not in found.text() + json.dumps(found.to_json())


def test_a_table_of_the_session_is_read_for_a_scan(session, frame):
    from privlineage.expectations import SparkReader

    frame.createOrReplaceTempView("customers")
    ref = DatasetRef("lake", "customers", declared=True)
    reader = SparkReader.of_tables(session, {ref: "customers"})
    sample = reader.sample(ref, rows=100, seed=1)
    assert [ref] == reader.tables()
    assert 0 < sample.rows_seen <= 100
    assert CANARY in sample.columns[1].values[0]


def test_great_expectations_beside_pyspark_cannot_end_a_process_that_has_no_main_file():
    # PySpark takes such a process for a run of its own doctests, and exits with 0 where grpcio-status is missing.
    code = "from privlineage.expectations import ExpectColumnToHoldNoPersonalData as e; print(e.__name__)"
    ran = subprocess.run([sys.executable, "-W", "ignore", "-c", code], capture_output=True, text=True, check=False)
    assert (0, "ExpectColumnToHoldNoPersonalData") == (ran.returncode, ran.stdout.strip())
