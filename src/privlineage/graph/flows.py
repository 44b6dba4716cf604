"""What is propagated, in stores and in decisions: facts, claims on what they read, the mark of unreviewed sources."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from privlineage.core.labels import UNREVIEWED, Atom, Labels, Ways, join
from privlineage.core.refs import WHOLE, ColumnRef, DatasetRef
from privlineage.graph.model import Edge, EpochRef, Slot
from privlineage.graph.review import unreviewed

__all__ = ["flows"]

_NOBODY = Slot(EpochRef(DatasetRef("", "unreviewed"), ""), WHOLE)
"""Stands for every source nobody reviewed; it is in no store."""


def flows(
    edges: Collection[Edge], derived: Iterable[Slot], claimed: Mapping[ColumnRef, frozenset[Atom]]
) -> tuple[list[Edge], dict[Slot, Labels]]:
    """The edges to propagate over, and what slots hold before anything flows.

    An unreviewed source hands its mark on along the facts that read it, not to whoever reads a related column: somebody
    who reads a whole table does not make its reviewed columns unreviewed. That also keeps the effect of a change local.

    Args:
        edges: the facts.
        derived: slots of the epochs they read whose content comes from somewhere we know.
        claimed: tagged columns with their atoms, empty where they were reviewed.
    """
    read = {edge.input for edge in edges}
    sources = unreviewed(read, derived, claimed)
    marked = [replace(edge, input=_NOBODY) for edge in edges if edge.input in sources]
    held: dict[Slot, Labels] = {_NOBODY: {UNREVIEWED: Ways.VALUE}} if marked else {}
    epochs: dict[DatasetRef, set[EpochRef]] = {}
    for slot in read:
        epochs.setdefault(slot.epoch.dataset, set()).add(slot.epoch)
    for column, atoms in claimed.items():
        for epoch in epochs.get(column.dataset, ()):
            slot = Slot(epoch, column.path)
            held[slot] = join(held.get(slot, {}), dict.fromkeys(atoms, Ways.VALUE))
    return [*edges, *marked], held
