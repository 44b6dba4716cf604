"""Tasks whose function runs in another interpreter: it is sent there as source, and our decorators must not be."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

from privlineage.airflow.markers import declaration_of

__all__ = ["send_undecorated"]

_OURS = frozenset({"declassifies", "moves", "purpose", "reads", "writes"})


def send_undecorated(task: Any) -> None:
    """Let a `@task.virtualenv` and its like send their function without our decorators, which are not known there.

    Works on the one operator of this task process; tasks without our decorators, and tasks that run their function
    here, are left alone.
    """
    get_source = getattr(task, "get_python_source", None)
    function = getattr(task, "python_callable", None)
    if get_source is None or function is None or declaration_of(function) is None:
        return
    if getattr(get_source, "__name__", "") != "undecorated":
        task.get_python_source = _undecorated(get_source, function)


def _undecorated(get_source: Callable[[], str], function: Any) -> Callable[[], str]:
    def undecorated() -> str:
        return without_decorators(get_source(), getattr(function, "__globals__", {}))

    return undecorated


def without_decorators(source: str, names: dict[str, Any]) -> str:
    """A function's source without the decorators that are ours, whatever name they go by in `names`.

    >>> from privlineage.airflow import reads
    >>> without_decorators("@reads('a.b') ; def f(): ...".replace(" ; ", chr(10)), {"reads": reads})
    'def f(): ...'
    """
    tree = ast.parse(source)
    lines = source.splitlines(keepends=True)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            for decorator in node.decorator_list:
                if _is_ours(decorator, names):
                    # The `@` may stand alone on an earlier line only inside brackets, which Python does not allow.
                    for number in range(decorator.lineno - 1, decorator.end_lineno or decorator.lineno):
                        lines[number] = ""
    return "".join(lines)


def _is_ours(decorator: ast.expr, names: dict[str, Any]) -> bool:
    if isinstance(decorator, ast.Call):
        return _is_ours(decorator.func, names)
    if isinstance(decorator, ast.Name):
        return getattr(names.get(decorator.id), "__module__", "") == "privlineage.airflow.decorators"
    if isinstance(decorator, ast.Attribute) and decorator.attr in _OURS:
        return "privlineage" in ast.unparse(decorator.value) or _is_package(decorator.value, names)
    return False


def _is_package(value: ast.expr, names: dict[str, Any]) -> bool:
    held = names.get(value.id) if isinstance(value, ast.Name) else None
    return getattr(held, "__name__", "").startswith("privlineage.airflow")
