"""TPC-H and TPC-DS, their text and tables taken from the packages of DuckDB's extensions: none of it is kept here."""

import importlib.util
from functools import cache
from pathlib import Path

import duckdb

__all__ = ["SUITES", "queries", "tables"]

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
