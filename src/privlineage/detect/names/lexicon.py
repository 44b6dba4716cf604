"""The lexicon of header words: what people of many languages call their columns, read from the files beside it.

A line of a file is `meaning, language, words`; the folder says what kind a meaning is: `personal` and `other` are
types of columns, `heads` are types that decide a phrase (an `email count` is a count), `roles` are words that say
something only together with others (`rules.tsv`). A word with a question mark behind it is a weak sign.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from privlineage.detect.names.spelling import glue, romanise, tokens

__all__ = ["Lexicon", "Rule", "Sense", "lexicon"]

KINDS = ("personal", "other", "heads", "roles")
# Words in other scripts are also known by their Latin letters, from this length on: shorter ones read as anything.
_ROMANISED = 4
_WEAK = 0.5
# Spellings that writers of one language choose between when they have Latin letters, or plain ones, only.
_GERMANIC = (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("å", "aa"), ("ø", "oe"))
_CYRILLIC = (
    (("kh", "h"), ("shch", "sch"), ("yo", "e"), ("ts", "c"), ("iy", "y")),
    (("kh", "x"), ("zh", "j"), ("ya", "ja"), ("yu", "ju"), ("y", "i")),
    (("zh", "z"), ("ch", "c"), ("sh", "s"), ("kh", "h"), ("ya", "ia"), ("yu", "iu"), ("y", "i")),
    (("iya", "ia"), ("ya", "ia"), ("yu", "iu"), ("iy", "ii")),
)


@dataclass(frozen=True, slots=True)
class Sense:
    """One thing a word may mean: a type or a role, how surely (0 to 1), and in which language."""

    meaning: str
    weight: float
    language: str


@dataclass(frozen=True, slots=True)
class Rule:
    """What words mean together (`birth` + `date`), or one role on its own."""

    first: str
    second: str
    result: str
    weight: float


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Every known word, folded and without spaces, with its senses.

    Attributes:
        words: senses by word.
        kinds: `personal`, `other`, `heads` or `roles` by meaning.
        pairs: what two meanings make together.
        alone: what a role means with nothing beside it.
        initials: phrases that begin with a letter of their own (`e mail`); elsewhere such a letter is a table's prefix.
        longest: how many letters the longest word has.
    """

    words: dict[str, tuple[Sense, ...]]
    kinds: dict[str, str]
    pairs: dict[tuple[str, str], Rule]
    alone: dict[str, tuple[Rule, ...]]
    initials: frozenset[str]
    longest: int


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The lexicon, read once when the first header is looked at."""
    words: dict[str, dict[str, Sense]] = {}
    kinds: dict[str, str] = {}
    initials: set[str] = set()
    root = resources.files("privlineage.detect.names") / "lexicon"
    for kind in KINDS:
        for file in sorted((root / kind).iterdir(), key=lambda entry: entry.name):
            for line in file.read_text("utf-8").splitlines():
                if line and not line.startswith("#"):
                    meaning, language, texts = line.split("\t")
                    kinds.setdefault(meaning, kind)
                    _learn(words, meaning, language, texts)
                    initials |= _initials(texts)
    pairs, alone = _rules((root / "rules.tsv").read_text("utf-8"))
    settled = {word: tuple(senses.values()) for word, senses in words.items()}
    return Lexicon(settled, kinds, pairs, alone, frozenset(initials), max(map(len, settled)))


def _learn(words: dict[str, dict[str, Sense]], meaning: str, language: str, texts: str) -> None:
    for text in texts.split(","):
        weight = _WEAK if text.rstrip().endswith("?") else 1.0
        for spelling, share in _spellings(text):
            if len(spelling) == 1 and spelling.isascii() and meaning != "filler":
                continue  # `c` is no Czech number: a letter alone says nothing
            known = words.setdefault(spelling, {})
            if meaning not in known or known[meaning].weight < weight * share:
                known[meaning] = Sense(meaning, weight * share, language)


def _initials(texts: str) -> set[str]:
    phrases = (tokens(text) for text in texts.split(","))
    return {"".join(phrase) for phrase in phrases if len(phrase) > 1 and len(phrase[0]) == 1}


def _spellings(text: str) -> list[tuple[str, float]]:
    word = glue(text)
    found = [(word, 1.0)] if word else []
    if word.isascii():
        lower = text.lower()
        if any(letter in lower for letter, _ in _GERMANIC):
            for letter, letters in _GERMANIC:
                lower = lower.replace(letter, letters)
            found.append((glue(lower), 1.0))
        return found
    latin = romanise(word)
    cyrillic = "\u0400" <= word[0] < "\u0530"
    spellings = {latin, *(_respelled(latin, changes) for changes in _CYRILLIC if cyrillic)}
    return [*found, *((spelling, 0.9) for spelling in spellings if len(spelling) >= _ROMANISED)]


def _respelled(word: str, changes: tuple[tuple[str, str], ...]) -> str:
    for old, new in changes:
        word = word.replace(old, new)
    return word


def _rules(text: str) -> tuple[dict[tuple[str, str], Rule], dict[str, tuple[Rule, ...]]]:
    pairs: dict[tuple[str, str], Rule] = {}
    alone: dict[str, tuple[Rule, ...]] = {}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            first, second, result, weight = line.split("\t")
            rule = Rule(first, second, result, float(weight))
            if second == "-":
                alone[first] = (*alone.get(first, ()), rule)
            else:
                pairs.setdefault((first, second), rule)
                pairs.setdefault((second, first), rule)
    return pairs, alone
