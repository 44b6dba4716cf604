"""Declared lineage: what a task's author says it reads, writes and moves, turned into a plan. Knows no Airflow."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from privlineage.core.errors import PrivlineageError
from privlineage.core.facts import Confidence, Fact, FunctionStep
from privlineage.core.plan import Job, Opening, Plan, Sink, Unresolved, WriteMode
from privlineage.core.refs import WHOLE, ColumnRef, DatasetRef, parse_selection, split_reference
from privlineage.core.sources import Sources

__all__ = ["Declaration", "MappedColumn", "Move", "Selection", "Through", "plan_declared", "select"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Selection:
    """A dataset and some of its columns, as written.

    Attributes:
        dataset: a reference in any spelling.
        columns: the columns named, None for all of them.
    """

    dataset: str
    columns: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class MappedColumn:
    """One entry of a map: an output column and a column it is made from.

    Attributes:
        output: the sink's column.
        input: the source's column, or `dataset#column` where several sources are read.
        path: functions around it, innermost first.
    """

    output: str
    input: str
    path: tuple[FunctionStep, ...] = ()


@dataclass(frozen=True, slots=True)
class Move:
    """Data carried from some datasets into one.

    Attributes:
        sources: what is read.
        sink: what is written.
        columns: the map; what it does not name keeps its name.
        mode: `append` or `overwrite`.
    """

    sources: tuple[Selection, ...]
    sink: Selection
    columns: tuple[MappedColumn, ...] = ()
    mode: WriteMode = WriteMode.APPEND


@dataclass(frozen=True, slots=True)
class Through:
    """A function that columns pass through; only a policy's declassifier gives it meaning.

    Attributes:
        function: module path and qualified name, lower case.
        columns: input or output columns that pass through it, empty for all.
        argument: 0-based position of the argument they come through.
        literals: literal arguments by position.
        digest: hash of the function's source, empty when it is not at hand.
    """

    function: str
    columns: tuple[str, ...] = ()
    argument: int = 0
    literals: tuple[tuple[int, str], ...] = ()
    digest: str = ""

    @property
    def step(self) -> FunctionStep:
        """The step it adds to a fact's path."""
        return FunctionStep(self.function, self.argument, self.literals)


@dataclass(frozen=True, slots=True)
class Declaration:
    """Everything a task declares.

    Attributes:
        reads: what it reads, without a map.
        writes: what it writes, without a map, each with its mode.
        moves: mapped movements.
        through: functions columns pass through.
        purposes: what the data is used for; None when the task does not say.
        reads_nothing: the author says that it reads no dataset (`@reads()`).
    """

    reads: tuple[Selection, ...] = ()
    writes: tuple[tuple[Selection, WriteMode], ...] = ()
    moves: tuple[Move, ...] = ()
    through: tuple[Through, ...] = ()
    purposes: tuple[str, ...] | None = None
    reads_nothing: bool = False

    def joined(self, other: Declaration) -> Declaration:
        """Both declarations, each entry once."""
        purposes = self.purposes
        if other.purposes is not None:
            purposes = _each_once((*(purposes or ()), *other.purposes))
        return Declaration(
            reads=_each_once((*self.reads, *other.reads)),
            writes=_each_once((*self.writes, *other.writes)),
            moves=_each_once((*self.moves, *other.moves)),
            through=_each_once((*self.through, *other.through)),
            purposes=purposes,
            reads_nothing=self.reads_nothing or other.reads_nothing,
        )

    @property
    def selections(self) -> Iterator[Selection]:
        """Every selection it names."""
        yield from self.reads
        yield from (selection for selection, _ in self.writes)
        for move in self.moves:
            yield from move.sources
            yield move.sink

    @property
    def names_data(self) -> bool:
        """Whether it names any dataset, rather than a purpose or a function alone."""
        return bool(self.reads or self.writes or self.moves or self.reads_nothing)


def _each_once(items: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(items))


def select(text: str) -> Selection:
    """Read `dataset`, `dataset[a,b]` or `dataset#a`.

    Raises:
        PrivlineageError: PL301, when the text is no reference.

    >>> select("wh.mart.stage[email, country]")
    Selection(dataset='wh.mart.stage', columns=('email', 'country'))
    """
    dataset, columns = parse_selection(text)
    split_reference(dataset)
    return Selection(dataset.strip(), None if columns in (None, (WHOLE,)) else columns)


