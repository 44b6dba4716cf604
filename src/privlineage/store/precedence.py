"""Which of two schemas of a dataset to believe."""

from __future__ import annotations

__all__ = ["PULLED", "replaces"]

PULLED = "pulled"
"""Read from the database's own catalog."""


def replaces(new: str, old: str) -> bool:
    """Whether a schema of origin `new` takes the place of one of origin `old`.

    >>> replaces("ddl", "event"), replaces("ddl", "pulled"), replaces("pulled", "pulled")
    (True, False, True)
    """
    return new == PULLED or old != PULLED
