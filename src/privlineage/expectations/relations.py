"""What a batch of a database is made of: its table and conditions, taken apart so that the table can be sampled itself.

Great Expectations wraps a table into `SELECT * FROM table WHERE ...`, once for a partition and once more for a row
condition. No database samples a subquery, so the wrapping is undone; a query that somebody wrote stays one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.sql import selectable

from privlineage.expectations.sampling.running import dialect_of
from privlineage.expectations.sampling.statement import Column, Relation
from privlineage.lineage.described import type_text

if TYPE_CHECKING:
    from sqlalchemy import Connection
    from sqlalchemy.engine import Dialect
    from sqlalchemy.engine.reflection import Inspector

__all__ = ["columns_of", "relation_of"]


def relation_of(records: Any, dialect: Dialect) -> Relation:
    """The relation behind what Great Expectations selects from."""
    plain = _without_parameters(dialect)
    conditions: list[Any] = []
    inner = records
    while True:
        if isinstance(inner, selectable.TableClause):
            name = tuple(str(part) for part in (inner.schema, inner.name) if part)
            sent = tuple(_text(one, plain, literal=True) for one in conditions)
            shown = tuple(_text(one, plain, literal=False) for one in conditions)
            return Relation(name, conditions=sent, shown_conditions=shown)
        if isinstance(inner, (selectable.Alias, selectable.Subquery)):
            inner = inner.element
        elif isinstance(inner, selectable.Select) and _is_filter(inner):
            if inner.whereclause is not None and not _is_true(inner.whereclause):
                conditions.append(inner.whereclause)
            inner = inner.get_final_froms()[0]
        else:
            break
    return _query(records, plain)


def columns_of(connection: Connection, relation: Relation, inspector: Inspector) -> list[Column]:
    """The columns of a relation with their types, asked of the catalog; of a query, asked of the query itself."""
    if relation.name:
        schema = relation.name[-2] if len(relation.name) > 1 else None
        try:
            described = inspector.get_columns(relation.name[-1], schema=schema)
        except sa.exc.SQLAlchemyError:
            described = []
        if described:
            return [Column(str(one["name"]), _type(one["type"])) for one in described]
    dialect = dialect_of(connection.dialect)
    source = dialect.path(relation.name) if relation.name else dialect.named_query(relation.query)
    nothing = f"SELECT * FROM {source} WHERE 1 = 0"  # noqa: S608  # quoted, or the person's own query
    result = connection.execution_options(no_parameters=True).exec_driver_sql(nothing)
    names = [str(name) for name in result.keys()]  # noqa: SIM118  # a result is no mapping
    result.close()
    return [Column(name) for name in names]


def _is_filter(select: Any) -> bool:
    """Whether a SELECT only leaves rows out of the one relation it reads."""
    changes = (
        select._limit_clause,  # noqa: SLF001  # SQLAlchemy tells it nowhere else
        select._offset_clause,  # noqa: SLF001
        select._distinct,  # noqa: SLF001
    )
    grouped = len(select._group_by_clauses) or len(select._having_criteria)  # noqa: SLF001
    everything = len(select.selected_columns) == 0 or str(select).lstrip().upper().startswith("SELECT *")
    return (
        len(select.get_final_froms()) == 1
        and everything
        and not grouped
        and not any(one is not None and one is not False for one in changes)
    )


def _is_true(condition: Any) -> bool:
    """What Great Expectations writes where it leaves nothing out."""
    return str(condition).replace(" ", "").lower() in {"true", "1=1"}


def _query(records: Any, dialect: Dialect) -> Relation:
    """Somebody's query as a relation, and as it is told to people: literals may be people's values."""
    if isinstance(records, (selectable.Alias, selectable.Subquery)):
        records = records.element
    text = _text(records, dialect, literal=True).strip().rstrip(";")
    return Relation(query=text, shown_query=_without_literals(text, dialect.name))


def _without_literals(text: str, dialect: str) -> str:
    from privlineage.lineage.sql_literals import without_sql_literals

    return without_sql_literals(text, {"postgresql": "postgres"}.get(dialect, dialect)) or "…"


def _text(clause: Any, dialect: Dialect, *, literal: bool) -> str:
    return str(clause.compile(dialect=dialect, compile_kwargs={"literal_binds": literal}))


def _without_parameters(dialect: Dialect) -> Dialect:
    """The same dialect for text that goes to the driver as it is: other styles of parameters double each per cent."""
    kind: Any = type(dialect)
    try:
        made: Dialect = kind(paramstyle="named")
    except TypeError:
        return dialect
    return made


def _type(kind: Any) -> str:
    try:
        return type_text(str(kind))
    except Exception:  # noqa: BLE001  # a dialect's type that cannot show itself is still a type
        return type(kind).__name__
