"""How the kinds of systems name their datasets: which are databases, what their defaults are, what folds together."""

from __future__ import annotations

import re

__all__ = ["default_schema", "fold_namespace", "fold_path", "is_database"]

_DATABASES = frozenset(
    "athena awsathena bigquery cassandra clickhouse cockroachdb cratedb databricks db2 dremio druid duckdb exasol hive "
    "impala mariadb mongodb mssql mysql oracle postgres postgresql presto redshift snowflake spanner sqlite sqlserver "
    "synapse teradata trino unitycatalog vertica".split()
)
"""Schemes whose dataset names are dotted, compared without case (OpenLineage naming spec, `Naming.md`)."""

_SAME_SCHEME = {"postgresql": "postgres", "s3a": "s3", "s3n": "s3", "gcs": "gs", "mssql": "sqlserver"}
_DEFAULT_PORTS = {"postgres": "5432", "mysql": "3306", "redshift": "5439", "sqlserver": "1433"}
_DEFAULT_SCHEMAS = {"postgres": "public", "redshift": "public", "tsql": "dbo"}

_FOLDED = (
    (re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+"), "{email}"),
    (re.compile(r"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}"), "{uuid}"),
    (re.compile(r"\d{4}-\d{2}-\d{2}(?:T[\d:.]+Z?)?"), "{date}"),
    (re.compile(r"(?<![0-9A-Za-z])\+?\d{6,}(?![0-9A-Za-z])"), "{number}"),
)


def _scheme(namespace: str) -> str:
    return namespace.split(":", 1)[0].lower()


def is_database(namespace: str) -> bool:
    """Whether datasets of this namespace have dotted names rather than paths.

    >>> is_database("postgres://wh:5432"), is_database("s3://bucket")
    (True, False)
    """
    return _scheme(namespace) in _DATABASES


def default_schema(dialect: str | None) -> str | None:
    """The schema a name without one belongs to, where the dialect has a fixed one."""
    return _DEFAULT_SCHEMAS.get(dialect or "")


def fold_namespace(namespace: str) -> str:
    """The form in which namespaces are compared: scheme synonyms, host case and default ports fold.

    >>> fold_namespace("postgresql://WH") == fold_namespace("postgres://wh:5432/")
    True
    """
    text = namespace.strip().rstrip("/")
    if "://" not in text:
        return text
    scheme, rest = text.split("://", 1)
    scheme = _SAME_SCHEME.get(scheme.lower(), scheme.lower())
    host, slash, path = rest.partition("/")
    host = host.lower().removesuffix(f":{_DEFAULT_PORTS.get(scheme, '')}")
    return f"{scheme}://{host}{slash}{path}"


def fold_path(name: str) -> str:
    """A path with what varies from run to run, or names a person, folded into a template (law 10).

    >>> fold_path("daily/2026-03-01/part-00017.csv")
    'daily/{date}/part-00017.csv'
    """
    for pattern, template in _FOLDED:
        name = pattern.sub(template, name)
    return name
