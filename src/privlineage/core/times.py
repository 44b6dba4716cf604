"""Moments as text: ISO 8601 in UTC with microseconds, so that the order of texts is the order of time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

__all__ = ["as_text", "days_after"]

_FIRST, _LAST = "0001-01-01T00:00:00.000000Z", "9999-12-31T23:59:59.999999Z"


def as_text(moment: datetime) -> str:
    """A moment as it is stored; one without a zone is in UTC.

    >>> as_text(datetime(2026, 1, 31))
    '2026-01-31T00:00:00.000000Z'
    >>> as_text(datetime(999, 1, 31)) < as_text(datetime(2026, 1, 31))
    True
    """
    known = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    # Not `strftime`: it writes the year 999 with three digits, and as text that is after every other.
    return f"{known.replace(tzinfo=None).isoformat(timespec='microseconds')}Z"


def days_after(at: str, days: int) -> str:
    """The moment some days later, or earlier where they are negative.

    >>> days_after("2026-03-01T05:00:00.000000Z", 7), days_after("2026-03-08T05:00:00.000000Z", -7)
    ('2026-03-08T05:00:00.000000Z', '2026-03-01T05:00:00.000000Z')
    """
    moment = datetime.fromisoformat(at)
    try:
        return as_text(moment + timedelta(days=days))
    except OverflowError:
        return _LAST if days > 0 else _FIRST
