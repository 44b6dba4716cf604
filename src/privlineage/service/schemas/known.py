"""The part of what is known of tables that a script can name."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from privlineage.core.labels import Tag
from privlineage.core.refs import DatasetRef
from privlineage.core.schema import Schema, words_of
from privlineage.store.protocol import SchemaRecord

__all__ = ["claimed", "schema_of"]


def schema_of(
    records: Callable[[Collection[str] | None], Iterable[SchemaRecord]],
    tags: Callable[[Iterable[DatasetRef]], Iterable[Tag]],
    words: Collection[str] | None = None,
) -> Schema:
    """The tables and views that words of a script can mean, and those that are behind such views.

    Args:
        records: the schemas that words can mean; all of them without words.
        tags: the tags on datasets: a view is seen through, but for what people say of its own columns.
        words: of a script, in lower case; None for all tables.
    """
    found: dict[str, SchemaRecord] = {}
    asked: set[str] = set()
    pending = None if words is None else set(words)
    while pending is None or pending:
        new = [record for record in records(pending) if record.dataset.name not in found]
        found.update((record.dataset.name, record) for record in new)
        if pending is None:
            break
        asked |= pending
        behind = [words_of(record.view) for record in new if record.view]
        # A view over a name with a wildcard may read anything.
        pending = None if None in behind else {word for some in behind for word in some or ()} - asked
    views = [record for record in found.values() if record.view]
    return Schema(
        {name: dict(record.columns) for name, record in found.items()},
        views={record.dataset.name: record.view for record in views},
        claimed=claimed(tags([record.dataset for record in views])) if views else None,
    )


def claimed(tags: Iterable[Tag]) -> dict[str, set[str]]:
    """The columns that hold something, as people say, by dataset name."""
    found: dict[str, set[str]] = {}
    for tag in tags:
        if tag.atom is not None:
            found.setdefault(tag.column.dataset.name, set()).add(tag.column.path)
    return found
