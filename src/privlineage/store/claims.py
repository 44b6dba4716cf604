"""When two tags claim the same, and which claims a withdrawal means."""

from __future__ import annotations

from typing import TypeAlias

from privlineage.core.labels import Atom, Tag
from privlineage.core.refs import ColumnRef

__all__ = ["BUNDLE", "NONE", "Claim", "is_category", "same_claim"]

BUNDLE = "bundle"
"""Tags by the bundle come and go with it; nobody withdraws them one by one."""

NONE = "none"
"""What people write for `reviewed, nothing personal`."""


Claim: TypeAlias = tuple[ColumnRef, Atom | None, str, str]
"""Column, atom, author, and by what."""


def same_claim(tag: Tag) -> Claim:
    """What makes a claim: all of it but the time. Claimed again, it stands since the first time."""
    return tag.column, tag.atom, tag.author, tag.by


def is_category(tag: Tag, category: str | None) -> bool:
    """Whether a withdrawal of `category` (None: of everything) means this tag; descendants are other claims."""
    if category is None:
        return True
    return category == (NONE if tag.atom is None else tag.atom.category)
