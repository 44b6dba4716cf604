"""Columns about people of languages nobody listed: names of made-up syllables, towns of made-up halves, mixed nations.

A model that has read only the languages of its lists takes every other one for a phrase; these show it what stays the
same: few words, capitals, family names that return, given names that seldom do.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

from anyascii import anyascii

from scripts.detection.formats import style
from scripts.detection.made import Draw, Maker
from scripts.detection.places import locales
from scripts.detection.pools import pool
from scripts.detection.words import vocabularies

__all__ = ["FAMILIES"]

_ONSETS = [*"b c ch d g gh h k kh l m n ng nh ph q r s t th tr v x y p z j dz ts sh w f".split(), "", ""]
_VOWELS = "a e i o u ie uo oa ai ao au ia ay oi ua eo y".split()
_CODAS = ["", "", "", "n", "ng", "nh", "m", "c", "t", "k", "p", "l", "r", "s"]
_MARKS = ("\u0300", "\u0301", "\u0302", "\u0303", "\u0304", "\u0306", "\u0308", "\u0309", "\u030c", "\u0323", "\u0328")


def _syllables(draw: Draw) -> Callable[[], str]:
    """One language's syllables: a choice of beginnings, vowels and ends, with its own marks over letters."""
    rng = draw.rng
    onsets, vowels = rng.sample(_ONSETS, draw.whole(6, 16)), rng.sample(_VOWELS, draw.whole(4, 10))
    codas, marks = rng.sample(_CODAS, draw.whole(2, 7)), rng.sample(_MARKS, draw.whole(1, 6))
    marked = draw.one((0.0, 0.0, 0.2, 0.5, 0.8))

    def make() -> str:
        vowel = draw.one(vowels)
        if draw.chance(marked):
            vowel = unicodedata.normalize("NFC", vowel[0] + draw.one(marks)) + vowel[1:]
        return draw.one(onsets) + vowel + draw.one(codas)

    return make


def _words(draw: Draw) -> tuple[list[str], list[str], list[str]]:
    """Family names, names between and given names of a made-up language."""
    syllable, length = _syllables(draw), draw.one((1, 1, 1, 1, 2, 2))

    def word() -> str:
        return "".join(syllable() for _ in range(length)).capitalize()

    return ([word() for _ in range(draw.one((12, 30, 90)))], [word() for _ in range(draw.one((4, 20)))],
            [word() for _ in range(draw.one((25, 80, 200)))])  # fmt: skip


def _syllable_names(draw: Draw) -> list[str]:
    family, between, given = _words(draw)
    form, write = (
        draw.one(("{f} {b} {g}", "{f} {b} {g}", "{f} {g}", "{g} {f}", "{f} {b} {b} {g}", "{f}, {g}")),
        style(draw),
    )
    return draw.many(lambda: write(form.format(f=draw.one(family), b=draw.one(between), g=draw.one(given))))


def _syllable_given(draw: Draw) -> list[str]:
    _, between, given = _words(draw)
    double = draw.chance(0.4)
    return draw.many(lambda: draw.one(between) + " " + draw.one(given) if double else draw.one(given))


def _syllable_family(draw: Draw) -> list[str]:
    family, _, _ = _words(draw)
    return draw.drawn(family)


