"""What tags and lineage say of the columns of one table, gathered in a few look-ups."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from privlineage.core.facts import FunctionStep
from privlineage.core.labels import UNREVIEWED, Atom, Strength, Ways, join
from privlineage.core.refs import CONSTANT, WHOLE, ColumnRef, DatasetRef
from privlineage.graph.explain import Explainer
from privlineage.graph.model import Edge, EpochRef, Slot, related_paths
from privlineage.graph.review import gives_content, starting_points
from privlineage.policy.model import Bundle
from privlineage.store.protocol import DatasetState, Store, atoms_by_column

__all__ = ["Labelled", "Origin", "labelled_columns"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Origin:
    """A column that gives another its values, directly or through others.

    Attributes:
        column: the source.
        path: the columns from it to the other one, both included.
        functions: the functions on that way, innermost first.
    """

    column: ColumnRef
    path: tuple[ColumnRef, ...]
    functions: tuple[FunctionStep, ...] = ()


@dataclass(frozen=True, slots=True)
class Labelled:
    """What is known of a column without looking at it.

    Attributes:
        column: which.
        atoms: labels that came as values, each with the minimal path from its tag.
        tagged: atoms that people or the bundle claim of this very column.
        reviewed: whether somebody said `none` of it.
        derived: whether its content comes from somewhere the lineage knows.
        origins: where its values come from, nearest first.
    """

    column: ColumnRef
    atoms: tuple[tuple[Atom, tuple[ColumnRef, ...]], ...] = ()
    tagged: frozenset[Atom] = frozenset()
    reviewed: bool = False
    derived: bool = False
    origins: tuple[Origin, ...] = ()

    @property
    def unknown(self) -> bool:
        """Whether nobody said anything and nothing is known of where it comes from: unreviewed, not clean."""
        return not (self.atoms or self.reviewed or self.derived)

    @property
    def functions(self) -> tuple[FunctionStep, ...]:
        """The functions on the way from the nearest source that passed any."""
        return next((origin.functions for origin in self.origins if origin.functions), ())


def labelled_columns(store: Store, bundle: Bundle, dataset: DatasetRef, names: Iterable[str]) -> dict[str, Labelled]:
    """What is known of each column of a dataset, by the column's name.

    Args:
        store: the store.
        bundle: the bundle in force: its declassifiers weaken labels along paths.
        dataset: the dataset, by its canonical reference.
        names: the columns that were looked at.
    """
    state = store.state([dataset])[dataset]
    epochs = list(state.open) or [EpochRef(dataset, "")]
    wanted = list(dict.fromkeys(names))
    slots = [Slot(epoch, name) for name in wanted for epoch in epochs]
    edges = [edge for edge in store.upstream(slots) if edge.input.column != CONSTANT]
    tags = atoms_by_column(store.tags({dataset} | {edge.input.epoch.dataset for edge in edges}))
    explainer = Explainer(edges, starting_points(edges, tags, slots), bundle.weakening)
    writers, known = _Writers(edges), _Known(state)
    return {
        name: _labelled(known, dataset.column(name), [Slot(epoch, name) for epoch in epochs], explainer, writers)
        for name in wanted
    }


class _Related(Generic[T]):
    """Things by the paths they stand at, so that a wide table is not looked through for each of its columns."""

    def __init__(self, items: Iterable[tuple[str, T]]) -> None:
        self._all = list(items)
        self._by_column: dict[str, list[tuple[str, T]]] = {}
        for path, item in self._all:
            self._by_column.setdefault(_column_of(path), []).append((path, item))

    def to(self, path: str) -> Iterator[T]:
        """What stands at the path, above it or below it."""
        near = self._all if path == WHOLE else [*self._at(WHOLE), *self._at(_column_of(path))]
        return (item for other, item in near if related_paths(path, other))

    def _at(self, column: str) -> Sequence[tuple[str, T]]:
        return self._by_column.get(column, ())


def _column_of(path: str) -> str:
    return path.partition(".")[0]


class _Known:
    """What a dataset's state says, by paths."""

    def __init__(self, state: DatasetState) -> None:
        self.tags = _Related((tag.column.path, tag) for tag in state.tags)
        self.labels = _Related((slot.path, labels) for slot, labels in state.labels.items())
        self.derived = _Related((slot.path, slot) for slot in state.derived)


def _labelled(
    known: _Known, column: ColumnRef, slots: Sequence[Slot], explainer: Explainer, writers: _Writers
) -> Labelled:
    claims = [tag for tag in known.tags.to(column.path) if tag.column.covers(column.path)]
    tagged = frozenset(tag.atom for tag in claims if tag.atom is not None)
    carried = join(*known.labels.to(column.path))
    carried = join(carried, dict.fromkeys(tagged, Ways.VALUE))
    atoms = []
    for atom, ways in sorted(carried.items(), key=lambda item: item[0].sort_key):
        if atom == UNREVIEWED or not ways & Ways.VALUE:
            continue
        found = explainer.witness(slots, atom, Strength.VALUE)
        atoms.append((atom, found.columns if found else (column,)))
    derived = any(True for _ in known.derived.to(column.path))
    reviewed = any(tag.atom is None for tag in claims) and not tagged
    return Labelled(column, tuple(atoms), tagged, reviewed, derived, tuple(writers.origins(slots, column)))


class _Writers:
    """Edges by what they write, to be walked against the data."""

    def __init__(self, edges: Iterable[Edge]) -> None:
        into: dict[EpochRef, list[tuple[str, Edge]]] = {}
        for edge in sorted(edges):
            if edge.strength is Strength.VALUE and gives_content(edge):
                into.setdefault(edge.output.epoch, []).append((edge.output.path, edge))
        self._into = {epoch: _Related(found) for epoch, found in into.items()}

    def origins(self, slots: Sequence[Slot], column: ColumnRef) -> Iterator[Origin]:
        """Every column that gives the slots their values, nearest first, each once."""
        seen = set(slots)
        ring = [(slot, Origin(column, (column,))) for slot in slots]
        while ring:
            following = []
            for slot, origin in ring:
                written = self._into.get(slot.epoch)
                for edge in written.to(slot.path) if written is not None else ():
                    if edge.input in seen:
                        continue
                    seen.add(edge.input)
                    source = edge.input.column
                    here = Origin(source, (source, *origin.path), (*edge.path, *origin.functions))
                    yield here
                    following.append((edge.input, here))
            ring = following
