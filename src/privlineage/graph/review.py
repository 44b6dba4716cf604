"""Which columns nobody looked at: sources without a tag, whose data is unreviewed rather than clean (law 7)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from privlineage.core.labels import UNREVIEWED, Atom, Strength
from privlineage.core.refs import CONSTANT, ColumnRef, DatasetRef
from privlineage.graph.model import Edge, EpochRef, Slot, related_paths

__all__ = ["gives_content", "starting_points", "unreviewed"]


def gives_content(edge: Edge) -> bool:
    """Whether an edge makes its output derived: a column whose content comes from somewhere we know.

    What only selects rows gives no content, and a column updated from itself is no more known than before: a nightly
    `DELETE … WHERE` must not make an unreviewed table look derived. A table overwritten from its own older epoch does
    derive from it, and carries the mark on where that epoch was unreviewed.
    """
    return edge.strength > Strength.ROW and edge.output != edge.input


def unreviewed(read: Iterable[Slot], derived: Iterable[Slot], tagged: Iterable[ColumnRef]) -> set[Slot]:
    """Those of the slots read that are sources nobody tagged or reviewed.

    Args:
        read: the slots in question.
        derived: slots with content from somewhere we know, of the same epochs.
        tagged: columns with any tag, `none` included, of the same datasets.
    """
    known: dict[EpochRef, list[str]] = {}
    for slot in derived:
        known.setdefault(slot.epoch, []).append(slot.path)
    claimed: dict[DatasetRef, list[ColumnRef]] = {}
    for column in tagged:
        claimed.setdefault(column.dataset, []).append(column)
    return {
        slot
        for slot in read
        if slot.column != CONSTANT
        and not any(column.covers(slot.path) for column in claimed.get(slot.epoch.dataset, ()))
        and not any(related_paths(slot.path, path) for path in known.get(slot.epoch, ()))
    }


def starting_points(
    edges: Collection[Edge], claimed: Mapping[ColumnRef, frozenset[Atom]], asked: Iterable[Slot] = ()
) -> dict[ColumnRef, frozenset[Atom]]:
    """Where a path through these edges may start: tagged columns, and sources nobody tagged or reviewed.

    Args:
        edges: an upstream closure, so that every incoming fact of its columns is among them.
        claimed: tagged columns with their atoms, empty where they were reviewed.
        asked: further slots that may be sources.
    """
    derived = [edge.output for edge in edges if gives_content(edge)]
    sources = unreviewed({edge.input for edge in edges} | set(asked), derived, claimed)
    return {**claimed, **{slot.column: frozenset({UNREVIEWED}) for slot in sources}}
