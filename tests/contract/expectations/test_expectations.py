"""The expectations in a project of Great Expectations: suites, validations, checkpoints, Data Docs."""

import hashlib
import hmac
import json
from pathlib import Path

import pandas as pd
import pytest

from privlineage.expectations import (
    ExpectColumnToBeMaskedAs,
    ExpectColumnToHoldNoPersonalData,
    ExpectColumnToMatchItsLabels,
    ExpectTableToHoldNoUnlabelledPersonalData,
    suite_of_labels,
)
from tests.contract.expectations.conftest import CANARY, gx, statements

EMAILS = [f"{CANARY}{number}@example.org" for number in range(120)]
FRAME = pd.DataFrame(
    {
        "contact": EMAILS,
        "note": ["order", "parcel", "refund"] * 40,
        "keyed": [hmac.new(b"key", text.encode(), hashlib.sha256).hexdigest() for text in EMAILS],
        "hashed": [hashlib.md5(text.encode()).hexdigest() for text in EMAILS],
        "empty": [None] * 120,
    }
)


@pytest.fixture(scope="module")
def frame(context):
    asset = context.data_sources.add_pandas("frames").add_dataframe_asset("customers")
    definition = asset.add_batch_definition_whole_dataframe("all")
    return definition.get_batch({"dataframe": FRAME})


@pytest.fixture(scope="module")
def plain(context):
    """Without hashes, on which time is spent."""
    asset = context.data_sources.add_pandas("plain").add_dataframe_asset("customers")
    definition = asset.add_batch_definition_whole_dataframe("all")
    return definition.get_batch({"dataframe": FRAME[["contact", "note", "empty"]]})


@pytest.fixture(scope="module")
def sqlite(context, sqlite_file):
    source = context.data_sources.add_sqlite("sqlite", connection_string=f"sqlite:///{sqlite_file}")
    yield source
    let_go(source)


@pytest.fixture(scope="module")
def postgres(context, postgres_url):
    source = context.data_sources.add_sql("postgres", connection_string=postgres_url)
    yield source
    let_go(source)


def let_go(source):
    """Close what a data source holds open: left to the collector, a later test is blamed for it."""
    source.get_execution_engine().close()
    source.get_execution_engine().engine.dispose()
    source.get_engine().dispose()


@pytest.fixture(params=["sqlite", "postgres"])
def customers(request):
    source = request.getfixturevalue(request.param)
    if "customers" not in source.get_asset_names():
        source.add_table_asset("customers", table_name="customers")
    asset = source.get_asset("customers")
    return asset.get_batch(asset.build_batch_request())


def problem(result):
    return (result.result["details"]["problem"], result.success)


def test_an_unlabelled_column_of_addresses_fails(plain, customers):
    for batch in (plain, customers):
        result = batch.validate(ExpectColumnToHoldNoPersonalData(column="contact"))
        assert ("personal", False) == problem(result)
        assert "user.contact.email" == result.result["details"]["column"]["category"]


def test_an_allowed_category_and_all_below_it_pass(plain, customers):
    for batch in (plain, customers):
        for allowed in ("user.contact.email", "user.contact"):
            expectation = ExpectColumnToHoldNoPersonalData(column="contact", allowed_categories=[allowed])
            assert batch.validate(expectation).success


def test_a_column_without_personal_data_passes(plain, customers):
    for batch in (plain, customers):
        assert batch.validate(ExpectColumnToHoldNoPersonalData(column="note")).success


def test_a_result_says_how_the_sample_was_taken(customers):
    expectation = ExpectColumnToHoldNoPersonalData(column="contact", sample_rows=100, seed=9)
    sample = customers.validate(expectation).result["details"]["sample"]
    assert {"rows", "rows_asked", "method", "seed", "whole", "rows_fetched", "statements"} == set(sample)
    assert (100, 9) == (sample["rows_asked"], sample["seed"])
    assert 50 <= sample["rows"] <= sample["rows_fetched"] <= 100
    assert "9" in sample["method"]


def test_a_condition_on_rows_is_sampled_with_the_table_and_its_literal_is_not_told(customers):
    from great_expectations.expectations.row_conditions import Column

    expectation = ExpectColumnToHoldNoPersonalData(column="contact", row_condition=Column("note") == "order 3")
    result = customers.validate(expectation)
    assert ("personal", False) == problem(result)
    told = result.result["details"]["sample"]["statements"][-1]
    assert "order 3" not in told
    assert "note" in told.partition("WHERE")[2]


