"""What OpenLineage's transformations mean as strengths (law 6).

`masking: true` is not read at all: producers set it for CRC32, for MD5 and even for `count`, so it is no authority to
weaken a label; only a declassifier of the bundle is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from privlineage.core.labels import Strength
from privlineage.lineage.openlineage.event import Ignored

__all__ = ["strengths"]

_ROW = frozenset({"JOIN", "FILTER", "GROUP_BY", "SORT"})
_TRANSFORMS = {"IDENTITY": "identity", "AGGREGATION": "aggregation"}


def strengths(value: Any, at: str, ignore: Ignored, *, of_dataset: bool) -> tuple[tuple[Strength, str], ...]:
    """Strength and transform of every transformation of one input, each once, strongest first.

    Args:
        value: the `transformations` of an input, or None.
        at: where they stand, for remarks.
        ignore: takes remarks.
        of_dataset: whether the input affects the dataset as a whole, rather than one of its fields.

    Without a usable one, an input of a field is a value (unknown is not clean), and one of the dataset as a whole
    selects its rows, as the specification says of that list.
    """
    found = set(_each(value, at, ignore, of_dataset=of_dataset))
    if not found:
        found = {(Strength.ROW, "")} if of_dataset else {(Strength.VALUE, "transformation")}
    return tuple(sorted(found, reverse=True))


def _each(value: Any, at: str, ignore: Ignored, *, of_dataset: bool) -> Iterator[tuple[Strength, str]]:
    if value is None:
        return
    if not isinstance(value, list):
        ignore(at, "it is not a list")
        return
    for index, item in enumerate(value):
        if isinstance(item, Mapping):
            yield _strength(item, of_dataset=of_dataset)
        else:
            ignore(f"{at}[{index}]", "it is not an object")


def _strength(item: Mapping[str, Any], *, of_dataset: bool) -> tuple[Strength, str]:
    subtype = str(item.get("subtype") or "").upper()
    if str(item.get("type") or "").upper() != "INDIRECT":
        return Strength.VALUE, _TRANSFORMS.get(subtype, "transformation")
    if subtype in _ROW or (of_dataset and not subtype):
        return Strength.ROW, ""
    return Strength.COLUMN, ""
