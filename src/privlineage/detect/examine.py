"""`examine_table`: what the columns of a table seem to hold. The one entry point of this room."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from privlineage.detect.column import ColumnSample
from privlineage.detect.finding import Evidence, Suggestion, TableFinding
from privlineage.detect.types import PERSONAL

__all__ = ["examine_table"]


def examine_table(columns: Sequence[ColumnSample], table: str = "") -> TableFinding:
    """Suggest a category for every column of a table, with a calibrated confidence and reasons.

    Args:
        columns: samples of the table's columns, in the table's order.
        table: the table's name, where there is one: `patients` says something about its columns.

    Returns:
        A suggestion for every column in the same order. No value of any column is in it.

    >>> from privlineage.detect.column import ColumnSample
    >>> finding = examine_table([ColumnSample("c1", ["ana@example.org", "li.wei@example.com", "j@example.net"])])
    >>> finding.columns[0].category
    'user.contact.email'
    """
    return TableFinding(columns=tuple(_examine(column) for column in columns))


_SHAPES: dict[str, Callable[[str], object]] = {
    "email": re.compile(r"[^@\s]{1,64}@[^@\s]+\.[^@\s.]{2,}").fullmatch,
    "ip_address": re.compile(r"(?:\d{1,3}\.){3}\d{1,3}|(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{1,4}", re.IGNORECASE).fullmatch,
}


def _examine(column: ColumnSample) -> Suggestion:
    values = [value.strip() for value in column.values if value and value.strip()]
    for kind, fits in _SHAPES.items():
        fitting = sum(1 for value in values if fits(value))
        if values and fitting >= 0.8 * len(values):
            text = f"{fitting} of {len(values)} values have the form of {kind}"
            return Suggestion(column.name, PERSONAL[kind], 0.95, (Evidence("values", text),))
    return Suggestion(column.name, None, 0.5)
