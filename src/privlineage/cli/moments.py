"""A time as people type it."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from privlineage.core.errors import PrivlineageError
from privlineage.core.times import as_text

__all__ = ["moment"]

_AGO = re.compile(r"(\d{1,4})\s*([dhmw])")
_UNITS = {"w": "weeks", "d": "days", "h": "hours", "m": "minutes"}


def moment(text: str, now: str) -> str:
    """A time as stored, from `7d` (before now) or from a date or time.

    Raises:
        PrivlineageError: PL001 for anything else.

    >>> moment("7d", "2026-01-08T12:00:00.000000Z"), moment("2026-01-02", "")
    ('2026-01-01T12:00:00.000000Z', '2026-01-02T00:00:00.000000Z')
    """
    ago = _AGO.fullmatch(text.strip())
    try:
        if ago:
            return as_text(datetime.fromisoformat(now) - timedelta(**{_UNITS[ago[2]]: int(ago[1])}))
        return as_text(datetime.fromisoformat(text.strip()))
    except (ValueError, OverflowError):
        hint = "write `7d`, `24h`, or a date as in 2026-01-31"
        raise PrivlineageError("PL001", f"`{text}` is no time", hint=hint) from None
