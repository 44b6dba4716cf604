"""Spellings sqlglot does not read, turned into ones it does, in place: what goes is replaced by spaces.

So the positions of everything else stay as they were.
"""

from __future__ import annotations

import re

from privlineage.lineage.sql.text.padding import Rule, blank, first_group, padded, spaces
from privlineage.lineage.sql.text.spellings.bigquery import BIGQUERY
from privlineage.lineage.sql.text.spellings.clickhouse import CLICKHOUSE
from privlineage.lineage.sql.text.spellings.duckdb import DUCKDB
from privlineage.lineage.sql.text.spellings.mysql import MYSQL
from privlineage.lineage.sql.text.spellings.oracle import ORACLE
from privlineage.lineage.sql.text.spellings.postgres import POSTGRES
from privlineage.lineage.sql.text.spellings.redshift import REDSHIFT
from privlineage.lineage.sql.text.spellings.snowflake import HIERARCHIES, SNOWFLAKE
from privlineage.lineage.sql.text.spellings.spark import SPARK
from privlineage.lineage.sql.text.spellings.sqlite import SQLITE
from privlineage.lineage.sql.text.spellings.teradata import TERADATA
from privlineage.lineage.sql.text.spellings.trino import TRINO
from privlineage.lineage.sql.text.spellings.tsql import TSQL

__all__ = ["readable"]


_FLAGS = re.IGNORECASE | re.DOTALL
_TABLE = re.compile(r"CREATE\s+(?:\w+\s+){0,3}TABLE\b", _FLAGS)


def _mutation(match: re.Match[str]) -> str:
    return "UPDATE" + spaces(match.group(1)[6:]) + match.group(2) + "SET   "


_RULES: tuple[Rule, ...] = (
    # MySQL, SQLite: REPLACE INTO is an INSERT that may overwrite a row of the same key.
    (
        re.compile(r"^REPLACE(?=\s+(?:INTO\s+)?[^\s(]+\s*(?:\(|SELECT|VALUES?\b|WITH|TABLE|SET\b))", _FLAGS),
        padded("INSERT"),
    ),
    # SQLite: UPDATE OR IGNORE t.
    (re.compile(r"(?<=^UPDATE)\s+OR\s+(?:IGNORE|REPLACE|ABORT|FAIL|ROLLBACK)\b", _FLAGS), blank),
    # MySQL: LOW_PRIORITY and friends.
    (re.compile(r"(?<=^INSERT)(?:\s+(?:LOW_PRIORITY|DELAYED|HIGH_PRIORITY))+\b", _FLAGS), blank),
    (re.compile(r"(?<=^UPDATE)(?:\s+(?:LOW_PRIORITY|IGNORE))+\b", _FLAGS), blank),
    (re.compile(r"(?<=^DELETE)(?:\s+(?:LOW_PRIORITY|QUICK|IGNORE))+\b", _FLAGS), blank),
    # PostgreSQL: CREATE MATERIALIZED VIEW … WITH NO DATA; the parser reads that of a table, which then stays empty.
    (
        re.compile(r"\bWITH\s+(?:NO\s+)?DATA\s*$", _FLAGS),
        lambda match: match.group() if _TABLE.match(match.string) else blank(match),
    ),
    # PostgreSQL, SQLite, DuckDB: ALTER TABLE t RENAME a TO b is about a column, whose word may be left out.
    (
        re.compile(
            r"^(ALTER\s+TABLE\s+(?:IF\s+EXISTS\s+)?(?:ONLY\s+)?\S+\s+RENAME\s+)(?=[\w\"]+\s+TO\s)(?!TO\s)", _FLAGS
        ),
        lambda match: match.group(1) + "COLUMN ",
    ),
    # A view that refuses rows it would not show, or all of them.
    (re.compile(r"\bWITH\s+(?:(?:(?:CASCADED|LOCAL)\s+)?CHECK\s+OPTION|READ\s+ONLY)\s*\Z", _FLAGS), blank),
    # Spark: the one option of a table is where it is kept.
    (
        re.compile(r"(?<=\s)OPTIONS\s*\(\s*[\"'`]?path[\"'`]?\s*=?\s*('[^']*')\s*\)(?=\s*(?:AS\b|\Z))", _FLAGS),
        lambda match: f"LOCATION {match.group(1)}".ljust(len(match.group())),
    ),
    # Databricks and BigQuery clones.
    (re.compile(r"\b(?:DEEP|SHALLOW)(?=\s+CLONE\b)", _FLAGS), blank),
    (re.compile(r"(?<=^CREATE)\s+SNAPSHOT(?=\s+TABLE\b)", _FLAGS), blank),
    # Spark: INSERT OVERWRITE DIRECTORY 'x' USING format OPTIONS (…) SELECT.
    (
        re.compile(
            r"^(INSERT\s+OVERWRITE\s+(?:LOCAL\s+)?DIRECTORY\b.*?')\s*(?:USING\s+\w+|ROW\s+FORMAT|STORED\s+AS)\b"
            r".*?(?=\b(?:SELECT|WITH|TABLE|FROM)\b)",
            _FLAGS,
        ),
        first_group,
    ),
    # ClickHouse: ALTER TABLE t UPDATE a = b WHERE c.
    (re.compile(r"^(ALTER\s+TABLE)(\s+\S+\s+)UPDATE\b", _FLAGS), _mutation),
)
_OF_DIALECT: dict[str, tuple[Rule, ...]] = {
    "duckdb": DUCKDB,
    "mysql": MYSQL,
    "singlestore": MYSQL,
    "postgres": POSTGRES,
    "tsql": TSQL,
    "fabric": TSQL,
    "redshift": (*POSTGRES, *REDSHIFT),
    "spark": SPARK,
    "spark2": SPARK,
    "databricks": SPARK,
    "hive": SPARK,
    "trino": TRINO,
    "presto": TRINO,
    "athena": TRINO,
    "sqlite": SQLITE,
    "snowflake": SNOWFLAKE,
    "oracle": (*HIERARCHIES, *ORACLE),
    "clickhouse": CLICKHOUSE,
    "bigquery": BIGQUERY,
    "teradata": TERADATA,
}
_ORACLE_DELETE = re.compile(r"(?<=\s)DELETE\s+WHERE\b", _FLAGS)


def _joined_condition(match: re.Match[str]) -> str:
    """Oracle's `UPDATE SET … WHERE a DELETE WHERE b`: both conditions choose rows, so they may stand as one."""
    before = match.string[: match.start()]
    branch = before[max(before.upper().rfind("WHEN"), 0) :]
    return padded("AND" if re.search(r"\bWHERE\b", branch, _FLAGS) else "WHERE")(match)


def readable(text: str, dialect: str = "") -> str:
    """The statement in a spelling the parser knows; equal to the given text where it knows that one.

    >>> readable("REPLACE INTO t SELECT a FROM b")
    'INSERT  INTO t SELECT a FROM b'
    """
    for pattern, replacement in (*_RULES, *_OF_DIALECT.get(dialect, ())):
        text = pattern.sub(replacement, text, count=1)
    if text[:5].upper() == "MERGE":
        text = _ORACLE_DELETE.sub(_joined_condition, text)
    return text
