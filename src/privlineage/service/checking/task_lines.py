"""Where a DAG file makes a task: by its text alone, since neither Airflow nor the task remembers."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

__all__ = ["task_line"]


def task_line(file: str, dag_id: str, task_id: str) -> int:
    """The 1-based line at which a task is made, its DAG's where that is not seen, 1 where nothing is.

    A name stands in the text as `task_id=`, as the name of a decorated function, as a first argument, or anywhere else;
    of several such places the one in the DAG's own block counts.
    """
    tree = _tree(file)
    if tree is None:
        return 1
    # Groups put their name before it, and a function called again gets a number.
    name = re.sub(r"__\d+$", "", task_id.rsplit(".", 1)[-1])
    inside = list(_blocks(tree, dag_id))
    for places in (_named(tree, name), _functions(tree, name), _first_arguments(tree, name), _texts(tree, name)):
        lines = sorted(places)
        own = [line for line in lines if any(start <= line <= end for start, end in inside)]
        if own or lines:
            return (own or lines)[0]
    return min((start for start, _ in inside), default=min(_texts(tree, dag_id), default=1))


@lru_cache(maxsize=32)
def _tree(file: str) -> ast.Module | None:
    try:
        return ast.parse(Path(file).read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, SyntaxError):
        return None


def _blocks(tree: ast.Module, dag_id: str) -> Iterator[tuple[int, int]]:
    """The lines of `with DAG("…")` and of functions decorated as that DAG."""
    for node in ast.walk(tree):
        if isinstance(node, ast.With | ast.AsyncWith):
            made = any(_says(item.context_expr, dag_id) for item in node.items)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            made = bool(node.decorator_list) and (
                node.name == dag_id or any(_says(decorator, dag_id) for decorator in node.decorator_list)
            )
        else:
            continue
        if made:
            yield node.lineno, node.end_lineno or node.lineno


def _says(node: ast.expr, name: str) -> bool:
    if not isinstance(node, ast.Call):
        return False
    return any(_is(value, name) for value in (*node.args[:1], *(word.value for word in node.keywords)))


def _named(tree: ast.Module, name: str) -> Iterator[int]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            for word in node.keywords:
                if word.arg == "task_id" and _is(word.value, name):
                    yield word.value.lineno


def _functions(tree: ast.Module, name: str) -> Iterator[int]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name == name and node.decorator_list:
            yield node.lineno


def _first_arguments(tree: ast.Module, name: str) -> Iterator[int]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args and _is(node.args[0], name):
            yield node.lineno


def _texts(tree: ast.Module, name: str) -> Iterator[int]:
    for node in ast.walk(tree):
        if isinstance(node, ast.expr) and _is(node, name):
            yield node.lineno


def _is(node: ast.expr, name: str) -> bool:
    return isinstance(node, ast.Constant) and node.value == name
