"""What the examination of a masked column says: numbers and words, never a value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["FAMILIES", "KINDS", "MaskingReport", "is_kind"]

_DIGESTS = ("md5", "sha1", "sha224", "sha256", "sha384", "sha512")
FAMILIES: Mapping[str, frozenset[str]] = {
    "hash": frozenset((*_DIGESTS, "truncated_hash", "hash64", "uuid_hash")),
    # A keyed hash looks like one without a key: whether the key is there shows by what a dictionary does to it.
    "hmac": frozenset((*_DIGESTS, "truncated_hash")),
    "sha2": frozenset(("sha224", "sha256", "sha384", "sha512")),
    "sha3": frozenset(("sha224", "sha256", "sha384", "sha512")),
    "password_hash": frozenset(("bcrypt", "argon2", "scrypt", "pbkdf2", "crypt")),
    "checksum": frozenset(("crc32", "adler32", "checksum32", "hash64")),
    "encoding": frozenset(("base64", "base32", "hex", "url", "rot13", "reversed")),
    "encrypted": frozenset(("fernet", "jwe", "pgp", "encrypted")),
    "token": frozenset(("token", "uuid")),
    "partial": frozenset(("partial", "truncated")),
}
"""Words that stand for several kinds: one cannot be told from another by its form, or one asks for either."""

KINDS: tuple[str, ...] = tuple(
    sorted(
        {kind for kinds in FAMILIES.values() for kind in kinds} | {"redacted", "generalised", "jwt", "case", "clear"}
    )
)
"""Every kind a report may name, besides the empty one: nothing that looks masked."""


@dataclass(frozen=True, slots=True)
class MaskingReport:
    """How the values of one column look masked, and whether that holds.

    Attributes:
        kind: one of `KINDS`; empty where the values do not look masked, `clear` where they were seen to be the
            upstream values themselves.
        holds: False where the masking was undone, or can be by anybody who counts; True where what is left tells
            nothing without a key; None where it cannot be told from here.
        reasons: why, strongest first, in words and numbers.
        tried: how many candidates were hashed or looked up.
        reversed_share: the share of the distinct values that were led back to a clear one, 0 to 1.
        content: the category that the detectors see in what is not hidden: what an encoding holds, or the values that
            were left as they are; empty where they see none.
    """

    kind: str
    holds: bool | None
    reasons: tuple[str, ...] = ()
    tried: int = 0
    reversed_share: float = 0.0
    content: str = ""


def is_kind(kind: str, asked: str) -> bool:
    """Whether a kind answers what somebody asked for: the kind itself, or a family that it belongs to.

    >>> is_kind("sha256", "sha256"), is_kind("sha256", "hmac"), is_kind("crc32", "hash"), is_kind("", "hash")
    (True, True, False, False)
    """
    return bool(kind) and (kind == asked or kind in FAMILIES.get(asked, ()))
