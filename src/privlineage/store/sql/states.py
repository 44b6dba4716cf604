"""What datasets may hold now: a handful of indexed reads, however big the store is."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, select, union

from privlineage.core.labels import Atom, Labels, Tag, Ways
from privlineage.core.refs import ColumnRef, DatasetRef
from privlineage.graph.model import EpochRef, Slot
from privlineage.store.protocol import DatasetState
from privlineage.store.sql import tables as t
from privlineage.store.sql.interning import atom_of
from privlineage.store.sql.labels import ways_of
from privlineage.store.sql.plain import fetch_in

__all__ = ["in_zones", "states"]

_EPOCHS = """
SELECT d.id, d.source, d.name, d.declared, e.id
FROM dataset d LEFT JOIN epoch e ON e.dataset_id = d.id AND e.is_open
WHERE d.name IN (??) ORDER BY e.id
"""
_SLOTS = """
SELECT s.epoch_id, s.path, s.is_derived, a.text, l.strength
FROM slot s LEFT JOIN label l ON l.slot_id = s.id LEFT JOIN atom a ON a.id = l.atom_id
WHERE s.epoch_id IN (??)
"""
_TAGS = """
SELECT g.dataset_id, g.path, g.id, a.text, g.author, g.at, g."by"
FROM tag g LEFT JOIN atom a ON a.id = g.atom_id
WHERE g.dataset_id IN (??) AND g.valid_to IS NULL
"""


def states(connection: Connection, datasets: Iterable[DatasetRef]) -> dict[DatasetRef, DatasetState]:
    """The state of each dataset; unknown ones come back empty."""
    found = {dataset: _Found() for dataset in datasets}
    numbers: dict[int, DatasetRef] = {}
    epochs: dict[int, EpochRef] = {}
    for number, source, name, declared, epoch in fetch_in(connection, _EPOCHS, {dataset.name for dataset in found}):
        dataset = DatasetRef(source, name, bool(declared))
        if dataset in found:
            numbers[number] = dataset
            if epoch is not None:
                epochs[epoch] = EpochRef(dataset, str(epoch))
    for epoch in epochs.values():
        found[epoch.dataset].open.append(epoch)
    for number, path, is_derived, text, code in fetch_in(connection, _SLOTS, epochs):
        found[epochs[number].dataset].add(Slot(epochs[number], path), bool(is_derived), text, code)
    for number, path, claim, text, author, at, by in fetch_in(connection, _TAGS, numbers):
        dataset = numbers[number]
        tag = Tag(ColumnRef(dataset, path), None if text is None else atom_of(text), author, at, by)
        found[dataset].tags[path, claim] = tag
    return {dataset: held.state(dataset) for dataset, held in found.items()}


class _Found:
    """What was found of one dataset."""

    __slots__ = ("derived", "labels", "open", "tags")

    def __init__(self) -> None:
        self.open: list[EpochRef] = []
        self.labels: dict[Slot, dict[Atom, Ways]] = {}
        self.derived: set[Slot] = set()
        self.tags: dict[tuple[str, int], Tag] = {}

    def add(self, slot: Slot, is_derived: bool, text: str | None, code: int) -> None:
        """One slot with one of its labels, if it has any."""
        if is_derived:
            self.derived.add(slot)
        if text is not None:
            labels = self.labels.get(slot)
            if labels is None:
                labels = self.labels[slot] = {}
            labels[atom_of(text)] = ways_of(code)

    def state(self, dataset: DatasetRef) -> DatasetState:
        """All of it; tags in order of column, then of claiming."""
        tags = tuple(self.tags[key] for key in sorted(self.tags))
        labels: dict[Slot, Labels] = dict(self.labels)
        return DatasetState(dataset, tuple(self.open), labels, tags, frozenset(self.derived))


def in_zones(connection: Connection) -> list[DatasetRef]:
    """Datasets with open epochs or tags in force, sorted."""
    numbers = union(
        select(t.epoch.c.dataset_id).where(t.epoch.c.is_open),
        select(t.tag.c.dataset_id).where(t.tag.c.valid_to.is_(None)),
    )
    columns = (t.dataset.c.source, t.dataset.c.name, t.dataset.c.declared)
    rows = connection.execute(select(*columns).where(t.dataset.c.id.in_(numbers)))
    return sorted(DatasetRef(*row) for row in rows)
