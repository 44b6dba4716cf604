"""From probabilities of kinds to one category: the best kind, or a coarser key where none stands out."""

from __future__ import annotations

from collections.abc import Mapping

from privlineage.core.taxonomy import is_within
from privlineage.detect.types import BACKED_OFF, PERSONAL

__all__ = ["best_kind", "category_of"]

_STANDS_OUT = 0.5
"""A kind with this share of the personal mass is named."""

_CARRIES = 0.6
"""A coarser key is named once the kinds below it carry this share."""


def best_kind(shares: Mapping[str, float], *, personal: bool) -> str:
    """The likeliest kind among the personal ones, or among the others; the first in order where several are equal."""
    among = [kind for kind in shares if (kind in PERSONAL) == personal]
    return max(among, key=lambda kind: shares[kind])


def category_of(shares: Mapping[str, float]) -> str:
    """The category of a personal column.

    >>> category_of({"email": 0.7, "phone": 0.1, "company": 0.2})
    'user.contact.email'
    >>> category_of({"passport": 0.3, "drivers_license": 0.3, "national_id": 0.3, "uuid": 0.1})
    'user.government_id'
    """
    mass: dict[str, float] = {}
    for kind, category in PERSONAL.items():
        mass[category] = mass.get(category, 0.0) + shares.get(kind, 0.0)
    total = sum(mass.values()) or 1.0
    best = max(mass, key=lambda category: mass[category])
    if mass[best] >= _STANDS_OUT * total:
        return best
    for coarser in BACKED_OFF:
        if sum(share for category, share in mass.items() if is_within(category, coarser)) >= _CARRIES * total:
            return coarser
    return "user"
