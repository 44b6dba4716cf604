"""dbt's artifacts: the tables and views that `manifest.json` describes, with the columns of `catalog.json` beside it.

The forms are dbt's own (schemas.getdbt.com/dbt/manifest, versions 4 to 12). They are read tolerantly: a missing key is
nothing, a foreign file is an error. Without a catalog the columns are those somebody documented, and there may be
others; such a table has a column `*`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from privlineage.core.errors import Place, PrivlineageError
from privlineage.core.json_files import read_object
from privlineage.core.refs import WHOLE
from privlineage.lineage.described import Described, type_text

__all__ = ["Manifest", "read_manifest"]

_SEEN_THROUGH = frozenset({"view", "materialized_view", "materializedview", "dynamic_table", "streaming_table"})
"""Materialisations whose content the database derives by itself from what the SQL reads."""
_RELATIONS = frozenset({"model", "seed", "snapshot"})
_HINT = "name the manifest.json that dbt writes into its target folder"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a dbt project makes and reads.

    Attributes:
        adapter: the kind of database, in dbt's word; empty where the manifest does not say.
        relations: tables and views, named by database, schema and name as far as dbt knows them.
        partial: how many have only the columns that somebody documented.
        uncompiled: how many views have no compiled SQL.
    """

    adapter: str
    relations: tuple[Described, ...]
    partial: int = 0
    uncompiled: int = 0


def read_manifest(path: str | Path) -> Manifest:
    """A manifest, with the catalog beside it if there is one.

    Raises:
        PrivlineageError: PL002 when a file cannot be read, PL103 when it is none of dbt's.
    """
    manifest = _artifact(Path(path))
    nodes, sources = manifest.get("nodes"), manifest.get("sources", {})
    if not isinstance(nodes, dict) or not isinstance(sources, dict):
        raise PrivlineageError("PL103", "this is no manifest of dbt", hint=_HINT, place=Place(str(path)))
    beside = Path(path).with_name("catalog.json")
    catalog = _artifact(beside) if beside.is_file() else {}
    columns = {**_catalog(catalog.get("nodes")), **_catalog(catalog.get("sources"))}
    relations: dict[tuple[str, ...], Described] = {}
    partial = uncompiled = 0
    for key, node in _entries(nodes, sources):
        name = _name(node)
        if not name:
            continue
        listed = columns.get(key)
        view = _sql(node)
        if listed is None:
            # The columns of a view follow from its SQL; documented ones may be old and in any order.
            listed = () if view else (*_documented(node), (WHOLE, ""))
            partial += not view
        uncompiled += view == ""
        relations[name] = Described(name, listed, view)
    return Manifest(
        _text(_mapping(manifest.get("metadata")).get("adapter_type")), tuple(relations.values()), partial, uncompiled
    )


def _artifact(path: Path) -> dict[str, Any]:
    return read_object(path, "this is no artifact of dbt", _HINT)


def _entries(nodes: Mapping[str, Any], sources: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """What is a relation in a database: no tests and analyses, nothing ephemeral, nothing switched off."""
    for key, entry in nodes.items():
        node = _mapping(entry)
        config = _mapping(node.get("config"))
        kind = _text(node.get("resource_type")) or key.partition(".")[0]
        if kind in _RELATIONS and _materialized(node) != "ephemeral" and config.get("enabled") is not False:
            yield key, node
    for key, node in sources.items():
        if _mapping(node):
            yield key, node


def _name(node: Mapping[str, Any]) -> tuple[str, ...]:
    own = _text(node.get("identifier")) or _text(node.get("alias")) or _text(node.get("name"))
    return tuple(part for part in (_text(node.get("database")), _text(node.get("schema")), own) if part) if own else ()


def _materialized(node: Mapping[str, Any]) -> str:
    return _text(_mapping(node.get("config")).get("materialized")).lower()


def _sql(node: Mapping[str, Any]) -> str | None:
    """The SQL behind a view, empty where the manifest has none compiled; None for a table."""
    if _materialized(node) not in _SEEN_THROUGH:
        return None
    # Before version 7 the key was `compiled_sql`.
    return _text(node.get("compiled_code")) or _text(node.get("compiled_sql"))


def _documented(node: Mapping[str, Any]) -> list[tuple[str, str]]:
    found = []
    for key, column in _mapping(node.get("columns")).items():
        name = _text(_mapping(column).get("name")) or key
        found.append((name, type_text(_text(_mapping(column).get("data_type")))))
    return found


def _catalog(entries: object) -> dict[str, tuple[tuple[str, str], ...]]:
    """Columns and types by dbt's key, in the table's order."""
    found = {}
    for key, entry in _mapping(entries).items():
        columns = [column for column in _mapping(_mapping(entry).get("columns")).values() if _mapping(column)]
        columns.sort(key=lambda column: column["index"] if isinstance(column.get("index"), int) else 0)
        named = [(_text(column.get("name")), type_text(_text(column.get("type")))) for column in columns]
        if all(name for name, _ in named) and named:
            found[key] = tuple(named)
    return found


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
