"""Schemas of a DuckDB file, through DuckDB itself."""

import subprocess
import sys

import duckdb
import pytest

from privlineage.core.errors import PrivlineageError
from privlineage.core.schema import Schema
from privlineage.core.sources import Source
from privlineage.lineage.schemas import pull_schemas
from privlineage.lineage.sql.resolve import resolve

LAKE = Source("lake", "duckdb://lake", dialect="duckdb")


@pytest.fixture
def lake(tmp_path):
    """Makes a DuckDB file out of statements, and answers with its URL."""

    def making(*statements):
        with duckdb.connect(str(tmp_path / "lake.duckdb")) as connection:
            for statement in statements:
                connection.execute(statement)
        return f"duckdb:///{tmp_path}/lake.duckdb"

    return making


def test_tables_of_all_schemas_with_nested_types_as_text(lake):
    url = lake(
        "CREATE TABLE customers (id INT, addr STRUCT(street VARCHAR, geo STRUCT(lat DOUBLE)), tags VARCHAR[],"
        " notes STRUCT(t VARCHAR)[], m MAP(VARCHAR, INT), mood ENUM('ann@example.org', 'b'), twice AS (id * 2))",
        "CREATE SCHEMA mart",
        'CREATE TABLE mart."Odd Name" ("A b" DECIMAL(10, 2))',
        "CREATE TEMP TABLE here (x INT)",
        "CREATE MACRO double(a) AS a * 2",
    )
    found = pull_schemas(LAKE, url)
    assert {
        "main.customers": {
            "id": "INTEGER",
            "addr": "STRUCT(street VARCHAR, geo STRUCT(lat DOUBLE))",
            "tags": "VARCHAR[]",
            "notes": "STRUCT(t VARCHAR)[]",
            "m": "MAP(VARCHAR, INTEGER)",
            "mood": "ENUM('?', '?')",
            "twice": "INTEGER",
        },
        "mart.odd name": {"A b": "DECIMAL(10,2)"},
    } == {table.dataset.name: dict(table.columns) for table in found.tables}
    schema = Schema({table.dataset.name: dict(table.columns) for table in found.tables})
    outputs = resolve("SELECT addr.geo.lat AS l FROM customers", "duckdb", schema).statements[0].outputs
    assert ["addr.geo.lat"] == [one.column for one in outputs[""]["l"]]


def test_views_come_with_their_sql_and_lead_to_what_they_read(lake):
    url = lake(
        "CREATE TABLE t (email VARCHAR, a INT)",
        "CREATE SCHEMA mart",
        "CREATE TABLE mart.t (phone VARCHAR)",
        "CREATE VIEW v AS SELECT email, 'ann@example.org' AS c FROM t WHERE a = 4711",
        "CREATE VIEW mart.listed (x, y) AS SELECT email, a FROM main.t",
        "SET schema = 'mart'",
        "CREATE VIEW own AS SELECT * FROM t",
    )
    found = pull_schemas(LAKE, url).tables
    views = {table.dataset.name: table.view for table in found if table.view}
    assert "CREATE VIEW v AS SELECT email, '?' AS c FROM t WHERE (a = 0)" == views["main.v"]
    schema = Schema({table.dataset.name: dict(table.columns) for table in found}, views)
    lineage = resolve(
        "SELECT v.email AS e, l.x, o.phone FROM v, mart.listed l, mart.own o", "duckdb", schema, default_schema="main"
    )
    assert () == lineage.unresolved
    assert {"e": ["main.t.email"], "x": ["main.t.email"], "phone": ["mart.t.phone"], "*": ["main.t.a"]} == {
        column: [f"{one.table}.{one.column}" for one in sources]
        for column, sources in lineage.statements[0].outputs[""].items()
    }


@pytest.mark.parametrize(
    ("url", "code", "said"),
    [
        ("duckdb:///absent.duckdb", "PL504", "there is no such file"),
        ("duckdb:///junk.duckdb", "PL504", "not one of DuckDB's"),
        ("duckdb://", "PL001", "names no DuckDB file"),
        ("duckdb:///:memory:", "PL001", "names no DuckDB file"),
    ],
)
def test_what_is_no_duckdb_file_is_an_error_that_repeats_nothing(tmp_path, monkeypatch, url, code, said):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "junk.duckdb").write_bytes(b"ann@example.org" * 1000)
    with pytest.raises(PrivlineageError) as caught:
        pull_schemas(LAKE, url)
    assert (code, True, False) == (caught.value.code, said in caught.value.message, "ann@" in str(caught.value))
    assert ["junk.duckdb"] == [path.name for path in tmp_path.iterdir()]


def test_a_file_that_another_process_writes_is_an_error_that_says_so(lake):
    url = lake("CREATE TABLE t (a INT)")
    holding = f"import duckdb; c = duckdb.connect({url.removeprefix('duckdb:///')!r}); print(1, flush=True); input()"
    with subprocess.Popen([sys.executable, "-c", holding], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        other.stdout.readline()
        try:
            with pytest.raises(PrivlineageError, match=r"PL504 .* another process holds the file"):
                pull_schemas(LAKE, url)
        finally:
            other.communicate(b"\n")
    assert 1 == len(pull_schemas(LAKE, url).tables)


def test_the_command_writes_a_lock_and_notices_when_it_is_out_of_date(run, bundle, lake):
    sources = bundle / "sources.yml"
    sources.write_text(sources.read_text() + '  lake: {namespace: "duckdb://lake", dialect: duckdb}\n')
    url = lake("CREATE TABLE t (a INT, b INT)", "CREATE VIEW v AS SELECT a FROM t")
    asked = ("--source", "lake", "--bundle", bundle, "--url", url)
    assert 0 == run("schemas", "pull", *asked, "-o", "lock.json").code
    same = run("schemas", "diff", "lock.json", *asked)
    assert (0, "lake: 0 differences\n") == (same.code, same.out)
    lake("ALTER TABLE t ADD COLUMN c INT", "CREATE OR REPLACE VIEW v AS SELECT b AS a FROM t", "CREATE TABLE u (x INT)")
    answer = run("schemas", "diff", "lock.json", *asked)
    changes = ["+ lake.main.t#c INTEGER", "+ lake.main.u", "~ lake.main.v is another view"]
    assert (1, ["lake: 3 differences", *(f"  {line}" for line in changes)]) == (answer.code, answer.out.splitlines())
    assert {"changes": {"lake": changes}} == run("schemas", "diff", "lock.json", *asked, "--format", "json").json
