"""How SQL dialects differ in what matters here: quoting, case folding, names of unnamed columns. No sqlglot needed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

__all__ = ["Folding", "Traits", "traits"]

_ALIASES = {
    "": "",
    "ansi": "",
    "athena": "athena",
    "cockroachdb": "postgres",
    "mariadb": "mysql",
    "mssql": "tsql",
    "pg": "postgres",
    "postgresql": "postgres",
    "presto": "presto",
    "spark3": "spark",
    "sparksql": "spark",
    "sqlite3": "sqlite",
    "sqlserver": "tsql",
    "synapse": "tsql",
}


class Folding:
    """What a dialect does to the case of an unquoted name."""

    LOWER = "lower"
    UPPER = "upper"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Traits:
    """One dialect.

    Attributes:
        name: the sqlglot name, empty for the generic dialect.
        backslashes: whether a backslash escapes in ordinary strings.
        double_quoted_strings: whether `"x"` is a string.
        brackets: whether `[x]` is a name.
        triple_quotes: whether `'''` opens a string.
        hash_comments: whether `#` opens a comment.
        slash_comments: whether `//` opens a comment.
        nested_comments: whether block comments nest.
        dollar_quotes: whether `$tag$` opens a string.
        folding: what becomes of unquoted names.
        unnamed: how a column without a name is called: `function`, `expression`, `f0_`, `_col0` or `none`.
        bare_batches: whether statements may follow one another without `;`.
    """

    name: str
    backslashes: bool = False
    double_quoted_strings: bool = False
    brackets: bool = False
    triple_quotes: bool = False
    hash_comments: bool = False
    slash_comments: bool = False
    nested_comments: bool = False
    dollar_quotes: bool = True
    folding: str = Folding.LOWER
    unnamed: str = "expression"
    bare_batches: bool = False


_SPARK: dict[str, object] = {"backslashes": True, "double_quoted_strings": True, "nested_comments": True}
_TRAITS: dict[str, dict[str, object]] = {
    "": {},
    "postgres": {"nested_comments": True, "unnamed": "function"},
    "redshift": {"nested_comments": True, "unnamed": "function"},
    "materialize": {"nested_comments": True, "unnamed": "function"},
    "risingwave": {"nested_comments": True, "unnamed": "function"},
    "duckdb": {},
    "sqlite": {"brackets": True, "dollar_quotes": False},
    "mysql": {
        "backslashes": True,
        "double_quoted_strings": True,
        "hash_comments": True,
        "dollar_quotes": False,
        "folding": Folding.NONE,
    },
    "bigquery": {
        "backslashes": True,
        "double_quoted_strings": True,
        "triple_quotes": True,
        "hash_comments": True,
        "dollar_quotes": False,
        "folding": Folding.NONE,
        "unnamed": "f0_",
    },
    "snowflake": {"backslashes": True, "slash_comments": True, "folding": Folding.UPPER},
    "spark": _SPARK,
    "spark2": _SPARK,
    "databricks": _SPARK,
    "hive": _SPARK,
    "trino": {"dollar_quotes": False, "unnamed": "_col0"},
    "presto": {"dollar_quotes": False, "unnamed": "_col0"},
    "athena": {"dollar_quotes": False, "unnamed": "_col0"},
    "tsql": {
        "brackets": True,
        "nested_comments": True,
        "dollar_quotes": False,
        "folding": Folding.NONE,
        "unnamed": "none",
        "bare_batches": True,
    },
    "fabric": {"brackets": True, "nested_comments": True, "dollar_quotes": False, "unnamed": "none"},
    "oracle": {"dollar_quotes": False, "folding": Folding.UPPER},
    "clickhouse": {"backslashes": True, "hash_comments": True, "folding": Folding.NONE},
    "teradata": {"dollar_quotes": False},
}
_TRAITS["singlestore"] = _TRAITS["doris"] = _TRAITS["starrocks"] = _TRAITS["mysql"]


@cache
def traits(dialect: str | None) -> Traits:
    """The traits of a dialect by any of its usual names; an unknown one gets the generic ones under its own name.

    >>> traits("PostgreSQL").name, traits("snowflake").folding
    ('postgres', 'upper')
    """
    name = (dialect or "").strip().lower()
    name = _ALIASES.get(name, name)
    return Traits(name, **_TRAITS.get(name, {}))  # type: ignore[arg-type]  # the table above holds the fields' own types
