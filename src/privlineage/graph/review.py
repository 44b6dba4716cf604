"""Which columns nobody looked at: sources without a tag, whose data is unreviewed rather than clean (law 7)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from collections.abc import Set as AbstractSet

from privlineage.core.labels import UNREVIEWED, Atom, Strength
from privlineage.core.refs import CONSTANT, WHOLE, ColumnRef, DatasetRef
from privlineage.graph.model import Edge, EpochRef, Slot
from privlineage.graph.paths import ancestors

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
    known: dict[EpochRef, _Paths] = {}
    for slot in derived:
        paths = known.get(slot.epoch)
        if paths is None:
            paths = known[slot.epoch] = _Paths()
        paths.add(slot.path)
    claimed: dict[DatasetRef, set[str]] = {}
    for column in tagged:
        claimed.setdefault(column.dataset, set()).add(column.path)
    found: set[Slot] = set()
    for slot in read:
        paths, claims = known.get(slot.epoch), claimed.get(slot.epoch.dataset)
        if (
            not (paths is not None and paths.touch(slot.path))
            and not (claims is not None and _is_covered(slot.path, claims))
            and slot.column != CONSTANT
        ):
            found.add(slot)
    return found


class _Paths:
    """Paths of one epoch that hold something: `related_paths` asked of all of them at once."""

    __slots__ = ("_above", "_paths")

    def __init__(self) -> None:
        self._paths: set[str] = set()
        self._above: set[str] = set()

    def add(self, path: str) -> None:
        self._paths.add(path)
        if "." in path:
            self._above.update(ancestors(path))

    def touch(self, path: str) -> bool:
        """Whether reading `path` reads any of them."""
        return path == WHOLE or path in self._above or _is_covered(path, self._paths)


def _is_covered(path: str, paths: AbstractSet[str]) -> bool:
    """Whether the path, one above it, or the root is among the paths."""
    return path in paths or WHOLE in paths or ("." in path and any(above in paths for above in ancestors(path)))


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
