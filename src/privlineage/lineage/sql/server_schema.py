"""What SQL sees from a source: its own tables, and by their full names those of other databases on the same server."""

from __future__ import annotations

from collections.abc import Callable

from privlineage.core.schema import Schema
from privlineage.core.sources import Source, Sources

__all__ = ["server_schema"]


def server_schema(source: Source, sources: Sources, schema_of: Callable[[str], Schema]) -> Schema:
    """The tables that a script running in a source can name.

    Views of other databases are left out: their text uses names of their own database, so whoever reads one is told
    that it is not known, rather than that it holds what a table of the same name holds here.

    Args:
        source: where the script runs.
        sources: all declared sources.
        schema_of: the known tables and views of a source, by name within it.

    >>> hr = Source("hr", "mssql://db:1433", database="hr", dialect="tsql")
    >>> ads = Source("ads", "mssql://db:1433", database="ads", dialect="tsql")
    >>> known = {"hr": Schema({"dbo.staff": {"salary": "int"}}), "ads": Schema()}
    >>> seen = server_schema(ads, Sources([hr, ads]), known.__getitem__)
    >>> seen.find(("hr", "dbo", "staff")), seen.find(("dbo", "staff"))
    (('hr.dbo.staff',), ())
    """
    own = schema_of(source.name)
    foreign = {
        f"{sibling.database}.{name}" if sibling.database else name: columns
        for sibling in sources.siblings(source)
        for known in [schema_of(sibling.name)]
        for name, columns in known.tables.items()
        if name not in known.views
    }
    added = foreign.keys() - own.tables.keys()
    tables = {**foreign, **own.tables} if foreign else own.tables
    return Schema(
        tables, own.views, home=source.database or "", levels=source.levels, foreign=added, claimed=own.claimed
    )
