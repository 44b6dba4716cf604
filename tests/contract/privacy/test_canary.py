"""No value of the data that was looked at is in anything that was written (law 10).

Values that stand nowhere else are planted in files and databases, sound and broken; then everything that the commands
and Great Expectations write (output, logs at DEBUG, store, pages, temporary files) is searched for them.
"""

import csv
import io
import json
from pathlib import Path

import great_expectations as gx
import pandas as pd
import pytest
from rich.console import Console
from rich.traceback import Traceback

from privlineage.core.errors import PrivlineageError
from privlineage.detect.finding import Evidence, Suggestion, TableFinding
from privlineage.expectations import (
    ExpectColumnToBeMaskedAs,
    ExpectColumnToHoldNoPersonalData,
    ExpectColumnToMatchItsLabels,
    ExpectTableToHoldNoUnlabelledPersonalData,
    audit_table,
)
from tests.contract.privacy.canaries import KINDS
from tests.contract.privacy.conftest import sqlite_with

ENTRY = "privlineage.detect.examine.examine_table"


def csv_file(path, rows, encoding="utf-8"):
    with path.open("w", encoding=encoding, newline="") as stream:
        writer = csv.DictWriter(stream, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    return path


def broken_files(folder, canaries):
    """Files that cannot be read as they claim: each kind of accident quotes values, if anything does."""
    rows = canaries.rows("broken")
    ragged = csv_file(folder / "ragged.csv", rows)
    with ragged.open("a") as stream:
        stream.write(",".join(rows[0].values()) + f',more,{rows[1]["mail"]}\n{rows[2]["mail"]}\n"{rows[3]["note"]}')
    csv_file(folder / "utf16.csv", rows, "utf-16")
    (folder / "mixed.csv").write_bytes(ragged.read_bytes() + "é".encode("latin-1") * 5 + rows[4]["mail"].encode())
    (folder / "nul.csv").write_bytes(b"mail\n" + b"\0".join(row["mail"].encode() for row in rows))
    lines = [json.dumps(row) for row in rows]
    (folder / "broken.jsonl").write_text("\n".join([*lines, lines[0][:-5], f'{{"mail": {rows[0]["mail"]}}}']))
    (folder / "broken.json").write_text(json.dumps(rows)[:-9])
    (folder / "no.parquet").write_text(f"PAR1 {rows[5]['mail']}")
    (folder / "no.csv.gz").write_bytes(b"\x1f\x8b\x08" + rows[6]["mail"].encode())
    return folder


def test_the_search_finds_a_value_in_any_writing(canaries, tmp_path):
    (row,) = canaries.rows("here", 1)
    value = row["note"]
    for place, text in enumerate([value, value.upper(), value.encode().hex(), json.dumps(value)]):
        (tmp_path / f"{place}.txt").write_text(f"before {text} after")
    (tmp_path / "clean.txt").write_text("nothing of it")
    assert {f"{place}.txt": {"here"} for place in range(4)} == canaries.found_under(tmp_path)


def test_values_are_of_kinds_that_the_detectors_know(canaries, sources, told):
    found = told("scan", "--csv", csv_file(sources / "known.csv", canaries.rows("known")), "--format", "json").json
    seen = {name for name, one in found["columns"].items() if one["category"]}
    assert {"mail", "phone", "iban", "card"} <= seen


def test_scanning_one_file_shows_and_keeps_no_value(canaries, sources, told, written):
    path = csv_file(sources / "people.csv", canaries.rows("csv"))
    for output in ("text", "json"):
        assert told("scan", "--csv", path, "--format", output).code in (0, 1)
    assert {} == canaries.found_under(written)


def test_broken_files_are_told_of_without_what_broke_them(canaries, sources, told, written):
    folder = broken_files(sources, canaries)
    for path in sorted(folder.iterdir()):
        told("scan", path)
        told("scan", path, "--format", "json", "--encoding", "ascii")
    assert {} == canaries.found_under(written)


def test_a_scan_into_a_store_and_its_review_keep_no_value(canaries, sources, store, told, written):
    broken_files(sources, canaries)
    csv_file(sources / "people.csv", canaries.rows("folder"))
    assert told("scan", sources).code in (1, 2)
    told("scan", sources, "--resume", "--format", "json")
    waiting = told("review", "list", "--format", "json").json
    assert len(waiting) > 3
    first, second, third = (one["id"] for one in waiting[:3])
    told("review", "show", first)
    told("review", "accept", first, "--by", "ann", "--reason", "seen")
    told("review", "reject", second, "--by", "ann")
    told("review", "never", third, "--by", "ann")
    told("audit", "list", "--format", "json")
    told("store", "export", written / "export.ndjson")
    assert {} == canaries.found_under(written)


def test_databases_with_broken_views_and_wrong_types_leave_no_value(canaries, sources, store, told, written):
    people = canaries.rows("sqlite")
    file = sqlite_with(sources / "shop.db", {"people": people})
    engine = gx.compatibility.sqlalchemy.sqlalchemy.create_engine(f"sqlite:///{file}")
    with engine.begin() as connection:
        connection.exec_driver_sql(f"CREATE VIEW bad AS SELECT missing('{people[0]['mail']}', mail) FROM people")
        connection.exec_driver_sql("CREATE TABLE typed (born DATE, amount DECIMAL(9, 2), at TIMESTAMP)")
        connection.exec_driver_sql("INSERT INTO typed SELECT born, mail, phone FROM people")
    engine.dispose()
    told("scan", "--url", f"sqlite:///{file}")
    told("scan", "--url", f"sqlite:///{file}", "--format", "json", "--again")
    assert {} == canaries.found_under(written)


def test_what_postgres_says_of_a_value_is_not_repeated(canaries, server, store, told, written):
    rows = canaries.rows("postgres")
    with server.database("canaries") as url:
        engine = gx.compatibility.sqlalchemy.sqlalchemy.create_engine(url)
        pd.DataFrame(rows).to_sql("people", engine, index=False)
        with engine.begin() as connection:
            connection.exec_driver_sql("CREATE VIEW numbers AS SELECT mail::integer AS n FROM people")
            connection.exec_driver_sql("CREATE VIEW days AS SELECT name::date AS d, phone FROM people")
        engine.dispose()
        answer = told("scan", "--url", url)
        with pytest.raises(PrivlineageError) as refused:
            audit_table(url, "numbers", labels={})
        (written / "refused.txt").write_text(shown(refused.value))
    assert "people" in answer.out + answer.err
    assert {} == canaries.found_under(written)


def shown(error):
    """An error as the most talkative of programs would print it: with the variables of every frame of ours."""
    frames = error.__traceback__.tb_next
    trace = Traceback.from_exception(type(error), error, frames, show_locals=True, locals_max_string=None)
    page = io.StringIO()
    Console(width=400, file=page).print(trace)
    return page.getvalue()


def stumbling(column):
    raise ValueError(f"could not convert string to float: {column.values[0]!r}")


@pytest.mark.usefixtures("store")
def test_an_accident_of_the_detectors_carries_no_value_out(canaries, sources, told, written, monkeypatch):
    path = csv_file(sources / "people.csv", canaries.rows("accident"))
    monkeypatch.setattr("privlineage.detect.examine._look", stumbling)
    for debugging in ("0", "1"):
        monkeypatch.setenv("PRIVLINEAGE_DEBUG", debugging)
        told("scan", path)
        told("scan", "--csv", path, "--format", "json")
    file = sqlite_with(sources / "shop.db", {"people": canaries.rows("frames")})
    with pytest.raises(PrivlineageError) as stopped:
        audit_table(f"sqlite:///{file}", "people", labels={})
    (written / "stopped.txt").write_text(shown(stopped.value))
    context = project(written)
    checked(context, "accident", context.data_sources.add_sqlite("shop", connection_string=f"sqlite:///{file}"))
    assert {} == canaries.found_under(written)


@pytest.mark.usefixtures("store")
def test_a_scan_that_is_interrupted_tells_no_value(canaries, sources, told, written, monkeypatch):
    csv_file(sources / "people.csv", canaries.rows("interrupted"))

    def interrupted(columns, table=""):
        raise KeyboardInterrupt(columns[0].values[0])

    with monkeypatch.context() as patched:
        patched.setattr(ENTRY, interrupted)
        assert 130 == told("scan", sources).code
    assert told("scan", sources, "--resume").code in (0, 1)
    assert {} == canaries.found_under(written)


def project(folder):
    """A project of Great Expectations with a suite that asks everything of every column."""
    context = gx.get_context(mode="file", project_root_dir=folder / "project")
    context.variables.progress_bars = {"globally": False}
    suite = context.suites.add(gx.ExpectationSuite(name="people"))
    suite.add_expectation(ExpectTableToHoldNoUnlabelledPersonalData(labels={"mail": ["none"]}))
    for kind in KINDS:
        suite.add_expectation(ExpectColumnToHoldNoPersonalData(column=kind))
        suite.add_expectation(ExpectColumnToMatchItsLabels(column=kind, labels=["user.name"]))
        suite.add_expectation(ExpectColumnToBeMaskedAs(column=kind, masked_as="hash", candidates_columns=["mail"]))
    return context


def checked(context, name, source, frame=None):
    """Run a checkpoint that keeps all that can be kept, and write its result, and its pages."""
    if frame is None:
        data = source.add_table_asset("people", table_name="people").add_batch_definition_whole_table("all")
    else:
        data = source.add_dataframe_asset("people").add_batch_definition_whole_dataframe("all")
    definition = gx.ValidationDefinition(name=name, data=data, suite=context.suites.get("people"))
    checkpoint = gx.Checkpoint(
        name=name,
        validation_definitions=[context.validation_definitions.add(definition)],
        actions=[gx.checkpoint.UpdateDataDocsAction(name="docs")],
        result_format={"result_format": "COMPLETE", "include_unexpected_rows": True},
    )
    parameters = None if frame is None else {"dataframe": frame}
    result = context.checkpoints.add(checkpoint).run(batch_parameters=parameters)
    assert not result.success
    context.build_data_docs()
    folder = Path(context.root_directory).parent
    (folder / f"{name}.json").write_text(json.dumps(result.describe_dict(), default=str))
    (folder / f"{name}.txt").write_text(repr(result))
    assert list(folder.rglob("index.html"))


def test_expectations_checkpoints_and_data_docs_hold_no_value(canaries, sources, written):
    context = project(written)
    frame = pd.DataFrame(canaries.rows("pandas"))
    frame["odd"] = [b"\xff" + value.encode() for value in frame["mail"]]
    file = sqlite_with(sources / "gx.db", {"people": canaries.rows("gx")})
    checked(context, "frame", context.data_sources.add_pandas("frames"), frame)
    checked(context, "table", context.data_sources.add_sqlite("shop", connection_string=f"sqlite:///{file}"))
    assert {} == canaries.found_under(written)


def telling_too_much(columns, table=""):
    told = [Evidence("values", f"for example {column.values[0]}") for column in columns]
    return TableFinding(
        tuple(Suggestion(c.name, "user.contact", 0.99, (e,)) for c, e in zip(columns, told, strict=True))
    )


@pytest.mark.usefixtures("store")
def test_a_detector_that_puts_a_value_into_evidence_is_caught_everywhere(canaries, sources, told, written, monkeypatch):
    path = csv_file(sources / "people.csv", canaries.rows("told"))
    monkeypatch.setattr(ENTRY, telling_too_much)
    told("scan", path)
    caught = canaries.found_under(written)
    assert {"printed-000.txt", "privlineage.db"} <= {name.removesuffix("-wal") for name in caught}
