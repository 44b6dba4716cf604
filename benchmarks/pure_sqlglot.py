"""Statements a second with sqlglot's Python modules alone: importing this keeps the compiled ones away."""

import sys
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
    from benchmarks.resolving import per_second, statements

    pairs = statements()
    per_second(pairs[:20])
    return per_second(pairs)
