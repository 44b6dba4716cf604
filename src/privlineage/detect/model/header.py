"""What a header weighs that clearly names something else: it decides where the values are those of many things."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from privlineage.detect.types import OTHER, PERSONAL

__all__ = ["against"]

_COMMON: Final = frozenset("postal_code age salary credit_score person_id drivers_license bank_account".split())
_CLEAR: Final = 0.5
_UNCLEAR: Final = 0.3
_LOWERED: Final = -1.5


def against(scores: Mapping[str, float], kind: str) -> float:
    """What a header that names another kind adds to the log-odds of "personal".

    The networks learnt from headers of which many mislead, and believe them less than a person may: five digits under
    `order_id` are no postal codes. Names and towns stay what they are under any header, and what values prove (a form,
    a check digit) stands far above this.

    Args:
        scores: how much the header says of each detection type, 0 to 1.
        kind: the personal kind that the column seems to be.

    >>> against({"order_number": 0.9}, "postal_code"), against({"order_number": 0.9}, "last_name"), against({}, "age")
    (-1.5, 0.0, 0.0)
    """
    if kind not in _COMMON:
        return 0.0
    other = max((score for name, score in scores.items() if name in OTHER), default=0.0)
    own = max((score for name, score in scores.items() if name in PERSONAL), default=0.0)
    return _LOWERED if other >= _CLEAR and own < _UNCLEAR else 0.0
