"""Operators that write rows or files into a table without SQL: `SQLInsertRowsOperator` and its like."""

from __future__ import annotations

from privlineage.airflow.planners.planning import Planning
from privlineage.airflow.planners.view import OperatorView
from privlineage.core.plan import Plan, WriteMode
from privlineage.core.refs import DatasetRef
from privlineage.lineage.declared import Declaration, Selection, plan_declared

__all__ = ["rows_plan", "written_table"]

_ROWS = ("rows", "tmp_file")


def rows_plan(view: OperatorView, planning: Planning) -> Plan | None:
    """The plan of an operator that inserts what it was handed; None for others."""
    if not any(name in view.fields for name in _ROWS):
        return None
    table = written_table(view, planning)
    if table is None:
        return None
    columns = view.value("_columns") or view.value("columns")
    named = tuple(str(column) for column in columns) if isinstance(columns, list | tuple) else None
    taken = [Selection(ref) for _, ref in view.xcom_inputs(*_ROWS)]
    if view.text("tmp_file"):
        taken.append(Selection(f"file:///{view.text('tmp_file').lstrip('/')}"))
    declaration = Declaration(reads=tuple(taken), writes=((Selection(str(table), named or None), WriteMode.APPEND),))
    return plan_declared(
        view.job,
        declaration,
        planning.sources,
        planning.columns_of,
        through_worker=True,
        location=planning.location,
        place=view.task_id,
    )


def written_table(view: OperatorView, planning: Planning) -> DatasetRef | None:
    """The table an operator names as its destination, where its connection leads to a declared source."""
    conn_id = view.text("destination_conn_id") or view.text(str(view.value("conn_id_field") or "conn_id"))
    source = planning.source_of(conn_id) if conn_id else None
    name = view.text("destination_table") or view.text("table_name") or view.text("table")
    if source is None or not name:
        return None
    schema = view.text("schema")
    return source.dataset(f"{schema}.{name}" if schema and "." not in name else name)
