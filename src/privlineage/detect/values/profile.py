"""What the values look like as a whole: lengths, kinds of characters, scripts, words, shapes, repetition."""

from __future__ import annotations

import math
from collections import Counter

import numpy as np
from numpy.typing import NDArray

from privlineage.detect.values.findings import Findings
from privlineage.detect.values.sample import Sample
from privlineage.detect.values.scripts import SCRIPTS, script_of
from privlineage.detect.values.shape import shape, short_shape

__all__ = ["NAMES", "examine"]

_KINDS = "lower upper uncased digit space hyphen dot comma slash colon at underscore other".split()
_KIND_OF = {" ": 4, "-": 5, ".": 6, ",": 7, "/": 8, ":": 9, "@": 10, "_": 11}
_MARKS = {
    "at": "@", "scheme": "://", "brace": "{", "angle": "<", "bracket": "[", "paren": "(", "hash": "#", "percent": "%",
    "ampersand": "&", "equals": "=", "pipe": "|", "backslash": "\\", "quote": '"', "apostrophe": "'", "plus": "+",
    "semicolon": ";", "asterisk": "*", "newline": "\n", "question": "?", "exclamation": "!", "dollar": "$",
}  # fmt: skip

_WHOLE = """
    profile.count profile.placeholders profile.distinct profile.distinct_log profile.top profile.length.min
    profile.length.q10 profile.length.q50 profile.length.q90 profile.length.max profile.length.same
    profile.length.spread profile.shapes profile.shapes.top profile.shapes.short profile.shapes.short.top
    profile.entropy profile.entropy.column profile.tokens.q50 profile.tokens.q90 profile.tokens.same
    profile.tokens.length profile.case.upper profile.case.lower profile.case.title profile.case.mixed
    profile.case.two profile.case.three profile.start.digit profile.start.upper profile.end.digit
    profile.digits.only profile.letters.only profile.letters.digits profile.digits.q50 profile.digits.same
    profile.scripts profile.first profile.prefix profile.non_ascii profile.diacritics profile.vowels
""".split()
NAMES = [
    *_WHOLE,
    *(f"profile.kind.{kind}" for kind in _KINDS),
    *(f"profile.has.{mark}" for mark in _MARKS),
    *(f"profile.script.{script}" for script in SCRIPTS),
]


def examine(sample: Sample, found: Findings) -> None:
    """Write the profile of a sample down."""
    values = sample.many
    if not values:
        return
    _repetition(sample, found)
    _lengths(values, found)
    _characters(values, found)
    _shapes(values, found)
    _words(values, found)
    _marks(values, found)


def _repetition(sample: Sample, found: Findings) -> None:
    distinct = len(sample.counts)
    found.set("profile.count", math.log10(1 + sample.count))
    found.set("profile.placeholders", sample.placeholders)
    found.set("profile.distinct", distinct / sample.count)
    found.set("profile.distinct_log", math.log10(distinct))
    found.set("profile.top", max(sample.counts.values()) / sample.count)
    shares = np.fromiter(sample.counts.values(), float) / sample.count
    found.set("profile.entropy.column", float(-(shares * np.log2(shares)).sum()))


def _lengths(values: tuple[str, ...], found: Findings) -> None:
    lengths = np.fromiter(map(len, values), float, len(values))
    low, tenth, middle, ninetieth, high = np.quantile(lengths, (0, 0.1, 0.5, 0.9, 1))
    for name, value in zip(("min", "q10", "q50", "q90", "max"), (low, tenth, middle, ninetieth, high), strict=True):
        found.set(f"profile.length.{name}", math.log2(1 + value))
    found.set("profile.length.same", _top_share(lengths.astype(np.int64)))
    found.set("profile.length.spread", float(lengths.std() / (1 + lengths.mean())))


def _top_share(numbers: NDArray[np.int64]) -> float:
    return float(max(np.bincount(numbers).tolist()) / len(numbers))


class _Kinds(dict[int, tuple[int, int, bool, bool]]):
    """Code point to (kind, script, carries a diacritic, is a vowel), filled as code points are met."""

    def __missing__(self, point: int) -> tuple[int, int, bool, bool]:
        character = chr(point)
        if character.isdigit():
            kind = 3
        elif character.isalpha():
            kind = 0 if character.islower() else 1 if character.isupper() else 2
        else:
            kind = 4 if character.isspace() else _KIND_OF.get(character, 12)
        mark = "\u00c0" <= character <= "\u024f" or "\u1e00" <= character <= "\u1eff"
        known = (kind, script_of(point) if kind < 3 else -1, mark, character in "aeiouAEIOU")
        if len(self) < 20_000:
            self[point] = known
        return known


