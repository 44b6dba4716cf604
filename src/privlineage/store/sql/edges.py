"""Slots and edges: writing them, and reading them by what they write or read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection

from privlineage.core.facts import Confidence
from privlineage.core.labels import Strength
from privlineage.core.refs import DatasetRef
from privlineage.graph.model import Edge, EpochRef, Slot
from privlineage.graph.review import gives_content
from privlineage.store.sql import tables as t
from privlineage.store.sql import version
from privlineage.store.sql.interning import functions_of, path_text, text_numbers
from privlineage.store.sql.plain import change_each, change_in, fetch, fetch_in

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

_EDGES = """
SELECT od.source, od.name, od.declared, o.epoch_id, o.path, idt.source, idt.name, idt.declared, i.epoch_id, i.path,
       e.strength, f.text, e.confidence, p.text
FROM edge e
JOIN slot o ON e.output_id = o.id JOIN slot i ON e.input_id = i.id
JOIN epoch oe ON o.epoch_id = oe.id JOIN epoch ie ON i.epoch_id = ie.id
JOIN dataset od ON oe.dataset_id = od.id JOIN dataset idt ON ie.dataset_id = idt.id
JOIN function_path f ON e.path_id = f.id JOIN place p ON e.place_id = p.id
WHERE e.valid_to IS NULL
"""
_SLOTS = "SELECT id, epoch_id, path FROM slot WHERE epoch_id IN (??)"
_DERIVED = "SELECT epoch_id, path FROM slot WHERE is_derived AND epoch_id IN (??)"
_INSERT = """
INSERT INTO edge (output_id, input_id, strength, path_id, confidence, place_id, valid_from)
VALUES (?, ?, ?, ?, ?, ?, ?)
"""
_INTO = f"{_EDGES} AND o.epoch_id IN (??)"
_SINCE = _INTO.replace("p.text\n", "p.text, e.valid_from\n")
_OUT_OF = f"{_EDGES} AND i.epoch_id IN (??)"


def number_of(epoch: EpochRef) -> int:
    """The number behind an epoch's id; 0, which no epoch has, for ids that are not ours."""
    return int(epoch.id) if epoch.id.isdecimal() else 0


def every_edge(connection: Connection) -> list[Edge]:
    """All edges in force."""
    return [_edge(row) for row in fetch(connection, _EDGES)]


def edges_into(connection: Connection, slots: Iterable[Slot]) -> list[Edge]:
    """The edges that write these very slots."""
    wanted = set(slots)
    edges = edges_into_epochs(connection, {slot.epoch for slot in wanted})
    return [edge for edge in edges if edge.output in wanted]


def edges_into_epochs(connection: Connection, epochs: Iterable[EpochRef]) -> list[Edge]:
    """The edges that write any slot of these epochs."""
    return _of(connection, _INTO, epochs)


def edges_since(connection: Connection, epochs: Iterable[EpochRef]) -> list[tuple[Edge, str]]:
    """The edges that write any slot of these epochs, each with the time since when it is known."""
    rows = fetch_in(connection, _SINCE, sorted({number_of(epoch) for epoch in epochs}))
    return [(_edge(row), row[14]) for row in rows]


def edges_out_of_epochs(connection: Connection, epochs: Iterable[EpochRef]) -> list[Edge]:
    """The edges that read any slot of these epochs."""
    return _of(connection, _OUT_OF, epochs)


def slot_numbers(connection: Connection, slots: Iterable[Slot]) -> dict[Slot, int]:
    """The number of each slot; new ones are added."""
    wanted = set(slots)
    epochs = {number_of(slot.epoch): slot.epoch for slot in wanted}
    found: dict[Slot, int] = {}
    for number, epoch, path in fetch_in(connection, _SLOTS, sorted(epochs)):
        found[Slot(epochs[epoch], path)] = number
    missing = sorted(wanted - found.keys())
    if missing:
        ((newest,),) = fetch(connection, "SELECT coalesce(max(id), 0) FROM slot")
        numbered = list(enumerate(missing, start=newest + 1))
        rows = [(number, number_of(slot.epoch), slot.path, False) for number, slot in numbered]
        change_each(connection, "INSERT INTO slot (id, epoch_id, path, is_derived) VALUES (?, ?, ?, ?)", rows)
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
        (
            slots[edge.output],
            slots[edge.input],
            int(edge.strength),
            paths[path_text(edge.path)],
            edge.confidence.value,
            places[edge.via],
            at,
        )
        for edge in new
    ]
    change_each(connection, _INSERT, rows)
    version.bump(connection)
    derived = {slots[edge.output] for edge in new if gives_content(edge)}
    change_in(connection, "UPDATE slot SET is_derived = ? WHERE id IN (??)", sorted(derived), True)
    return new


def derived_slots(connection: Connection, epochs: Iterable[EpochRef]) -> list[Slot]:
    """The slots of these epochs whose content comes from somewhere we know."""
    refs = {number_of(epoch): epoch for epoch in epochs}
    rows = fetch_in(connection, _DERIVED, sorted(refs))
    return [Slot(refs[number], path) for number, path in rows]


def _of(connection: Connection, statement: str, epochs: Iterable[EpochRef]) -> list[Edge]:
    return [_edge(row) for row in fetch_in(connection, statement, sorted({number_of(epoch) for epoch in epochs}))]


def _edge(row: Sequence[Any]) -> Edge:
    return Edge(
        output=Slot(EpochRef(DatasetRef(row[0], row[1], bool(row[2])), str(row[3])), row[4]),
        input=Slot(EpochRef(DatasetRef(row[5], row[6], bool(row[7])), str(row[8])), row[9]),
        strength=Strength(row[10]),
        path=functions_of(row[11]),
        confidence=Confidence(row[12]),
        via=row[13],
    )