def test_a_query_of_a_person_is_an_asset_as_well(sqlite):
    asset = sqlite.add_query_asset("some", query="SELECT id, contact AS c1 FROM customers WHERE note = 'order 1'")
    batch = asset.get_batch(asset.build_batch_request())
    result = batch.validate(ExpectColumnToHoldNoPersonalData(column="c1"))
    assert ("personal", False) == problem(result)
    assert "order 1" not in json.dumps(result.result)


CASES = [
    ("contact", ["user.contact.email"], ("", True)),
    ("contact", ["user.contact"], ("", True)),
    ("contact", ["none"], ("dark_flow", False)),
    ("contact", [], ("unlabelled", False)),
    ("contact", ["user.government_id"], ("contradiction", False)),
    ("contact", ["user.contact.email, pseudonymised"], ("fake_masking", False)),
    ("keyed", ["user.contact.email"], ("stale_label", False)),
    ("keyed", ["user.contact.email, pseudonymised"], ("", True)),
    ("hashed", ["user.contact.email, pseudonymised"], ("fake_masking", False)),
    ("note", ["none"], ("", True)),
    ("empty", ["user.contact.email"], ("", True)),
]


@pytest.fixture(scope="module")
def held_against_labels(context, frame):
    cases = [ExpectColumnToMatchItsLabels(column=column, labels=labels) for column, labels, _ in CASES]
    outcome = frame.validate(gx.ExpectationSuite(name="labels", expectations=cases))
    return {
        (one.expectation_config.kwargs["column"], tuple(one.expectation_config.kwargs["labels"])): problem(one)
        for one in outcome.results
    }


@pytest.mark.parametrize(("column", "labels", "expected"), CASES)
def test_content_is_held_against_labels(held_against_labels, column, labels, expected):
    assert expected == held_against_labels[column, tuple(labels)]


@pytest.mark.parametrize(
    ("column", "kind", "beside", "expected"),
    [
        ("keyed", "hmac", [], ("", True)),
        ("keyed", "hmac", ["contact"], ("", True)),
        ("keyed", "any", [], ("", True)),
        ("keyed", "bcrypt", [], ("not_masked", False)),
        ("hashed", "hash", ["contact"], ("fake_masking", False)),
        ("contact", "hash", [], ("not_masked", False)),
        ("empty", "hash", [], ("", True)),
    ],
)
def test_masking_is_of_its_kind_and_holds(frame, column, kind, beside, expected):
    expectation = ExpectColumnToBeMaskedAs(column=column, masked_as=kind, candidates_columns=beside)
    assert expected == problem(frame.validate(expectation))


def test_candidates_may_come_from_a_file(frame, tmp_path):
    path = tmp_path / "known.txt"
    path.write_text("\n".join(EMAILS), encoding="utf-8")
    expectation = ExpectColumnToBeMaskedAs(column="hashed", masked_as="hash", candidates_file=str(path))
    assert ("fake_masking", False) == problem(frame.validate(expectation))


def test_too_few_values_are_no_answer(plain):
    result = plain.validate(ExpectColumnToHoldNoPersonalData(column="empty", min_values=1))
    assert ("cannot_be_judged", False) == problem(result)


def test_the_table_tells_every_column_that_lacks_a_label(frame):
    whole = ExpectTableToHoldNoUnlabelledPersonalData
    bare = frame.validate(whole())
    assert {"contact": "unlabelled", "hashed": "fake_masking"} == {
        column["name"]: column["problem"] for column in bare.result["details"]["columns"] if column["problem"]
    }
    said = {"contact": "user.contact", "hashed": ["user.contact.email"]}
    assert frame.validate(whole(labels=said)).success
    assert frame.validate(whole(allowed_categories=["user.contact"])).success


def test_a_suite_over_all_columns_sends_one_sampled_statement(context, postgres):
    names = ["id", "contact", 'we:ird %s "col', "note"]
    asset = postgres.add_table_asset("once", table_name="customers")
    batch = asset.get_batch(asset.build_batch_request())
    engine = postgres.get_execution_engine().engine
    with statements(engine) as sent:
        result = batch.validate(suite_of_labels("once", dict.fromkeys(names, "none"), sample_rows=100))
    sampled = [text for text in sent if "TABLESAMPLE" in text]
    assert 5 == len(result.results)
    assert 1 == len(sampled)
    assert not [
        text
        for text in sent
        if "customers" in text
        and "TABLESAMPLE" not in text
        and "LIMIT" not in text
        and "pg_catalog" not in text
        and "to_regclass" not in text
    ]


