"""TPC-H and TPC-DS resolved, as fast as it goes: the loop that more than one figure is taken from."""

import time

from privlineage.core.schema import Schema
from privlineage.lineage.sql.resolve import resolve
from tests.golden.tpc.queries import SUITES, queries, tables


def statements() -> list[tuple[str, Schema]]:
    """Every query with the tables it is written for."""
    schemas = {suite: Schema(tables(suite)) for suite in SUITES}
    return [(text, schemas[suite]) for suite in SUITES for text in queries(suite).values()]


def per_second(pairs: list[tuple[str, Schema]]) -> float:
    """How many of them a second the resolver does."""
    started = time.perf_counter()
    for text, schema in pairs:
        resolve(text, "duckdb", schema)
    return len(pairs) / (time.perf_counter() - started)
