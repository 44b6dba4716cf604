"""`schemas pull`: from a real database into a lock file and into the store."""

import json
import sqlite3

import pytest


@pytest.fixture
def database(tmp_path) -> str:
    path = tmp_path / "local.sqlite"
    with sqlite3.connect(path) as connection:
        connection.executescript(
            "CREATE TABLE people (id INTEGER, Email TEXT); CREATE VIEW v AS SELECT Email FROM people"
        )
    connection.close()
    return f"sqlite:///{path}"


def test_a_lock_file_has_the_form_of_the_contract_and_keeps_other_sources(run, bundle, database, tmp_path):
    (tmp_path / "lock.json").write_text('{"wh": {"public.t": {"x": "text"}}, "local": {"gone": {"x": "text"}}}')
    pull = ("schemas", "pull", "--source", "local", "--bundle", bundle, "--url", database, "-o", "lock.json")
    answer = run(*pull)
    said = "local: 2 tables with 3 columns, 1 of them views → lock.json (fingerprint "
    assert (0, said) == (answer.code, answer.out[: len(said)])
    lock = json.loads((tmp_path / "lock.json").read_text())
    assert {
        "$views": {"local": {"v": "CREATE VIEW v AS SELECT Email FROM people"}},
        "wh": {"public.t": {"x": "text"}},
        "local": {"people": {"id": "INTEGER", "Email": "TEXT"}, "v": {"Email": "TEXT"}},
    } == lock
    before = (tmp_path / "lock.json").read_bytes()
    assert 0 == run(*pull).code
    assert before == (tmp_path / "lock.json").read_bytes()


def test_the_store_knows_the_tables_afterwards(run, store, database):
    answer = run("schemas", "pull", "--source", "local", "--url", database, "--format", "json")
    assert {"people": {"id": "INTEGER", "Email": "TEXT"}, "v": {"Email": "TEXT"}} == answer.json["local"]
    assert ["local.people"] == run("names", "people", "--format", "json").json["matches"][:1]


def test_a_lock_takes_the_place_of_a_database(run, bundle, store, tmp_path):
    views = {"$views": {"local": {"v": "SELECT Email FROM people WHERE Email <> '?'"}}}
    (tmp_path / "lock.json").write_text(
        json.dumps({**views, "local": {"people": {"Email": "text"}, "v": {}}, "wh": {}})
    )
    answer = run("schemas", "pull", "--from", "lock.json", "--source", "local", "-o", "other.json")
    assert (0, "local: 2 tables with 1 columns, 1 of them views") == (answer.code, answer.out.partition(" →")[0])
    assert {**views, "local": {"people": {"Email": "text"}, "v": {}}} == json.loads(
        (tmp_path / "other.json").read_text()
    )
    assert ["local.people"] == run("names", "people", "--format", "json").json["matches"][:1]
    assert 0 == run("schemas", "pull", "--from", "lock.json").code
    (tmp_path / "lock.json").write_text('{"elsewhere": {"t": {}}}')
    for options in (["--source", "local"], [], ["--url", "sqlite:///x.db"]):
        assert 2 == run("schemas", "pull", "--from", "lock.json", *options).code


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (
            ["--source", "locla", "-o", "x.json"],
            "PL302 the source `locla` is not declared\n  help: did you mean `local`?",
        ),
        (["--source", "local"], "PL001 nowhere to put the schemas"),
        (["--source", "local", "-o", "x.json", "--url", "sqlite:///absent.db"], "PL504 "),
        (["--source", "local", "-o", "absent/x.json", "--url", "DATABASE"], "PL002 "),
        (["--source", "local", "-o", "x.json", "--url", "nonsense"], "PL001 "),
        (["-o", "x.json", "--url", "sqlite:///x.db"], "PL001 nobody says of which source the URL is"),
    ],
)
def test_mistakes_exit_with_2_and_write_nothing(run, bundle, database, options, said):
    given = [database if option == "DATABASE" else option for option in options]
    answer = run("schemas", "pull", "--bundle", bundle, *given)
    assert (2, "") == (answer.code, answer.out)
    assert answer.err.startswith(said)
    assert {"bundle", "local.sqlite"} == {path.name for path in bundle.parent.iterdir()}


@pytest.mark.parametrize("named", [["--source", "local"], []])
def test_the_url_comes_from_the_airflow_connection_of_each_source(run, bundle, database, monkeypatch, named):
    from urllib.parse import quote

    sources = bundle / "sources.yml"
    sources.write_text(sources.read_text().replace(", conn_ids: [wh_prod]", ""))
    monkeypatch.setenv("AIRFLOW_CONN_LOCAL_DB", f"sqlite://{quote(database.removeprefix('sqlite:///'), safe='')}")
    answer = run("schemas", "pull", *named, "--bundle", bundle, "-o", "lock.json")
    assert (0, "") == (answer.code, answer.err)
    assert {"people", "v"} == set(json.loads((bundle.parent / "lock.json").read_text())["local"])
