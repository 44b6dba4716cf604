"""Schemas in lock files and in the store."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from privlineage.core.errors import Place, PrivlineageError
from privlineage.core.schema import Schema
from privlineage.core.sources import Sources
from privlineage.lineage.schemas import PulledTable
from privlineage.policy.load import load_files, load_folder
from privlineage.policy.model import Bundle
from privlineage.store.protocol import SchemaRecord, Store

__all__ = ["Lock", "bundle_of", "keep_schemas", "lock_of", "lock_records", "merged_lock", "read_lock"]

Lock = Mapping[str, Mapping[str, Mapping[str, str]]]
"""A schema lock: source to table to column to type (contracts.md)."""


def bundle_of(folder: Path | None, store: Store | None) -> Bundle:
    """The bundle of a folder where one is named, else the store's.

    Raises:
        PrivlineageError: PL506 when neither is there, or what is wrong with the folder.
    """
    if folder is not None:
        return load_folder(folder)
    record = store.active_bundle() if store is not None else None
    if record is None:
        raise PrivlineageError("PL506", "no bundle declares the sources", hint="name its folder with --bundle")
    return load_files(dict(record.files))


def lock_of(tables: Iterable[PulledTable]) -> dict[str, dict[str, str]]:
    """The part of a lock for one source; tables that differ only in case share their entry, as they share labels."""
    found: dict[str, dict[str, str]] = {}
    for table in tables:
        found.setdefault(table.dataset.name, {}).update(table.columns)
    return found


def merged_lock(before: Lock, source: str, tables: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    """A lock with one source's part replaced, sorted by source."""
    return dict(sorted({**before, source: tables}.items()))


def read_lock(path: str | Path) -> Lock:
    """A schema lock.

    Raises:
        PrivlineageError: PL002 when it cannot be read, PL103 when it has another form.
    """
    place = Place(str(path))
    try:
        data = json.loads(Path(path).read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise PrivlineageError("PL002", f"`{path}` cannot be read: {type(error).__name__}") from None
    except (ValueError, RecursionError) as error:
        if isinstance(error, json.JSONDecodeError):
            place = Place(str(path), error.lineno, error.colno)
        raise PrivlineageError("PL103", "this is not JSON", place=place) from None
    if not isinstance(data, dict):
        raise PrivlineageError("PL103", "a schema lock is an object of sources", hint=_FORM, place=place)
    for source, tables in data.items():
        try:
            Schema.from_contract(tables)
        except PrivlineageError as error:
            raise PrivlineageError("PL103", f"under `{source}`: {error.message}", hint=_FORM, place=place) from None
    return {
        source: {table: {column: kind or "" for column, kind in columns.items()} for table, columns in tables.items()}
        for source, tables in data.items()
    }


_FORM = '{"wh": {"public.customers": {"email": "text"}}}'


def lock_records(lock: Lock, sources: Sources, at: str) -> list[SchemaRecord]:
    """The tables of a lock under canonical names."""
    records = []
    for name, tables in lock.items():
        source = sources.get(name)
        for table, columns in tables.items():
            dataset = source.dataset(table) if source else sources.from_openlineage(name, table)
            records.append(SchemaRecord(dataset, tuple(columns.items()), origin="pulled", at=at))
    return records


def keep_schemas(store: Store, tables: Iterable[PulledTable], at: str) -> None:
    """Put pulled schemas into the store."""
    store.put_schemas(
        [SchemaRecord(table.dataset, table.columns, view=table.view, origin="pulled", at=at) for table in tables]
    )
