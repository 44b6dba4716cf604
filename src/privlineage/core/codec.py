"""The JSON form of the core types: one mechanism for all, so that what is stored or sent can be read back exactly.

Dataclasses become objects with their field names, enums their values, collections lists, mappings objects, or lists of
pairs where their keys are no text. Reading goes by the declared types.
"""

from __future__ import annotations

import dataclasses
import enum
import json
import types
import typing
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from json.encoder import encode_basestring
from typing import Any, TypeVar

__all__ = ["UnreadableText", "from_json", "from_text", "to_json", "to_text"]

T = TypeVar("T")
_SEQUENCES = (list, Sequence, Iterable, Collection)
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
    if isinstance(value, (tuple, list, frozenset, set)):
        items = sorted(value) if isinstance(value, (frozenset, set)) else value
        return [to_json(item) for item in items]
    if isinstance(value, Mapping):
        return _mapping_to_json(value)
    if not dataclasses.is_dataclass(kind):
        return value
    found = {}
    for name, default in _fields(kind):
        item = getattr(value, name)
        if default is dataclasses.MISSING or item != default:
            found[name] = to_json(item)
    return found


def _mapping_to_json(value: Mapping[Any, Any]) -> Any:
    if all(type(key) is str for key in value):
        return {key: to_json(item) for key, item in value.items()}
    return [[to_json(key), to_json(item)] for key, item in value.items()]


def to_text(value: object) -> str:
    """The one JSON text of a core value: equal values have equal texts, with sorted keys and no spaces.

    >>> to_text(("a", None, 1))
    '["a",null,1]'
    """
    kind = type(value)
    write = _WRITERS.get(kind)
    if write is None:
        write = _WRITERS[kind] = _writer(kind)
    return write(value)


_Writer = typing.Callable[[Any], str]


def _writer(kind: type) -> _Writer:
    """How values of one type are written: worked out once, for every decision writes a plan or a verdict."""
    if issubclass(kind, enum.Enum):
        return lambda value: to_text(value.value)
    if issubclass(kind, (tuple, list)):
        return lambda value: "[" + ",".join([to_text(item) for item in value]) + "]" if value else "[]"
    if issubclass(kind, frozenset):
        return lambda value: "[" + ",".join([to_text(item) for item in sorted(value)]) + "]"
    if not dataclasses.is_dataclass(kind):
        return lambda value: json.dumps(to_json(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    fields = tuple((f"{encode_basestring(name)}:", name, default) for name, default in sorted(_fields(kind)))

    def write(value: Any) -> str:
        parts = []
        for key, name, default in fields:
            item = getattr(value, name)
            if item is not default and (default is dataclasses.MISSING or item != default):
                parts.append(key + (encode_basestring(item) if type(item) is str else to_text(item)))
        return "{" + ",".join(parts) + "}"

    return write


_WRITERS: dict[type, _Writer] = {
    str: encode_basestring,
    int: int.__repr__,
    bool: lambda value: "true" if value else "false",
    type(None): lambda _: "null",
}


def from_json(kind: type[T], data: Any) -> T:
    """The value of type `kind` that `to_json` wrote as `data`; unknown keys of objects are ignored.

    Raises:
        ValueError: when the data does not fit the type.
    """
    read: _Reader = _reader(typing.cast("Any", kind))
    return typing.cast("T", read(data))


class UnreadableText(ValueError):
    """A stored text that is not what `to_text` wrote."""


def from_text(kind: type[T], text: str) -> T:
    """The value of type `kind` that `to_text` wrote.

    Raises:
        UnreadableText: for any other text; its words are not repeated, since they may hold values.
    """
    try:
        return from_json(kind, json.loads(text))
    except (ValueError, TypeError, RecursionError):
        raise UnreadableText(f"no {kind.__name__} was read") from None


@lru_cache(maxsize=64)
def _fields(kind: Any) -> tuple[tuple[str, Any], ...]:
    """Names and defaults of the fields that are written; plans are hashed on every decision, so this is kept."""
    return tuple((field.name, field.default) for field in dataclasses.fields(kind) if not field.name.startswith("_"))


_Reader = typing.Callable[[Any], Any]


@lru_cache(maxsize=256)
def _reader(kind: Any) -> _Reader:
    """How data of one type is read: worked out once, for a plan from the cache is read on every run of a task."""
    origin = typing.get_origin(kind)
    if origin in (typing.Union, types.UnionType):
        inner = _reader(next(option for option in typing.get_args(kind) if option is not type(None)))
        return lambda data: None if data is None else inner(data)
    if origin in (tuple, frozenset, set):
        items = _items_reader(typing.get_args(kind))
        return lambda data: origin(items(data))
    if origin in _SEQUENCES:
        return _items_reader((typing.get_args(kind)[0], ...))
    if origin in (dict, Mapping):
        return _mapping_reader(*(_reader(each) for each in typing.get_args(kind)))
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        return _object_reader(kind)
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        return kind
    return _plain_reader(kind) if kind in (str, int, float, bool) else lambda data: data


def _plain_reader(kind: type) -> _Reader:
    def read(data: Any) -> Any:
        if not isinstance(data, kind):
            raise ValueError(f"{kind.__name__} was expected")  # noqa: TRY004  # the data is wrong, not a caller's type
        return data

    return read


def _items_reader(kinds: tuple[Any, ...]) -> _Reader:
    is_same = len(kinds) == 1 or kinds[1:] == (Ellipsis,)
    readers = [_reader(kind) for kind in kinds if kind is not Ellipsis]

    def read(data: Any) -> list[Any]:
        if not isinstance(data, list | tuple):
            raise ValueError("a list was expected")  # noqa: TRY004  # likewise
        if is_same:
            return list(map(readers[0], data))
        return [reader(item) for reader, item in zip(readers, data, strict=True)]

    return read


def _mapping_reader(key_reader: _Reader, value_reader: _Reader) -> _Reader:
    def read(data: Any) -> dict[Any, Any]:
        if not isinstance(data, Mapping | list):
            raise ValueError("a mapping was expected")  # noqa: TRY004  # likewise
        pairs = data.items() if isinstance(data, Mapping) else data
        try:
            return {key_reader(key): value_reader(value) for key, value in pairs}
        except TypeError:
            raise ValueError("a mapping was expected") from None

    return read


def _object_reader(kind: type) -> _Reader:
    fields: dict[str, _Reader] | None = None

    def read(data: Any) -> Any:
        nonlocal fields
        if type(data) is not dict and not isinstance(data, Mapping):
            raise ValueError(f"an object was expected for {kind.__name__}")
        known = fields
        if known is None:
            # Not before: a type may hold others of itself. At once: another thread must not see half of them.
            hints = typing.get_type_hints(kind)
            names = [field.name for field in dataclasses.fields(kind) if not field.name.startswith("_")]
            known = fields = {name: _reader(hints[name]) for name in names}
        values = {name: known[name](item) for name, item in data.items() if name in known}
        try:
            return kind(**values)
        except TypeError:
            raise ValueError(f"a field of {kind.__name__} is missing") from None

    return read
