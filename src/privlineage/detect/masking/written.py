"""Digests as columns write them: hex of either case, with prefixes, as text of bytes, in base64, as UUIDs."""

from __future__ import annotations

import base64
import binascii
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

__all__ = ["Written", "bytes_written", "read_digests"]

_LABEL = re.compile(
    r"^\{?(?P<label>md5|sha-?\d?(?:[-_]?\d{3})?|hmac[-_a-z0-9]*|ssha|hash|crc32)[:=$}]\s*", re.IGNORECASE
)
_BYTES = re.compile(r"^(?:\\x|0x|0X|x'|X'|b')(?P<hex>[0-9A-Fa-f]+)'?$")
_HEX = re.compile(r"^(?:[0-9a-f]+|[0-9A-F]+)$")
_UUID = re.compile(r"^\{?[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}\}?$")
_BASE64 = re.compile(r"^(?:[A-Za-z0-9+/]+|[A-Za-z0-9_-]+)={0,2}$")
_DIGEST_SIZES = frozenset((16, 20, 28, 32, 48, 64))
_MOST = 64
_LEAST = 3
_ENOUGH = 32
"""Characters it takes before their spread over the sixteen digits is looked at."""


@dataclass(frozen=True, slots=True)
class Written:
    """The digests of a column.

    Attributes:
        half_bytes: the length of each in hex digits.
        digests: each as lower-case hex, by the value's place; None where a value is not written like the others.
        how: how they are written: `hex`, `base64`, `uuid`.
        label: the algorithm the values name themselves, empty where they name none.
        salts: what stands beside each digest in its value, by the value's place.
    """

    half_bytes: int
    digests: tuple[str | None, ...]
    how: str
    label: str = ""
    salts: tuple[str, ...] = ()

    @property
    def share(self) -> float:
        """The share of values that are written so."""
        return sum(digest is not None for digest in self.digests) / max(1, len(self.digests))


def bytes_written(value: str) -> str | None:
    r"""The hex of a binary column's text, None where it is no such text.

    >>> bytes_written(r"\xdeadbeef"), bytes_written("0xDEADBEEF"), bytes_written("deadbeef")
    ('deadbeef', 'deadbeef', None)
    """
    found = _BYTES.match(value)
    return found["hex"].lower() if found else None


def read_digests(values: Sequence[str]) -> Written | None:
    """What most of the values write, when it has the form of digests of one length; None when it has not.

    Lengths from three bytes on count: truncated hashes and checksums too. What is text in hex or base64, a number, an
    identifier that counts up or begins alike everywhere is none.
    """
    if not values:
        return None
    parts = [_parts(value.strip()) for value in values]
    shapes = Counter((how, len(digest)) for digest, how, _, _ in parts if digest)
    if not shapes:
        return None
    (how, length), count = shapes.most_common(1)[0]
    if count < len(values) / 2:
        return None
    digests = tuple(digest if (kind, len(digest)) == (how, length) else None for digest, kind, _, _ in parts)
    kept = [digest for digest in digests if digest is not None]
    if not _even(kept, how):
        return None
    labels = Counter(label for digest, _, label, _ in parts if digest and label)
    salts = tuple(salt for _, _, _, salt in parts)
    label = labels.most_common(1)[0][0] if labels else ""
    return Written(length, digests, how, label, salts if any(salts) else ())


def _parts(value: str) -> tuple[str, str, str, str]:
    """One value as digest in hex (empty for none), how it is written, the label and the salt that stand beside it."""
    label, rest = _labelled(value)
    digest, how = _digest(rest)
    if digest:
        return digest, how, label, ""
    for mark in "$:.|":
        head, found, tail = rest.rpartition(mark)
        if found and head and tail:
            for text, salt in ((tail, head), (head, tail)):
                digest, how = _digest(text)
                if len(digest) >= _MOST // 2:
                    return digest, how, label, salt
    return "", "", label, ""


def _labelled(value: str) -> tuple[str, str]:
    found = _LABEL.match(value)
    if not found:
        return "", value
    return found["label"].lower().replace("-", "").replace("_", ""), value[found.end() :]


def _digest(text: str) -> tuple[str, str]:
    plain = bytes_written(text) or text
    if 2 * _LEAST <= len(plain) <= 2 * _MOST and _HEX.match(plain):
        return plain.lower(), "hex"
    if _UUID.match(text):
        return text.strip("{}").replace("-", "").lower(), "uuid"
    if _BASE64.match(text):
        raw = _from_base64(text)
        if raw is not None and len(raw) in _DIGEST_SIZES:
            return raw.hex(), "base64"
    return "", ""


def _from_base64(text: str) -> bytes | None:
    bare = text.rstrip("=").replace("-", "+").replace("_", "/")
    try:
        return base64.b64decode(bare + "=" * (-len(bare) % 4), validate=True)
    except (binascii.Error, ValueError):
        return None


def _even(digests: Iterable[str], how: str) -> bool:
    """Whether the digits lie as those of digests do: all sixteen about equally often, in every place.

    Numbers have no letters among their digits; object ids begin alike; hardware addresses have a bit that never varies.
    """
    distinct = sorted(set(digests))
    text = "".join(distinct)
    letters = sum(digit > "9" for digit in text) / max(1, len(text))
    if len(text) < _ENOUGH:
        return 0 < letters < 1
    if not 0.2 < letters < 0.55 or (how == "base64" and len(distinct) > 1 and _common(distinct)):
        return False
    return len(distinct) < 8 or not (_common(distinct) or _unicast(distinct))


def _common(distinct: Sequence[str]) -> bool:
    """Whether some place holds the same digit nearly everywhere, the places of a UUID's version and variant apart."""
    most = 0.6 if len(distinct) >= 16 else 0.9
    return any(
        Counter(column).most_common(1)[0][1] > most * len(distinct)
        for place, column in enumerate(zip(*distinct, strict=True))
        if not (len(distinct[0]) == 32 and place in (12, 16))
    )


def _unicast(distinct: Sequence[str]) -> bool:
    return len(distinct[0]) == 12 and all(int(digest[1], 16) % 2 == 0 for digest in distinct)