def _halves(draw: Draw, words: list[str]) -> str:
    """A name nobody bears: the halves of two."""
    one, two = draw.one(words), draw.one(words)
    return (one[: max(len(one) // 2, 1)] + two[len(two) // 2 :]).strip() or one


def _latin(name: str) -> str:
    if any("\u0590" <= character <= "\u08ff" for character in name):
        return ""  # scripts that leave vowels out would leave nothing to read
    return name if max(name) < "\u0250" else anyascii(name).replace("`", "").title()


def _nations(draw: Draw) -> list[str]:
    """One place, or two, or six whose people stand in one table."""
    return [draw.one(locales(draw.split)) for _ in range(draw.one((1, 2, 6)))]


def _of_nations(draw: Draw, places: list[str], provider: str) -> list[str]:
    """Names of some places; those of several are spelled in Latin letters, since one table has one script."""
    names: list[str] = []
    for place in places:
        found = pool(place, provider) or draw.some(provider)
        names.extend(draw.one(found) for _ in range(60))
    if len(places) == 1:
        return names
    return [spelled for spelled in map(_latin, names) if spelled.strip()] or list(pool("en_US", provider))


def _nations_whole(draw: Draw) -> list[str]:
    places, write = _nations(draw), style(draw)
    first, last = _of_nations(draw, places, "first"), _of_nations(draw, places, "last")
    form = draw.one(("{0} {1}", "{0} {1}", "{1} {0}", "{1}, {0}", "{0} {2} {1}"))
    halved = draw.chance(0.35)

    def one(names: list[str]) -> str:
        return _halves(draw, names) if halved else draw.one(names)

    return draw.many(lambda: write(form.format(one(first), one(last), one(first))))


def _nations_alone(provider: str) -> Maker:
    def make(draw: Draw) -> list[str]:
        names, write = _of_nations(draw, _nations(draw), provider), style(draw)
        if draw.chance(0.3):
            names = [_halves(draw, names) for _ in range(draw.one((10, 40, 150)))]
        return [write(name) for name in draw.drawn(names)]

    return make


_CHINESE, _JAPANESE, _KOREAN = "zh_CN", "ja_JP", "ko_KR"


def _signs(draw: Draw) -> tuple[list[str], list[str]]:
    """Family names and single signs of given names of one country of Chinese signs, or of Korea's."""
    where = draw.one((_CHINESE, _CHINESE, _JAPANESE, _KOREAN))
    first = pool(where, "first") + (pool(_JAPANESE, "first") if where == _CHINESE and draw.chance(0.3) else ())
    family = [name for name in pool(where, "last") if 0 < len(name) < 4]
    return family or ["林"], [sign for name in first for sign in name if sign.isalpha()] or ["美"]


def _sign_names(draw: Draw) -> list[str]:
    family, signs = _signs(draw)
    few, longest = [draw.one(family) for _ in range(40)], draw.one((1, 2, 2, 2))
    gap = draw.one(("", "", "", " ", "·"))
    return draw.many(
        lambda: (
            draw.one(few)
            + gap
            + "".join(draw.one(signs) for _ in range(draw.whole(min(longest, draw.whole(1, 2)), longest)))
        )
    )


def _sign_given(draw: Draw) -> list[str]:
    _, signs = _signs(draw)
    return draw.many(lambda: "".join(draw.one(signs) for _ in range(draw.one((1, 2, 2, 2)))))


def _sign_family(draw: Draw) -> list[str]:
    family, _ = _signs(draw)
    return draw.drawn([draw.one(family) for _ in range(draw.one((8, 30, 100)))])


_TOWN_FORMS = (
    "{}ville {}burg {}stad {}grad {}ovo {}pur {}abad {}ton {}ford {}heim {}berg {}ice {}ów {}ia {}ola {}ano "
    "{}bury {}city {}dorf {}gawa {}shi {}mouth {}hamn {}vik {}nagar {}polis San_{} Santa_{} Saint-{} Bad_{} "
    "New_{} Port_{} Villa_{} Al_{} El_{} Nova_{} Nowy_{} Stara_{} Los_{} {}_City {}_am_See {}-sur-Mer {}_de_Cima {}ski"
).split()  # fmt: skip


def _made_towns(draw: Draw) -> list[str]:
    """Towns of halves of a place's towns, with the ends and heads that towns bear."""
    known = list(draw.some("city"))
    forms = draw.rng.sample(_TOWN_FORMS, draw.whole(2, 8))
    plain, write = draw.one((1.0, 0.6, 0.3)), style(draw)

    def town() -> str:
        name = _halves(draw, known)
        return name if draw.chance(plain) or max(name) > "\u0250" else draw.one(forms).replace("_", " ").format(name)

    few = [town() for _ in range(draw.one((5, 12, 40, 200)))]
    return [write(name) for name in draw.drawn(few)]


def _listed_towns(draw: Draw) -> list[str]:
    """Real towns of one country or of several, few or many; the large ones oftener than the small."""
    lists, write = vocabularies("cities"), style(draw)
    names = [name for _ in range(draw.one((1, 1, 1, 3, 8))) for name in draw.one(lists)]
    few = draw.rng.sample(names, min(len(names), draw.whole(4, 24)))
    weights = [1 / (at + 1) if draw.chance(0.5) else 0.5 for at, _ in enumerate(few)]
    return [write(name) for name in draw.rng.choices(few, weights, k=draw.size)]


FAMILIES: tuple[tuple[str, str, float, Maker], ...] = (
    ("person_full_name", "syllable_name", 3, _syllable_names),
    ("person_full_name", "name_of_nations", 2.5, _nations_whole),
    ("person_full_name", "name_of_signs", 1.5, _sign_names),
    ("first_name", "syllable_given", 1.2, _syllable_given),
    ("first_name", "given_of_nations", 2, _nations_alone("first")),
    ("first_name", "given_of_signs", 0.8, _sign_given),
    ("last_name", "syllable_family", 1.2, _syllable_family),
    ("last_name", "family_of_nations", 2, _nations_alone("last")),
    ("last_name", "family_of_signs", 0.8, _sign_family),
    ("city", "made_town", 2.5, _made_towns),
    ("city", "listed_town", 3.5, _listed_towns),
)
"""(kind, family, weight, maker)."""