def plan_declared(
    job: Job,
    declaration: Declaration,
    sources: Sources,
    columns_of: Callable[[DatasetRef], tuple[str, ...]] = lambda _: (),
    *,
    through_worker: bool = True,
    location: str = "",
    place: str = "",
) -> Plan:
    """The plan of a declaration.

    Args:
        job: who acts.
        declaration: what its author says.
        sources: the declared sources.
        columns_of: the known columns of a dataset, in order; empty where nobody knows them.
        through_worker: whether the data passes the worker.
        location: the worker's configured location.
        place: where the declaration stands, for witnesses.

    A read without any sink and a write without any source are unresolved: a known end does not tell the other one.

    >>> from privlineage.core.sources import Source
    >>> wh = Sources([Source("wh", "postgres://wh:5432", dialect="postgres")])
    >>> move = Move((select("wh.mart.stage[email]"),), select("s3://ads/daily.csv"))
    >>> plan = plan_declared(Job("d", "export"), Declaration(moves=(move,)), wh)
    >>> [(str(fact.input), str(fact.output)) for fact in plan.facts]
    [('wh.mart.stage#email', 's3://ads/daily.csv#email')]
    """
    return _Planner(job, declaration, sources, columns_of, place or job.task_id).plan(through_worker, location)


def _moved_from(declaration: Declaration) -> tuple[Selection, ...]:
    """What the mapped movements of a declaration read."""
    return tuple(source for move in declaration.moves for source in move.sources)


