"""Rows that were drawn, turned into samples of their columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from privlineage.detect.column import ColumnSample

__all__ = ["MOST_IN_VALUE", "Record", "columns_of_records", "named", "unique_names"]

Record: TypeAlias = Mapping[str, Sequence[str]]
"""One row: the values under each path; a path that repeats in it has several."""

MOST_IN_VALUE = 10_000
"""How much of one value is looked at, in characters."""


def unique_names(names: Iterable[str]) -> list[str]:
    """Names for columns: nameless ones get their number, those that come again a number of their own.

    >>> unique_names(["id", "", "id", "id_2"])
    ['id', 'column_2', 'id_3', 'id_2']
    """
    written = [name.replace("\0", "").replace("\ufeff", "") for name in names]
    taken = set(written)
    given: set[str] = set()
    found = []
    for number, name in enumerate(written, start=1):
        made, again = (name, 2) if name.strip() else (f"column_{number}", 2)
        stem = made
        while made in given or (made != name and made in taken):
            made, again = f"{stem}_{again}", again + 1
        given.add(made)
        found.append(made)
    return found


def named(header: Sequence[str], width: int) -> list[str]:
    """The names of `width` columns, of which a header names the first."""
    return unique_names([*header, *[""] * (width - len(header))])


def columns_of_records(records: Sequence[Record], types: Mapping[str, str]) -> tuple[ColumnSample, ...]:
    """A sample of every column.

    Args:
        records: rows.
        types: the columns that are known, with their declared types where there are any; they come first.
    """
    found: dict[str, list[str]] = {path: [] for path in types}
    held = dict.fromkeys(types, 0)
    for record in records:
        for path, values in record.items():
            kept = [value[:MOST_IN_VALUE] for value in values if value.strip()]
            found.setdefault(path, []).extend(kept)
            held[path] = held.get(path, 0) + bool(kept)
    return tuple(
        ColumnSample(path, values, types.get(path, ""), len(records) - held[path]) for path, values in found.items()
    )