def test_a_column_that_is_not_there_is_said_so_with_the_nearest(plain):
    result = plain.validate(ExpectColumnToHoldNoPersonalData(column="contct"))
    assert not result.success
    assert result.exception_info["exception_message"].startswith("PL911 there is no column `contct`")
    assert "did you mean `contact`" in result.exception_info["exception_message"]


def test_parameters_that_make_no_sense_are_refused(plain):
    with pytest.raises(ValueError, match="PL912 there is no masking called `sha257`"):
        ExpectColumnToBeMaskedAs(column="a", masked_as="sha257")
    with pytest.raises(ValueError, match="PL912 the store's URL holds a password"):
        ExpectColumnToMatchItsLabels(column="a", reference="x.y", store="postgresql://me:secret@host/db")
    result = plain.validate(ExpectColumnToHoldNoPersonalData(column="note", sample_rows=-1))
    assert result.exception_info["exception_message"].startswith("PL912")


def test_what_a_suite_leaves_open_is_settled_when_it_runs(plain):
    suite = gx.ExpectationSuite(name="open")
    suite.add_expectation(
        ExpectColumnToHoldNoPersonalData(column="contact", allowed_categories={"$PARAMETER": "allowed"})
    )
    outcomes = [
        plain.validate(suite, expectation_parameters={"allowed": allowed}).success for allowed in (["user.contact"], [])
    ]
    assert [True, False] == outcomes


def test_a_checkpoint_is_saved_loaded_run_again_and_tells_no_value(context, sqlite):
    asset = sqlite.add_table_asset("checked", table_name="customers")
    definition = asset.add_batch_definition_whole_table("all")
    suite = context.suites.add(
        gx.ExpectationSuite(
            name="privacy",
            expectations=[
                ExpectColumnToHoldNoPersonalData(column="contact"),
                ExpectColumnToHoldNoPersonalData(column="contact", allowed_categories=["user.contact"]),
                ExpectColumnToMatchItsLabels(column="contact", labels=["none"]),
                ExpectColumnToBeMaskedAs(column="contact", masked_as="hash", candidates_columns=["contact"]),
                ExpectTableToHoldNoUnlabelledPersonalData(),
                ExpectColumnToHoldNoPersonalData(column="nowhere"),
            ],
        )
    )
    validation = context.validation_definitions.add(
        gx.ValidationDefinition(name="customers", data=definition, suite=suite)
    )
    docs = gx.checkpoint.UpdateDataDocsAction(name="docs")
    made = context.checkpoints.add(
        gx.Checkpoint(
            name="privacy",
            validation_definitions=[validation],
            actions=[docs],
            result_format={"result_format": "COMPLETE"},
        )
    )
    outcome = made.run()
    root = Path(context.root_directory).parent
    again = gx.get_context(mode="file", project_root_dir=root)
    loaded = again.suites.get("privacy")
    assert [type(one) for one in suite.expectations] == [type(one) for one in loaded.expectations]
    assert suite == loaded
    assert not outcome.success
    assert [False, True, False, False, False, False] == in_order(suite, outcome)
    assert [False, True, False, False, False, False] == in_order(suite, again.checkpoints.get("privacy").run())
    let_go(again.data_sources.get("sqlite"))
    files = [path for path in root.rglob("*") if path.is_file()]
    told = [path.name for path in files if CANARY.encode() in path.read_bytes()]
    assert [] == told
    assert CANARY not in str(outcome)
    pages = [path for path in files if path.suffix == ".html" and "validations" in path.parts]
    text = " ".join(page.read_text(encoding="utf-8") for page in pages)
    for part in (
        "must hold no personal data",
        "user.contact.email",
        "unlabelled",
        "dark_flow",
        "random row numbers",
        "PL911",
    ):
        assert part in text, part


def in_order(suite, outcome):
    """Whether each expectation of a suite was met, in the suite's order."""
    [result] = outcome.run_results.values()
    met = {one.expectation_config.id: one.success for one in result.results}
    return [met[expectation.id] for expectation in suite.expectations]


def test_nothing_of_a_value_is_logged(frame, caplog):
    with caplog.at_level("DEBUG"):
        frame.validate(ExpectColumnToHoldNoPersonalData(column="contact"))
        frame.validate(ExpectColumnToBeMaskedAs(column="hashed", masked_as="hash", candidates_columns=["contact"]))
    assert CANARY not in caplog.text
