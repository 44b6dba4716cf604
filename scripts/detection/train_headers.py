"""Every measured column under several headers: its own, a clear one, none or a cryptic one, and one that misleads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

from privlineage.detect.types import is_personal
from scripts.detection.train_measuring import Measured

__all__ = ["CONDITIONS", "Headed", "headed"]

CONDITIONS: Final = ("own", "clear", "cryptic", "misleading")

# Kinds whose values say too little: under a misleading header nobody could tell.
_HEADER_DECIDES = frozenset("age salary credit_score person_id".split())


@dataclass(frozen=True, slots=True)
class Headed:
    """A column under one header.

    Attributes:
        row: which column.
        header: what it is called here.
        condition: one of CONDITIONS.
    """

    row: int
    header: str
    condition: str


def headed(measured: Measured, conditions: Sequence[str], seed: int) -> list[Headed]:
    """Every column under a header of each of the conditions."""
    rng = Random(seed)
    clear: dict[str, list[str]] = defaultdict(list)
    by_kind: dict[str, list[str]] = defaultdict(list)
    cryptic: list[str] = []
    for column in measured.columns:
        if column.header_kind in ("clear", "abbreviated"):
            clear[column.subtype].append(column.header)
            by_kind[column.type].append(column.header)
        elif column.header_kind == "cryptic":
            cryptic.append(column.header)
    found = []
    for row, column in enumerate(measured.columns):
        for condition in conditions:
            header: str | None = column.header
            if condition == "clear":
                header = _one(rng, clear[column.subtype])
            elif condition == "cryptic":
                header = "" if rng.random() < 0.3 or not cryptic else rng.choice(cryptic)
            elif condition == "misleading":
                header = _misleading(rng, column.type, by_kind)
            if header is not None:
                found.append(Headed(row, header, condition))
    return found


def _one(rng: Random, headers: Sequence[str]) -> str | None:
    return rng.choice(headers) if headers else None


def _misleading(rng: Random, kind: str, by_kind: dict[str, list[str]]) -> str | None:
    """A header of another kind; mostly one from across the line between personal and not."""
    if kind in _HEADER_DECIDES:
        return None
    across = rng.random() < 0.8
    others = [
        other for other in sorted(by_kind) if other != kind and (not across or is_personal(kind) != is_personal(other))
    ]
    return rng.choice(by_kind[rng.choice(others)]) if others else None
