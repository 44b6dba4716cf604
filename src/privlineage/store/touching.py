"""Which datasets and epochs a plan touches, and how: what both stores must know around `graph.epochs.place`."""

from __future__ import annotations

from dataclasses import dataclass

from privlineage.core.plan import Plan
from privlineage.core.refs import DatasetRef
from privlineage.graph.epochs import Placement
from privlineage.graph.model import EpochRef

__all__ = ["Role", "read_datasets", "roles", "written_datasets"]


@dataclass(frozen=True, slots=True)
class Role:
    """What a try does to one epoch.

    Attributes:
        appends: it adds to content that is not its own.
        opens: the epoch is content of its own.
        keeps: it is open after success.
        retires: it is closed by success.
    """

    appends: bool
    opens: bool
    keeps: bool
    retires: bool


def written_datasets(plan: Plan) -> set[DatasetRef]:
    """Datasets whose epochs the plan adds to or opens."""
    return {fact.output.dataset for fact in plan.facts} | {opening.dataset for opening in plan.openings}


def read_datasets(plan: Plan) -> set[DatasetRef]:
    """Datasets whose epochs it only reads."""
    return {fact.input.dataset for fact in plan.facts} - written_datasets(plan)


def roles(plan: Plan, placement: Placement) -> dict[EpochRef, Role]:
    """What the placed plan does to every epoch it writes, keeps or retires."""
    opened = {opening.dataset for opening in plan.openings}
    own = {*placement.opens, *(epoch for epoch in placement.keeps if epoch.dataset in opened)}
    written = {edge.output.epoch for edge in placement.edges}
    return {
        epoch: Role(
            appends=epoch in written and epoch not in own,
            opens=epoch in own,
            keeps=epoch in placement.keeps,
            retires=epoch in placement.retires,
        )
        for epoch in sorted({*written, *own, *placement.keeps, *placement.retires})
    }
