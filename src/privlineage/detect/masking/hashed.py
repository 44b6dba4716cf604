"""Columns of digests: which function by their form, and whether a dictionary leads them back."""

from __future__ import annotations

from privlineage.detect.masking.counting import counted
from privlineage.detect.masking.digests import kind_of_length
from privlineage.detect.masking.recognising import Given, Look
from privlineage.detect.masking.reversal import Reversal, reverse
from privlineage.detect.masking.written import Written, read_digests

__all__ = ["KEYED", "is_keyed", "look_hashed"]

KEYED = frozenset(
    "hmac hmac_sha256 hmac_md5 encrypt aes_encrypt pgp_sym_encrypt pgp_pub_encrypt encrypt_raw tokenize".split()
)
"""Names of functions, without their package, that take a key."""

_FORMS = {
    "md5": "32 hex digits: md5, or another function or keyed hash of 16 bytes",
    "sha1": "40 hex digits: sha1, or another function or keyed hash of 20 bytes",
    "sha224": "56 hex digits: sha224, sha3, or a keyed hash of 28 bytes",
    "sha256": "64 hex digits: sha256, sha3, blake2, or a keyed hash (hmac) of 32 bytes",
    "sha384": "96 hex digits: sha384, sha3, or a keyed hash of 48 bytes",
    "sha512": "128 hex digits: sha512, sha3, blake2, or a keyed hash of 64 bytes",
    "checksum32": "8 hex digits: a checksum of 32 bits, or the beginning of a hash",
    "hash64": "16 hex digits: a hash of 64 bits, or the beginning of a longer one",
}


def is_keyed(functions: tuple[str, ...]) -> bool:
    """Whether one of the functions takes a key, by its name.

    >>> is_keyed(("lower", "public.hmac")), is_keyed(("sha256",))
    (True, False)
    """
    return any(name.rpartition(".")[2] in KEYED for name in functions)


def look_hashed(given: Given) -> Look | None:
    """The column as digests, None where it holds none."""
    written = read_digests(given.values)
    if written is None or written.half_bytes in (8, 16):
        return None
    kind = kind_of_length(written.half_bytes)
    if kind == "truncated_hash" and written.half_bytes < 10:
        return None
    found = reverse(written, given.candidates, given.tries)
    return _judged(kind, written, found, given)


def _judged(kind: str, written: Written, found: Reversal, given: Given) -> Look:
    shaped = tuple(digest is not None for digest in written.digests)
    form = _FORMS.get(kind, f"{written.half_bytes} hex digits: a hash that was cut")
    if written.how != "hex":
        form += f", written in {written.how}"
    if found.found:
        met = f"{len(found.found)} of {found.asked} distinct values are found among {found.where}"
        reasons = (f"{found.function} without a key: {met}", form)
        return Look(kind, False, reasons, shaped, found.tried, len(found.found) / found.asked)
    tried = (f"none of {found.tried:,} candidates leads back to a value",) if found.tried else ()
    if is_keyed(given.functions):
        return Look(kind, True, ("lineage shows a function with a key", *tried, form), shaped, found.tried)
    few = counted(given.functions, given.category)
    if few:
        return Look(kind, False, (few, *tried, form), shaped, found.tried)
    return Look(kind, None, (*tried, "nothing shows that a key is used", form), shaped, found.tried)
