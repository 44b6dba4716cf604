"""Which dialect samples a database, by SQLAlchemy's name for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from privlineage.expectations.sampling.bigquery import BigQuery
from privlineage.expectations.sampling.clickhouse import ClickHouse
from privlineage.expectations.sampling.duckdb import DuckDB
from privlineage.expectations.sampling.mysql import MySql
from privlineage.expectations.sampling.oracle import Oracle
from privlineage.expectations.sampling.postgres import Postgres
from privlineage.expectations.sampling.redshift import Redshift
from privlineage.expectations.sampling.snowflake import Snowflake
from privlineage.expectations.sampling.spark_sql import SparkSql
from privlineage.expectations.sampling.sql_server import SqlServer
from privlineage.expectations.sampling.sqlite import Sqlite
from privlineage.expectations.sampling.statement import Dialect
from privlineage.expectations.sampling.trino import Trino

__all__ = ["DIALECTS", "dialect_named"]

DIALECTS: Mapping[str, type[Dialect]] = {
    "awsathena": Trino,
    "bigquery": BigQuery,
    "clickhouse": ClickHouse,
    "clickhousedb": ClickHouse,
    "databricks": SparkSql,
    "duckdb": DuckDB,
    "hive": SparkSql,
    "mariadb": MySql,
    "mssql": SqlServer,
    "mysql": MySql,
    "oracle": Oracle,
    "postgresql": Postgres,
    "presto": Trino,
    "redshift": Redshift,
    "snowflake": Snowflake,
    "sqlite": Sqlite,
    "trino": Trino,
}


def dialect_named(name: str, spelled: Callable[[str], str] = str) -> Dialect:
    """How a database samples; the first rows, in standard SQL, where we know no better.

    >>> type(dialect_named("postgresql")).__name__, type(dialect_named("vertica")).__name__
    ('Postgres', 'Dialect')
    """
    return DIALECTS.get(name.lower(), Dialect)(spelled)
