"""Candidates in the spellings under which they are hashed: as they are, without blanks, in one case, digits alone."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from itertools import islice

__all__ = ["MOST_CANDIDATES", "spellings", "spelt"]

MOST_CANDIDATES = 20_000
"""How many distinct candidates are taken of what is handed in."""


def spellings(text: str) -> tuple[str, ...]:
    """The spellings of one value, the value itself first.

    >>> spellings(" +49 170 1234567")[:3]
    (' +49 170 1234567', '+49 170 1234567', '491701234567')
    """
    bare = text.strip()
    forms = [text, bare]
    if any(character.isdigit() for character in bare):
        number = "".join(character for character in bare if character.isdigit())
        forms += [number, f"+{number}", f"00{number}", bare.replace(" ", ""), number.lstrip("0")]
    forms += [bare.lower(), bare.upper(), bare.replace(" ", "").lower(), unicodedata.normalize("NFC", bare)]
    return tuple(dict.fromkeys(form for form in forms if form))


def spelt(candidates: Iterable[str]) -> Sequence[bytes]:
    """All spellings of the candidates, without repetition."""
    distinct = islice(dict.fromkeys(str(candidate) for candidate in candidates), MOST_CANDIDATES)
    return tuple(dict.fromkeys(form.encode("utf-8", "surrogatepass") for text in distinct for form in spellings(text)))
