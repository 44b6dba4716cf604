"""How headers are spelled: split into words, and folded so that one word has one spelling in every script."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

__all__ = ["fold", "glue", "romanise", "tokens"]

_CAMEL = re.compile(r"(?<=[a-z\d])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ`ʻ][^\W\d_]+)*|\d+", re.UNICODE)
_APOSTROPHES = re.compile("['’ʼ`ʻ׳״]")
# Letters of Arabic script that are written either way, and marks that most writers leave out.
_ARABIC = (
    str.maketrans("أإآٱىةكيهئؤ", "اااايهکیهیو") | dict.fromkeys(range(0x064B, 0x0653)) | {0x0640: None, 0x200C: None}
)
_MOJIBAKE = re.compile("[ÃÂÄÅÐÑØÙà][\u0080-\u00bf\u0152-\u0178\u2013-\u2122]")


def tokens(header: str) -> tuple[str, ...]:
    """The words of a header, folded; numbers are left out.

    >>> tokens("customer.homeAddress_line1"), tokens("DateOfBirth"), tokens("USER_ID")
    (('customer', 'home', 'address', 'line'), ('date', 'of', 'birth'), ('user', 'id'))
    """
    text = unicodedata.normalize("NFKC", _repaired(header[:200]))
    text = "".join(c if c.isalnum() or unicodedata.category(c)[0] == "M" or c in "'’ʼ`ʻ׳״\u200c" else " " for c in text)
    words = []
    for word in _spaced(text).split():
        words += [folded for part in _CAMEL.sub(" ", word).split() if (folded := fold(part))]
    return tuple(words)


def _spaced(text: str) -> str:
    """Space between letters and digits, and between Latin letters and others."""
    out, before = [], " "
    for c in text:
        kind = _kind(c) or before
        if kind != before:
            out.append(" ")
        if kind != "digit":
            out.append(c)
        before = kind
    return "".join(out)


def _kind(c: str) -> str:
    if c.isascii():
        return "latin" if c.isalpha() else "digit" if c.isdigit() else " "
    if c.isdigit():
        return "digit"
    if unicodedata.category(c)[0] == "M" or c in "’ʼʻ׳״\u200c":
        return ""
    return "latin" if c < "\u0250" or "\u1e00" <= c < "\u1f00" else "other" if c.isalpha() else " "


def _repaired(text: str) -> str:
    """UTF-8 that was read as Latin-1 or Windows-1252, put right (`prÃ©nom`)."""
    if not _MOJIBAKE.search(text):
        return text
    for encoding in ("cp1252", "latin-1"):
        try:
            return text.encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
    return text


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """One spelling of a word: lower case, Latin letters without marks, Arabic letters in one form.

    >>> fold("Prénom"), fold("Straße"), fold("İsim")
    ('prenom', 'strasse', 'isim')
    """
    if word.isascii():
        return _APOSTROPHES.sub("", word).lower()
    word = _APOSTROPHES.sub("", unicodedata.normalize("NFKC", word).casefold()).translate(_ARABIC)
    if all(_kind(c) in ("latin", "") for c in word):
        return romanise(word)
    bare = "".join(
        c for c in unicodedata.normalize("NFD", word) if not "\u0300" <= c < "\u0370" and not "\u0591" <= c < "\u05c8"
    )
    return unicodedata.normalize("NFC", bare)


@lru_cache(maxsize=65536)
def romanise(word: str) -> str:
    """A word in Latin letters alone.

    >>> romanise("姓名"), romanise("телефон")
    ('xingming', 'telefon')
    """
    from anyascii import anyascii

    return "".join(c for c in anyascii(word).lower() if c.isalpha())


def glue(phrase: str) -> str:
    """A phrase as one folded word: what `date of birth`, `dateOfBirth` and `dateofbirth` share."""
    return "".join(tokens(phrase))
