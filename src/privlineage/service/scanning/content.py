"""What a column's content looks like as a whole, so that a later scan sees whether it changed; never a value.

Kept are shares and lengths over some hundred values: of nothing, of distinct values, of kinds of characters. A table
that grows keeps them about as they were; a column that is filled with something else does not.
"""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from collections.abc import Sequence
from typing import Any

from privlineage.detect.column import ColumnSample

__all__ = ["content_of", "has_changed"]

_FEW = 8
"""Shares over fewer values than this say nothing."""

_APART = 0.25
"""From this difference of shares on, content is another."""


def content_of(column: ColumnSample) -> str:
    """Statistics of a sample, as text.

    >>> content_of(ColumnSample("c", ["ab1", "cd2"]))
    '{"digit":0.33,"distinct":1.0,"latin":0.67,"length":[3,3,3],"nulls":0.0,"values":2}'
    """
    values = list(column.values)
    found: dict[str, object] = {"values": len(values)}
    if values:
        lengths = sorted(map(len, values))
        found["length"] = [lengths[len(lengths) * part // 10] for part in (1, 5, 9)]
        found["distinct"] = round(len(set(values)) / len(values), 2)
        found["nulls"] = round(column.nulls / (len(values) + column.nulls), 2)
        found |= _shares(values)
    return json.dumps(found, sort_keys=True, separators=(",", ":"))


def has_changed(before: str, after: str) -> bool:
    """Whether two such texts are of different content, rather than of two samples of the same.

    >>> numbers = content_of(ColumnSample("c", [str(n) for n in range(100, 150)]))
    >>> mails = content_of(ColumnSample("c", [f"p{n}@mail.example" for n in range(50)]))
    >>> has_changed(numbers, numbers), has_changed(numbers, mails)
    (False, True)
    """
    first, second = _read(before), _read(after)
    few = [int(each.get("values", 0)) < _FEW for each in (first, second)]
    if any(few):
        # Something where there was nothing is new; a handful less or more is not.
        return few == [True, False]
    if _lengths_differ(first.get("length", []), second.get("length", [])):
        return True
    keys = (first.keys() | second.keys()) - {"values", "length", "nulls"}
    return any(abs(float(first.get(key, 0.0)) - float(second.get(key, 0.0))) > _APART for key in keys)


def _shares(values: Sequence[str]) -> dict[str, float]:
    counts: Counter[str] = Counter()
    for value in values:
        counts.update(map(_kind, value[:200]))
    total = sum(counts.values())
    return {kind: round(count / total, 2) for kind, count in sorted(counts.items()) if count * 100 >= total}


def _kind(character: str) -> str:
    """The kind of a character: a digit, a letter by its script, or a mark."""
    if character.isascii():
        return "digit" if character.isdigit() else "latin" if character.isalpha() else "mark"
    if character.isalpha():
        return unicodedata.name(character, "OTHER").partition(" ")[0].lower()
    return "digit" if character.isdigit() else "mark"


def _lengths_differ(before: Sequence[int], after: Sequence[int]) -> bool:
    if len(before) != len(after):
        return True
    middle = len(before) // 2
    one, other = before[middle], after[middle]
    return abs(one - other) > max(2, 0.5 * max(one, other))


def _read(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
