"""Hash functions by the length of what they give: what a plain digest may have been made with."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import partial
from typing import TypeAlias

__all__ = ["Digester", "kind_of_length", "others", "usual"]

Digester: TypeAlias = Callable[[bytes], bytes]

_KINDS = {16: "md5", 20: "sha1", 28: "sha224", 32: "sha256", 48: "sha384", 64: "sha512"}


def _plain(name: str) -> Digester:
    make = partial(hashlib.new, name, usedforsecurity=False)
    direct = getattr(hashlib, name, None)
    if direct is not None:
        make = partial(direct, usedforsecurity=False)
    return lambda text: make(text).digest()


def _twice(name: str) -> Digester:
    """The hash of a hash's hex text, as in `md5(md5(x))`."""
    once = _plain(name)
    return lambda text: once(once(text).hex().encode())


def _over(outer: str, inner: str) -> Digester:
    first, then = _plain(inner), _plain(outer)
    return lambda text: then(first(text).hex().encode())


def _wide(name: str) -> Digester:
    """The hash of the text in UTF-16, as SQL Server hashes an `nvarchar`."""
    once = _plain(name)
    return lambda text: once(text.decode("utf-8", "replace").encode("utf-16-le", "replace"))


def _raw_twice(name: str) -> Digester:
    """The hash of a hash's bytes, as MySQL's old `PASSWORD` made it."""
    once = _plain(name)
    return lambda text: once(once(text))


def _blake2(size: int, function: str = "blake2b") -> Digester:
    make = partial(getattr(hashlib, function), digest_size=size)
    return lambda text: make(text).digest()


_USUAL = {size: _plain(name) for size, name in _KINDS.items()}
_OTHERS: dict[int, dict[str, Digester]] = {
    16: {"md5(md5)": _twice("md5"), "md5 of UTF-16": _wide("md5"), "blake2b": _blake2(16)},
    20: {
        "sha1(md5)": _over("sha1", "md5"),
        "sha1(sha1)": _twice("sha1"),
        "sha1 of UTF-16": _wide("sha1"),
        "MySQL's password": _raw_twice("sha1"),
        "blake2b": _blake2(20),
    },
    28: {"sha3_224": _plain("sha3_224")},
    32: {
        "sha3_256": _plain("sha3_256"),
        "blake2s": _blake2(32, "blake2s"),
        "blake2b": _blake2(32),
        "sha512_256": _plain("sha512_256"),
        "sm3": _plain("sm3"),
        "sha256(md5)": _over("sha256", "md5"),
        "sha256(sha256)": _twice("sha256"),
        "sha256 of UTF-16": _wide("sha256"),
    },
    48: {"sha3_384": _plain("sha3_384")},
    64: {
        "sha3_512": _plain("sha3_512"),
        "blake2b": _blake2(64),
        "sha512(sha512)": _twice("sha512"),
        "sha512 of UTF-16": _wide("sha512"),
    },
}


def kind_of_length(half_bytes: int) -> str:
    """The kind that digests of so many hex digits are called, by the function that is most used there.

    >>> [kind_of_length(length) for length in (32, 64, 8, 16, 10)]
    ['md5', 'sha256', 'checksum32', 'hash64', 'truncated_hash']
    """
    return {8: "checksum32", 16: "hash64"}.get(half_bytes) or _KINDS.get(half_bytes // 2, "truncated_hash")


def usual(half_bytes: int) -> dict[str, Digester]:
    """The functions worth trying on every candidate there is, for digests of so many hex digits."""
    size, odd = divmod(half_bytes, 2)
    if not odd and size in _USUAL:
        return {_KINDS[size]: _USUAL[size]}
    return {name: _USUAL[full] for full, name in _KINDS.items() if name in {"md5", "sha1", "sha256"}}


def others(half_bytes: int) -> dict[str, Digester]:
    """The other functions that give digests of so many hex digits: for candidates that are known to be near."""
    known = hashlib.algorithms_available
    if half_bytes % 2 or half_bytes // 2 not in _KINDS:
        return {"sha512": _USUAL[64]}
    return {
        name: make
        for name, make in _OTHERS[half_bytes // 2].items()
        if name in known or not name.startswith(("sm3", "sha512_"))
    }
