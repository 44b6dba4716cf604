"""A header's words found in the lexicon: phrases over several words, and several words glued into one."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

from privlineage.detect.names.lexicon import Sense, lexicon
from privlineage.detect.names.spelling import romanise

__all__ = ["Unit", "segments"]

_PHRASE = 6  # words in the longest phrase
_LINKS = ("", "s", "n", "en", "es", "e", "er", "i", "a", "o", "u", "t")  # letters between the parts of compounds
_COMPOUND = 6  # letters of the shortest word that may be two
_FUZZY = 6  # letters a word needs before a misspelling of it is believed


@dataclass(frozen=True, slots=True)
class Unit:
    """A part of a header.

    Attributes:
        text: its letters, folded.
        senses: what it may mean; empty where unknown.
        trust: 1 for a word as the lexicon has it, less for one that only looks like it.
    """

    text: str
    senses: tuple[Sense, ...] = ()
    trust: float = 1.0


def segments(words: tuple[str, ...]) -> tuple[Unit, ...]:
    """The units of a header's words: the fewest that cover the most.

    >>> [unit.text for unit in segments(("date", "of", "birth", "hash"))]
    ['dateofbirth', 'hash']
    """
    known = lexicon().words
    best: list[tuple[float, tuple[Unit, ...]]] = [(0.0, ())]
    for end in range(1, len(words) + 1):
        options = []
        for start in range(max(0, end - _PHRASE), end):
            text = "".join(words[start:end])
            if text in known and (end - start == 1 or len(words[start]) > 1 or text in lexicon().initials):
                units: tuple[Unit, ...] = (Unit(text, known[text]),)
            elif end - start == 1:
                units = _glued(text)
            else:
                continue
            cost, before = best[start]
            options.append((cost + sum(1 if unit.senses else 4 for unit in units), (*before, *units)))
        best.append(min(options, key=lambda option: option[0]))
    return best[-1][1]


@lru_cache(maxsize=65536)
def _glued(word: str) -> tuple[Unit, ...]:
    """A word that the lexicon does not have: a plural, a compound, a misspelling, or unknown."""
    known = lexicon().words
    for ending in ("s", "es", "e", "n", "en"):
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= 4 and stem in known:
            return (Unit(stem, known[stem], 0.95),)
    if not word.isascii():
        return _unspaced(word)
    return _compound(word) or _alike(word) or (Unit(word),)


def _compound(word: str) -> tuple[Unit, ...]:
    """A word made of known words, with the letters that languages put between them; empty where it is none."""
    if len(word) < _COMPOUND:
        return ()
    known = lexicon().words
    best: dict[int, tuple[float, tuple[Unit, ...]]] = {0: (0.0, ())}
    for end in range(3, len(word) + 1):
        for start in range(end - 2):
            text = word[start:end]
            if start in best and text in known:
                cost, before = best[start]
                cost += 1 + (2 if len(text) == 3 else 0) + (0 if known[text][0].weight == 1 else 0.4)
                if cost > 6:
                    continue
                for link in _LINKS:
                    if word.startswith(link, end):
                        stop = end + len(link)
                        total = cost + (0.5 if link else 0)
                        if (stop < len(word) or not link) and total < best.get(stop, (99.0,))[0]:
                            best[stop] = (total, (*before, Unit(text, known[text], 0.95)))
    return best[len(word)][1] if len(word) in best else ()


def _unspaced(word: str) -> tuple[Unit, ...]:
    """Words of scripts that write no spaces, the longest first; what is unknown stays as it is."""
    known = lexicon().words
    latin = romanise(word)
    if len(latin) >= 4 and latin in known:
        return (Unit(latin, known[latin], 0.9),)
    shortest = 1 if "\u2e80" <= word[0] < "\ufb00" else 3
    best: list[tuple[float, tuple[Unit, ...]]] = [(0.0, ())]
    for end in range(1, len(word) + 1):
        options = []
        for start in range(max(0, end - lexicon().longest), end):
            text, (cost, before) = word[start:end], best[start]
            if end - start >= shortest and text in known:
                options.append((cost + 1, (*before, Unit(text, known[text]))))
            elif end - start == 1:
                last = before[-1] if before else None
                joined = (*before[:-1], Unit(last.text + text)) if last and not last.senses else (*before, Unit(text))
                options.append((cost + 1.5, joined))
        best.append(min(options, key=lambda option: option[0]))
    return best[-1][1]


@lru_cache(maxsize=1)
def _grams() -> dict[str, list[str]]:
    index: dict[str, list[str]] = defaultdict(list)
    for word in lexicon().words:
        if len(word) >= _FUZZY and word.isascii():
            for gram in _grams_of(word):
                index[gram].append(word)
    return index


def _grams_of(word: str) -> set[str]:
    padded = f" {word} "
    return {padded[i : i + 3] for i in range(len(padded) - 2)}


def _alike(word: str) -> tuple[Unit, ...]:
    """The lexicon's word that a word looks like: one letter off, or a cousin in another language."""
    if len(word) < _FUZZY:
        return ()
    grams = _grams_of(word)
    shared: dict[str, int] = defaultdict(int)
    for gram in grams:
        for known in _grams().get(gram, ()):
            shared[known] += 1
    ranked = sorted(shared, key=lambda known: (-2 * shared[known] / (len(grams) + len(known)), known))[:5]
    for known in ranked:
        likeness = 2 * shared[known] / (len(grams) + len(known))
        if likeness >= 0.7 or (abs(len(known) - len(word)) <= 1 and _one_off(word, known)):
            return (Unit(known, lexicon().words[known], 0.8),)
    return ()


def _one_off(one: str, other: str) -> bool:
    """Whether one letter more, less or other, or two swapped, make the same word."""
    if len(one) > len(other):
        one, other = other, one
    at = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    if len(one) < len(other):
        return one[at:] == other[at + 1 :]
    return one[at + 1 :] == other[at + 1 :] or (
        one[at : at + 2] == other[at : at + 2][::-1] and one[at + 2 :] == other[at + 2 :]
    )
