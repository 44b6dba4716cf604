"""Schemas and cached plans in memory."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from privlineage.core.refs import DatasetRef
from privlineage.store.precedence import combined
from privlineage.store.protocol import SchemaRecord
from privlineage.store.schema_words import ANY, word_of

__all__ = ["MemorySchemas"]


@dataclass
class MemorySchemas:
    """The part of `MemoryStore` that keeps schemas; what the methods mean stands in `store.protocol.Store`."""

    _seen: set[DatasetRef] = field(default_factory=set)
    _schemas: dict[DatasetRef, SchemaRecord] = field(default_factory=dict)
    _plans: dict[str, str] = field(default_factory=dict)

    def put_schemas(self, schemas: Sequence[SchemaRecord]) -> None:
        """Add or replace schemas."""
        for record in schemas:
            self._seen.add(record.dataset)
            kept = combined(record, self._schemas.pop(record.dataset, None))
            if kept is not None:
                self._schemas[record.dataset] = kept

    def schemas(self, source: str, words: Collection[str] | None = None) -> list[SchemaRecord]:
        """The schemas of a source."""
        found = [record for ref, record in sorted(self._schemas.items()) if ref.source == source]
        return [record for record in found if words is None or word_of(record.dataset) in {ANY, *words}]

    def cached_plan(self, key: str) -> str | None:
        """A cached resolution."""
        return self._plans.get(key)

    def cache_plan(self, key: str, text: str) -> None:
        """Keep a resolution under its key."""
        self._plans[key] = text
