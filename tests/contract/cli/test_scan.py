"""`privlineage scan`: the contract of one file, and scans of many that are kept, resumed and never show a value."""

import csv
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time

import pytest

from privlineage.cli.main import main
from privlineage.store.open import open_store

MAILS = [[f"person{number}@mail{number % 7}.example", str(number)] for number in range(60)]


def written(path, header, rows, encoding="utf-8", **dialect):
    with path.open("w", encoding=encoding, newline="") as stream:
        writer = csv.writer(stream, **dialect)
        writer.writerow(header)
        writer.writerows(rows)
    return str(path)


@pytest.fixture
def shop(tmp_path):
    """A database with one table that holds personal data and one that does not."""
    path = tmp_path / "shop.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE people (c1 TEXT, n INTEGER)")
        connection.executemany("INSERT INTO people VALUES (?, ?)", MAILS * 20)
        connection.execute("CREATE TABLE orders (n INTEGER, sku TEXT)")
        connection.executemany("INSERT INTO orders VALUES (?, ?)", [(n, f"SKU-{n % 9}") for n in range(500)])
    connection.close()
    return f"sqlite:///{path}"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_every_column_appears_with_category_confidence_and_evidence(run, tmp_path, encoding):
    path = written(tmp_path / "a.csv", ["c1", "größe", "größe", ""], [[*row, "x", ""] for row in MAILS], encoding)
    found = run("scan", "--csv", path, "--format", "json")
    columns = found.json["columns"]
    assert (0, ["columns"], ["c1", "größe", "größe_2", "column_4"]) == (found.code, list(found.json), list(columns))
    assert ("user.contact.email", None) == (columns["c1"]["category"], columns["column_4"]["category"])
    for each in columns.values():
        assert ["category", "confidence", "evidence"] == list(each)
        assert 0.0 <= each["confidence"] <= 1.0
        assert all(isinstance(text, str) for text in each["evidence"])


def test_one_file_needs_no_store_and_touches_none_that_is_configured(run, tmp_path, monkeypatch):
    monkeypatch.setenv("PRIVLINEAGE_STORE", "sqlite:////nowhere/at/all.db")
    assert 0 == run("scan", "--csv", written(tmp_path / "a.csv", ["c1", "n"], MAILS), "--format", "json").code
    assert 2 == run("scan", written(tmp_path / "a.csv", ["c1", "n"], MAILS)).code


@pytest.mark.parametrize("content", [b"", b"a,b\n"])
def test_a_file_without_rows_still_has_its_columns(run, tmp_path, content):
    (tmp_path / "a.csv").write_bytes(content)
    found = run("scan", "--csv", "a.csv", "--format", "json")
    assert (0, content.decode().strip().split(",") if content else []) == (found.code, list(found.json["columns"]))


def test_a_file_that_cannot_be_read_is_a_coded_error_that_names_it(run, tmp_path):
    (tmp_path / "a.csv").write_bytes(b"PK\x03\x04")
    for name, code in (("none.csv", "PL902"), ("a.csv", "PL903")):
        found = run("scan", "--csv", name, "--format", "json")
        assert (2, "") == (found.code, found.out)
        assert code in found.err
        assert name in found.err


@pytest.mark.parametrize(
    "arguments",
    [[], ["x.csv", "--csv", "y.csv"], ["x.csv", "--url", "sqlite://"], ["--source", "wh"], ["--url", "nonsense"]],
)
def test_wrong_usage_is_said(run, arguments):
    found = run("scan", *arguments)
    assert (2, "PL") == (found.code, found.err[:2])


def test_of_several_files_the_bad_ones_are_told_and_the_others_are_scanned(run, tmp_path):
    written(tmp_path / "a.csv", ["c1", "n"], MAILS)
    (tmp_path / "b.csv").write_bytes(b"PK\x03\x04")
    (tmp_path / "c.jsonl").write_text("\n".join(json.dumps({"who": {"m": mail}}) for mail, _ in MAILS))
    found = run("scan", ".", "gone.csv", "--format", "json")
    tables = {name.rpartition("/")[2]: each for name, each in found.json["tables"].items()}
    assert (2, ["a.csv", "c.jsonl"]) == (found.code, list(tables))
    assert "user.contact.email" == tables["c.jsonl"]["columns"]["who.m"]["category"]
    assert ["PL903", "PL902"] == [error["code"] for error in found.json["errors"]]


def test_text_fits_eighty_columns_and_names_the_reasons(run, tmp_path):
    header = ["c1", *(f"a_rather_long_name_of_a_column_{number}" for number in range(9))]
    written(tmp_path / "a.csv", header, [[mail, *["x"] * 9] for mail, _ in MAILS])
    lines = run("scan", "a.csv").out.splitlines()
    assert ["user.contact.email"] == [line.split()[2] for line in lines if line.strip().startswith("c1")]
    assert [] == [line for line in lines[1:] if len(line) > 80]


