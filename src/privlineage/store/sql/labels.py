"""Materialised labels: what each slot derives from its facts, kept equal to a recomputation from nothing (law 2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import Connection

from privlineage.core.declassify import Weakening
from privlineage.core.labels import Atom, Labels, Ways, join
from privlineage.core.refs import ColumnRef
from privlineage.graph.flows import flows
from privlineage.graph.model import Edge, EpochRef, Slot
from privlineage.graph.propagate import propagate
from privlineage.store.protocol import atoms_by_column
from privlineage.store.sql.closure import reached_from
from privlineage.store.sql.edges import derived_slots, edges_into, every_edge, number_of, slot_numbers
from privlineage.store.sql.epochs import epochs_of
from privlineage.store.sql.interning import atom_numbers, atom_of, every_dataset
from privlineage.store.sql.plain import change_each, fetch_in
from privlineage.store.sql.tags import tags_in_force

__all__ = ["labels_of_epochs", "recompute", "refresh", "refresh_column", "stale_slots", "ways_of"]

_LABELS = """
SELECT s.epoch_id, s.path, a.text, l.strength
FROM slot s JOIN label l ON l.slot_id = s.id JOIN atom a ON a.id = l.atom_id
WHERE s.epoch_id IN (??)
"""
_PAST = """
INSERT INTO label_history (slot_id, atom_id, strength, valid_from, valid_to)
SELECT slot_id, atom_id, strength, valid_from, ? FROM label WHERE slot_id = ? AND atom_id = ?
"""
_INSERT = "INSERT INTO label (slot_id, atom_id, strength, valid_from) VALUES (?, ?, ?, ?)"

_CODES = {
    Ways.ROW: 1,
    Ways.COLUMN: 2,
    Ways.VALUE: 3,
    Ways.ROW | Ways.COLUMN: 4,
    Ways.ROW | Ways.VALUE: 5,
    Ways.COLUMN | Ways.VALUE: 6,
    Ways.ROW | Ways.COLUMN | Ways.VALUE: 7,
}
"""How the column `strength` spells a set of ways; a single one is its strength."""
_WAYS = {code: ways for ways, code in _CODES.items()}


def ways_of(code: int) -> Ways:
    """The ways that a code of the column `strength` stands for."""
    return _WAYS[code]


def labels_of_epochs(connection: Connection, epochs: Iterable[EpochRef]) -> dict[Slot, dict[Atom, Ways]]:
    """The derived labels in force of every slot of these epochs that has any."""
    refs = {number_of(epoch): epoch for epoch in epochs}
    found: dict[Slot, dict[Atom, Ways]] = {}
    for epoch_id, path, text, code in fetch_in(connection, _LABELS, sorted(refs)):
        found.setdefault(Slot(refs[epoch_id], path), {})[atom_of(text)] = _WAYS[code]
    return found


def refresh(connection: Connection, changed: Iterable[Slot], weakening: Weakening, at: str) -> None:
    """Recompute the slots whose incoming facts or claims changed, and everything that depends on them.

    The rest of the graph enters as a boundary: its labels in force stay true, since nothing there depends on a change.
    """
    affected = reached_from(connection, changed)
    if not affected:
        return
    edges = edges_into(connection, affected)
    around = {edge.input.epoch for edge in edges}
    before = labels_of_epochs(connection, around | {slot.epoch for slot in affected})
    boundary = {slot: labels for slot, labels in before.items() if slot.epoch in around and slot not in affected}
    flowing, held = _flows(connection, edges)
    known = {slot: join(boundary.get(slot, {}), held.get(slot, {})) for slot in boundary.keys() | held.keys()}
    derived = propagate(flowing, known, weakening)
    _write(connection, {slot: before.get(slot, {}) for slot in affected}, derived, at)


def refresh_column(connection: Connection, column: ColumnRef, weakening: Weakening, at: str) -> None:
    """Recompute what depends on the claims about a column: they hold in every epoch, past ones too (law 2)."""
    refresh(connection, [Slot(epoch, column.path) for epoch in epochs_of(connection, [column.dataset])], weakening, at)


def recompute(connection: Connection, weakening: Weakening, at: str) -> int:
    """Recompute everything from tags and facts; the number of slots that changed by it."""
    before, derived = _before_and_after(connection, weakening)
    _write(connection, before, derived, at)
    return len(_differing(before, derived))


def stale_slots(connection: Connection, weakening: Weakening) -> set[Slot]:
    """The slots whose labels are not those that tags and facts give."""
    return _differing(*_before_and_after(connection, weakening))


def _before_and_after(
    connection: Connection, weakening: Weakening
) -> tuple[Mapping[Slot, Labels], Mapping[Slot, Labels]]:
    flowing, held = _flows(connection, every_edge(connection))
    before = labels_of_epochs(connection, epochs_of(connection, every_dataset(connection)))
    return before, propagate(flowing, held, weakening)


def _differing(before: Mapping[Slot, Labels], after: Mapping[Slot, Labels]) -> set[Slot]:
    return {slot for slot in before.keys() | after.keys() if before.get(slot, {}) != after.get(slot, {})}


def _flows(connection: Connection, edges: list[Edge]) -> tuple[list[Edge], dict[Slot, Labels]]:
    read = {edge.input.epoch for edge in edges}
    claimed = atoms_by_column(tags_in_force(connection, {epoch.dataset for epoch in read}))
    return flows(edges, derived_slots(connection, read), claimed)


def _write(
    connection: Connection,
    before: Mapping[Slot, Labels],
    after: Mapping[Slot, Labels],
    at: str,
) -> None:
    changed = _differing(before, after)
    if not changed:
        return
    gone = {atom for slot in changed for atom in before.get(slot, {})}
    numbers = atom_numbers(connection, gone | {atom for slot in changed for atom in after.get(slot, {})})
    old: list[tuple[int, int]] = []
    new: list[tuple[int, int, int, str]] = []
    for slot, number in slot_numbers(connection, changed).items():
        was, now = before.get(slot, {}), after.get(slot, {})
        old += [(number, numbers[atom]) for atom, ways in was.items() if now.get(atom) != ways]
        new += [(number, numbers[atom], _CODES[ways], at) for atom, ways in now.items() if was.get(atom) != ways]
    change_each(connection, _PAST, [(at, *row) for row in old])
    change_each(connection, "DELETE FROM label WHERE slot_id = ? AND atom_id = ?", old)
    change_each(connection, _INSERT, new)
