"""sqllineage, given the whole script and the schema; it follows tables made on the way by itself.

It has no lineage for a query that writes nothing: such a statement is given to it as a table made from the query.
"""

import re
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from typing import Any

from sqllineage.config import SQLLineageConfig
from sqllineage.core.metadata.dummy import DummyMetaDataProvider
from sqllineage.core.models import SubQuery
from sqllineage.runner import LineageRunner

from benchmarks.peers.answering import Case, Edge, answering

DIALECTS = {"spark": "sparksql", "": "ansi", "presto": "trino"}
DEFAULT = "dflt"
"""The schema of tables written without one: its schema is known by schema and table."""
SHOWN = "query_result"
"""The table a bare query is made into."""
QUERY = re.compile(r"\s*(?:--[^\n]*\n\s*)*\(*\s*(?:SELECT|WITH|FROM)\b", re.IGNORECASE)
WRITES = re.compile(r"\b(?:INSERT|UPDATE|DELETE|MERGE|INTO)\b", re.IGNORECASE)


def answer(case: Case) -> list[Edge]:
    metadata = {}
    for table, columns in case["schema"].items():
        parts = table.split(".")
        metadata[".".join(parts[-2:]) if len(parts) > 1 else f"{DEFAULT}.{table}"] = list(columns)
    statements = [
        text if re.match(r"\s*CREATE\b", text, re.IGNORECASE) else f"CREATE VIEW {name} AS {text}"
        for name, text in case["views"].items()
    ]
    *before, last = case["script"]
    if QUERY.match(last) and not WRITES.search(last):
        last = f"CREATE TABLE {SHOWN} AS {last}"
    script = ";\n".join([*statements, *before, last])
    with SQLLineageConfig(DEFAULT_SCHEMA=DEFAULT, LATERAL_COLUMN_ALIAS_REFERENCE=True):
        runner = LineageRunner(
            script,
            dialect=DIALECTS.get(case["dialect"], case["dialect"]),
            metadata_provider=DummyMetaDataProvider(metadata),
            silent_mode=True,
        )
        return list(_edges(runner.get_column_lineage(exclude_path_ending_in_subquery=True), case))


def _edges(paths: Iterable[Any], case: Case) -> Iterator[Edge]:
    """From the end of each path back to the first table that is one of those the case knows."""
    known = {name.lower().rsplit(".", 1)[-1] for name in case["sources"]}
    for path in paths:
        target = path[-1]
        for source in (*reversed(path[1:-1]), path[0]):
            if isinstance(source.parent, SubQuery) and source is not path[0]:
                continue
            name = _table(source)
            if source is path[0] or name.lower().rsplit(".", 1)[-1] in known:
                written = _table(target)
                yield "" if written == SHOWN else written, target.raw_name, name, source.raw_name
                break


def _table(column: Any) -> str:
    name = str(column.parent) if column.parent is not None else ""
    return name.removeprefix(f"{DEFAULT}.").removeprefix("<default>.")


if __name__ == "__main__":
    answering(answer, version("sqllineage"), whole=True)