def test_with_check_a_finding_is_an_exit_of_one(run, tmp_path):
    personal = written(tmp_path / "a.csv", ["c1", "n"], MAILS)
    other = written(tmp_path / "b.csv", ["amount", "n"], [[f"{n}.50", str(n)] for n in range(60)])
    assert [0, 1, 0] == [run("scan", *each).code for each in ([personal], ["--check", personal], ["--check", other])]


def test_a_database_is_scanned_through_its_url_under_the_names_its_address_gives(run, shop, tmp_path):
    found = run("scan", "--url", shop, "--format", "json").json
    assert [f"sqlite://{tmp_path}/shop.db/{name}" for name in ("orders", "people")] == list(found["tables"])
    people = found["tables"][f"sqlite://{tmp_path}/shop.db/people"]
    assert ("user.contact.email", None, True) == (
        people["columns"]["c1"]["category"],
        people["columns"]["n"]["category"],
        found["complete"],
    )


def test_a_declared_source_is_scanned_under_its_name_and_filters_narrow_it(run, store, shop):
    found = run("scan", "--source", "local", "--url", shop, "--table", "peo*", "--format", "json").json
    assert ["local.people"] == list(found["tables"])
    assert ["local.people"] == list(
        run("scan", "--source", "local", "--url", shop, "--table", "local.people", "--format", "json").json["tables"]
    )
    assert "PL904" in run("scan", "--source", "local", "--url", shop, "--table", "none").err
    assert "PL302" in run("scan", "--source", "locla", "--url", shop).err


def test_what_was_found_waits_for_a_review_and_no_value_is_kept(run, store, shop, tmp_path):
    found = run("scan", "--source", "local", "--url", shop)
    assert (0, True) == (found.code, "waits" in found.out)
    (waiting,) = run("review", "list", "--format", "json").json
    assert ("local.people#c1", "user.contact.email", "personal") == (
        waiting["column"],
        waiting["category"],
        waiting["kind"],
    )
    kept = b"".join(path.read_bytes() for path in tmp_path.glob("privlineage.db*"))
    assert b"mail3.example" not in kept + found.out.encode() + found.err.encode()


def scanned_at(store):
    opened = open_store(store)
    found = {look.dataset.name.rpartition("/")[2]: look.at for look in opened.scanned()}
    opened.close()
    return found


def test_a_table_that_is_as_it_was_is_not_read_again_unless_one_asks(run, store, tmp_path):
    written(tmp_path / "a.csv", ["c1", "n"], MAILS)
    written(tmp_path / "b.csv", ["c1", "n"], MAILS)
    run("scan", ".")
    first = scanned_at(store)
    assert "not read again" in run("scan", ".").out
    assert first == scanned_at(store)
    written(tmp_path / "b.csv", ["c1", "n"], MAILS[:50])
    run("scan", ".")
    second = scanned_at(store)
    assert (True, False) == (first["a.csv"] == second["a.csv"], first["b.csv"] == second["b.csv"])
    run("scan", ".", "--seed", "1")
    third = scanned_at(store)
    assert second["a.csv"] != third["a.csv"]
    run("scan", ".", "--seed", "1", "--again")
    assert third["a.csv"] != scanned_at(store)["a.csv"]


def test_a_scan_that_time_stopped_goes_on_where_it_was(run, store, shop):
    asked = ("scan", "--source", "local", "--url", shop)
    found = run(*asked, "--seconds", "0")
    assert "2 of 2 tables are left" in found.err
    assert 1 == run(*asked, "--seconds", "0", "--check").code
    assert {} == scanned_at(store)
    run(*asked, "--table", "orders")
    before = scanned_at(store)
    run(*asked, "--resume")
    assert ["orders", "people"] == sorted(scanned_at(store))
    assert before["orders"] != scanned_at(store)["orders"]  # that was another scan


SLOW = """
import sys, time
from privlineage.cli.main import main
from privlineage.service.scanning import scanning
look_at = scanning.look_at
def slowly(*arguments):
    if (sys.argv[1] in str(arguments[1])):
        print("reached", flush=True, file=sys.stderr)
        time.sleep(60)
    return look_at(*arguments)
scanning.look_at = slowly
sys.exit(main(sys.argv[2:]))
"""


