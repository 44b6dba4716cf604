"""Slots and edges: writing them, and reading them by what they write or read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, insert, select, update

from privlineage.core.facts import Confidence
from privlineage.core.labels import Strength
from privlineage.core.refs import DatasetRef
from privlineage.graph.model import Edge, EpochRef, Slot
from privlineage.graph.review import gives_content
from privlineage.store.sql import tables as t
from privlineage.store.sql import version
from privlineage.store.sql.interning import chunks, functions_of, path_text, text_numbers

__all__ = [
    "add",
    "edges_into",
    "edges_into_epochs",
    "edges_out_of_epochs",
    "edges_since",
    "every_edge",
    "number_of",
    "slot_numbers",
]

_out, _in = t.slot.alias("o"), t.slot.alias("i")
_out_epoch, _in_epoch = t.epoch.alias("oe"), t.epoch.alias("ie")
_out_dataset, _in_dataset = t.dataset.alias("od"), t.dataset.alias("idt")

_EDGES = (
    select(
        _out_dataset.c.source,
        _out_dataset.c.name,
        _out_dataset.c.declared,
        _out.c.epoch_id,
        _out.c.path,
        _in_dataset.c.source,
        _in_dataset.c.name,
        _in_dataset.c.declared,
        _in.c.epoch_id,
        _in.c.path,
        t.edge.c.strength,
        t.function_path.c.text,
        t.edge.c.confidence,
        t.place.c.text,
    )
    .select_from(t.edge)
    .join(_out, t.edge.c.output_id == _out.c.id)
    .join(_in, t.edge.c.input_id == _in.c.id)
    .join(_out_epoch, _out.c.epoch_id == _out_epoch.c.id)
    .join(_in_epoch, _in.c.epoch_id == _in_epoch.c.id)
    .join(_out_dataset, _out_epoch.c.dataset_id == _out_dataset.c.id)
    .join(_in_dataset, _in_epoch.c.dataset_id == _in_dataset.c.id)
    .join(t.function_path, t.edge.c.path_id == t.function_path.c.id)
    .join(t.place, t.edge.c.place_id == t.place.c.id)
    .where(t.edge.c.valid_to.is_(None))
)


def number_of(epoch: EpochRef) -> int:
    """The number behind an epoch's id; 0, which no epoch has, for ids that are not ours."""
    return int(epoch.id) if epoch.id.isdecimal() else 0


def every_edge(connection: Connection) -> list[Edge]:
    """All edges in force."""
    return [_edge(row) for row in connection.execute(_EDGES)]


def edges_into(connection: Connection, slots: Iterable[Slot]) -> list[Edge]:
    """The edges that write these very slots."""
    wanted = set(slots)
    edges = edges_into_epochs(connection, {slot.epoch for slot in wanted})
    return [edge for edge in edges if edge.output in wanted]


def edges_into_epochs(connection: Connection, epochs: Iterable[EpochRef]) -> list[Edge]:
    """The edges that write any slot of these epochs."""
    return _where(connection, _out.c.epoch_id, epochs)


def edges_since(connection: Connection, epochs: Iterable[EpochRef]) -> list[tuple[Edge, str]]:
    """The edges that write any slot of these epochs, each with the time since when it is known."""
    found: list[tuple[Edge, str]] = []
    statement = _EDGES.add_columns(t.edge.c.valid_from)
    for part in chunks(sorted({number_of(epoch) for epoch in epochs})):
        found += [(_edge(row), row[14]) for row in connection.execute(statement.where(_out.c.epoch_id.in_(part)))]
    return found


def edges_out_of_epochs(connection: Connection, epochs: Iterable[EpochRef]) -> list[Edge]:
    """The edges that read any slot of these epochs."""
    return _where(connection, _in.c.epoch_id, epochs)


def slot_numbers(connection: Connection, slots: Iterable[Slot]) -> dict[Slot, int]:
    """The number of each slot; new ones are added."""
    wanted = set(slots)
    epochs = {number_of(slot.epoch): slot.epoch for slot in wanted}
    found: dict[Slot, int] = {}
    for part in chunks(epochs):
        rows = connection.execute(
            select(t.slot.c.id, t.slot.c.epoch_id, t.slot.c.path).where(t.slot.c.epoch_id.in_(part))
        )
        found.update((Slot(epochs[row.epoch_id], row.path), row.id) for row in rows)
    missing = sorted(wanted - found.keys())
    if missing:
        newest: int = connection.execute(select(func.coalesce(func.max(t.slot.c.id), 0))).scalar_one()
        numbered = list(enumerate(missing, start=newest + 1))
        connection.execute(
            insert(t.slot),
            [
                {"id": number, "epoch_id": number_of(slot.epoch), "path": slot.path, "is_derived": False}
                for number, slot in numbered
            ],
        )
        found.update((slot, number) for number, slot in numbered)
    return {slot: found[slot] for slot in wanted}


def add(connection: Connection, edges: Iterable[Edge], at: str) -> list[Edge]:
    """Store edges whose epochs are stored; returns those that were not there yet."""
    wanted = set(edges)
    known = set(edges_into_epochs(connection, {edge.output.epoch for edge in wanted}))
    new = sorted(wanted - known)
    if not new:
        return []
    slots = slot_numbers(connection, {slot for edge in new for slot in (edge.output, edge.input)})
    paths = text_numbers(connection, t.function_path, {path_text(edge.path) for edge in new})
    places = text_numbers(connection, t.place, {edge.via for edge in new})
    rows = [
        {
            "output_id": slots[edge.output],
            "input_id": slots[edge.input],
            "strength": int(edge.strength),
            "path_id": paths[path_text(edge.path)],
            "confidence": edge.confidence.value,
            "place_id": places[edge.via],
            "valid_from": at,
        }
        for edge in new
    ]
    connection.execute(insert(t.edge), rows)
    version.bump(connection)
    derived = {slots[edge.output] for edge in new if gives_content(edge)}
    for part in chunks(sorted(derived)):
        connection.execute(update(t.slot).where(t.slot.c.id.in_(part)).values(is_derived=True))
    return new


def derived_slots(connection: Connection, epochs: Iterable[EpochRef]) -> list[Slot]:
    """The slots of these epochs whose content comes from somewhere we know."""
    refs = {number_of(epoch): epoch for epoch in epochs}
    found: list[Slot] = []
    statement = select(t.slot.c.epoch_id, t.slot.c.path).where(t.slot.c.is_derived)
    for part in chunks(sorted(refs)):
        rows = connection.execute(statement.where(t.slot.c.epoch_id.in_(part)))
        found += [Slot(refs[number], path) for number, path in rows]
    return found


def _where(connection: Connection, column: ColumnElement[int], epochs: Iterable[EpochRef]) -> list[Edge]:
    found: list[Edge] = []
    for part in chunks(sorted({number_of(epoch) for epoch in epochs})):
        found += [_edge(row) for row in connection.execute(_EDGES.where(column.in_(part)))]
    return found


def _edge(row: Sequence[Any]) -> Edge:
    return Edge(
        output=Slot(EpochRef(DatasetRef(row[0], row[1], row[2]), str(row[3])), row[4]),
        input=Slot(EpochRef(DatasetRef(row[5], row[6], row[7]), str(row[8])), row[9]),
        strength=Strength(row[10]),
        path=functions_of(row[11]),
        confidence=Confidence(row[12]),
        via=row[13],
    )
