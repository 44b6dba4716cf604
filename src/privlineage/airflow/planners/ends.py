"""The ends of an operator that runs SQL: where its SQL runs, and where rows that it fetches go."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from privlineage.airflow.planners.places import places_of
from privlineage.airflow.planners.planning import Planning
from privlineage.airflow.planners.rows import written_table
from privlineage.airflow.planners.view import OperatorView
from privlineage.core.refs import DatasetRef
from privlineage.core.sources import Source

__all__ = ["Ends", "database_of", "ends_of"]

_SQL_SIDE = ("source_conn_id", "sql_conn_id", "conn_id")
_LOOK_ONLY = frozenset(
    {
        "BranchSQLOperator",
        "SQLCheckOperator",
        "SQLColumnCheckOperator",
        "SQLIntervalCheckOperator",
        "SQLTableCheckOperator",
        "SQLThresholdCheckOperator",
        "SQLValueCheckOperator",
    }
)
"""Operators that compare the rows they fetch with something and keep none of them."""


@dataclass(frozen=True, slots=True)
class Ends:
    """Where an operator's SQL runs and where its rows go.

    Attributes:
        conn_id: the connection the SQL runs on, empty when the operator names none.
        source: the declared source it leads to.
        rows: where fetched rows go; none of them when they are only looked at.
    """

    conn_id: str
    source: Source | None
    rows: tuple[DatasetRef, ...]


def ends_of(view: OperatorView, planning: Planning) -> Ends:
    """The ends of an operator that has SQL."""
    connections = view.connections()
    name = _sql_side(view, connections, planning)
    conn_id = connections.get(name, "")
    source = database_of(view, planning, conn_id)
    others = [other for attribute, other in connections.items() if attribute != name]
    return Ends(conn_id, source, tuple(dict.fromkeys(_rows(view, planning, others))))


def database_of(view: OperatorView, planning: Planning, conn_id: str) -> Source | None:
    """The source a connection leads to, or another database of the same server where the operator names one."""
    source = planning.source_of(conn_id) if conn_id else None
    database = view.text("database")
    if source is None or not database or not source.database or database.lower() == source.database.lower():
        return source
    return planning.sources.of(planning.sources.from_openlineage(source.namespace, f"{database}.x")) or source


def _sql_side(view: OperatorView, connections: dict[str, str], planning: Planning) -> str:
    """The attribute that names the connection the SQL runs on."""
    named = view.value("conn_id_field")
    for name in (named if isinstance(named, str) else "", *_SQL_SIDE):
        if name in connections:
            return name
    for name, conn_id in connections.items():
        source = planning.source_of(conn_id)
        if source is not None and source.dialect:
            return name
    return next(iter(connections), "")


def _rows(view: OperatorView, planning: Planning, others: list[str]) -> Iterator[DatasetRef]:
    if view.is_sensor or any(kind.__name__ in _LOOK_ONLY for kind in view.kind.__mro__):
        return
    places = [place.dataset(planning.sources) for place in places_of(view) if place.role != "read"]
    table = written_table(view, planning) if "destination_conn_id" in view.fields else None
    if places or table is not None:
        yield from places
        if table is not None:
            yield table
    elif others:
        yield from (planning.connection(conn_id) for conn_id in others)
    elif _pushes_rows(view):
        yield planning.sources.dataset(f"xcom:{view.dag_id}.{view.task_id}.return_value")


def _pushes_rows(view: OperatorView) -> bool:
    if view.value("do_xcom_push") is False:
        return False
    # Without a handler nothing is fetched.
    return "handler" not in view.fields or view.value("handler") is not None
