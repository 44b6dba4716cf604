"""Nested values as columns: a dotted path for each field, and one path for all items of a list."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from privlineage.service.scanning.files.columns import Record

__all__ = ["flattened"]

_MOST_ITEMS = 50
"""How many items of one list are looked at."""

_MOST_PATHS = 2_000
"""How many columns one record may have; objects whose keys are data would have more."""

_MOST_DEPTH = 60
_VECTOR = 16


def flattened(value: Any) -> Record:
    """The columns of a nested value.

    >>> flattened({"user": {"mail": "a@b.example", "age": 3}, "tags": ["x", "y"]})
    {'user.mail': ['a@b.example'], 'user.age': ['3'], 'tags': ['x', 'y']}
    >>> flattened([1, None])
    {'column_1': ['1'], 'column_2': []}
    >>> flattened("text")
    {'value': ['text']}
    """
    found: dict[str, list[str]] = {}
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        for number, item in enumerate(value, start=1):
            _put(found, f"column_{number}", item, 1)
    elif isinstance(value, Mapping):
        for key, item in value.items():
            _put(found, str(key), item, 1)
    else:
        _put(found, "value", value, 1)
    return found


def _put(found: dict[str, list[str]], path: str, value: Any, depth: int) -> None:
    if isinstance(value, Mapping) and value and depth < _MOST_DEPTH:
        for key, item in value.items():
            _put(found, f"{path}.{key}", item, depth + 1)
    elif isinstance(value, list | tuple) and depth < _MOST_DEPTH:
        _put_items(found, path, value, depth)
    elif path in found or len(found) < _MOST_PATHS:
        held = found.setdefault(path, [])
        text = _text(value)
        if text:
            held.append(text)


def _put_items(found: dict[str, list[str]], path: str, items: Sequence[Any], depth: int) -> None:
    if len(items) > _VECTOR and all(map(_is_number, items[:_VECTOR])):
        # A vector is one value: its numbers say nothing one by one.
        found.setdefault(path, []).append("[" + ", ".join(map(str, items)) + "]")
        return
    found.setdefault(path, [])
    for item in items[:_MOST_ITEMS]:
        _put(found, path, item, depth + 1)
    # Only objects have paths below; without them, all paths need not be looked through for each empty list.
    has_objects = any(isinstance(item, Mapping | list | tuple) and item for item in items[:_MOST_ITEMS])
    if has_objects and not found[path] and any(other.startswith(f"{path}.") for other in found):
        del found[path]


def _is_number(item: Any) -> bool:
    try:
        float(item)
    except (TypeError, ValueError):
        return False
    return True


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, bytes):
        return _of_bytes(value)
    if isinstance(value, Mapping | list | tuple):
        return json.dumps(value, default=str, ensure_ascii=False) if value else ""
    return str(value)


def _of_bytes(value: bytes) -> str:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value[:5_000].hex()
