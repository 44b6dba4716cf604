"""Words that tell what a column holds: how many values meet each lexicon."""

from __future__ import annotations

import re

from privlineage.detect.values.findings import Findings
from privlineage.detect.values.lexicons import cldr, health, others, people, places, work
from privlineage.detect.values.lexicons.lexicon import Lexicon, fold
from privlineage.detect.values.sample import Sample

__all__ = ["NAMES", "examine"]

_LEXICONS: tuple[Lexicon, ...] = (
    *people.LEXICONS,
    *work.LEXICONS,
    *places.LEXICONS,
    *health.LEXICONS,
    *others.LEXICONS,
)
_WHOLE = tuple(one for one in _LEXICONS if one.whole)
_PARTS = tuple(one for one in _LEXICONS if not one.whole)

NAMES = [
    *(f"word.{one.name}.{what}" for one in _WHOLE for what in ("rows", "distinct")),
    *(f"word.{kind}.{what}" for kind, _ in cldr.KINDS for what in ("rows", "distinct")),
    *(f"word.{one.name}" for one in _PARTS),
    "word.street_number",
    "word.closed",
]

_SPLIT = re.compile(r"[\s,;/()\[\]\"“”«»:|]+")
_HOUSE = re.compile(r"(?:^|[\s,])(?:no\.?|nr\.?|№|#)?\s?\d{1,5}(?:[-/]\d{1,4})?\s?[a-zA-Zа-я]?(?:$|[\s,.])")
_SAYS = 0.4


def examine(sample: Sample, found: Findings) -> None:
    """Write down how many rows, and how many distinct values, meet each lexicon."""
    values = sample.some
    if not any(map(_has_letter, values)):
        return
    folded = [fold(value[:160]) for value in values]
    parts = [_words(text) for text in folded]
    closed = 0.0
    for one in (*_WHOLE, *cldr.lexicons()):
        closed = max(closed, _whole(one, sample, folded, found))
    found.set("word.closed", closed)
    for one in _PARTS:
        share = sum(map(one.meets, folded, parts)) / len(values)
        found.set(f"word.{one.name}", share)
        if share >= _SAYS and one.type:
            text = f"{round(share * len(values))} of {len(values)} distinct values hold {one.words}"
            found.say(one.type, share * 0.8, text)
    streets = next(one for one in places.LEXICONS if one.name == "street")
    numbered = sum(
        streets.meets(text, words) and _HOUSE.search(text) is not None
        for text, words in zip(folded, parts, strict=True)
    )
    found.set("word.street_number", numbered / len(values))
    if numbered >= 0.5 * len(values):
        text = f"{numbered} of {len(values)} distinct values hold a word of a street and a house number"
        found.say("street", numbered / len(values), text)


def _words(text: str) -> frozenset[str]:
    """The first words of a value, with and without the marks around them; what a long text is shows early."""
    return frozenset(word for raw in _SPLIT.split(text, 10)[:10] for word in (raw, raw.strip(".'-")))


def _has_letter(text: str) -> bool:
    return any(map(str.isalpha, text[:64])) or text in {"♂", "♀"}


def _whole(one: Lexicon, sample: Sample, folded: list[str], found: Findings) -> float:
    """Write down how often whole values are in a list; the share of rows."""
    met = [value for value, text in zip(sample.some, folded, strict=True) if text in one.whole]
    if not met:
        return 0.0
    looked = sum(sample.counts[value] for value in sample.some)
    rows = sum(sample.counts[value] for value in met) / looked
    found.set(f"word.{one.name}.rows", rows)
    found.set(f"word.{one.name}.distinct", len(met) / len(folded))
    if rows >= _SAYS:
        found.say(one.type, rows * 0.9, f"{rows:.0%} of the values are {one.words}")
    return rows
