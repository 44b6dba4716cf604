"""A header as numbers, for the model that weighs it against the values."""

from __future__ import annotations

from functools import lru_cache

from privlineage.detect.names.reading import read
from privlineage.detect.types import OTHER, PERSONAL, TYPES

__all__ = ["NAME_FEATURES", "name_features"]

_ROLES = (
    "person",
    "relative",
    "company",
    "product",
    "place",
    "order",
    "thing",
    "masked",
    "number",
    "sequence_id",
    "code",
)

NAME_FEATURES: tuple[str, ...] = (
    *(f"name.{kind}" for kind in TYPES),
    *(f"says.{role}" for role in _ROLES),
    "name.best_personal",
    "name.best_other",
    "name.margin",
    "name.known",
    "name.cryptic",
)
"""What `name_features` returns, in order: scores by type, words that appear, and how sure the header is."""


@lru_cache(maxsize=65536)
def name_features(name: str) -> tuple[float, ...]:
    """The features of a header, each 0 to 1 (the margin -1 to 1), in the order of `NAME_FEATURES`.

    >>> len(name_features("e_mail")) == len(NAME_FEATURES)
    True
    """
    reading = read(name)
    scores = reading.scores
    personal = max((scores.get(kind, 0.0) for kind in PERSONAL), default=0.0)
    other = max((scores.get(kind, 0.0) for kind in OTHER), default=0.0)
    return (
        *(scores.get(kind, 0.0) for kind in TYPES),
        *(float(role in reading.roles) for role in _ROLES),
        personal,
        other,
        personal - other,
        reading.known,
        float(max(personal, other) < 0.2),
    )
