"""Exemptions as a decision consults them: scoped permissions, in force; who approved them is the caller's business."""

from __future__ import annotations

from dataclasses import dataclass

from privlineage.core.labels import Atom, Strength
from privlineage.core.refs import ColumnRef, DatasetRef

__all__ = ["Carried", "Exemption"]


@dataclass(frozen=True, slots=True)
class Carried:
    """One label in one column: the smallest thing a rule can fire on.

    Attributes:
        column: the column it would arrive in; for what is merely unreviewed, the column nobody reviewed.
        atom: the label.
        strength: how it gets there.
    """

    column: ColumnRef
    atom: Atom
    strength: Strength = Strength.VALUE

    def __str__(self) -> str:
        return f"{self.column} [{self.atom}]"


@dataclass(frozen=True, slots=True)
class Exemption:
    """A scoped permission; an empty field sets no limit, except `rule`, which is always one.

    Attributes:
        id: its name in records: `E-` and an upper-case hex number. One permission may lift several rules.
        rule: what it lifts: a rule's id, `default:<name>` or `zone:<zone>:default`.
        dag_id: the DAG it is for.
        task_id: the task it is for.
        zone: the zone it is for.
        sink: the dataset it is for, on whatever day.
        carries: the labels it is for, each in its column; anything beside them voids it.
        plan: the shape of the plan it is for (`core.shape`); another shape voids it.
        until: the moment it ends, ISO 8601 in UTC.
    """

    id: str
    rule: str
    dag_id: str = ""
    task_id: str = ""
    zone: str = ""
    sink: DatasetRef | None = None
    carries: tuple[Carried, ...] = ()
    plan: str = ""
    until: str = ""
