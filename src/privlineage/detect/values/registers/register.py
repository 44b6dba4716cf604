"""One register that gives numbers out."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

__all__ = ["KINDS", "Register"]

KINDS = ("person", "either", "company", "bank", "card", "device", "vehicle", "product")
"""Whom or what a number names; `either` where persons and companies share one register."""


@dataclass(frozen=True, slots=True)
class Register:
    """One register.

    Attributes:
        key: the module of python-stdnum, or our own name.
        kind: one of `KINDS`.
        place: the country's code (ISO 3166), empty where the register is the world's.
        words: what its numbers are called, in the plural.
        form: what a number looks like without its separators, in capitals; a cheap test before `valid`.
        valid: whether a text is such a number.
        type: the detection type it speaks for.
    """

    key: str
    kind: str
    place: str
    words: str
    form: re.Pattern[str]
    valid: Callable[[str], bool]
    type: str
