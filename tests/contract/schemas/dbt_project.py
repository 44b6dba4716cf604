"""dbt's artifacts as several of its releases write them, of one small project."""

import json

__all__ = ["catalog", "manifest", "write"]

OLD = range(4, 7)
"""Versions of the manifest that call compiled SQL `compiled_sql`."""
SQL = "SELECT email AS e, 'ann@example.org' AS c FROM {database}.public.customers WHERE age > 4711"


def manifest(version=12, adapter="postgres", database="bank", *, compiled=True):
    """A manifest: a source, a seed, a snapshot, a table, a view, an ephemeral model, tests, and things switched off."""
    code = ("raw_sql", "compiled_sql") if version in OLD else ("raw_code", "compiled_code")

    def node(kind, name, materialized, *, schema="analytics", columns=(), sql="", **more):
        entry = {
            "resource_type": kind,
            "name": name,
            "alias": name,
            "database": database,
            "schema": schema,
            "package_name": "shop",
            "path": f"{name}.sql",
            "original_file_path": f"models/{name}.sql",
            "unique_id": f"{kind}.shop.{name}",
            "fqn": ["shop", name],
            "tags": [],
            "config": {"enabled": True, "materialized": materialized},
            "columns": {column: _column(column) for column in columns},
            "depends_on": {"macros": [], "nodes": []},
            "description": "",
            code[0]: "select * from {{ ref('x') }}",
            **more,
        }
        if compiled and sql:
            entry |= {"compiled": True, code[1]: sql.format(database=database)}
        if version >= 3:
            entry["relation_name"] = f'"{database}"."{schema}"."{name}"'
        return entry

    nodes = [
        node("seed", "countries", "seed", columns=["code"]),
        node("snapshot", "customers_snapshot", "snapshot", schema="snapshots"),
        node("model", "stage", "table", columns=["Email", "age"], sql="select * from x"),
        node("model", "mails", "view", columns=["stale", "e"], sql=SQL),
        node("model", "passing", "ephemeral", sql="select 1"),
        node("model", "off", "table") | {"config": {"enabled": False, "materialized": "table"}},
        node("test", "not_null_stage_email", "test", schema="dbt_test__audit", sql="select 1"),
        node("analysis", "look", "view", sql="select 1"),
    ]
    source = {
        "resource_type": "source",
        "source_name": "app",
        "name": "clients",
        "identifier": "customers",
        "database": database,
        "schema": "public",
        "unique_id": "source.shop.app.clients",
        "columns": {"email": _column("email", "text")},
        "config": {"enabled": True},
    }
    if version == 4:
        del source["config"]
    return {
        "metadata": {
            "dbt_schema_version": f"https://schemas.getdbt.com/dbt/manifest/v{version}.json",
            "dbt_version": "1.8.3",
            "generated_at": "2026-01-01T00:00:00Z",
            "adapter_type": adapter,
        },
        "nodes": {entry["unique_id"]: entry for entry in nodes},
        "sources": {source["unique_id"]: source},
        "macros": {},
        "docs": {},
        "exposures": {},
        "metrics": {},
        "disabled": [] if version == 4 else {},
        "parent_map": {},
        "child_map": {},
    }


def _column(name, kind=None):
    return {"name": name, "description": "", "meta": {}, "data_type": kind, "quote": None, "tags": []}


def catalog():
    """What `dbt docs generate` saw in the database."""

    def entry(key, kind, **columns):
        listed = {
            name: {"type": type_, "index": index, "name": name, "comment": None}
            for index, (name, type_) in reversed(list(enumerate(columns.items(), start=1)))
        }
        return {key: {"metadata": {"type": kind}, "columns": listed, "stats": {}, "unique_id": key}}

    return {
        "metadata": {"dbt_schema_version": "https://schemas.getdbt.com/dbt/catalog/v1.json"},
        "nodes": {
            **entry("seed.shop.countries", "BASE TABLE", code="text", mood="ENUM('ann@example.org')"),
            **entry("model.shop.stage", "BASE TABLE", Email="text", age="integer", id_no="text"),
            **entry("model.shop.mails", "VIEW", e="text", c="text"),
        },
        "sources": entry("source.shop.app.clients", "BASE TABLE", id="integer", email="text", age="integer"),
        "errors": None,
    }


def write(folder, content, beside=None):
    """A target folder with the artifacts; the manifest's path."""
    folder.mkdir(exist_ok=True)
    (folder / "manifest.json").write_text(json.dumps(content))
    if beside is not None:
        (folder / "catalog.json").write_text(json.dumps(beside))
    return folder / "manifest.json"
