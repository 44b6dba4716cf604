"""Literals that must not reach the disk (law 10): deciders leave them out, and stores do so again."""

from __future__ import annotations

import dataclasses
import typing
from collections.abc import Collection
from functools import lru_cache
from operator import attrgetter
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

    >>> masked(FunctionStep("hmac", 0, ((1, "key"), (2, "sha256"))), {("hmac", 2)}).literals
    ((1, '?'), (2, 'sha256'))
    """
    return typing.cast("T", _masked(value, kept))


def _masked(value: Any, kept: Collection[tuple[str, int]]) -> Any:
    if isinstance(value, FunctionStep):
        return _step(value, kept)
    if isinstance(value, tuple):
        if not value or not _may_change(value):
            return value
        items = tuple(_masked(item, kept) for item in value)
        return value if all(new is old for new, old in zip(items, value, strict=True)) else items
    changed = {}
    for name in _fields(type(value)):  # type: ignore[arg-type]  # types do hash
        old = getattr(value, name)
        new = _masked(old, kept)
        if new is not old:
            changed[name] = new
    return dataclasses.replace(value, **changed) if changed else value


def _may_change(values: tuple[Any, ...]) -> bool:
    """Whether any of several values of one type may hold a step; hundreds of facts of a plan mostly hold none."""
    kind = type(values[0])
    fields = _fields(kind)  # type: ignore[arg-type]  # types do hash
    if len(fields) != 1 or kind is FunctionStep or any(type(value) is not kind for value in values):
        return True
    return any(map(attrgetter(fields[0]), values))


def _step(step: FunctionStep, kept: Collection[tuple[str, int]]) -> FunctionStep:
    function = step.function.lower()
    literals = tuple((place, literal if (function, place) in kept else PLACEHOLDER) for place, literal in step.literals)
    return step if literals == step.literals else dataclasses.replace(step, literals=literals)


@lru_cache(maxsize=256)
def _fields(kind: Any) -> tuple[str, ...]:
    """The fields of a dataclass that may lead to a function step, by their declared types; most lead to none."""
    if not dataclasses.is_dataclass(kind):
        return ()
    hints = typing.get_type_hints(kind)
    return tuple(field.name for field in dataclasses.fields(kind) if _may_hold_a_step(hints[field.name]))


def _may_hold_a_step(kind: Any) -> bool:
    if kind is FunctionStep or kind is Any or kind is object:
        return True
    return bool(_fields(kind)) or any(_may_hold_a_step(part) for part in typing.get_args(kind))
