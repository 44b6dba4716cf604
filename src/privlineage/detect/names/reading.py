"""What a header says: its units put together by rules into scores of types."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from privlineage.detect.names.languages import LANGUAGES
from privlineage.detect.names.lexicon import Sense, lexicon
from privlineage.detect.names.segments import Unit, segments
from privlineage.detect.names.spelling import tokens

__all__ = ["Reading", "read"]

# Languages that put the word a phrase is about first: `nombre de la empresa`, `nama produk`, `tên sản phẩm`.
_HEAD_FIRST = frozenset(
    "es pt fr it ro ca gl ru uk be bg pl cs sk sl hr sr mk sq el ar fa he vi id ms th sw lt mt ga cy km lo tl".split()
)
# What a text is written in (`name_ar`), unless the same letters are `id`, `no` or `is`.
_SUFFIXES = (frozenset(LANGUAGES) | {"en"}) - {"id", "no", "is"}
_TWO_LETTERS = 0.6  # a whole header of two letters is an abbreviation of many things
_BESIDE_HEAD = 0.12  # what is left of an e-mail address in an e-mail's count
_RUNNER_UP = 0.35  # what is left of a city in a city's postal code
_OF_ORGANISATION = 0.55  # a company's telephone is a person's less often than not
_MASKED = 0.85  # a hash of a name is still a person's


@dataclass(frozen=True, slots=True)
class Reading:
    """What one header says.

    Attributes:
        scores: 0 to 1 by type; empty where it says nothing.
        units: the parts it was read as.
        sources: by type, the part and the language that it was read from.
        roles: the roles and types of words that appear (`person`, `organisation`, `masked`, …).
        known: the share of its letters that were understood.
    """

    scores: dict[str, float]
    units: tuple[Unit, ...] = ()
    sources: dict[str, tuple[str, str]] = field(default_factory=dict)
    roles: frozenset[str] = frozenset()
    known: float = 0.0


@dataclass(frozen=True, slots=True)
class _Part:
    """A unit, or several that a rule joined."""

    text: str
    senses: tuple[Sense, ...]
    trust: float


@lru_cache(maxsize=65536)
def read(header: str) -> Reading:
    """What a header says.

    >>> read("customerEmail").scores["email"] > 0.9, read("c17").scores
    (True, {})
    """
    if _is_data(header):
        return Reading({})
    units = segments(tokens(header))
    roles = frozenset(sense.meaning for unit in units for sense in unit.senses)
    parts = _joined([_Part(unit.text, unit.senses, unit.trust) for unit in _meaningful(units)])
    letters = sum(len(unit.text) for unit in units if unit.senses or len(unit.text) > 2)
    known = sum(len(unit.text) for unit in units if unit.senses) / letters if letters else 0.0
    short = sum(len(unit.text) for unit in units) < 3 and header.isascii()
    sure = (0.5 + 0.5 * known) * (_TWO_LETTERS if short else 1.0)
    scores: dict[str, float] = {}
    sources: dict[str, tuple[str, str]] = {}
    for claimed, sense, text in _claims(parts, roles):
        score = claimed * sure
        if score > scores.get(sense.meaning, 0.0):
            scores[sense.meaning] = round(score, 4)
            sources[sense.meaning] = (text, sense.language)
    return Reading(scores, units, sources, roles, known)


def _is_data(header: str) -> bool:
    """Whether a header is a row of data, as in a file without headers."""
    letters = sum(c.isalpha() for c in header)
    digits = sum(c.isdigit() for c in header)
    return "@" in header or letters == 0 or digits > max(letters, 4) or len(header) > 120


def _meaningful(units: tuple[Unit, ...]) -> list[Unit]:
    """The units without fillers and letters that stand for nothing, unless there is nothing else."""
    said = [unit for unit in units if any(sense.meaning != "filler" for sense in unit.senses)]
    if len(said) > 1 and _is(said[0], "filler") and not _is(said[0], "is"):
        said = said[1:]
    if len(said) > 1 and said[-1].text in _SUFFIXES:
        said = said[:-1]
    if all(_is_generic(unit) for unit in said):
        return []
    kinds = lexicon().kinds
    if any(kinds[sense.meaning] == "personal" or sense.meaning == "name" for unit in said for sense in unit.senses):
        said = [unit for unit in said if not _is(unit, "masked")] or said
    return said


def _is_generic(unit: Unit) -> bool:
    """Whether a word alone is what any column may be called (`data`, `value`)."""
    return any(sense.meaning == "filler" and sense.language == "en" and sense.weight == 1 for sense in unit.senses)


def _is(part: Unit | _Part, meaning: str) -> bool:
    return any(sense.meaning == meaning for sense in part.senses)


def _joined(parts: list[_Part]) -> list[_Part]:
    """Neighbours that mean something together, joined; the surest pair first."""
    pairs = lexicon().pairs
    while len(parts) > 1:
        found = [
            (rule.weight * a.weight * b.weight, -at, rule, a)
            for at in range(len(parts) - 1)
            for a in _foremost(parts[at])
            for b in _foremost(parts[at + 1])
            if (rule := pairs.get((a.meaning, b.meaning)))
        ]
        if not found:
            break
        weight, at, rule, sense = max(found, key=lambda option: option[:2])
        one, two = parts[-at], parts[1 - at]
        others = tuple(
            Sense(r.result, r.weight * a.weight * b.weight, a.language)
            for a in one.senses
            for b in two.senses
            if (r := pairs.get((a.meaning, b.meaning))) and r.result != rule.result
        )
        made = (Sense(rule.result, weight, sense.language), *others)
        parts[-at : 2 - at] = [_Part(f"{one.text} {two.text}", made, min(one.trust, two.trust))]
    return parts


def _foremost(part: _Part) -> tuple[Sense, ...]:
    """The senses a rule may join: no weak one beside a sure type (`dob`: a birth date, or Croatian `age`)."""
    kinds = lexicon().kinds
    sure = max((sense.weight for sense in part.senses if kinds[sense.meaning] == "personal"), default=0.0)
    return tuple(sense for sense in part.senses if sense.weight >= sure)


def _claims(parts: list[_Part], roles: frozenset[str]) -> list[tuple[float, Sense, str]]:
    """Every type that the parts speak for, with its score and where it was read."""
    kinds = lexicon().kinds
    head = _head(parts)
    typed = [part for part in parts if any(kinds.get(sense.meaning) in ("personal", "other") for sense in part.senses)]
    main = typed[0 if typed and _head_first(typed) else -1] if typed else None
    sure = {sense.meaning for part in parts for sense in part.senses if sense.weight == 1}
    claims = []
    for part in parts:
        share = part.trust
        if head is not None:
            share *= 1.0 if part is head else _BESIDE_HEAD
        elif main is not None and part is not main:
            share *= _RUNNER_UP
        for sense in _typed_senses(part, typed):
            score = share * sense.weight * 0.97
            if kinds.get(sense.meaning) == "personal":
                score *= (_OF_ORGANISATION if "company" in sure and "person" not in sure else 1) * (
                    _MASKED if "masked" in roles else 1
                )
            claims.append((score, sense, part.text))
    return claims


def _head(parts: list[_Part]) -> _Part | None:
    """The part that decides the phrase, at its end or at its start."""
    kinds = lexicon().kinds
    if len(parts) > 1 and _is(parts[0], "is"):
        return parts[0]
    for part in (parts[-1:] + parts[:1]) if parts else ():
        if any(kinds.get(sense.meaning) == "heads" for sense in part.senses):
            return part
    if len(parts) > 1 and _is(parts[-1], "done"):
        return parts[-1]
    return None


def _head_first(parts: list[_Part]) -> bool:
    return all(sense.language in _HEAD_FIRST for part in (parts[0], parts[-1]) for sense in part.senses[:1])


def _typed_senses(part: _Part, typed: list[_Part]) -> list[Sense]:
    """The types among a part's senses; a role speaks for what it means alone, faintly beside others."""
    kinds, alone = lexicon().kinds, lexicon().alone
    found = []
    for sense in part.senses:
        if kinds.get(sense.meaning) != "roles":
            found.append(sense)
        elif not typed or sense.meaning in ("is", "done"):
            found += [
                Sense(rule.result, rule.weight * sense.weight, sense.language) for rule in alone.get(sense.meaning, ())
            ]
    return found