_KNOWN = _Kinds()


def _characters(values: tuple[str, ...], found: Findings) -> None:
    points, times = np.unique(
        np.frombuffer("".join(values).encode("utf-32-le", "replace"), np.uint32), return_counts=True
    )
    known = [_KNOWN[point] for point in points.tolist()]
    total = float(times.sum())
    kinds = np.bincount([one[0] for one in known], weights=times, minlength=len(_KINDS)) / total
    for name, share in zip(_KINDS, kinds.tolist(), strict=True):
        found.set(f"profile.kind.{name}", share)
    letters = float(kinds[:3].sum() * total)
    if letters:
        scripts = np.bincount([one[1] + 1 for one in known], weights=times, minlength=len(SCRIPTS) + 1)[1:] / letters
        for name, share in zip(SCRIPTS, scripts.tolist(), strict=True):
            found.set(f"profile.script.{name}", share)
        found.set("profile.scripts", float((scripts > 0.02).sum()))
        found.set("profile.vowels", float(sum(t for one, t in zip(known, times, strict=True) if one[3])) / letters)
        found.set("profile.diacritics", float(sum(t for one, t in zip(known, times, strict=True) if one[2])) / letters)
    shares = times / total
    found.set("profile.entropy", float(-(shares * np.log2(shares)).sum()))
    found.set("profile.non_ascii", float(times[points > 127].sum()) / total)


def _shapes(values: tuple[str, ...], found: Findings) -> None:
    size = len(values)
    exact = Counter(shape(value[:80]) for value in values)
    short = Counter(short_shape(value[:80]) for value in values)
    found.set("profile.shapes", len(exact) / size)
    found.set("profile.shapes.top", max(exact.values()) / size)
    found.set("profile.shapes.short", len(short) / size)
    found.set("profile.shapes.short.top", max(short.values()) / size)
    found.set("profile.first", max(Counter(value[0] for value in values).values()) / size)
    found.set("profile.prefix", max(Counter(value[:3] for value in values).values()) / size)
    digits = np.fromiter((form.count("9") for value in values for form in (shape(value[:80]),)), np.int64, size)
    found.set("profile.digits.q50", float(np.median(digits)))
    found.set("profile.digits.same", _top_share(digits))
    counts: dict[str, int] = dict.fromkeys(
        ("start.digit", "start.upper", "end.digit", "digits.only", "letters.only", "letters.digits"), 0
    )
    for form, times in short.items():
        kinds = set(form)
        counts["start.digit"] += times * form.startswith("9")
        counts["start.upper"] += times * form.startswith("A")
        counts["end.digit"] += times * form.endswith("9")
        counts["digits.only"] += times * (kinds == {"9"})
        counts["letters.only"] += times * (kinds <= {"A", "a", "x", " "})
        counts["letters.digits"] += times * ("9" in kinds and bool(kinds & {"A", "a", "x"}))
    for name, times in counts.items():
        found.set(f"profile.{name}", times / size)


def _words(values: tuple[str, ...], found: Findings) -> None:
    size = len(values)
    tokens = [value.split() for value in values]
    counts = np.fromiter(map(len, tokens), np.int64, size)
    found.set("profile.tokens.q50", float(np.median(counts)))
    found.set("profile.tokens.q90", float(np.quantile(counts, 0.9)))
    found.set("profile.tokens.same", _top_share(counts))
    words = [word for several in tokens for word in several]
    found.set("profile.tokens.length", sum(map(len, words)) / max(1, len(words)))
    cased = dict.fromkeys(("upper", "lower", "title", "mixed", "two", "three"), 0)
    for value, several in zip(values, tokens, strict=True):
        cased["upper"] += value.isupper()
        cased["lower"] += value.islower()
        capital = all(word[0].isupper() for word in several)
        cased["title"] += value.istitle()
        cased["mixed"] += (
            len(several) == 1 and not value.istitle() and any(map(str.isupper, value)) and any(map(str.islower, value))
        )
        plain = capital and all(word.strip(".,'-").replace("-", "").replace("'", "").isalpha() for word in several)
        cased["two"] += plain and len(several) == 2
        cased["three"] += plain and len(several) in (3, 4)
    for name, times in cased.items():
        found.set(f"profile.case.{name}", times / size)


def _marks(values: tuple[str, ...], found: Findings) -> None:
    for name, mark in _MARKS.items():
        found.set(f"profile.has.{name}", sum(mark in value for value in values) / len(values))
