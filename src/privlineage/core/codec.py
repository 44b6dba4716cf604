"""The JSON form of the core types: one mechanism for all, so that what is stored or sent can be read back exactly.

Dataclasses become objects with their field names, enums their values, tuples lists. Reading goes by the declared types.
"""

from __future__ import annotations

import dataclasses
import enum
import types
import typing
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, TypeVar

__all__ = ["from_json", "to_json"]

T = TypeVar("T")
_PLAIN = frozenset({str, int, float, bool, type(None)})


def to_json(value: object) -> Any:
    """A value of the core as JSON-ready data; fields at their default are left out.

    >>> from privlineage.core.refs import DatasetRef
    >>> from_json(DatasetRef, to_json(DatasetRef("conn", "ads_api")))
    DatasetRef(source='conn', name='ads_api', declared=False)
    """
    kind = type(value)
    if kind in _PLAIN:
        return value
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, (tuple, list, frozenset)):
        items = sorted(value) if isinstance(value, frozenset) else value
        return [to_json(item) for item in items]
    if not dataclasses.is_dataclass(kind):
        return value
    found = {}
    for name, default in _fields(kind):
        item = getattr(value, name)
        if default is dataclasses.MISSING or item != default:
            found[name] = to_json(item)
    return found


def from_json(kind: type[T], data: Any) -> T:
    """The value of type `kind` that `to_json` wrote as `data`; unknown keys of objects are ignored.

    Raises:
        ValueError: when the data does not fit the type.
    """
    return typing.cast("T", _read(kind, data))


@lru_cache(maxsize=64)
def _fields(kind: Any) -> tuple[tuple[str, Any], ...]:
    """Names and defaults of the fields that are written; plans are hashed on every decision, so this is kept."""
    return tuple((field.name, field.default) for field in dataclasses.fields(kind) if not field.name.startswith("_"))


@lru_cache(maxsize=64)
def _hints(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind)


def _read(kind: Any, data: Any) -> Any:
    origin = typing.get_origin(kind)
    if origin in (typing.Union, types.UnionType):
        if data is None:
            return None
        return _read(next(option for option in typing.get_args(kind) if option is not type(None)), data)
    if origin in (tuple, frozenset):
        return origin(_read_items(typing.get_args(kind), data))
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        return _read_object(kind, data)
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        return kind(data)
    if kind in (str, int, float, bool) and not isinstance(data, kind):
        raise ValueError(f"{kind.__name__} was expected")
    return data


def _read_items(kinds: tuple[Any, ...], data: Any) -> list[Any]:
    if not isinstance(data, list | tuple):
        raise ValueError("a list was expected")  # noqa: TRY004  # the data is wrong, not a caller's type
    if len(kinds) == 1 or kinds[1:] == (Ellipsis,):
        return [_read(kinds[0], item) for item in data]
    return [_read(kind, item) for kind, item in zip(kinds, data, strict=True)]


def _read_object(kind: Any, data: Any) -> Any:
    if not isinstance(data, Mapping):
        raise ValueError(f"an object was expected for {kind.__name__}")  # noqa: TRY004  # likewise
    hints = _hints(kind)
    names = [field.name for field in dataclasses.fields(kind) if not field.name.startswith("_")]
    values = {name: _read(hints[name], data[name]) for name in names if name in data}
    try:
        return kind(**values)
    except TypeError:
        raise ValueError(f"a field of {kind.__name__} is missing") from None
