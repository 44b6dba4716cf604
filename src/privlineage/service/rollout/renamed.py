"""Plans, movements and edges under the names that another bundle's sources give to the same datasets."""

from __future__ import annotations

import dataclasses
from functools import lru_cache
from typing import Any, TypeVar, cast

from privlineage.core.refs import ColumnRef, DatasetRef
from privlineage.core.sources import Source, Sources
from privlineage.graph.model import Slot
from privlineage.store.canonical import canonical

__all__ = ["Renaming", "same_names"]

T = TypeVar("T")


def same_names(one: Sources, other: Sources) -> bool:
    """Whether both give every dataset the same name: they differ in locations and connections at most."""
    return _naming(one) == _naming(other)


def _naming(sources: Sources) -> list[Source]:
    return [dataclasses.replace(source, location=None, conn_ids=()) for source in sources]


class Renaming:
    """From the names under one bundle's sources to those under another's.

    >>> wh = Source("wh", "postgres://wh:5432", database="bank", dialect="postgres")
    >>> str(Renaming(Sources(), Sources([wh])).of(DatasetRef("postgres://wh:5432", "bank.public.t")))
    'wh.public.t'
    """

    def __init__(self, before: Sources, after: Sources) -> None:
        self._before = before
        self._after = after
        self._idle = same_names(before, after)
        self._known: dict[DatasetRef, DatasetRef] = {}

    def of(self, value: T) -> T:
        """A core value (plan, movement, edge, reference, tuples of them) with every reference renamed."""
        return value if self._idle else cast("T", self._renamed(value))

    def _renamed(self, value: Any) -> Any:
        if isinstance(value, DatasetRef):
            return self._dataset(value)
        if isinstance(value, ColumnRef):
            return self._after.field(self._dataset(value.dataset), value.path)
        if isinstance(value, Slot):
            epoch = dataclasses.replace(value.epoch, dataset=self._dataset(value.epoch.dataset))
            return Slot(epoch, self._after.field(epoch.dataset, value.path).path)
        if isinstance(value, tuple):
            return tuple(self._renamed(item) for item in value)
        if not dataclasses.is_dataclass(value):
            return value
        return dataclasses.replace(
            cast("Any", value), **{n: self._renamed(getattr(value, n)) for n in _fields(value.__class__)}
        )

    def _dataset(self, ref: DatasetRef) -> DatasetRef:
        if ref not in self._known:
            self._known[ref] = canonical(ref, self._before, self._after)
        return self._known[ref]


@lru_cache(maxsize=64)
def _fields(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(kind) if field.init)
