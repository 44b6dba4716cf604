"""A movement: what a plan would carry into which sinks. The policy engine's whole input, besides the policy itself."""

from __future__ import annotations

from dataclasses import dataclass

from privlineage.core.facts import FunctionStep
from privlineage.core.labels import Atom, Strength
from privlineage.core.plan import Job, Unresolved
from privlineage.core.refs import ColumnRef, DatasetRef

__all__ = ["Arrival", "Movement", "SinkState", "UnreviewedFlow", "Witness", "WitnessStep"]


@dataclass(frozen=True, slots=True, order=True)
class WitnessStep:
    """One column on a path, and how the path got there.

    Attributes:
        column: the column.
        via: the job or place of the step that wrote it; empty for the first.
        strength: strength of that step.
        path: the functions of that step.
        epoch: the epoch of the column's dataset, empty for the first and for what does not exist yet.
    """

    column: ColumnRef
    via: str = ""
    strength: Strength = Strength.VALUE
    path: tuple[FunctionStep, ...] = ()
    epoch: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Witness:
    """The minimal path tagged column → … → sink column."""

    steps: tuple[WitnessStep, ...]

    @property
    def columns(self) -> tuple[ColumnRef, ...]:
        """The columns along the path."""
        return tuple(step.column for step in self.steps)

    @property
    def start(self) -> ColumnRef:
        """The tagged column."""
        return self.steps[0].column


@dataclass(frozen=True, slots=True)
class Arrival:
    """An atom that would arrive at, or already lies in, a column of a sink.

    Attributes:
        sink: the column; `*` for the dataset as a whole.
        atom: the label.
        strength: how it gets there.
        witness: one minimal path.
    """

    sink: ColumnRef
    atom: Atom
    strength: Strength
    witness: Witness


@dataclass(frozen=True, slots=True)
class UnreviewedFlow:
    """A source column nobody tagged or reviewed, on its way into a sink.

    Attributes:
        column: the source column.
        sink: the dataset it enters.
        strength: how.
        witness: one minimal path, starting at the unreviewed column.
    """

    column: ColumnRef
    sink: DatasetRef
    strength: Strength
    witness: Witness


@dataclass(frozen=True, slots=True)
class SinkState:
    """A sink of the plan with what the engine must know of it.

    Attributes:
        dataset: the sink.
        location: its source's location, empty when unknown.
        zones: names of the zones it matches, `elsewhere` when none; filled by the caller from the bundle.
        present: what already lies there and stays (for `forbid_together` within a dataset).
    """

    dataset: DatasetRef
    location: str = ""
    zones: tuple[str, ...] = ("elsewhere",)
    present: tuple[Arrival, ...] = ()


@dataclass(frozen=True, slots=True)
class Movement:
    """Everything a decision consults, apart from the bundle; a stored verdict keeps it for replay (law 8).

    Attributes:
        job: who acts.
        sinks: the sinks, with the zones they match.
        arrivals: atoms that would arrive.
        unreviewed: unreviewed columns that would flow in.
        unresolved: what could not be resolved; each with the zones it may enter, by index in `unresolved_zones`.
        unresolved_zones: for each unresolved entry, the zones it may enter.
        opaque: nothing is known of the task.
        purposes: what the task declares.
        worker_location: where data passes a worker, empty when it does not or nobody configured it.
        read_origins: atoms read into the worker, as arrivals at the worker (`worker:<location>`).
        in_zone: what already lies in each zone, for `forbid_together` within a zone.
        before_run: whether this is a check before run time, where some of the unresolved is undetermined instead.
        shape: the shape of the plan (`core.shape`), which exemptions are bound to; empty where nothing fires.
    """

    job: Job
    sinks: tuple[SinkState, ...] = ()
    arrivals: tuple[Arrival, ...] = ()
    unreviewed: tuple[UnreviewedFlow, ...] = ()
    unresolved: tuple[Unresolved, ...] = ()
    unresolved_zones: tuple[tuple[str, ...], ...] = ()
    opaque: bool = False
    purposes: tuple[str, ...] | None = None
    worker_location: str = ""
    read_origins: tuple[Arrival, ...] = ()
    in_zone: tuple[tuple[str, tuple[Arrival, ...]], ...] = ()
    before_run: bool = False
    shape: str = ""
