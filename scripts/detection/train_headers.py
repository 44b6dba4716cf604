"""Every measured column under several headers: its own, a clear one, none or a cryptic one, and one that misleads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

from privlineage.detect.types import is_personal
from scripts.detection.generate import FAMILIES_WITH_HEADER, NEEDS_HEADER
from scripts.detection.made import MadeColumn
from scripts.detection.train_measuring import Measured

__all__ = ["BARE", "CONDITIONS", "Headed", "headed"]

CONDITIONS: Final = ("own", "clear", "cryptic", "misleading")
BARE: Final = "bare"
"""A column of which there is a header and no value."""

# Kinds of values that any number or key may have. Under a header that says "salary" or "patient id" they are just that:
# no such header misleads here, or the honest ones would not be believed either.
_TELL_NOTHING = frozenset(
    "integer decimal amount percentage measurement score sequence_id short_code order_number product_code company_id "
    "uuid hash token json".split()
)


def _needs_header(column: MadeColumn) -> bool:
    return column.type in NEEDS_HEADER or column.subtype in FAMILIES_WITH_HEADER


@dataclass(frozen=True, slots=True)
class Headed:
    """A column under one header.

    Attributes:
        row: which column.
        header: what it is called here.
        condition: one of CONDITIONS, or BARE.
    """

    row: int
    header: str
    condition: str


def headed(measured: Measured, conditions: Sequence[str], seed: int) -> list[Headed]:
    """Every column under a header of each of the conditions."""
    rng = Random(seed)  # noqa: S311 - repeatable, not secret
    drawer = _Drawer(measured)
    found = []
    for row, column in enumerate(measured.columns):
        needed = _needs_header(column)
        for condition in conditions:
            if needed and condition in ("cryptic", "misleading"):
                continue
            header = drawer.draw(rng, column, condition)
            if header is not None:
                found.append(Headed(row, header, condition))
    return found


class _Drawer:
    """The headers of all columns, to be drawn from."""

    def __init__(self, measured: Measured) -> None:
        self._clear: dict[str, list[str]] = defaultdict(list)
        self._of_kind: dict[str, list[str]] = defaultdict(list)
        self._cryptic: list[str] = []
        self._needed: set[str] = set()
        for column in measured.columns:
            if column.header_kind in ("clear", "abbreviated"):
                self._clear[column.subtype].append(column.header)
                self._of_kind[column.type].append(column.header)
                self._needed.update({column.type} if _needs_header(column) else ())
            elif column.header_kind == "cryptic":
                self._cryptic.append(column.header)

    def draw(self, rng: Random, column: MadeColumn, condition: str) -> str | None:
        """A header for a column; None where there is none of that condition."""
        if condition == "own":
            return column.header
        if condition in ("clear", BARE):
            among = self._clear[column.subtype]
            return rng.choice(among) if among else None
        if condition == "cryptic":
            return "" if rng.random() < 0.3 or not self._cryptic else rng.choice(self._cryptic)
        return self._misleading(rng, column.type)

    def _misleading(self, rng: Random, kind: str) -> str | None:
        """A header of another kind; mostly one from across the line between personal and not."""
        across = rng.random() < 0.8
        others = [
            other
            for other in sorted(self._of_kind)
            if other != kind
            and (not across or is_personal(kind) != is_personal(other))
            and not (kind in _TELL_NOTHING and other in self._needed)
        ]
        return rng.choice(self._of_kind[rng.choice(others)]) if others else None
