"""Random bytes as SQL, JSON, YAML and events: a coded answer, never a traceback, never an allow."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from privlineage.cli.main import main

NOISE = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True
)
SQL = "SELECT |INSERT INTO |(|)|'|\"|;|--|{{|{%|\n|*|FROM t|\0"
OTHERS = '{|}|[|]|:|,|rules|zones|- |&a|*a|!!x|"job"|"name"'
PIECES = st.sampled_from([*(piece.encode() for piece in f"{SQL}|{OTHERS}".split("|")), b"\xff", b"\xf0\x9f"])
BYTES = st.one_of(st.binary(max_size=300), st.lists(PIECES, max_size=40).map(b"".join))


def told(capsys, *arguments: object) -> tuple[int, str]:
    """Exit and standard output of a command that must not have an accident."""
    capsys.readouterr()
    code = main([str(argument) for argument in arguments])
    printed = capsys.readouterr()
    assert "PL000" not in printed.err
    assert "Traceback" not in printed.err
    assert (code == 2) <= printed.err.startswith("PL")
    return code, printed.out


@pytest.mark.parametrize("dialect", ["postgres", "snowflake", "bigquery", "tsql"])
@NOISE
@given(raw=BYTES)
def test_bytes_as_sql(run, capsys, tmp_path, dialect, raw):
    (tmp_path / "noise.sql").write_bytes(raw)
    code, out = told(capsys, "sql", "--dialect", dialect, "--format", "json", tmp_path / "noise.sql")
    assert code in (0, 1, 2)
    assert code == 2 or "statements" in json.loads(out)


@NOISE
@given(raw=BYTES)
def test_bytes_as_a_schema_and_as_a_lock(run, bundle, capsys, tmp_path, raw):
    (tmp_path / "noise.json").write_bytes(raw)
    (tmp_path / "q.sql").write_text("SELECT 1")
    assert told(capsys, "sql", "--schema", tmp_path / "noise.json", tmp_path / "q.sql")[0] in (0, 2)
    arguments = (
        "check",
        "--bundle",
        bundle,
        "--source",
        "wh",
        "--schemas",
        tmp_path / "noise.json",
        tmp_path / "q.sql",
    )
    assert told(capsys, *arguments)[0] in (0, 2)


@pytest.mark.parametrize("name", ["policy.yml", "sources.yml", "tags.yml", "taxonomy.yml"])
@NOISE
@given(raw=BYTES)
def test_bytes_as_a_bundle(bundle, capsys, monkeypatch, name, raw):
    monkeypatch.delenv("PRIVLINEAGE_STORE", raising=False)
    (bundle / name).write_bytes(raw)
    assert told(capsys, "apply", "--plan", bundle)[0] in (0, 2)


@NOISE
@given(raw=BYTES)
def test_bytes_as_events(store, capsys, tmp_path, raw):
    (tmp_path / "noise.ndjson").write_bytes(raw)
    assert told(capsys, "ingest", tmp_path / "noise.ndjson", "--format", "json")[0] in (0, 2)


KEYS = "namespace name facets fields inputFields field transformations type subtype columnLineage lineage schema inputs"
MORE_KEYS = "dataset entries symlinks identifiers lifecycleStateChange previousIdentifier _deleted"
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(f"{KEYS} {MORE_KEYS}".split()), inner, max_size=4)
    ),
    max_leaves=25,
)


@NOISE
@given(parts=st.tuples(VALUES, VALUES, VALUES))
def test_anything_in_the_places_of_an_event(store, capsys, tmp_path, parts):
    inputs, outputs, facets = parts
    dataset = {"namespace": "s3://a", "name": "b", "facets": facets}
    event = {"job": {"namespace": "n", "name": "j", "facets": facets}, "inputs": inputs, "outputs": [dataset, outputs]}
    (tmp_path / "noise.ndjson").write_text(json.dumps(event))
    assert 0 == told(capsys, "ingest", tmp_path / "noise.ndjson")[0]


@settings(parent=NOISE, max_examples=15)
@given(text=st.text(max_size=40))
def test_anything_as_a_reference(filled, capsys, text):
    for command in ("labels", "trace", "names"):
        assert told(capsys, command, "--", text)[0] in (0, 2)
    assert told(capsys, "why", "--", text, text)[0] in (0, 2)
    assert told(capsys, "explain", "--", text)[0] in (0, 2)
    assert told(capsys, "untag", "--", text)[0] in (0, 2)


@NOISE
@given(url=st.text(max_size=30))
def test_anything_as_a_store(run, capsys, url):
    assert told(capsys, "labels", "a.b#c", f"--store={url}")[0] == 2
