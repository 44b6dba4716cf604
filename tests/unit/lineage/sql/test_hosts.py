"""A query has the same sources wherever it stands: behind INSERT, in MERGE, in COPY, as an arm of INSERT ALL."""

import pytest
from sqlglot import exp

from privlineage.core.schema import Schema
from privlineage.lineage.sql.resolve import resolve
from tests.golden.sql.corpus import corpus
from tests.golden.sql.notation import shown

HOST = "host_table"
SQL_UPDATES = {"postgres", "redshift", "snowflake", "bigquery", "duckdb", "sqlite", "tsql"}


def listed(names, prefix=""):
    return ", ".join(f"{prefix}{name}" for name in names)


HOSTS = {
    "insert": (None, lambda sql, own, its: f"INSERT INTO {HOST} {sql}"),
    "insert into a list": (None, lambda sql, own, its: f"INSERT INTO {HOST} ({listed(own)}) {sql}"),
    "merge": (
        {"postgres", "snowflake", "bigquery", "tsql", "oracle", "databricks", "spark", "trino", None},
        lambda sql, own, its: (
            f"MERGE INTO {HOST} USING ({sql}) s ON {HOST}.{own[0]} = s.{its[0]} "
            f"WHEN NOT MATCHED THEN INSERT ({listed(own)}) VALUES ({listed(its, 's.')})"
        ),
    ),
    "update": (
        SQL_UPDATES,
        lambda sql, own, its: (
            f"UPDATE {HOST} SET {', '.join(f'{one} = s.{other}' for one, other in zip(own, its, strict=True))} "
            f"FROM ({sql}) s WHERE {HOST}.{own[0]} IS NULL"
        ),
    ),
    "insert all": (
        {"snowflake", "oracle"},
        lambda sql, own, its: f"INSERT ALL INTO {HOST} VALUES ({listed(its)}) {sql}",
    ),
    "multi-insert": (
        {"hive", "spark", "databricks"},
        lambda sql, own, its: f"FROM ({sql}) s INSERT INTO TABLE {HOST} SELECT {listed(its, 's.')}",
    ),
    "lateral": (
        {"postgres", "duckdb", "snowflake"},
        lambda sql, own, its: f"INSERT INTO {HOST} SELECT l.* FROM one_row, LATERAL ({sql}) l",
    ),
    "copy": ({"postgres", "duckdb"}, lambda sql, own, its: f"COPY ({sql}) TO '{HOST}'"),
    "copy into a stage": ({"snowflake"}, lambda sql, own, its: f"COPY INTO '{HOST}' FROM ({sql})"),
    "unload": (
        {"redshift"},
        lambda sql, own, its: "UNLOAD ('{}') TO '{}'".format(sql.replace("'", "''"), HOST),
    ),
    "export": ({"bigquery"}, lambda sql, own, its: f"EXPORT DATA OPTIONS(uri='{HOST}') AS {sql}"),
    "directory": ({"hive", "spark"}, lambda sql, own, its: f"INSERT OVERWRITE DIRECTORY '{HOST}' {sql}"),
}
UNHOSTED = {"WITH": {"tsql", "insert all", "multi-insert"}}
"""Where a WITH may not begin a query within another statement."""


TWINS = {"a star shows USING columns once and first", "two columns of one name show both sources"}
"""Queries with two columns of one name, which `sql` shows as one: their places cannot be told from the answer."""


def queries():
    """Every golden query that is one statement."""
    for label, case in corpus().items():
        alone = ";" not in case["sql"] and case["sql"].split()[0].upper() in ("SELECT", "WITH")
        if alone and set(case.get("outputs") or {}) == {""} and not case.get("unresolved"):
            yield label, case


def hosts_of(case):
    """The statements a query may stand in."""
    barred = UNHOSTED.get(case["sql"].split()[0].upper(), set())
    for host, (dialects, statement) in HOSTS.items():
        if (dialects is None or case["dialect"] in dialects) and not barred & {case["dialect"], host}:
            yield host, statement


def columns_of(sql, case, schema):
    """The output columns of the last statement, in the notation, and what is not resolved."""
    found = resolve(sql, case["dialect"], Schema(schema, case.get("views"))).to_contract_json()["statements"][-1]
    (columns,) = found["outputs"].values()
    sources = {name: sorted(map(shown, listed)) for name, listed in columns.items()}
    return sources, [entry["reason"] for entry in found["unresolved"]]


@pytest.mark.parametrize(
    "case",
    [pytest.param(case, id=label) for label, case in queries() if case["name"] not in TWINS],
)
def test_a_query_has_the_same_sources_wherever_it_stands(case):
    bare, _ = columns_of(case["sql"], case, case["schema"])
    rows = bare.pop("*", [])
    own = [f"k{number}" for number in range(len(bare))]
    its = [exp.to_identifier(name, quoted=True).sql(case["dialect"] or "") for name in bare]
    schema = {**case["schema"], HOST: dict.fromkeys(own, "text"), "one_row": {"nothing": "text"}}
    wrong = {}
    for host, statement in hosts_of(case):
        found, unresolved = columns_of(statement(case["sql"], own, its), case, schema)
        lost = set(rows) - set(found.pop("*", []))
        if unresolved or lost or list(bare.values()) != list(found.values()):
            wrong[host] = (unresolved, lost, found)
    assert {} == wrong


def test_every_host_is_tried():
    tried = {host for _, case in queries() for host, _ in hosts_of(case)}
    assert set(HOSTS) == tried
