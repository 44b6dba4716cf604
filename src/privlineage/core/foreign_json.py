"""JSON that strangers send: read within bounds, and only when every store can keep the texts in it."""

from __future__ import annotations

import json
from typing import Any

__all__ = ["read_foreign"]

BYTES_PER_PART = 8
"""A request is long for what it holds: one that is not has been made to fill the memory (`{},{},{},…`)."""


def read_foreign(raw: bytes, most: int) -> Any:
    """The data in a text.

    Args:
        raw: the text.
        most: how many bytes it may have; it may have one value for each eight of them.

    Raises:
        ValueError: when it is no JSON in UTF-8, when it holds more, or a NUL or half of a pair, which are no text.

    >>> read_foreign(b'{"call": "governance"}', 1000)
    {'call': 'governance'}
    """
    if len(raw) > most or sum(raw.count(mark) for mark in (b",", b"[", b"{")) > most // BYTES_PER_PART:
        raise ValueError("it holds too much")
    data, is_text = None, False
    try:
        text = raw.decode("utf-8")
        data = json.loads(text)
        is_text = _is_text(text, data)
    except (ValueError, RecursionError):
        pass
    if not is_text:
        raise ValueError("it is no JSON")
    return data


def _is_text(text: str, data: Any) -> bool:
    """Whether no text in the data has a NUL or, for which an error is raised, half of a pair."""
    lower = text.lower()
    if "\\ud" not in lower and "\\u0000" not in lower:
        return True
    again = json.dumps(data, ensure_ascii=False)
    again.encode("utf-8")
    return "\\u0000" not in again.replace("\\\\", "")
