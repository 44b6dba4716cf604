"""The SQL of an operator: which attributes hold it, in the order it runs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from privlineage.airflow.planners.view import OperatorView

__all__ = ["Statements", "has_sql", "statements_of"]

_BEFORE = ("preoperator", "pre_sql")
_MAIN = ("sql", "hql", "sql_query", "statements", "statement")
_INTERVAL = ("sql1", "sql2")
"""Two statements that are templated one by one; `sql` then holds them as they were before rendering."""

_AFTER = ("postoperator", "post_sql")
_ONLY_WITH_SQL_CONNECTION = ("query", "queries")
"""Names that also hold other languages: they count as SQL where a connection leads to a declared database."""


@dataclass(frozen=True, slots=True)
class Statements:
    """The SQL of an operator.

    Attributes:
        before: what runs first.
        main: what it is there for.
        after: what runs last.
        late: whether its SQL is made inside `execute` and not known yet.
        mapped: whether its SQL differs between mapped instances and is not known yet.
    """

    before: tuple[str, ...] = ()
    main: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    late: bool = False
    mapped: bool = False

    @property
    def texts(self) -> tuple[str, ...]:
        """All of it in order."""
        return (*self.before, *self.main, *self.after)

    def __bool__(self) -> bool:
        return bool(self.texts or self.late or self.mapped)


def statements_of(view: OperatorView, *, database: bool = True) -> Statements:
    """The SQL of an operator.

    Args:
        view: the operator.
        database: whether its connection leads to a database, so that `query` holds SQL.
    """
    names = _INTERVAL if view.text("sql1") else (*_MAIN, *(_ONLY_WITH_SQL_CONNECTION if database else ()))
    main = [*_texts(view, names), *_configured(view)]
    values = [view.made(name) for name in names]
    return Statements(
        before=tuple(_texts(view, _BEFORE)),
        main=tuple(dict.fromkeys(main)),
        after=tuple(_texts(view, _AFTER)),
        late=not main and any(_is_set_later(value) for value in values),
        mapped=not main and bool(view.mapped & {*names, "*"}) and bool({*names} & _template_fields(view.kind)),
    )


def has_sql(view: OperatorView) -> bool:
    """Whether it holds SQL, wherever its connections lead."""
    return bool(statements_of(view, database=False))


def _is_set_later(value: Any) -> bool:
    return any(kind.__name__ == "ArgNotSet" for kind in type(value).__mro__)


def _template_fields(kind: type) -> set[str]:
    return {*getattr(kind, "template_fields", ())}


def _texts(view: OperatorView, names: tuple[str, ...]) -> Iterator[str]:
    for name in names:
        yield from _flat(view.made(name))


def _flat(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        if value.strip():
            yield value
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _flat(one)


def _configured(view: OperatorView) -> Iterator[str]:
    """The query of a job configuration, as BigQuery's operators have it."""
    configuration = view.value("configuration")
    query = configuration.get("query") if isinstance(configuration, dict) else None
    if isinstance(query, dict):
        yield from _flat(query.get("query"))