@dataclass
class _Planner:
    job: Job
    declaration: Declaration
    sources: Sources
    columns_of: Callable[[DatasetRef], tuple[str, ...]]
    place: str
    facts: dict[Fact, None] = field(default_factory=dict)
    sinks: dict[DatasetRef, Sink] = field(default_factory=dict)
    unresolved: list[Unresolved] = field(default_factory=list)

    def plan(self, through_worker: bool, location: str) -> Plan:
        said = self.declaration
        self._open_sinks()
        for move in said.moves:
            self._move(move)
        # Without a map everything read may be in everything written. A read or write that has no counterpart of its
        # own kind is paired with the mapped movements' other ends: unknown is not clean.
        mapped_sources = _each_once(_moved_from(said))
        mapped_sinks = _each_once(move.sink for move in said.moves)
        if said.reads:
            written = [selection for selection, _ in said.writes] or list(mapped_sinks)
            self._each_to_each(said.reads, written)
        elif said.writes and mapped_sources:
            self._each_to_each(mapped_sources, [selection for selection, _ in said.writes])
        self._name_the_unknown()
        reads = {self.sources.dataset(selection.dataset) for selection in (*said.reads, *mapped_sources)}
        return Plan(
            job=self.job,
            facts=tuple(sorted(self.facts)),
            openings=tuple(Opening(ref) for ref, sink in self.sinks.items() if sink.mode is WriteMode.OVERWRITE),
            sinks=tuple(self.sinks.values()),
            reads=tuple(sorted(reads)),
            unresolved=tuple(self.unresolved),
            purposes=said.purposes,
            through_worker=through_worker,
            location=location,
            notes=tuple(self._notes()),
        )

    def _open_sinks(self) -> None:
        ends = [*self.declaration.writes, *((move.sink, move.mode) for move in self.declaration.moves)]
        for selection, mode in ends:
            dataset = self.sources.dataset(selection.dataset)
            known = self.sinks.get(dataset)
            # One overwrite among several writes of the same dataset cannot be told from an append after it.
            kept = mode if known is None or known.mode is mode else WriteMode.APPEND
            columns = tuple(self.sources.field(dataset, name).path for name in selection.columns or ())
            self.sinks[dataset] = Sink(dataset, kept, _each_once((*(known.columns if known else ()), *columns)))

    def _move(self, move: Move) -> None:
        sink = self.sources.dataset(move.sink.dataset)
        mapped = {entry.input for entry in move.columns}
        for entry in move.columns:
            for column in self._inputs(entry.input, move.sources):
                self._add(sink, entry.output, column, entry.path, "transformation" if entry.path else "identity")
        for source in move.sources:
            if move.columns and source.columns is None:
                continue  # A map without a selection names every column that is moved.
            self._same_names(source, sink, move.sink.columns, mapped)

    def _inputs(self, text: str, selections: tuple[Selection, ...]) -> list[ColumnRef]:
        if "#" in text:
            return [self.sources.column(text)]
        naming = [selection for selection in selections if selection.columns and text in selection.columns]
        return [self._column(selection.dataset, text) for selection in naming or selections]

    def _same_names(
        self, source: Selection, sink: DatasetRef, wanted: tuple[str, ...] | None, mapped: set[str]
    ) -> None:
        dataset = self.sources.dataset(source.dataset)
        names = self.columns_of(dataset) if source.columns is None else source.columns
        names = tuple(name for name in names if name not in mapped and f"{source.dataset}#{name}" not in mapped)
        if wanted is None:
            for name in names or ((WHOLE,) if source.columns is None else ()):
                self._add(sink, name, self._column(source.dataset, name))
            return
        fitting = [name for name in names if name in wanted]
        for name in fitting:
            self._add(sink, name, self._column(source.dataset, name))
        # What cannot be paired by name may be made from anything that is left.
        left = [name for name in names if name not in fitting]
        for output in (name for name in wanted if name not in fitting):
            for name in left or (() if names else (WHOLE,)):
                self._add(sink, output, self._column(source.dataset, name), transform="transformation")

    def _each_to_each(self, read: Iterable[Selection], written: Iterable[Selection]) -> None:
        read = list(read)
        for sink in written:
            dataset = self.sources.dataset(sink.dataset)
            for source in read:
                for name in source.columns or (WHOLE,):
                    for output in sink.columns or (WHOLE,):
                        self._add(dataset, output, self._column(source.dataset, name), transform="transformation")

    def _add(
        self,
        sink: DatasetRef,
        output: str,
        column: ColumnRef,
        path: tuple[FunctionStep, ...] = (),
        transform: str = "identity",
    ) -> None:
        target = self.sources.field(sink, output)
        around = tuple(
            entry.step
            for entry in self.declaration.through
            if not entry.columns or not {column.path, target.path, str(column), str(target)}.isdisjoint(entry.columns)
        )
        generation = 1 if self.sinks[sink].mode is WriteMode.OVERWRITE else 0
        fact = Fact(
            output=target,
            input=column,
            path=(*path, *around),
            confidence=Confidence.DECLARED,
            transform="transformation" if around else transform,
            place=self.place,
            output_generation=generation,
        )
        self.facts[fact] = None

    def _column(self, dataset: str, name: str) -> ColumnRef:
        return self.sources.field(self.sources.dataset(dataset), name)

    def _name_the_unknown(self) -> None:
        said = self.declaration
        sourced = bool(said.reads or said.moves)
        if sourced and not self.sinks:
            reason = "it reads declared data and does not say where that goes: add `@writes` or `@moves`"
            self.unresolved.append(Unresolved("sink", reason, place=self.place))
        if not sourced and not said.reads_nothing:
            reason = "it does not say what it is made from: add `@reads`, `@reads()` for nothing, or `@moves`"
            for sink in self.sinks:
                self.unresolved.append(Unresolved("source", reason, sink=sink, place=self.place))

    def _notes(self) -> Iterator[str]:
        for entry in self.declaration.through:
            about = f"source {entry.digest[:12]}" if entry.digest else "source not at hand"
            yield f"`{entry.function}` is declared as a declassifier ({about})"
        for selection in _each_once(self.declaration.selections):
            try:
                spelling = split_reference(selection.dataset)
            except PrivlineageError:
                continue
            if spelling.form == "dotted" and self.sources.get(spelling.head) is None:
                near = self.sources.suggest(spelling.head)
                hint = f"; did you mean `{near}`?" if near else ""
                yield f"`{selection.dataset}` is in no declared source{hint}"
        read = _each_once((*_moved_from(self.declaration), *self.declaration.reads))
        for column in _each_once(self._column(one.dataset, name) for one in read for name in one.columns or ()):
            # A note and no more: schemas that earlier tasks left behind may be partial.
            known = self.columns_of(column.dataset)
            if known and not column.is_whole and column.path.split(".", 1)[0] not in known:
                yield f"`{column}` is not among the known columns of its table"
