"""Plans of what authors declare: decorators, and Assets in `inlets` and `outlets`."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Any

from privlineage.airflow.assets import selection_of
from privlineage.airflow.planners.planning import Planning
from privlineage.airflow.planners.touches import is_governed
from privlineage.airflow.planners.view import OperatorView
from privlineage.core.errors import PrivlineageError
from privlineage.core.plan import Plan, WriteMode
from privlineage.core.refs import DatasetRef
from privlineage.lineage.declared import Declaration, Selection, plan_declared

__all__ = ["declared_plan", "with_assets"]


def with_assets(view: OperatorView, planning: Planning, known: Collection[DatasetRef] = ()) -> Declaration | None:
    """What a task's decorators and Assets declare together, None when nothing.

    An Asset adds only what nothing else tells: one whose dataset a decorator or the task's SQL (`known`) names already
    says nothing more, and one that names no governed dataset is Airflow's business alone.
    """
    declared = view.declaration()
    told = set(known) | {planning.sources.dataset(one.dataset) for one in (declared.selections if declared else ())}
    inlets = _selections(view.assets("inlets"), planning, told)
    outlets = _selections(view.assets("outlets"), planning, told)
    if not inlets and not outlets:
        return declared
    found = Declaration(reads=inlets, writes=tuple((one, WriteMode.APPEND) for one in outlets))
    return found if declared is None else declared.joined(found)


def declared_plan(view: OperatorView, planning: Planning, declaration: Declaration) -> Plan:
    """The plan of a declaration.

    A task that says what it writes and not what it reads is made from the XComs it takes as arguments. One that says
    both takes them in addition, where their producers are governed: then it is known what they carry.
    """
    if declaration.writes and not declaration.moves and not declaration.reads_nothing:
        taken = tuple(
            Selection(ref)
            for producer, ref in view.xcom_inputs()
            if not declaration.reads or is_governed(OperatorView.of(producer, rendered=False), planning)
        )
        declaration = replace(declaration, reads=(*declaration.reads, *taken))
    return plan_declared(
        view.job,
        declaration,
        planning.sources,
        planning.columns_of,
        through_worker=True,
        location=planning.location,
        place=view.task_id,
    )


def _selections(assets: Iterable[Any], planning: Planning, told: Collection[DatasetRef]) -> tuple[Selection, ...]:
    found: dict[Selection, None] = {}
    for one in assets:
        ours = isinstance(one.extra, dict) and "privlineage" in one.extra
        try:
            selection = selection_of(one)
            dataset = planning.sources.dataset(selection.dataset)
        except PrivlineageError:
            continue
        if dataset not in told and (ours or planning.governs(dataset)):
            found[selection] = None
    return tuple(found)
