"""Makers of values out of lists of words."""

from __future__ import annotations

from benchmarks.detection.kinds import Maker
from benchmarks.detection.place import Place

__all__ = ["joined", "one_of"]


def one_of(place: Place, text: str) -> Maker:
    """One of the parts between bars, some far more frequent than others."""
    parts = text.split("|")
    weights = [place.chance.random() + 0.02 for _ in parts]
    return lambda: place.chance.choices(parts, weights)[0]


def joined(place: Place, form: str, **parts: str) -> Maker:
    """A form filled with one part of each list."""
    lists = {name: text.split("|") for name, text in parts.items()}
    return lambda: form.format(**{name: place.chance.choice(found) for name, found in lists.items()})
