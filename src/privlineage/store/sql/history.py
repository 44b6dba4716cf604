"""The past of some datasets: every epoch they ever had, the facts above these, and what people claimed of any of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, select

from privlineage.core.labels import Tag
from privlineage.core.refs import ColumnRef, DatasetRef
from privlineage.graph.model import Edge, EpochRef
from privlineage.store.claims import BUNDLE
from privlineage.store.remembering import History
from privlineage.store.sql import tables as t
from privlineage.store.sql.edges import edges_since, number_of
from privlineage.store.sql.interning import atom_of, chunks, known_datasets

__all__ = ["history"]

_CLAIMS = (
    select(
        t.dataset.c.source,
        t.dataset.c.name,
        t.dataset.c.declared,
        t.tag.c.path,
        t.atom.c.text,
        t.tag.c.author,
        t.tag.c.at,
        t.tag.c.by,
        t.tag.c.valid_from,
        t.tag.c.valid_to,
    )
    .select_from(t.tag)
    .join(t.dataset, t.tag.c.dataset_id == t.dataset.c.id)
    .outerjoin(t.atom, t.tag.c.atom_id == t.atom.c.id)
    .where(t.tag.c.by != BUNDLE)
    .order_by(t.tag.c.id)
)


def history(connection: Connection, datasets: Iterable[DatasetRef]) -> History:
    """The past of these datasets and of all that they ever derived from."""
    numbers = known_datasets(connection, set(datasets))
    epochs = _epochs(connection, numbers)
    found: dict[Edge, str] = {}
    frontier = set(epochs)
    seen: set[EpochRef] = set()
    while frontier:
        seen |= frontier
        above = edges_since(connection, frontier)
        found.update(above)
        frontier = {edge.input.epoch for edge, _ in above} - seen
    touched = {epoch.dataset for epoch in seen} | set(numbers)
    return History(
        tuple(_openings(connection, epochs)), tuple(sorted(found.items())), tuple(_claims(connection, touched))
    )


def _epochs(connection: Connection, numbers: dict[DatasetRef, int]) -> list[EpochRef]:
    refs = {number: dataset for dataset, number in numbers.items()}
    found: list[EpochRef] = []
    for part in chunks(sorted(refs)):
        rows = connection.execute(
            select(t.epoch.c.id, t.epoch.c.dataset_id).where(t.epoch.c.dataset_id.in_(part)).order_by(t.epoch.c.id)
        )
        found += [EpochRef(refs[row.dataset_id], str(row.id)) for row in rows]
    return found


def _openings(connection: Connection, epochs: Sequence[EpochRef]) -> Iterable[tuple[EpochRef, str, str]]:
    refs = {number_of(epoch): epoch for epoch in epochs}
    for part in chunks(sorted(refs)):
        columns = select(t.opening.c.epoch_id, t.opening.c.valid_from, t.opening.c.valid_to)
        for row in connection.execute(columns.where(t.opening.c.epoch_id.in_(part)).order_by(t.opening.c.id)):
            yield refs[row.epoch_id], row.valid_from, row.valid_to or ""


def _claims(connection: Connection, datasets: set[DatasetRef]) -> Iterable[tuple[Tag, str, str]]:
    numbers = known_datasets(connection, datasets)
    for part in chunks(sorted(numbers.values())):
        for row in connection.execute(_CLAIMS.where(t.tag.c.dataset_id.in_(part))):
            column = ColumnRef(DatasetRef(row.source, row.name, row.declared), row.path)
            atom = None if row.text is None else atom_of(row.text)
            yield Tag(column, atom, row.author, row.at, row.by), row.valid_from, row.valid_to or ""
