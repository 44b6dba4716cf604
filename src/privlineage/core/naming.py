"""How the kinds of systems name their datasets: which are databases, what their defaults are, what folds together."""

from __future__ import annotations

import re

__all__ = ["default_schema", "fold_namespace", "fold_path", "has_schemas", "is_database", "prefix", "spellings"]

_DATABASES = frozenset(
    "athena awsathena bigquery cassandra clickhouse cockroachdb cratedb databricks db2 dremio druid duckdb exasol hive "
    "impala mariadb mongodb mssql mysql oracle postgres postgresql presto redshift snowflake spanner sqlite sqlserver "
    "synapse teradata trino unitycatalog vertica".split()
)
"""Schemes whose dataset names are dotted, compared without case (OpenLineage naming spec, `Naming.md`)."""

_SAME_SCHEME = {
    "postgresql": "postgres",
    "s3a": "s3",
    "s3n": "s3",
    "gcs": "gs",
    "sqlserver": "mssql",
    "awsathena": "athena",
    "hive2": "hive",
}
_DEFAULT_PORTS = {
    "postgres": "5432",
    "mysql": "3306",
    "redshift": "5439",
    "mssql": "1433",
    "oracle": "1521",
    "clickhouse": "9000",
    "cockroachdb": "26257",
}
_DEFAULT_SCHEMAS = {
    "postgres": "public",
    "redshift": "public",
    "snowflake": "public",
    "tsql": "dbo",
    "duckdb": "main",
    "hive": "default",
    "spark": "default",
    "spark2": "default",
    "databricks": "default",
    "clickhouse": "default",
}
_TWO_LEVELS = frozenset(
    "mysql mariadb singlestore doris starrocks sqlite clickhouse hive impala cassandra mongodb".split()
)
"""Systems that name a table by database and name, with no schema in between (OpenLineage naming spec, `Naming.md`)."""

_PORT = re.compile(r":\d+$")

_EMAIL = re.compile(r"[\w.+-]++(@[\w-]++\.[\w.-]++)?")
"""Takes a run of letters whole, an address or none: to look for one from each letter of a long run takes hours."""

_FOLDED = (
    (re.compile(r"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}"), "{uuid}"),
    (re.compile(r"\d{4}-\d{2}-\d{2}(?:T[\d:.]+Z?)?"), "{date}"),
    (re.compile(r"(?<![0-9A-Za-z])\+?\d{6,}(?![0-9A-Za-z])"), "{number}"),
)


def _scheme(namespace: str) -> str:
    scheme = namespace.split(":", 1)[0].lower()
    return _SAME_SCHEME.get(scheme, scheme)


def is_database(namespace: str) -> bool:
    """Whether datasets of this namespace have dotted names rather than paths.

    >>> is_database("postgres://wh:5432"), is_database("s3://bucket")
    (True, False)
    """
    return _scheme(namespace) in _DATABASES


def default_schema(dialect: str | None) -> str | None:
    """The schema a name without one belongs to, unless a site configures another."""
    return _DEFAULT_SCHEMAS.get(dialect or "")


def prefix(namespace: str) -> str:
    """What stands before a name in the URI form of a folded namespace, empty where there is no such form.

    >>> prefix("s3://lake"), prefix("file"), prefix("bigquery")
    ('s3://lake/', 'file:///', '')
    """
    if namespace == "file":
        return "file:///"
    return f"{namespace}/" if "://" in namespace else ""


def has_schemas(system: str | None) -> bool:
    """Whether a system of this dialect or scheme puts a schema between database and table.

    >>> has_schemas("postgres"), has_schemas("mysql")
    (True, False)
    """
    return (system or "").lower() not in _TWO_LEVELS


def fold_namespace(namespace: str) -> str:
    """The one form of a namespace: scheme synonyms, host case and default ports fold, credentials go.

    >>> fold_namespace("postgresql://me:secret@WH")
    'postgres://wh:5432'
    >>> fold_namespace("file:///"), fold_namespace("s3a://lake/raw/")
    ('file', 's3://lake/raw')
    """
    text = namespace.strip()
    _, mark, rest = text.partition("://")
    if not mark:
        return "file" if text.lower().rstrip("/") == "file:" else text.rstrip("/")
    scheme = _scheme(text)
    host, slash, path = rest.rstrip("/").partition("/")
    if scheme == "file" and not host and not path:
        return "file"
    host = host.rpartition("@")[2].lower()
    port = _DEFAULT_PORTS.get(scheme)
    if host and port and not _PORT.search(host):
        host = f"{host}:{port}"
    return f"{scheme}://{host}{slash}{path}"


def spellings(namespace: str) -> tuple[str, ...]:
    """The ways to write a folded namespace, the folded one first: a default port may be left out.

    >>> spellings("postgres://wh:5432")
    ('postgres://wh:5432', 'postgres://wh')
    """
    port = _DEFAULT_PORTS.get(_scheme(namespace))
    short = namespace.removesuffix(f":{port}") if port else namespace
    return tuple(dict.fromkeys((namespace, short)))


def fold_path(name: str) -> str:
    """A path with what varies from run to run, or names a person, folded into a template (law 10).

    >>> fold_path("daily/2026-03-01/part-00017.csv")
    'daily/{date}/part-00017.csv'
    """
    if "@" in name:
        name = _EMAIL.sub(lambda run: "{email}" if run[1] else run[0], name)
    for pattern, template in _FOLDED:
        name = pattern.sub(template, name)
    return name
