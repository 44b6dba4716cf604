"""The plan: what a task would do. Everything that knows an operator ends in one; all that decides starts from one.

This type is frozen: servers, stores and other versions of the plugin read its JSON (`core.codec`).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from enum import StrEnum

from privlineage.core.codec import to_text
from privlineage.core.facts import Fact
from privlineage.core.refs import DatasetRef

__all__ = ["Job", "Opening", "Plan", "Sink", "TableState", "Unresolved", "WriteMode"]


class WriteMode(StrEnum):
    """What a task does to a sink. Only the openings of a plan retire anything; this is for people and patterns."""

    APPEND = "append"
    OVERWRITE = "overwrite"
    UPDATE = "update"
    DELETE = "delete"
    DROP = "drop"
    EXIT = "exit"


@dataclass(frozen=True, slots=True, order=True)
class Job:
    """Who acts: an Airflow task, or a job an event names.

    Attributes:
        dag_id: the DAG, or the OpenLineage job namespace.
        task_id: the task, or the job name.
        owner: the task's owner, for reports.
    """

    dag_id: str
    task_id: str
    owner: str = ""

    def __str__(self) -> str:
        return f"{self.dag_id}.{self.task_id}"


@dataclass(frozen=True, slots=True, order=True)
class Opening:
    """A new epoch of a dataset (law 3).

    Attributes:
        dataset: whose content starts anew.
        generation: 1 for the first opening in this plan, and so on.
        creates: whether the dataset cannot have existed before (CREATE TABLE without IF NOT EXISTS or REPLACE).
    """

    dataset: DatasetRef
    generation: int = 1
    creates: bool = False


@dataclass(frozen=True, slots=True, order=True)
class Sink:
    """A dataset the task writes, or a place data leaves to.

    Attributes:
        dataset: the sink.
        mode: how it is written.
        columns: its columns after the write, where they are known.
    """

    dataset: DatasetRef
    mode: WriteMode = WriteMode.APPEND
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class TableState:
    """What is known of a table or view once the task has succeeded, as its SQL tells; with neither, it is gone.

    Attributes:
        dataset: which.
        columns: name and type, in order; one named `*` says that there are others.
        view: the view's SQL, empty for tables; literals replaced by placeholders (law 10).
    """

    dataset: DatasetRef
    columns: tuple[tuple[str, str], ...] = ()
    view: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Unresolved:
    """Something the planner could not resolve (law 7): never dropped, decided by the bundle's defaults.

    Attributes:
        code: syntax, unknown-table, unknown-column, star, dynamic, procedure, exit, jinja, unsupported, mapped, sink.
        reason: for people; no data values.
        sink: the dataset it would flow into; empty source: the sink is not known.
        source: the declared source in which it happens, where the sink is not known.
        place: file or task and position, for people.
        line: 1-based, 0 where unknown.
        column: 1-based, 0 where unknown.
        statement: a hash of the statement it is about, its literals left out; empty where there is no text.
    """

    code: str
    reason: str
    sink: DatasetRef | None = None
    source: str = ""
    place: str = ""
    line: int = 0
    column: int = 0
    statement: str = ""

    BEFORE_RUN = frozenset({"jinja", "unknown-table", "unknown-column", "star", "mapped"})


@dataclass(frozen=True, slots=True)
class Plan:
    """What one try of a task would do.

    Attributes:
        job: who acts.
        facts: dependencies, each with the generation it reads and writes.
        openings: epochs it opens, in order.
        sinks: what it writes, temporary tables left out.
        reads: datasets it reads, known columns or not.
        unresolved: what is not known of it.
        opaque: neither sources nor sinks are known, and there is no SQL.
        purposes: what `@purpose` says; None when nothing.
        through_worker: whether data passes the worker (Python), rather than staying in the database (SQL).
        location: the worker's configured location, empty when nobody configured one.
        notes: remarks shown with the verdict.
        tables: tables and views that its SQL makes, alters, renames or drops.
    """

    job: Job
    facts: tuple[Fact, ...] = ()
    openings: tuple[Opening, ...] = ()
    sinks: tuple[Sink, ...] = ()
    reads: tuple[DatasetRef, ...] = ()
    unresolved: tuple[Unresolved, ...] = ()
    opaque: bool = False
    purposes: tuple[str, ...] | None = None
    through_worker: bool = False
    location: str = ""
    notes: tuple[str, ...] = ()
    tables: tuple[TableState, ...] = ()
    _fingerprint: str = field(default="", init=False, repr=False, compare=False)

    @property
    def fingerprint(self) -> str:
        """A hash of everything that a decision may depend on: equal plans have equal fingerprints."""
        if not self._fingerprint:
            # The gate, the decider and the store each ask, and nothing of a plan ever changes.
            object.__setattr__(self, "_fingerprint", hashlib.sha256(to_text(self).encode()).hexdigest())
        return self._fingerprint
