"""What an exemption lifts: all of what fired, or nothing of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from privlineage.core.exemption import Carried, Exemption
from privlineage.core.labels import Atom
from privlineage.core.movement import Arrival, Movement
from privlineage.core.refs import ColumnRef
from privlineage.core.shape import steady_dataset
from privlineage.core.verdict import Finding

__all__ = ["Fired", "carried", "covers"]


@dataclass(frozen=True, slots=True)
class Fired:
    """A rule or default that fired, whether or not an exemption lifts it.

    Attributes:
        finding: what it says.
        carries: the labels it fired on, as far as this task brings them.
    """

    finding: Finding
    carries: tuple[Carried, ...] = ()


def carried(hits: Iterable[Arrival]) -> tuple[Carried, ...]:
    """The labels that arrive, each once."""
    return tuple(dict.fromkeys(Carried(hit.sink, hit.atom, hit.strength) for hit in hits))


def covers(exemption: Exemption, fired: Fired, movement: Movement) -> bool:
    """Whether an exemption lifts what fired: for that task, plan and sink, and for every label it fired on.

    One label more than was approved voids it, and so does one that arrives more strongly; that fewer labels arrive
    does not.
    """
    finding, job = fired.finding, movement.job
    return (
        exemption.rule == finding.rule
        and exemption.dag_id in ("", job.dag_id)
        and exemption.task_id in ("", job.task_id)
        and exemption.zone in ("", finding.zone)
        and exemption.plan in ("", movement.shape)
        and _is_same_sink(exemption, finding)
        and (not exemption.carries or _holds_all(exemption.carries, fired.carries))
    )


def _is_same_sink(exemption: Exemption, finding: Finding) -> bool:
    if exemption.sink is None or exemption.sink == finding.sink:
        return True
    return finding.sink is not None and steady_dataset(exemption.sink) == steady_dataset(finding.sink)


def _holds_all(approved: Iterable[Carried], fired: Collection[Carried]) -> bool:
    strongest: dict[tuple[ColumnRef, Atom], int] = {}
    for item in approved:
        strongest[_label(item)] = max(item.strength, strongest.get(_label(item), 0))
    # What has no column, such as unresolved lineage, is not covered by labels in columns.
    return bool(fired) and all(strongest.get(_label(item), 0) >= item.strength for item in fired)


def _label(item: Carried) -> tuple[ColumnRef, Atom]:
    return (steady_dataset(item.column.dataset).column(item.column.path), item.atom)
