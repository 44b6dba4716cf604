"""What the database's own word for a column's type rules out."""

from __future__ import annotations

import re

from privlineage.detect.values.findings import Findings

__all__ = ["say_declared"]

_NOTHING_PERSONAL = re.compile(r"bool|bit\(1\)|interval|money|tsvector|enum|geometry\(poly", re.IGNORECASE)


def say_declared(declared_type: str, found: Findings) -> None:
    """Write a sentence down where the declared type alone speaks against personal data."""
    if kind := _NOTHING_PERSONAL.match(declared_type):
        found.say("other", 0.5, f"the database declares the column as {kind[0].lower()}")
