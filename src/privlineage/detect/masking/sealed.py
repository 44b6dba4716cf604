"""Password hashes, signed tokens and encrypted values: what they say of themselves, and what their lengths show."""

from __future__ import annotations

import base64
import binascii
import json
import math
import re
from collections import Counter
from collections.abc import Sequence

from privlineage.detect.masking.recognising import Given, Look, mostly
from privlineage.detect.masking.written import bytes_written

__all__ = ["look_blocks", "look_encrypted", "look_sealed"]

_SLOW = (
    ("bcrypt", re.compile(r"^(?:\{bcrypt\}|bcrypt\$+)?\$2[abxy]?\$\d\d\$[./A-Za-z0-9]{53}$")),
    ("argon2", re.compile(r"^(?:argon2)?\$argon2(?:id|i|d)\$v=\d+\$")),
    ("scrypt", re.compile(r"^(?:\$scrypt\$|\$7\$|scrypt:\d+:|\$s0\$)")),
    ("pbkdf2", re.compile(r"^\$?\{?pbkdf2[-_:]?(?:sha\d+)?[$:}]", re.IGNORECASE)),
    ("crypt", re.compile(r"^(?:\$[156]\$|\$apr1\$|\$y\$|\$gy\$|\$sha1\$)[^$]")),
)
_NAMED = (
    ("jwe", re.compile(r"^eyJ[\w-]+\.[\w-]*\.[\w-]+\.[\w-]+\.[\w-]+$")),
    ("fernet", re.compile(r"^gAAAA[\w-]{70,}={0,2}$")),
    ("pgp", re.compile(r"^(?:-----BEGIN PGP MESSAGE-----|(?:\\x|0x)?c[30][0-9a-f]04[0-9a-f]{20,})")),
    (
        "encrypted",
        re.compile(
            r"^(?:U2FsdGVkX1|\$ANSIBLE_VAULT;|age-encryption\.org/|-----BEGIN AGE|vault:v\d+:|AQICAH|ENC\[AES|"
            r"arn:aws:kms|CiQA|v1:[\w+/=]+:|encrypted:|enc:)"
        ),
    ),
)
_JWT = re.compile(r"^eyJ[\w-]+\.eyJ[\w-]+\.[\w-]*$")
_BASE64 = re.compile(r"^(?:[A-Za-z0-9+/]+|[A-Za-z0-9_-]+)={0,2}$")
_HEX = re.compile(r"^(?:[0-9a-f]{2})+$")
_BLOCK = 16
_FEWEST_BYTES = 16
_SPREAD = 0.97
"""Of the entropy that random bytes of the same number have; text, numbers and pictures have less."""


def look_sealed(given: Given) -> Look | None:
    """Password hashes, JSON web tokens, and ciphertext whose beginning names it; None for anything else."""
    for kind, pattern in _SLOW:
        shaped = tuple(bool(pattern.match(value)) for value in given.values)
        if mostly(shaped):
            reason = f"{kind} has a salt in each value and is slow: a dictionary must be tried value by value"
            return Look(kind, True, (reason,), shaped)
    shaped = tuple(bool(_JWT.match(value) and _has_payload(value)) for value in given.values)
    if mostly(shaped):
        return Look(
            "jwt", False, ("signed, not encrypted: anybody reads what the tokens say",), shaped, reversed_share=1.0
        )
    for kind, pattern in _NAMED:
        shaped = tuple(bool(pattern.match(value)) for value in given.values)
        if mostly(shaped):
            return _judged(kind, f"{kind} by how the values begin", given.values, shaped)
    return None


def look_encrypted(given: Given) -> Look | None:
    """Bytes without any order, in hex or base64, of more than one length or longer than a digest; None for others."""
    raw = [_bytes(value) for value in given.values]
    shaped = tuple(found is not None for found in raw)
    kept = [found for found in raw if found is not None]
    if not mostly(shaped) or min(map(len, kept)) < _FEWEST_BYTES or not _without_order(kept):
        return None
    blocks = all(len(found) % _BLOCK == 0 for found in kept)
    form = "bytes without order" + (f", in blocks of {_BLOCK}" if blocks else "")
    return _judged("encrypted", f"{form}: encrypted or random", given.values, shaped)


def look_blocks(given: Given) -> Look | None:
    """Ciphertext that shows by its blocks: equal ones in different values, as the mode ECB leaves them; else None."""
    raw = [_bytes(value) for value in given.values]
    shaped = tuple(found is not None and len(found) > _BLOCK and len(found) % _BLOCK == 0 for found in raw)
    if not mostly(shaped):
        return None
    repeated = _repeated_blocks([found for found, fits in zip(raw, shaped, strict=True) if found is not None and fits])
    if not repeated:
        return None
    reason = (
        f"{repeated} blocks of {_BLOCK} bytes stand in several different values: equal parts of the text show (ECB)"
    )
    return Look("encrypted", None, (reason, "bytes in blocks: encrypted without an initial value"), shaped)


def _judged(kind: str, form: str, values: Sequence[str], shaped: Sequence[bool]) -> Look:
    kept = [value for value, fits in zip(values, shaped, strict=True) if fits]
    distinct = len(set(kept))
    if distinct < len(kept):
        same = f"equal values stay equal ({distinct} distinct among {len(kept)}): what is frequent shows"
        return Look(kind, None, (same, form), tuple(shaped))
    return Look(kind, True, (form, "no value repeats; it holds as long as the key is kept from readers"), tuple(shaped))


def _has_payload(token: str) -> bool:
    middle = token.split(".")[1]
    try:
        return isinstance(json.loads(base64.urlsafe_b64decode(middle + "=" * (-len(middle) % 4))), dict)
    except (binascii.Error, ValueError):
        return False


def _bytes(value: str) -> bytes | None:
    plain = bytes_written(value) or value.lower()
    if _HEX.match(plain) and any(digit > "9" for digit in plain):
        return bytes.fromhex(plain)
    if not _BASE64.match(value):
        return None
    bare = value.rstrip("=").replace("-", "+").replace("_", "/")
    try:
        return base64.b64decode(bare + "=" * (-len(bare) % 4), validate=True)
    except (binascii.Error, ValueError):
        return None


def _without_order(kept: Sequence[bytes]) -> bool:
    """Whether the bytes are spread as random ones are: compared with the entropy that so many random bytes show."""
    joined = b"".join(set(kept))
    counts = Counter(joined)
    entropy = -sum(count / len(joined) * math.log2(count / len(joined)) for count in counts.values())
    # The entropy seen in n random bytes stays below 8 bits by about 255 / (2 n ln 2) (Miller and Madow).
    expected = (
        math.log2(256) - 255 / (2 * len(joined) * math.log(2)) if len(joined) >= 512 else math.log2(len(joined)) * 0.95
    )
    return len(joined) >= 64 and entropy >= _SPREAD * min(expected, 8.0)


def _repeated_blocks(kept: Sequence[bytes]) -> int:
    held: Counter[bytes] = Counter()
    for value in set(kept):
        held.update({value[start : start + _BLOCK] for start in range(0, len(value), _BLOCK)})
    return sum(count > 1 for count in held.values())
