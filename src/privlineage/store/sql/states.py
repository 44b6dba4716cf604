"""What datasets may hold now: a handful of indexed reads, however big the store is."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, select, union

from privlineage.core.labels import Labels, Tag
from privlineage.core.refs import DatasetRef
from privlineage.graph.model import EpochRef, Slot
from privlineage.store.protocol import DatasetState
from privlineage.store.sql import tables as t
from privlineage.store.sql.edges import derived_slots
from privlineage.store.sql.epochs import epochs_of
from privlineage.store.sql.labels import labels_of_epochs
from privlineage.store.sql.tags import tags_in_force

__all__ = ["in_zones", "states"]


def states(connection: Connection, datasets: Iterable[DatasetRef]) -> dict[DatasetRef, DatasetState]:
    """The state of each dataset; unknown ones come back empty."""
    wanted = list(dict.fromkeys(datasets))
    epochs: dict[DatasetRef, list[EpochRef]] = {}
    for epoch in epochs_of(connection, wanted, only_open=True):
        epochs.setdefault(epoch.dataset, []).append(epoch)
    every = [epoch for refs in epochs.values() for epoch in refs]
    labels: dict[DatasetRef, dict[Slot, Labels]] = {}
    for slot, found in labels_of_epochs(connection, every).items():
        labels.setdefault(slot.epoch.dataset, {})[slot] = found
    tags: dict[DatasetRef, list[Tag]] = {}
    for tag in tags_in_force(connection, wanted):
        tags.setdefault(tag.column.dataset, []).append(tag)
    derived = derived_slots(connection, every)
    return {
        dataset: DatasetState(
            dataset,
            tuple(epochs.get(dataset, ())),
            labels.get(dataset, {}),
            tuple(tags.get(dataset, ())),
            frozenset(slot for slot in derived if slot.epoch.dataset == dataset),
        )
        for dataset in wanted
    }


def in_zones(connection: Connection) -> list[DatasetRef]:
    """Datasets with open epochs or tags in force, sorted."""
    numbers = union(
        select(t.epoch.c.dataset_id).where(t.epoch.c.is_open),
        select(t.tag.c.dataset_id).where(t.tag.c.valid_to.is_(None)),
    )
    columns = (t.dataset.c.source, t.dataset.c.name, t.dataset.c.declared)
    rows = connection.execute(select(*columns).where(t.dataset.c.id.in_(numbers)))
    return sorted(DatasetRef(*row) for row in rows)
