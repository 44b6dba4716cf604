"""Literals that must not reach the disk (law 10). Callers leave them out already; this is the second lock."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection
from typing import Any, TypeVar

from privlineage.core.facts import FunctionStep

__all__ = ["masked"]

T = TypeVar("T")
PLACEHOLDER = "?"


def masked(value: T, kept: Collection[tuple[str, int]]) -> T:
    """The plan, verdict or other core value with every literal of a function step replaced that is not to be kept.

    Args:
        value: any value made of dataclasses and tuples.
        kept: function and position of the literals that declassifiers list.

    >>> masked((FunctionStep("hmac", 0, ((1, "key"), (2, "sha256"))),), {("hmac", 2)})[0].literals
    ((1, '?'), (2, 'sha256'))
    """
    return _masked(value, kept)  # type: ignore[no-any-return]


def _masked(value: Any, kept: Collection[tuple[str, int]]) -> Any:
    if isinstance(value, FunctionStep):
        return _step(value, kept)
    if isinstance(value, tuple):
        items = tuple(_masked(item, kept) for item in value)
        return value if all(new is old for new, old in zip(items, value, strict=True)) else items
    if not dataclasses.is_dataclass(value) or isinstance(value, type):
        return value
    fields = {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    changed = {name: new for name, old in fields.items() if (new := _masked(old, kept)) is not old}
    return dataclasses.replace(value, **changed) if changed else value


def _step(step: FunctionStep, kept: Collection[tuple[str, int]]) -> FunctionStep:
    function = step.function.lower()
    literals = tuple((place, literal if (function, place) in kept else PLACEHOLDER) for place, literal in step.literals)
    return step if literals == step.literals else dataclasses.replace(step, literals=literals)
