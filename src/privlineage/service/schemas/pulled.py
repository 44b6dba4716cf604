"""Schemas of a bundle's sources, on their way into the store."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from privlineage.core.errors import PrivlineageError
from privlineage.core.sources import Source
from privlineage.lineage.schemas import PulledTable
from privlineage.policy.load import load_folder
from privlineage.policy.model import Bundle
from privlineage.service.bundle_in_force import bundle_if_any
from privlineage.store.protocol import SchemaRecord, Store

__all__ = ["bundle_of", "keep", "keep_schemas"]


def bundle_of(folder: Path | None, store: Store | None) -> Bundle:
    """The bundle of a folder where one is named, else the store's.

    Raises:
        PrivlineageError: PL506 when neither is there, or what is wrong with the folder.
    """
    if folder is not None:
        return load_folder(folder)
    bundle = bundle_if_any(store) if store is not None else None
    if bundle is None:
        raise PrivlineageError("PL506", "no bundle declares the sources", hint="name its folder with --bundle")
    return bundle


def keep_schemas(store: Store, source: Source, tables: Sequence[PulledTable], began: str, *, whole: bool) -> None:
    """Put a source's schemas into the store.

    Args:
        store: where to.
        source: which source they are of.
        tables: what was found.
        began: when the search began, ISO 8601 in UTC.
        whole: whether these are all there are: then what the store knew before and was not found is forgotten.
    """
    keep(store, tables, "pulled", began)
    if not whole:
        return
    found = {table.dataset for table in tables}
    gone = [
        SchemaRecord(record.dataset, (), origin="pulled", at=began)
        for record in store.schemas(source.name)
        if record.dataset not in found and record.dataset.declared and record.at < began
    ]
    store.put_schemas(gone)


def keep(store: Store, tables: Iterable[PulledTable], origin: str, at: str) -> None:
    """Put tables into the store as what somebody says of them (`store.precedence`)."""
    store.put_schemas([SchemaRecord(table.dataset, table.columns, table.view, origin, at) for table in tables])
