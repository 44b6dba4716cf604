"""Plans of operators that run SQL: the rendered statements, resolved against what is known of their source."""

from __future__ import annotations

import re
from dataclasses import replace

from privlineage.airflow.planners.ends import Ends, database_of, ends_of
from privlineage.airflow.planners.merge import merged
from privlineage.airflow.planners.planning import Planning
from privlineage.airflow.planners.resolved import ROWS, resolved
from privlineage.airflow.planners.statements import Statements, statements_of
from privlineage.airflow.planners.touches import named_in_text
from privlineage.airflow.planners.view import OperatorView
from privlineage.core.facts import Confidence, Fact
from privlineage.core.plan import Plan, Sink, Unresolved, WriteMode
from privlineage.core.refs import WHOLE, DatasetRef
from privlineage.core.sources import Source

__all__ = ["sql_plan"]

_PARAMETER = re.compile(r"%\((\w+)\)s")


def sql_plan(view: OperatorView, planning: Planning) -> Plan | None:
    """The plan of an operator's SQL, None when it has none that is known by now."""
    ends = ends_of(view, planning)
    statements = statements_of(view, database=ends.source is not None)
    if statements.mapped or (statements.late and not (view.rendered and hasattr(view.operator, "get_db_hook"))):
        return _unknown_sql(view, ends, statements)
    if not statements.texts:
        return None
    if view.has_unknown_connection:
        reason = "its connection is known at run time only"
        return Plan(job=view.job, unresolved=(Unresolved("jinja", reason, place=view.task_id),))
    plan = Plan(job=view.job, opaque=True)
    if statements.main:
        main = _on(ends.source, statements.main, view, planning)
        plan = merged(plan, _undeclared(view, planning, ends, statements) if main is None else main)
        plan = _with_rows(plan, view, planning, ends, is_known=main is not None)
    # Around a transfer, the operator prepares its destination.
    other = view.text("destination_conn_id") or ends.conn_id
    around = _on(database_of(view, planning, other), (*statements.before, *statements.after), view, planning)
    plan = plan if around is None else merged(plan, around)
    return _with_parameters(_without_rows(plan), view)


def _on(source: Source | None, texts: tuple[str, ...], view: OperatorView, planning: Planning) -> Plan | None:
    if source is None or not texts:
        return None
    text = ";\n".join(part.rstrip().rstrip(";") for part in texts)
    if view.value("parameters"):
        text = _PARAMETER.sub(r":\1", text).replace("%s", "?").replace("%%", "%")
    plan = resolved(text, source, planning)
    place = view.file("sql") or view.task_id
    return replace(
        plan,
        job=view.job,
        facts=tuple(replace(fact, place=f"{place}{fact.place}") for fact in plan.facts),
        unresolved=tuple(replace(entry, place=entry.place or place) for entry in plan.unresolved),
    )


def _with_rows(plan: Plan, view: OperatorView, planning: Planning, ends: Ends, *, is_known: bool) -> Plan:
    """The plan with the rows it fetches bound to where they go."""
    fetched = [fact for fact in plan.facts if fact.output.dataset == ROWS]
    found = [entry for entry in plan.unresolved if entry.sink == ROWS]
    if not (fetched or found or ROWS in (sink.dataset for sink in plan.sinks)) and is_known:
        return plan
    facts: list[Fact] = [fact for fact in plan.facts if fact.output.dataset != ROWS]
    unresolved = [entry for entry in plan.unresolved if entry.sink != ROWS]
    sinks = [sink for sink in plan.sinks if sink.dataset != ROWS]
    names = tuple(dict.fromkeys(name for sink in plan.sinks if sink.dataset == ROWS for name in sink.columns))
    for end in ends.rows:
        renamed = _by_position(names, planning.columns_of(end)) if "destination_conn_id" in view.fields else {}
        for fact in fetched:
            path = renamed.get(fact.output.path, fact.output.path)
            facts.append(replace(fact, output=planning.sources.field(end, path)))
        if not is_known:
            origin = planning.connection(ends.conn_id or "unknown")
            whole = Fact(end.column(WHOLE), origin.column(WHOLE), confidence=Confidence.ASSUMED, place=view.task_id)
            facts.append(whole)
        unresolved += [replace(entry, sink=end) for entry in found]
        mode = WriteMode.EXIT if end.source in ("conn", "xcom") else WriteMode.APPEND
        sinks.append(Sink(end, mode, tuple(renamed.get(name, name) for name in names)))
    return replace(
        plan,
        facts=tuple(sorted(set(facts))),
        sinks=tuple(sinks),
        unresolved=tuple(unresolved),
        through_worker=plan.through_worker or bool(ends.rows),
        location=planning.location if ends.rows else plan.location,
    )


def _without_rows(plan: Plan) -> Plan:
    return replace(
        plan,
        facts=tuple(fact for fact in plan.facts if fact.output.dataset != ROWS),
        sinks=tuple(sink for sink in plan.sinks if sink.dataset != ROWS),
        unresolved=tuple(entry for entry in plan.unresolved if entry.sink != ROWS),
    )


def _by_position(names: tuple[str, ...], columns: tuple[str, ...]) -> dict[str, str]:
    """Rows are inserted into a table by position: the n-th name fetched becomes the table's n-th column."""
    return dict(zip(names, columns, strict=True)) if len(names) == len(columns) else {}


def _undeclared(view: OperatorView, planning: Planning, ends: Ends, statements: Statements) -> Plan:
    """SQL on a connection that is no declared source: its tables are nobody's we know, its exits may be ours."""
    sinks: dict[DatasetRef, None] = {}
    connection = planning.connection(ends.conn_id) if ends.conn_id else None
    if connection is not None and planning.governs(connection):
        sinks[connection] = None
    for text in statements.main:
        sinks.update(dict.fromkeys(named for named in named_in_text(text, planning) if planning.governs(named)))
    where = f"the connection `{ends.conn_id}`" if ends.conn_id else "its connection"
    reason = f"{where} belongs to no declared source, so its SQL cannot be followed"
    return Plan(
        job=view.job,
        sinks=tuple(Sink(sink, WriteMode.EXIT) for sink in sinks),
        unresolved=tuple(Unresolved("unsupported", reason, sink=sink, place=view.task_id) for sink in sinks),
    )


def _unknown_sql(view: OperatorView, ends: Ends, statements: Statements) -> Plan:
    when = "differs between mapped instances" if statements.mapped else "is made by the task"
    name = ends.source.name if ends.source is not None else ""
    reason = f"its SQL {when} and is known at run time only"
    return Plan(job=view.job, unresolved=(Unresolved("mapped", reason, source=name, place=view.task_id),))


def _with_parameters(plan: Plan, view: OperatorView) -> Plan:
    """Parameters that come from XComs may be in everything the statement writes."""
    taken = [DatasetRef("xcom", ref.partition(":")[2]) for _, ref in view.xcom_inputs("parameters")]
    facts = [
        Fact(sink.dataset.column(WHOLE), xcom.column(WHOLE), confidence=Confidence.ASSUMED, place=view.task_id)
        for xcom in taken
        for sink in plan.sinks
    ]
    return replace(plan, facts=tuple(sorted({*plan.facts, *facts}))) if facts else plan
