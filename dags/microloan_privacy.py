"""The one function by which contact data may leave in a weaker form; the bundle lists it under `declassify`."""

from __future__ import annotations

import hashlib
import hmac

__all__ = ["keyed_hash"]


def keyed_hash(value: str, key: bytes) -> str:
    """HMAC-SHA-256 of a value, as hex. Without the key nobody can try phone numbers until one fits.

    >>> keyed_hash("+8613800000000", b"k") == keyed_hash("+8613800000000", b"k")
    True
    >>> keyed_hash("+8613800000000", b"k") == keyed_hash("+8613800000000", b"another key")
    False
    """
    return hmac.new(key, value.encode(), hashlib.sha256).hexdigest()
