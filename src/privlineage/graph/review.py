"""Which columns nobody looked at: sources without a tag, whose data is unreviewed rather than clean (law 7)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from privlineage.core.labels import UNREVIEWED, Atom, Strength
from privlineage.core.refs import ColumnRef, DatasetRef
from privlineage.graph.model import Edge, related_paths

__all__ = ["derived_paths", "is_unreviewed", "starting_points"]


def derived_paths(edges: Iterable[Edge]) -> dict[ColumnRef, None]:
    """The columns that get their content from somewhere we know.

    What only selects rows gives no content, and a column updated from itself is no more known than before: a nightly
    `DELETE … WHERE` must not make an unreviewed table look derived.
    """
    return {
        edge.output.column: None
        for edge in edges
        if edge.strength > Strength.ROW and edge.output.column != edge.input.column
    }


def is_unreviewed(path: str, derived: Iterable[str], tagged: Iterable[ColumnRef]) -> bool:
    """Whether a column of a dataset is a source nobody tagged or reviewed.

    Args:
        path: the column.
        derived: the dataset's derived paths, in whatever epoch.
        tagged: the dataset's columns with any tag, `none` included.

    >>> is_unreviewed("email", (), ())
    True
    >>> is_unreviewed("email", ("email",), ())
    False
    """
    if any(related_paths(path, other) for other in derived):
        return False
    return not any(column.covers(path) for column in tagged)


def starting_points(
    edges: Collection[Edge], claimed: Mapping[ColumnRef, frozenset[Atom]], asked: Iterable[ColumnRef] = ()
) -> dict[ColumnRef, frozenset[Atom]]:
    """Where a path through these edges may start: tagged columns, and sources nobody tagged or reviewed.

    Args:
        edges: an upstream closure, so that every incoming fact of its columns is among them.
        claimed: tagged columns with their atoms, empty where they were reviewed.
        asked: further columns that may be sources.
    """
    starts = dict(claimed)
    derived: dict[DatasetRef, list[str]] = {}
    for column in derived_paths(edges):
        derived.setdefault(column.dataset, []).append(column.path)
    tagged: dict[DatasetRef, list[ColumnRef]] = {}
    for column in claimed:
        tagged.setdefault(column.dataset, []).append(column)
    for source in sorted({edge.input.column for edge in edges} | set(asked)):
        if is_unreviewed(source.path, derived.get(source.dataset, ()), tagged.get(source.dataset, ())):
            starts[source] = frozenset({UNREVIEWED})
    return starts
