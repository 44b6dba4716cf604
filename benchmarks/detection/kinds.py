"""A kind of column: how its values are made, and what is right to say about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.detection.place import Place

__all__ = ["EVERYWHERE", "KINDS", "Kind", "Maker", "kind"]

Maker = Callable[[], str]
EVERYWHERE = 25
"""As many locales as there are."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of column.

    Attributes:
        name: as the splits, the headers and the reports call it.
        accepted: categories that are right, a more precise key below them included; empty where nothing is personal.
        columns: in how many locales a column of it is made.
        locales: the only ones that have it; empty where all do.
        needs_header: nobody can tell it from its values; it is asked under a clear header only.
        make: given a place, chooses a format for the column and returns the maker of its values.
    """

    name: str
    accepted: tuple[str, ...]
    columns: int
    locales: tuple[str, ...]
    needs_header: bool
    make: Callable[[Place], Maker]

    @property
    def personal(self) -> bool:
        return bool(self.accepted)


KINDS: dict[str, Kind] = {}


def kind(
    name: str, *accepted: str, columns: int = 12, locales: str = "", needs_header: bool = False
) -> Callable[[Callable[[Place], Maker]], Callable[[Place], Maker]]:
    """Register the maker of a kind of column."""

    def register(make: Callable[[Place], Maker]) -> Callable[[Place], Maker]:
        KINDS[name] = Kind(name, accepted, columns, tuple(locales.split()), needs_header, make)
        return make

    return register
