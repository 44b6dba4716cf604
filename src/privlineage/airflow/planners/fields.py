"""What of an operator a plan depends on: equal fields, equal plan."""

from __future__ import annotations

from typing import Any

from privlineage.airflow.planners.statements import statements_of
from privlineage.airflow.planners.view import OperatorView

__all__ = ["relevant_fields"]


def relevant_fields(view: OperatorView) -> tuple[Any, ...]:
    """The texts and connections of an operator, its declarations and Assets, for comparison within one process."""
    texts = tuple(
        sorted((name, value) for name, value in view.fields.items() if isinstance(value, str) and len(value) < 10_000)
    )
    assets = tuple(f"{one.uri} {sorted(one.extra)}" for name in ("inlets", "outlets") for one in view.assets(name))
    return (texts, statements_of(view), view.declaration(), assets, id(view.value("python_callable")))
