"""What lies in the clear beside a masked column, in the same sample: what is masked may be that."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from privlineage.detect.column import ColumnSample
from privlineage.detect.finding import Suggestion
from privlineage.detect.masking import examine_masking
from privlineage.service.contents.comparing import CONFIDENT

__all__ = ["Clear", "ClearColumns", "behind", "clear_columns", "others"]


@dataclass(frozen=True, slots=True)
class Clear:
    """A column that holds personal data in the clear.

    Attributes:
        category: what it seems to hold.
        values: its sampled values.
    """

    category: str
    values: Sequence[str]

    def __repr__(self) -> str:
        """Never a value."""
        return f"Clear({self.category!r}, {len(self.values)} values)"


ClearColumns: TypeAlias = Mapping[str, Clear]


def clear_columns(samples: Iterable[ColumnSample], said: Iterable[Suggestion]) -> ClearColumns:
    """The columns of a sample that hold personal data in the clear, by their names.

    Args:
        samples: the sampled columns.
        said: what each of them seems to hold; by name, in any order.
    """
    of_name = {one.column: one for one in said}
    found = {}
    for sample in samples:
        one = of_name.get(sample.name)
        if one is not None and one.category and one.confidence >= CONFIDENT / 2:
            found[sample.name] = Clear(one.category, sample.values)
    return found


def others(name: str, clear: ClearColumns) -> Iterator[Clear]:
    """The clear columns beside the one of that name."""
    return (one for beside, one in clear.items() if beside != name)


def behind(sample: ColumnSample, clear: ClearColumns) -> str:
    """The category of the column beside this one whose values it holds masked; empty where there is none."""
    for one in others(sample.name, clear):
        if examine_masking(sample.values, candidates=one.values, tries=0).reversed_share:
            return one.category
    return ""
