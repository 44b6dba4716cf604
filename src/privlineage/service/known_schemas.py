"""The part of what is known of tables that a script can name."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from privlineage.core.schema import Schema, words_of
from privlineage.store.protocol import SchemaRecord

__all__ = ["schema_of"]


def schema_of(
    records: Callable[[Collection[str] | None], Iterable[SchemaRecord]], words: Collection[str] | None = None
) -> Schema:
    """The tables and views that words of a script can mean, and those that are behind such views.

    Args:
        records: the schemas that words can mean; all of them without words.
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
    return Schema(
        {name: dict(record.columns) for name, record in found.items()},
        views={name: record.view for name, record in found.items() if record.view},
    )
