"""A table or view as a catalog describes it, before it gets its canonical name."""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["Described", "Description", "type_text"]

_MEMBERS = re.compile(r"'(?:[^'\\]|''|\\.)*'")


@dataclass(frozen=True, slots=True)
class Described:
    """A table or view as a catalog describes it.

    Attributes:
        name: its name, the parts from the outermost one the catalog tells.
        columns: name and type, in order.
        view: a view's SQL, empty where the catalog does not show it; None for tables.
    """

    name: tuple[str, ...]
    columns: tuple[tuple[str, str], ...]
    view: str | None = None


@dataclass(frozen=True, slots=True)
class Description:
    """What a catalog tells of a whole source.

    Attributes:
        tables: its tables and views.
        unread: names of those it lists and does not describe: no rights, or a broken view; `*` for a whole schema.
    """

    tables: tuple[Described, ...]
    unread: tuple[tuple[str, ...], ...] = ()


def type_text(kind: str) -> str:
    """A type without the members of an enumeration: they are literals (law 10).

    >>> type_text("ENUM('ann', 'bob')"), type_text("varchar(20)")
    ("ENUM('?', '?')", 'varchar(20)')
    """
    return _MEMBERS.sub("'?'", kind)
