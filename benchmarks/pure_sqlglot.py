"""Statements a second with sqlglot's Python modules alone: importing this keeps the compiled ones away."""

import sys
import time
from importlib.machinery import EXTENSION_SUFFIXES, FileFinder, SourceFileLoader
from pathlib import Path


def _without_compiled(folder: str) -> FileFinder:
    """Look for `.py` files alone, inside sqlglot."""
    if "sqlglot" not in Path(folder).parts:
        raise ImportError(folder)
    return FileFinder(folder, (SourceFileLoader, [".py"]))


sys.path_hooks.insert(0, _without_compiled)
sys.path_importer_cache.clear()


def statements_per_s() -> float:
    import sqlglot.parser

    if str(sqlglot.parser.__file__).endswith(tuple(EXTENSION_SUFFIXES)):
        raise AssertionError("a compiled module was loaded")
    from privlineage.core.schema import Schema
    from privlineage.lineage.sql.resolve import resolve
    from tests.golden.tpc.queries import SUITES, queries, tables

    schemas = {suite: Schema(tables(suite)) for suite in SUITES}
    statements = [(text, schemas[suite]) for suite in SUITES for text in queries(suite).values()]
    for text, schema in statements[:20]:
        resolve(text, "duckdb", schema)
    started = time.perf_counter()
    for text, schema in statements:
        resolve(text, "duckdb", schema)
    return len(statements) / (time.perf_counter() - started)
