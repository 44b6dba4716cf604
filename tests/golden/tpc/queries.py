"""TPC-H and TPC-DS, their text and tables taken from the packages of DuckDB's extensions: none of it is kept here."""

import importlib.util
from functools import cache
from pathlib import Path

import duckdb

from tests.golden.sql.corpus import load

__all__ = ["SUITES", "cases", "queries", "tables"]

SUITES = {"tpch": ("tpch_queries", "dbgen"), "tpcds": ("tpcds_queries", "dsdgen")}
"""By suite, the functions of its extension that list the queries and make the tables."""


@cache
def _loaded(suite):
    """The queries by number, and the columns' types by table."""
    package = importlib.util.find_spec(f"duckdb_extension_{suite}").submodule_search_locations[0]
    (extension,) = Path(package).glob(f"extensions/*/{suite}.duckdb_extension")
    listing, making = SUITES[suite]
    with duckdb.connect(":memory:", config={"autoinstall_known_extensions": False}) as connection:
        connection.load_extension(str(extension))
        texts = dict(connection.execute(f"SELECT query_nr, query FROM {listing}()").fetchall())
        connection.execute(f"CALL {making}(sf = 0)")
        columns = connection.execute(
            "SELECT table_name, column_name, data_type FROM information_schema.columns "
            "ORDER BY table_name, ordinal_position"
        ).fetchall()
    schema = {}
    for table, column, kind in columns:
        schema.setdefault(table, {})[column] = kind
    return texts, schema


def queries(suite):
    """The text of every query, by number."""
    return _loaded(suite)[0]


def tables(suite):
    """The columns of every table with their types."""
    return _loaded(suite)[1]


def cases(suite):
    """Every query as a golden case, by number: its outputs are those written down here, and nothing is unresolved."""
    written = load(Path(__file__).with_name(f"{suite}.yml"))["queries"]
    return {
        number: {"sql": queries(suite)[number], "dialect": "duckdb", "schema": tables(suite), "outputs": {"": columns}}
        for number, columns in written.items()
    }
