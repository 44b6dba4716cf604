"""Which declared source each relation of a dbt project is in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from privlineage.core.errors import PrivlineageError
from privlineage.core.naming import fold_namespace
from privlineage.core.sources import Source, Sources
from privlineage.lineage.dbt import Manifest
from privlineage.lineage.described import Described
from privlineage.lineage.schemas import PulledTable, pulled_tables
from privlineage.lineage.sql.text.dialects import traits
from privlineage.lineage.sql_literals import KeptLiterals

__all__ = ["Placed", "placed"]

_DIALECTS = {"fabric": "tsql"}
"""Adapters of dbt whose databases may be declared with another dialect than that of their name."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A dbt project's relations by declared source.

    Attributes:
        tables: source to its tables and views.
        elsewhere: how many are in databases that no source declares.
    """

    tables: Mapping[str, list[PulledTable]]
    elsewhere: int = 0


def placed(
    manifest: Manifest, sources: Sources, only: Source | None = None, kept: KeptLiterals = frozenset()
) -> Placed:
    """The relations of a manifest under canonical names.

    Args:
        manifest: what dbt knows.
        sources: the declared sources.
        only: the source meant, where somebody named it: then only databases that others declare are elsewhere.
        kept: function and argument position of literals that views may keep.

    Raises:
        PrivlineageError: PL302 when no declared source can be the project's database.
    """
    fitting = [source for source in sources if source.dotted and _speaks(source, manifest.adapter)]
    if only is not None and only not in fitting:
        fitting.append(only)
    if not fitting:
        raise PrivlineageError(
            "PL302",
            f"no declared source is a database of dbt's adapter `{manifest.adapter}`",
            hint="declare one in sources.yml, or name the one that is meant with --source",
        )
    by_source: dict[str, list[Described]] = {}
    elsewhere = 0
    for relation in manifest.relations:
        source = _source(relation, fitting, only)
        if source is None or (only is not None and source != only):
            elsewhere += 1
        else:
            by_source.setdefault(source.name, []).append(_within(relation, source))
    found = {source.name: source for source in fitting}
    return Placed({name: pulled_tables(found[name], tables, kept) for name, tables in by_source.items()}, elsewhere)


def _speaks(source: Source, adapter: str) -> bool:
    dialects = {adapter, traits(adapter).name, _DIALECTS.get(adapter, adapter)}
    scheme = fold_namespace(source.namespace).partition(":")[0]
    return not adapter or source.dialect in dialects or scheme in dialects


def _source(relation: Described, fitting: list[Source], only: Source | None) -> Source | None:
    """The source that declares the relation's database, else the one that declares none, else the only one."""
    named = [source for source in fitting if source.database and _database(relation, source) == source.database.lower()]
    if named:
        return only if only in named else named[0]
    open_ended = [source for source in fitting if not source.database]
    if only in open_ended:
        return only
    if len(open_ended) == 1:
        return open_ended[0]
    unsaid = [source for source in fitting if not _database(relation, source)]
    return only if only in unsaid else unsaid[0] if len(unsaid) == 1 else None


def _database(relation: Described, source: Source) -> str:
    """The part of a name that is a database to the source, empty where the name has none."""
    return relation.name[-source.levels].lower() if len(relation.name) >= source.levels else ""


def _within(relation: Described, source: Source) -> Described:
    """The relation's name as the source counts its parts: two of the three where there is no level of databases."""
    return Described(relation.name[-source.levels :], relation.columns, relation.view)
