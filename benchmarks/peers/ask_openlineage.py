"""openlineage-sql, the parser behind Airflow's OpenLineage provider, asked statement by statement.

It takes no schema. The output column has no table of its own, so it is the table that the statement writes.
"""

from importlib.metadata import version

from openlineage_sql import parse

from benchmarks.peers.answering import Case, Edge, answering

DIALECTS = {"tsql": "mssql", "spark": "spark", "trino": "generic", "": "generic"}


class ParseError(Exception):
    """It reports errors beside its answer."""


def answer(case: Case) -> list[Edge]:
    edges: list[Edge] = []
    for statement in case["statements"]:
        found = parse([statement], dialect=DIALECTS.get(case["dialect"], case["dialect"]))
        if found is None:
            continue
        if found.errors and not found.column_lineage:
            raise ParseError
        written = found.out_tables[0].qualified_name if found.out_tables else ""
        for entry in found.column_lineage:
            edges += [
                (written, entry.descendant.name, source.origin.qualified_name if source.origin else "", source.name)
                for source in entry.lineage
            ]
    return edges


if __name__ == "__main__":
    answering(answer, version("openlineage-sql"))
