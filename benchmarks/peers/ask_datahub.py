"""DataHub's parser, given the schema in its resolver, statement by statement."""

from importlib.metadata import version

from datahub.sql_parsing.schema_resolver import SchemaResolver
from datahub.sql_parsing.sqlglot_lineage import sqlglot_lineage
from datahub.utilities.urns.dataset_urn import DatasetUrn

from benchmarks.peers.answering import Case, Edge, answering

PLATFORMS = {"tsql": "mssql", "spark": "databricks", "": "postgres", "duckdb": "postgres", "sqlite": "postgres"}
_RESOLVERS: dict[tuple[str, str], SchemaResolver] = {}


def answer(case: Case) -> list[Edge]:
    platform = PLATFORMS.get(case["dialect"], case["dialect"])
    resolver = _resolver(platform, case["schema"])
    edges: list[Edge] = []
    for statement in case["statements"]:
        found = sqlglot_lineage(statement, resolver, override_dialect=case["dialect"] or None)
        if found.debug_info.error is not None:
            raise found.debug_info.error
        for entry in found.column_lineage or []:
            written = _table(entry.downstream.table)
            edges += [(written, entry.downstream.column, _table(one.table), one.column) for one in entry.upstreams]
    return edges


def _resolver(platform: str, schema: dict[str, dict[str, str]]) -> SchemaResolver:
    key = (platform, repr(schema))
    if key not in _RESOLVERS:
        _RESOLVERS.clear()
        _RESOLVERS[key] = resolver = SchemaResolver(platform=platform)
        for table, columns in schema.items():
            types = {column: kind or "text" for column, kind in columns.items()}
            resolver.add_raw_schema_info(DatasetUrn(platform, table.lower()).urn(), types)
    return _RESOLVERS[key]


def _table(urn: str | None) -> str:
    return DatasetUrn.from_string(urn).name if urn else ""


if __name__ == "__main__":
    answering(answer, version("acryl-datahub"))