def started(until, *arguments):
    """A scan in a process of its own that reached a table and hangs there."""
    process = subprocess.Popen(
        [sys.executable, "-c", SLOW, until, *arguments], stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    for line in process.stderr:
        if line.strip() == "reached":
            return process
    raise AssertionError("it ended before")


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_a_scan_that_is_killed_goes_on_where_it_was(run, store, tmp_path, how):
    for name in ("a", "b", "c"):
        written(tmp_path / f"{name}.csv", ["c1", "n"], MAILS)
    process = started("b.csv", "scan", ".", "--store", store)
    process.send_signal(how)
    _, told = process.communicate()
    assert (-9 if how is signal.SIGKILL else 130) == process.returncode
    assert how is signal.SIGKILL or "2 of 3 tables are left" in told
    before = scanned_at(store)
    assert ["a.csv"] == list(before)
    assert 0 == run("store", "check").code
    time.sleep(0.01)
    assert 0 == run("scan", ".", "--again", "--resume").code
    after = scanned_at(store)
    assert (["a.csv", "b.csv", "c.csv"], before["a.csv"]) == (sorted(after), after["a.csv"])
    assert 3 == len(run("review", "list", "--format", "json").json)


def test_a_pipe_can_be_scanned(run, tmp_path):
    read, write = os.pipe()
    with os.fdopen(write, "w") as stream:
        stream.write("c1,n\n" + "".join(f"{mail},{n}\n" for mail, n in MAILS))
    found = run("scan", "--csv", f"/dev/fd/{read}", "--format", "json")
    os.close(read)
    assert "user.contact.email" == found.json["columns"]["c1"]["category"]


def test_a_whole_schema_in_postgresql_is_scanned(run, store, server):
    with server.database("shop") as url:
        from sqlalchemy import create_engine

        engine = create_engine(url)
        with engine.begin() as connection:
            connection.exec_driver_sql("CREATE SCHEMA crm")
            connection.exec_driver_sql(
                "CREATE TABLE crm.people AS SELECT 'p' || n || '@m.example' AS mail, n FROM generate_series(1, 5000) n"
            )
            connection.exec_driver_sql("CREATE TABLE public.other AS SELECT n FROM generate_series(1, 50) n")
        engine.dispose()
        asked = ("scan", "--source", "wh", "--url", url, "--format", "json")
        found = run(*asked).json
        assert ["wh.crm.people", "wh.public.other"] == list(found["tables"])
        assert 500 >= found["tables"]["wh.crm.people"]["sample"]["rows"] > 0
        assert ["wh.crm.people"] == list(run(*asked, "--schema", "cr*").json["tables"])
        assert ["wh.crm.people"] == list(run(*asked, "--schema", "crm").json["tables"])
    assert ["wh.crm.people#mail"] == [each["column"] for each in run("review", "list", "--format", "json").json]


def test_the_program_itself_exits_as_it_says(tmp_path):
    assert main(["scan", "--csv", written(tmp_path / "a.csv", ["c1", "n"], MAILS), "--format", "json"]) == 0


@pytest.mark.parametrize(
    ("name", "code"), [("", "PL001"), (".", "PL903"), ("*.csv", "PL902"), ("a" * 300, "PL902"), ("none.csv", "PL902")]
)
def test_one_file_is_one_file_and_neither_a_folder_nor_a_pattern(run, tmp_path, name, code):
    for each in ("a.csv", "b.csv"):
        written(tmp_path / each, ["c1", "n"], MAILS)
    found = run("scan", "--csv", name, "--format", "json")
    assert (2, "") == (found.code, found.out)
    assert code in found.err


ONCE = "import sys; from privlineage.cli.main import main; sys.exit(main())"


def test_standard_input_is_a_file_too(tmp_path):
    with open(written(tmp_path / "a.csv", ["c1", "n"], MAILS), "rb") as stream:  # noqa: PTH123
        command = [sys.executable, "-c", ONCE, "scan", "--csv", "-", "--format", "json"]
        done = subprocess.run(command, stdin=stream, capture_output=True, check=False)
    assert (0, b"") == (done.returncode, done.stderr)
    assert ["c1", "n"] == list(json.loads(done.stdout)["columns"])


def test_what_is_no_text_is_refused_and_nothing_of_it_is_printed(run, tmp_path):
    (tmp_path / "a.csv").write_bytes(b"id,CANARY\n" + bytes(range(256)) * 40)
    found = run("scan", "--csv", "a.csv", "--format", "json")
    assert (2, "") == (found.code, found.out)
    assert "PL903" in found.err
    assert "CANARY" not in found.err


@pytest.mark.parametrize("encoding", ["base64", "rot13", "undefined", "nonsense"])
def test_an_encoding_of_no_text_is_wrong_usage(run, tmp_path, encoding):
    written(tmp_path / "a.csv", ["c1", "n"], MAILS)
    found = run("scan", "--csv", "a.csv", "--encoding", encoding)
    assert (2, True) == (found.code, "PL001" in found.err)


def test_one_file_that_there_was_no_time_for_is_no_answer(run, tmp_path):
    written(tmp_path / "a.csv", ["c1", "n"], MAILS)
    found = run("scan", "--csv", "a.csv", "--seconds", "0", "--format", "json")
    assert (2, "", True) == (found.code, found.out, "PL902" in found.err)
