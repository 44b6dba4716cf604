"""The real clock and the real source of verdict ids, handed in wherever time or identity is needed."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime

from privlineage.core.times import as_text

__all__ = ["new_exemption_id", "new_verdict_id", "utc_now"]


def utc_now() -> str:
    """Now, ISO 8601 in UTC with microseconds, so that text order is time order."""
    return as_text(datetime.now(UTC))


def new_verdict_id() -> str:
    """A fresh verdict id: short enough to type, and collisions are refused by the store's unique key.

    >>> len(new_verdict_id())
    12
    """
    return f"V-{secrets.token_hex(5).upper()}"


def new_exemption_id() -> str:
    """A fresh exemption id, likewise.

    >>> new_exemption_id()[:2]
    'E-'
    """
    return f"E-{secrets.token_hex(5).upper()}"
