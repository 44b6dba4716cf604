"""What equal values give away: a hash of a gender has two values, however good the hash."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

__all__ = ["few_values", "salted_by_row"]

_FEW = 12
_REPEATED = 10
_ALL_DIFFERENT = 0.98
_REPEATING = 0.1
"""Values repeat where at most this share is distinct: candidates come from several columns, and some are copies."""
_FEWEST = 20


def few_values(values: Sequence[str]) -> str:
    """Why the frequency of equal values alone tells which is which; empty where it does not.

    >>> few_values(["3f", "9a"] * 30)
    '2 distinct values among 60: which is which shows by how frequent each is'
    >>> few_values(["3f", "9a"])
    ''
    """
    distinct = Counter(values)
    if not 1 < len(distinct) <= _FEW or len(values) < _REPEATED * len(distinct):
        return ""
    return f"{len(distinct)} distinct values among {len(values)}: which is which shows by how frequent each is"


def salted_by_row(values: Sequence[str], candidates: Sequence[str]) -> str:
    """Why each value must have been masked with something of its own; empty where nothing says so."""
    if min(len(values), len(candidates)) < _FEWEST or len(set(values)) < _ALL_DIFFERENT * len(values):
        return ""
    if len(set(candidates)) > _REPEATING * len(candidates):
        return ""
    return "the values it comes from repeat and these do not: something of its own went into each row"
