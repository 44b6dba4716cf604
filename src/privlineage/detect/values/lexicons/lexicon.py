"""One list of words, and how a value has to meet it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

__all__ = ["Endings", "Lexicon", "endings", "fold", "tokens", "whole", "within"]

_STROKES = str.maketrans("øłđħıßæœþðŋəı", "oldhisaotdnei")


def fold(text: str) -> str:
    """A word without case, accents and strokes, so that transliterated spellings meet.

    >>> fold("Męski"), fold("Straße")
    ('meski', 'strase')
    """
    text = text.casefold() if "ß" not in text else text.lower()
    if text.isascii():
        return text
    plain = unicodedata.normalize("NFD", text).translate(_STROKES)
    return unicodedata.normalize("NFC", "".join(c for c in plain if not "\u0300" <= c <= "\u036f"))


@dataclass(frozen=True, slots=True)
class Endings:
    """Endings of folded words.

    Attributes:
        texts: the endings.
        least: how many letters have to stand before one.
    """

    texts: frozenset[str]
    least: int

    def meets(self, word: str) -> bool:
        """Whether a folded word has one of the endings."""
        longest = min(len(word) - self.least, 12)
        return longest > 0 and word.isalpha() and any(word[-size:] in self.texts for size in range(1, longest + 1))


@dataclass(frozen=True, slots=True)
class Lexicon:
    """One list of words.

    Attributes:
        name: what the feature is called.
        type: the detection type it speaks for; `other` where it speaks against all of them.
        words: what the values are, as the evidence puts it.
        whole: folded texts that a value may be as a whole.
        tokens: folded words of which a value has to hold one.
        endings: endings of folded words.
        within: texts that a value may hold anywhere, for scripts without spaces.
    """

    name: str
    type: str
    words: str
    whole: frozenset[str] = frozenset()
    tokens: frozenset[str] = frozenset()
    endings: Endings | None = None
    within: re.Pattern[str] | None = None

    def meets(self, folded: str, parts: frozenset[str]) -> bool:
        """Whether a folded value, or one of its folded words, is in the list."""
        if folded in self.whole or not self.tokens.isdisjoint(parts):
            return True
        if self.endings and any(map(self.endings.meets, parts)):
            return True
        return self.within is not None and not folded.isascii() and self.within.search(folded) is not None


def whole(*texts: str) -> frozenset[str]:
    """The texts of several blocks, separated by commas or line ends, folded."""
    return frozenset(fold(one.strip()) for text in texts for one in re.split(r"[,\n]", text) if one.strip())


def tokens(*texts: str) -> frozenset[str]:
    """The words of several blocks, separated by white space, folded."""
    return frozenset(fold(one) for text in texts for one in text.split())


def endings(text: str, least: int = 3) -> Endings:
    """Words with one of these endings after at least `least` letters."""
    return Endings(tokens(text), least)


def within(text: str) -> re.Pattern[str]:
    """Texts that hold one of these anywhere."""
    return re.compile("|".join(re.escape(fold(one)) for one in text.split()))
