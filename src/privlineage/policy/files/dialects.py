"""The SQL dialects a source or declassifier may name: sqlglot's, as data, so that reading a bundle is light."""

from __future__ import annotations

from typing import Final

from privlineage.core.errors import Place
from privlineage.policy.files.reader import Field, Reader, nearest, shown

__all__ = ["DIALECTS", "read_dialect"]

DIALECTS: Final = frozenset(
    "athena bigquery clickhouse databricks dax doris dremio drill druid duckdb dune exasol fabric hive materialize "
    "mysql oracle postgres presto prql redshift risingwave singlestore snowflake solr spark spark2 sqlite "
    "starrocks tableau teradata trino tsql".split()
)
"""Names of sqlglot's dialects."""

_OTHER_NAMES: Final = {
    "mssql": "tsql",
    "sqlserver": "tsql",
    "mariadb": "mysql",
    "postgresql": "postgres",
    "pg": "postgres",
}


def read_dialect(reader: Reader, field: Field | None) -> str:
    """The dialect's name, empty when none is given or after noting an error."""
    if field is None:
        return ""
    text = reader.text(field)
    if text and text not in DIALECTS:
        _unknown(reader, text, field.value.place)
        return ""
    return text


def _unknown(reader: Reader, text: str, place: Place) -> None:
    close = _OTHER_NAMES.get(text.lower()) or nearest(text.lower(), sorted(DIALECTS))
    hint = f"did you mean `{close}`?" if close else f"one of: {', '.join(sorted(DIALECTS))}"
    reader.error("PL105", place, f"unknown SQL dialect `{shown(text)}`", hint)
