"""Where a declaration is kept: on the function, the operator or the operator class it was put on.

A marker never reaches the serialized DAG. Put below `@task` it is on the function; put above, it is written through to
a copy of that function, because what hangs on a `@task` object is lost when Airflow makes its operator.
"""

from __future__ import annotations

import copy
import functools
import types
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from privlineage.airflow.usage import wrong_usage
from privlineage.core.errors import PrivlineageError
from privlineage.lineage.declared import Declaration

__all__ = ["MARKER", "declaration_of", "mark"]

MARKER = "__privlineage__"
T = TypeVar("T")


def mark(target: T, declaration: Declaration, *, named: str) -> T:
    """The target with a declaration added to those it has.

    Functions and `@task` objects come back as marked copies, so that one function can serve two tasks; operators,
    what calling a `@task` gave, and operator classes of one's own are marked in place.

    Args:
        target: what the decorator was put on.
        declaration: what it says.
        named: the decorator's name, for errors.

    Raises:
        PrivlineageError: PL701, when nothing can be declared about the target.
    """
    marked: Any
    if _is_task_decorator(target):
        marked = _marked_task_decorator(target, declaration)
    elif _is_operator(target):
        marked = _marked_in_place(target, declaration)
    elif _is_operator(getattr(target, "operator", None)):
        _marked_in_place(target.operator, declaration)  # type: ignore[attr-defined]
        marked = target
    elif isinstance(target, type):
        marked = _marked_class(target, declaration, named)
    elif type(target).__name__ == "OperatorPartial":
        raise _wrong(named, "an operator that is not mapped yet", "put it around the result of `.expand(…)`")
    elif callable(target) and type(target).__name__ not in ("DAG", "_TaskGroupFactory"):
        marked = _marked_callable(target, declaration)
    else:
        raise _wrong(named, f"a `{type(target).__name__}`", "it goes on functions, `@task` functions and operators")
    return marked  # type: ignore[no-any-return]


def declaration_of(*places: object) -> Declaration | None:
    """What was declared on any of the places (an operator, its class, its callable), None when nothing was."""
    found: Declaration | None = None
    for place in places:
        for one in _chain(place):
            held = getattr(one, MARKER, None)
            if isinstance(held, Declaration):
                found = held if found is None else found.joined(held)
    return found


def _chain(place: object) -> Iterator[object]:
    """A callable with everything it wraps."""
    seen: set[int] = set()
    while place is not None and id(place) not in seen:
        seen.add(id(place))
        yield place
        if isinstance(place, functools.partial):
            place = place.func
        else:
            place = getattr(place, "__wrapped__", None) or getattr(place, "__func__", None)


def _added(target: object, declaration: Declaration) -> Declaration:
    held = getattr(target, MARKER, None)
    # Decorators run from the innermost outwards; what stands above reads first.
    return declaration.joined(held) if isinstance(held, Declaration) else declaration


def _is_task_decorator(target: object) -> bool:
    return bool(getattr(target, "_airflow_is_task_decorator", False)) and hasattr(target, "function")


def _is_operator(target: object) -> bool:
    if target is None or isinstance(target, type):
        return False
    # Both kinds of operator, and nothing else, know their id, their template fields and their upstream tasks.
    return all(hasattr(target, name) for name in ("task_id", "template_fields", "upstream_task_ids"))


def _marked_task_decorator(target: Any, declaration: Declaration) -> Any:
    function = _marked_callable(target.function, declaration)
    # Airflow copies the decorator's own `__dict__` away at each `override` and `partial`; its function it keeps.
    result = target.override()
    result.function = function
    functools.update_wrapper(result, function)
    return result


def _marked_in_place(target: object, declaration: Declaration) -> object:
    setattr(target, MARKER, _added(target, declaration))
    return target


def _marked_class(target: type, declaration: Declaration, named: str) -> type:
    if not hasattr(target, "template_fields"):
        raise _wrong(named, f"the class `{target.__name__}`", "it goes on operator classes, functions and operators")
    if target.__module__.partition(".")[0] == "airflow":
        raise _wrong(named, f"Airflow's own `{target.__name__}`", "put it around the operator, not its class")
    setattr(target, MARKER, _added(target, declaration))
    return target


def _marked_callable(target: Callable[..., Any], declaration: Declaration) -> Callable[..., Any]:
    declared = _added(target, declaration)
    marked = _twin(target)
    setattr(marked, MARKER, declared)
    return marked


def _twin(target: Callable[..., Any]) -> Callable[..., Any]:
    """An independent copy of a callable: the original may serve another task."""
    if isinstance(target, types.FunctionType):
        twin = types.FunctionType(
            target.__code__, target.__globals__, target.__name__, target.__defaults__, target.__closure__
        )
        twin.__kwdefaults__ = copy.copy(target.__kwdefaults__)
        twin.__annotations__ = dict(target.__annotations__)
        twin.__qualname__ = target.__qualname__
        twin.__module__ = target.__module__
        twin.__doc__ = target.__doc__
        twin.__dict__.update(target.__dict__)
        return twin
    if isinstance(target, functools.partial):
        return functools.partial(target.func, *target.args, **target.keywords)

    @functools.wraps(target)
    def call(*args: Any, **kwargs: Any) -> Any:
        return target(*args, **kwargs)

    return call


def _wrong(named: str, what: str, hint: str) -> PrivlineageError:
    return wrong_usage(f"`@{named}` cannot be put on {what}", hint)
