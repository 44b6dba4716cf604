"""Column types, as far as lineage needs them: the fields of structs."""

from __future__ import annotations

from collections.abc import Iterator

__all__ = ["struct_fields"]

_OPENERS = {"<": ">", "(": ")"}
_STRUCTS = ("struct", "row", "record", "tuple", "object")


def struct_fields(kind: str) -> dict[str, str]:
    """The fields of a struct type with their types, in order; of an array of structs likewise; empty for others.

    >>> struct_fields("ARRAY<STRUCT<id INT64, name STRUCT<first STRING, last STRING>>>")
    {'id': 'INT64', 'name': 'STRUCT<first STRING, last STRING>'}
    >>> struct_fields("row(a integer, b decimal(3, 2))"), struct_fields("text")
    ({'a': 'integer', 'b': 'decimal(3, 2)'}, {})
    """
    text = kind.strip()
    head, inside = _open(text)
    while head in ("array", "list") and inside:
        text = inside.strip()
        head, inside = _open(text)
    if text.endswith("[]"):
        return struct_fields(text[:-2])
    if head not in _STRUCTS or not inside:
        return {}
    fields = {}
    for part in _split(inside):
        colon = part.find(":")
        name, _, rest = (
            (part[:colon], "", part[colon + 1 :]) if 0 < colon < len(part.split(None, 1)[0]) else part.partition(" ")
        )
        if rest.strip():
            fields[name.strip().strip('`"')] = rest.strip()
    return fields


def _open(text: str) -> tuple[str, str]:
    """The word before the first bracket, and what the bracket holds."""
    for index, character in enumerate(text):
        if character in _OPENERS:
            if not text.endswith(_OPENERS[character]):
                return "", ""
            return text[:index].strip().lower(), text[index + 1 : -1]
    return text.lower(), ""


def _split(inside: str) -> Iterator[str]:
    depth = 0
    start = 0
    for index, character in enumerate(inside):
        if character in "<([":
            depth += 1
        elif character in ">)]":
            depth -= 1
        elif character == "," and depth == 0:
            yield inside[start:index].strip()
            start = index + 1
    tail = inside[start:].strip()
    if tail:
        yield tail
