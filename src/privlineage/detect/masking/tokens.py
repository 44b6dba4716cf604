"""Identifiers in place of values: UUIDs of every version, and what their version says."""

from __future__ import annotations

import hashlib
import re
import uuid
from collections import Counter

from privlineage.detect.masking.candidates import spelt
from privlineage.detect.masking.recognising import Given, Look, mostly

__all__ = ["look_uuid"]

_HEX = "[0-9A-Fa-f]"
_UUID = re.compile(
    rf"^(?:urn:uuid:|\{{)?{_HEX}{{8}}-{_HEX}{{4}}-({_HEX}){_HEX}{{3}}-({_HEX}){_HEX}{{3}}-{_HEX}{{12}}\}}?$"
)
_NAMESPACES = (uuid.NAMESPACE_DNS, uuid.NAMESPACE_URL, uuid.NAMESPACE_OID, uuid.NAMESPACE_X500, uuid.UUID(int=0))


def look_uuid(given: Given) -> Look | None:
    """The column as UUIDs, None where it holds none, or digests in the form of UUIDs."""
    found = [_UUID.match(value) for value in given.values]
    shaped = tuple(match is not None and match[2] in "89abAB" for match in found)
    if not mostly(shaped):
        return None
    versions = Counter(match[1] for match, fits in zip(found, shaped, strict=True) if fits and match is not None)
    version, count = versions.most_common(1)[0]
    if count < 0.9 * len(found) or version not in "1345678":
        return None
    if version in "35":
        return _hashed(given, shaped, version)
    if version in "16":
        return Look("uuid", None, ("UUIDs of the time and the machine they were made on; no hash of a value",), shaped)
    return Look("uuid", None, ("random UUIDs: they lead back only through the table that maps them",), shaped)


def _hashed(given: Given, shaped: tuple[bool, ...], version: str) -> Look:
    name, make = ("md5", hashlib.md5) if version == "3" else ("sha1", hashlib.sha1)
    texts = {uuid.UUID(value).bytes for value, fits in zip(given.values, shaped, strict=True) if fits}
    near = spelt(given.candidates)
    met: set[bytes] = set()
    for space in _NAMESPACES:
        for text in near:
            digest = make(space.bytes + text, usedforsecurity=False).digest()[:16]
            met.update({uuid.UUID(bytes=digest, version=int(version)).bytes} & texts)
    tried = len(near) * len(_NAMESPACES)
    form = f"UUIDs of version {version}: {name} of a namespace and a name"
    if met:
        distinct = f"{len(met)} of {len(texts)} distinct values"
        reason = f"{distinct} are those of the columns it comes from, in a well-known namespace"
        return Look("uuid_hash", False, (reason, form), shaped, tried, len(met) / len(texts))
    return Look("uuid_hash", None, (form, "whoever knows the namespace tries names; it is no key"), shaped, tried)
