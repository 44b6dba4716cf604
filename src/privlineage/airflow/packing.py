"""Requests and answers as the value of an Airflow Variable: the form they have on the task API.

Compressed and in letters, so that nothing of a plan is legible in what others may log, and no secrets masker finds a
part of it to replace.
"""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from typing import Any

__all__ = ["MOST_TEXT", "packed", "unfolded", "unpacked"]

MOST_TEXT = 64 << 20
"""How many bytes of JSON one value may hold; more is refused before it is in memory."""


def packed(data: Any) -> str:
    """JSON-ready data as text of letters, digits, `-` and `_`.

    >>> unpacked(packed({"call": "governance"}))
    {'call': 'governance'}
    """
    text = json.dumps(data, separators=(",", ":"), ensure_ascii=False)
    return base64.urlsafe_b64encode(zlib.compress(text.encode(), 6)).decode("ascii").rstrip("=")


def unpacked(text: str, most: int = MOST_TEXT) -> Any:
    """The data that `packed` wrote.

    Args:
        text: what came over the wire.
        most: how many bytes the JSON may have.

    Raises:
        ValueError: when it is something else, or holds more.
    """
    found = unfolded(text, most)
    try:
        return json.loads(found)
    except (ValueError, RecursionError):
        raise ValueError("the text holds no JSON") from None


def unfolded(text: str, most: int) -> bytes:
    """The JSON of what was packed.

    Raises:
        ValueError: as `unpacked`.
    """
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        reader = zlib.decompressobj()
        found = reader.decompress(raw, most + 1)
    except (binascii.Error, zlib.error, ValueError):
        raise ValueError("the text is not packed") from None
    if len(found) > most:
        raise ValueError("the text holds too much")
    if not reader.eof or reader.unused_data:
        raise ValueError("the text broke off")
    return found
