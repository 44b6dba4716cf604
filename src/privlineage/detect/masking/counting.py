"""How many values a category can have at all: what a hash without a key over so few of them is worth.

The figures are orders of magnitude of what one country's numbers leave room for, from their formats. A graphics card
of 2024 computes some 10^10 digests of a hash without a work factor each second (hashcat's published benchmarks).
"""

from __future__ import annotations

from collections.abc import Sequence

from privlineage.core.taxonomy import is_within

__all__ = ["PLAIN", "counted"]

PLAIN = frozenset(
    "md5 md5_hex md5_binary md5_upper md5_lower sha sha1 sha1_hex sha2 sha2_hex sha224 sha256 sha384 sha512 sha3 "
    "digest hashbytes standard_hash hash hash_md5 hash_sha256 to_hash sha2_256 sha_256".split()
)
"""Names of functions, without their package, that hash without a key."""

_MIXERS = frozenset("concat concat_ws hmac xor salt pepper".split())
_POSSIBLE: tuple[tuple[str, float, str], ...] = (
    ("user.demographic.date_of_birth", 4e4, "birth dates"),
    ("user.demographic", 1e3, "answers"),
    ("user.contact.address.postal_code", 1e6, "postal codes"),
    ("user.contact.address.city", 1e6, "places"),
    ("user.contact.phone_number", 1e10, "telephone numbers of a country"),
    ("user.government_id.vehicle_registration", 1e9, "registrations of a country"),
    ("user.government_id", 1e11, "identity numbers of a country"),
    ("user.financial.credit_card", 1e11, "card numbers behind the issuers' known beginnings"),
    ("user.financial.credit_score", 1e3, "scores"),
    ("user.device.ip_address", 4.3e9, "addresses"),
    ("user.name.first", 1e6, "given names"),
    ("user.name.last", 1e7, "family names"),
)


def counted(functions: Sequence[str], category: str) -> str:
    """Why a hash without a key over a category hides nothing; empty where the functions or the count do not say so.

    >>> counted(["md5"], "user.contact.phone_number")
    'lineage shows `md5` and no key: some 10^10 telephone numbers of a country are tried whole in seconds'
    >>> counted(["hmac"], "user.contact.phone_number"), counted(["md5"], "user.contact.email")
    ('', '')
    """
    names = [name.rpartition(".")[2] for name in functions]
    plain = next((name for name in names if name in PLAIN), "")
    if not plain or _MIXERS & set(names):
        return ""
    for key, count, words in _POSSIBLE:
        if is_within(category, key):
            return f"lineage shows `{plain}` and no key: some {_about(count)} {words} are tried whole in seconds"
    return ""


def _about(count: float) -> str:
    return f"10^{len(str(round(count))) - 1}"
