"""Encodings: base64, base32, hex, percent signs. They hide nothing: anybody reads what they hold."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Sequence
from urllib.parse import unquote_to_bytes

from privlineage.detect.masking.recognising import Given, Look, mostly
from privlineage.detect.masking.written import bytes_written

__all__ = ["decoded", "look_encoded"]

_HEX = re.compile(r"^(?:[0-9a-f]{2}){2,}$|^(?:[0-9A-F]{2}){2,}$")
_BASE64 = re.compile(r"^(?:[A-Za-z0-9+/]{4,}|[A-Za-z0-9_-]{4,})={0,2}$")
_BASE32 = re.compile(r"^[A-Z2-7]{8,}={0,6}$")
_ESCAPED = re.compile(r"%[0-9A-Fa-f]{2}")
_FEWEST_CHARACTERS = 12
_READABLE = 0.9


def _hex(value: str) -> bytes | None:
    plain = bytes_written(value) or value
    return bytes.fromhex(plain) if _HEX.match(plain) else None


def _base64(value: str) -> bytes | None:
    if not _BASE64.match(value):
        return None
    bare = value.rstrip("=").replace("-", "+").replace("_", "/")
    try:
        return base64.b64decode(bare + "=" * (-len(bare) % 4), validate=True)
    except (binascii.Error, ValueError):
        return None


def _base32(value: str) -> bytes | None:
    if not _BASE32.match(value):
        return None
    bare = value.rstrip("=")
    try:
        return base64.b32decode(bare + "=" * (-len(bare) % 8))
    except (binascii.Error, ValueError):
        return None


def _url(value: str) -> bytes | None:
    if "://" in value or not _ESCAPED.search(value):
        return None
    return unquote_to_bytes(value)


_DECODERS: tuple[tuple[str, Callable[[str], bytes | None]], ...] = (
    ("hex", _hex),
    ("base32", _base32),
    ("base64", _base64),
    ("url", _url),
)


def decoded(values: Sequence[str]) -> tuple[str, tuple[str | None, ...]]:
    """The encoding in which most of the values are written, and what they say; an empty name where there is none.

    What an encoding gives must be readable text nearly everywhere: most short words are base64 of something.

    >>> decoded(["YWxpY2VAZXhhbXBsZS5jb20=", "Ym9iQGV4YW1wbGUuY29t"])
    ('base64', ('alice@example.com', 'bob@example.com'))
    >>> decoded(["Manchester", "Rotterdam1", "Washington"])[0]
    ''
    """
    for name, decode in _DECODERS:
        raw = [decode(value) for value in values]
        if not mostly([found is not None for found in raw]):
            continue
        texts = tuple(None if found is None else _readable(found) for found in raw)
        tried = sum(found is not None for found in raw)
        read = [text for text in texts if text is not None]
        if len(read) >= _READABLE * tried and sum(map(len, set(read))) >= _FEWEST_CHARACTERS:
            return name, texts
    return "", ()


def _readable(raw: bytes) -> str | None:
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return text if text and all(character.isprintable() or character in "\t\n\r" for character in text) else None


def look_encoded(given: Given) -> Look | None:
    """The column as encoded text, None where it is none."""
    name, texts = decoded(given.values)
    if not name:
        return None
    shaped = tuple(text is not None for text in texts)
    known = frozenset(given.candidates)
    distinct = {text for text in texts if text is not None}
    met = f"; {len(distinct & known)} of {len(distinct)} stand in the columns it comes from" if known & distinct else ""
    reason = f"{name} is an encoding: {sum(shaped)} of {len(shaped)} values decode to readable text{met}"
    return Look(name, False, (reason,), shaped, len(shaped), 1.0)
