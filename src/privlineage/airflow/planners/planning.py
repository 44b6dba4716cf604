"""What planners work with: the sources, the schemas and the plan cache of whoever decides."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from privlineage.core.refs import WHOLE, DatasetRef
from privlineage.core.schema import Schema, last_word
from privlineage.core.sources import Source, Sources
from privlineage.service.deciding.decider import Governance

__all__ = ["Knowledge", "Planning"]


class Knowledge(Protocol):
    """The part of a Decider that planners need; `check` hands in its own."""

    def schema(self, source: str, words: Collection[str] | None = None) -> Schema:
        """Known tables and views of a declared source, keyed by name within the source.

        Those that none of the words can mean may be left out.
        """

    def cached_plan(self, key: str) -> str | None:
        """A resolution kept under a plan-cache key."""

    def cache_plan(self, key: str, text: str) -> None:
        """Keep a resolution under its key."""


@dataclass(frozen=True)
class Planning:
    """What planners work with.

    Attributes:
        governance: the bundle's part that tells what is governed.
        knowledge: schemas and the plan cache.
        location: the worker's configured location, empty when nobody configured one.
    """

    governance: Governance
    knowledge: Knowledge
    location: str = ""

    @cached_property
    def sources(self) -> Sources:
        """The declared sources."""
        return self.governance.resolver()

    def governs(self, dataset: DatasetRef) -> bool:
        """Whether a dataset or sink is in a declared source or matches a zone pattern."""
        return self.governance.governs(dataset, self.sources)

    def source_of(self, conn_id: str) -> Source | None:
        """The source a connection leads to."""
        return self.sources.by_conn_id(conn_id)

    def connection(self, conn_id: str) -> DatasetRef:
        """A connection as a sink that is no dataset."""
        return self.sources.dataset(f"conn:{conn_id}" if not {":", "#"} & set(conn_id) else f"conn:`{conn_id}`")

    def columns_of(self, dataset: DatasetRef) -> tuple[str, ...]:
        """The known columns of a dataset, empty where nobody knows them."""
        if not dataset.declared or self.sources.of(dataset) is None:
            return ()
        columns = self.knowledge.schema(dataset.source, {last_word(dataset.name)}).columns(dataset.name)
        # A table that has others beside the listed ones is not known.
        return () if WHOLE in columns else tuple(self.sources.field(dataset, name).path for name in columns)
