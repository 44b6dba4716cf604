"""The plan of a task: its SQL, what its author declared, what other packages know of it, and what remains unknown."""

from __future__ import annotations

from dataclasses import replace

from privlineage.airflow.hooks import plugins
from privlineage.airflow.planners.declared import declared_plan, with_assets
from privlineage.airflow.planners.merge import merged
from privlineage.airflow.planners.places import places_of
from privlineage.airflow.planners.planning import Planning
from privlineage.airflow.planners.rows import rows_plan
from privlineage.airflow.planners.sql import sql_plan
from privlineage.airflow.planners.statements import statements_of
from privlineage.airflow.planners.view import OperatorView
from privlineage.core.plan import Plan, Sink, Unresolved, WriteMode
from privlineage.core.refs import DatasetRef

__all__ = ["plan_of"]

_INVISIBLE = frozenset({"procedure", "dynamic"})


def plan_of(view: OperatorView, planning: Planning) -> Plan | None:
    """What a governed task would do.

    Returns:
        The plan; None while a running task has yet to make the SQL it is about, and declares nothing.
    """
    found = (rows_plan(view, planning), sql_plan(view, planning))
    parts = [_explained(part, view) for part in found if part is not None]
    known = {sink.dataset for part in parts for sink in part.sinks} | {ref for part in parts for ref in part.reads}
    declaration = with_assets(view, planning, known)
    if declaration is not None and declaration.names_data:
        parts.append(declared_plan(view, planning, declaration))
    if not parts and statements_of(view).late and view.rendered and hasattr(view.operator, "get_db_hook"):
        return None
    plan = merged(Plan(job=view.job, opaque=True), *(parts or [_otherwise(view, planning)]))
    plan = replace(plan, unresolved=(*plan.unresolved, *_unrendered_places(plan, view)))
    for other in plugins().hook.plan_task(operator=view, planning=planning):
        plan = merged(plan, other, openings=False)
    purposes = declaration.purposes if declaration is not None else None
    return replace(plan, purposes=purposes if purposes is not None else plan.purposes)


def _explained(plan: Plan, view: OperatorView) -> Plan:
    """A plan of SQL with what its author explains no longer unknown.

    What a procedure does, and what dynamic SQL will say, is as invisible as the body of a Python function, so the
    author's word counts as it does there. SQL that can be read, or should be, is never explained away.
    """
    said = view.declaration()
    if said is None or not (said.moves or (said.writes and (said.reads or said.reads_nothing))):
        return plan
    hidden = tuple(entry for entry in plan.unresolved if entry.code in _INVISIBLE)
    if not hidden:
        return plan
    notes = tuple(f"declared by the author in place of what is not visible: {entry.reason}" for entry in hidden)
    kept = tuple(entry for entry in plan.unresolved if entry.code not in _INVISIBLE)
    return replace(plan, unresolved=kept, notes=(*plan.notes, *notes))


def _unrendered_places(plan: Plan, view: OperatorView) -> tuple[Unresolved, ...]:
    """Sinks whose bucket or host a template will fill in: they may be in any zone."""
    unknown = [sink for sink in plan.sinks if not view.rendered and "{{" in sink.dataset.source]
    reason = "where it writes is known at run time only"
    return tuple(Unresolved("jinja", reason, place=view.task_id) for _ in unknown[:1])


def _otherwise(view: OperatorView, planning: Planning) -> Plan:
    """A task without SQL and without declarations: its connections and places are all there is to know."""
    sinks: dict[DatasetRef, None] = {}
    reads: dict[DatasetRef, None] = {}
    for conn_id in view.connections().values():
        connection = planning.connection(conn_id)
        if planning.source_of(conn_id) is None and planning.governs(connection):
            sinks[connection] = None
    for place in places_of(view):
        dataset = place.dataset(planning.sources)
        if planning.governs(dataset):
            (reads if place.role == "read" else sinks)[dataset] = None
    if view.is_sensor or not (sinks or reads):
        return Plan(job=view.job, opaque=True)
    reason = f"`{view.kind.__name__}` does not say what it moves: declare it with `@moves`"
    unknown = [Unresolved("source", reason, sink=sink, place=view.task_id) for sink in sinks]
    return Plan(
        job=view.job,
        sinks=tuple(Sink(sink, WriteMode.EXIT if sink.source == "conn" else WriteMode.APPEND) for sink in sinks),
        reads=tuple(reads),
        unresolved=tuple(unknown) or (Unresolved("sink", reason, place=view.task_id),),
        through_worker=True,
        location=planning.location,
    )
