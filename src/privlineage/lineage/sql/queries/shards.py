"""BigQuery's sharded tables: one table by its meaning, one `t_20240101` for every day by its names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from privlineage.core.schema import name_parts
from privlineage.lineage.sql.catalog import Catalog, Kind, Table
from privlineage.lineage.sql.queries.relations import Name, base_relation

__all__ = ["family", "own_shard", "shards"]

_SHARD = re.compile(r"(?<=_)(?:\d{8}|\d*\*)\Z")


def shards(catalog: Catalog, name: Sequence[Name]) -> list[Table]:
    """The tables a name with a wildcard at its end means, those the script made among them (`events_*`)."""
    prefix = name[-1].text.lower().removesuffix("*")
    outer = tuple(part.text.lower() for part in name[:-1])
    found = []
    for known in catalog.names():
        parts = tuple(part.lower() for part in name_parts(known))
        own = parts[:-1]
        shared = min(len(own), len(outer))
        if parts[-1].startswith(prefix) and own[len(own) - shared :] == outer[len(outer) - shared :]:
            found.append(catalog.there(known))
    return found


def family(catalog: Catalog, name: Sequence[Name]) -> list[Table]:
    """What is known of a shard that nobody listed.

    It may be listed once for all, as `t_yyyymmdd` or `t_*`; else it has the columns of the latest of its siblings.
    """
    text = name[-1].text
    if catalog.dialect.name != "bigquery" or not _SHARD.search(text):
        return []
    for every in ("yyyymmdd", "*"):
        found = catalog.find([*name[:-1], Name(_SHARD.sub(every, text))])
        if found:
            return found
    return own_shard(catalog, name)


def own_shard(catalog: Catalog, name: Sequence[Name]) -> list[Table]:
    """A shard that nobody listed, as a table of its own with the columns of the latest of its siblings."""
    text = name[-1].text
    if catalog.dialect.name != "bigquery" or not _SHARD.search(text) or text.endswith("*"):
        return []
    siblings = shards(catalog, [*name[:-1], Name(_SHARD.sub("*", text))])
    alike = [table for table in siblings if table.kind is Kind.STORED and table.name[-8:].isdigit()]
    if len({name_parts(table.name)[:-1] for table in alike}) != 1:
        return []
    latest = max(alike, key=lambda table: table.name)
    own = ".".join((*name_parts(latest.name)[:-1], text))
    columns = {column: latest.types.get(column, "") for column in latest.relation.names}
    return [catalog.keep(Table(own, Kind.STORED, base_relation(catalog.content(own), columns), columns))]
