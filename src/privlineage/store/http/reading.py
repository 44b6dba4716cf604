"""What a server sent, read as a value of ours."""

from __future__ import annotations

from typing import Any, TypeVar

from privlineage.core.codec import from_json
from privlineage.core.errors import PrivlineageError

__all__ = ["read_answer", "unreadable"]

T = TypeVar("T")


def read_answer(kind: type[T], data: Any) -> T:
    """The value of a type that JSON stands for.

    Raises:
        PrivlineageError: PL504, when it stands for none.
    """
    try:
        return from_json(kind, data)
    except (ValueError, TypeError, KeyError, AttributeError):
        raise unreadable() from None


def unreadable() -> PrivlineageError:
    """PL504: something answers, and not as a server of this version would."""
    return PrivlineageError("PL504", "the server's answer cannot be read", hint="it may have another version")
