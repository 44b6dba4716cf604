"""Columns of few words out of a closed set: flags, states, enumerations, countries, units, currencies, languages."""

from __future__ import annotations

from mimesis.datasets.int import address as _places
from mimesis.datasets.int import datetime as _zones
from mimesis.datasets.int import finance as _money

from scripts.detection.formats import style
from scripts.detection.made import Draw, Maker
from scripts.detection.words import vocabularies

__all__ = ["FAMILIES", "drawn_words", "made_up"]


def _words(name: str) -> Maker:
    parsed = vocabularies(name)

    def make(draw: Draw) -> list[str]:
        words, write = (
            [word.replace("_", draw.one((" ", "_")) if draw.chance(0.3) else word) for word in draw.one(parsed)],
            style(draw),
        )
        weights = [draw.rng.random() ** 2 + 0.03 for _ in words]
        return [write(word) for word in draw.rng.choices(words, weights, k=draw.size)]

    return make


_ENDS = ("", "", "a", "o", "er", "en", "ia", "um", "ix", "ly", "ing", "ung", "ción", "ment", "ka", "ski", "ett", "on")


def made_up(draw: Draw) -> str:
    """A word nobody knows, in the letters of this place: the halves of two of its words."""
    words = draw.some("words")
    one, two = draw.one(words), draw.one(words)
    joined = one[: max(len(one) // 2, 1)] + two[len(two) // 2 :]
    return joined + (draw.one(_ENDS) if joined.isascii() and draw.chance(0.25) else "")


def drawn_words(draw: Draw) -> str:
    """A dictionary's word of this place, or one nobody knows."""
    return made_up(draw) if draw.chance(0.3) else draw.one(draw.some("words"))


def _enumeration(draw: Draw) -> list[str]:
    """A firm's own enumeration: a few made-up or common words in one style."""
    kind = draw.weighted(made=40, words=40, joined=20)
    joint = draw.one(("_", "-", " "))
    make = {
        "made": lambda: made_up(draw),
        "words": lambda: draw.one(draw.some("words")),
        "joined": lambda: joint.join(drawn_words(draw) for _ in range(2)),
    }[kind]
    write = draw.one((str.upper, str.lower, str.capitalize, str.title, str))
    words = [write(make()) for _ in range(draw.whole(2, 25))]
    return draw.rng.choices(words, [draw.rng.random() ** 2 + 0.03 for _ in words], k=draw.size)


def _countries(draw: Draw) -> list[str]:
    names, write = draw.some("country"), style(draw)
    few = [draw.one(names) for _ in range(draw.one((3, 12, 80)))]
    return [write(name) for name in draw.drawn(few)]


def _country_codes(draw: Draw) -> list[str]:
    codes = sorted(
        draw.one((_places.COUNTRY_CODES["a2"], _places.COUNTRY_CODES["a3"], _places.COUNTRY_CODES["numeric"]))
    )
    few = [draw.one(codes) for _ in range(draw.one((3, 15, 100)))]
    write = str.lower if draw.chance(0.2) else str
    return [write(str(code)) for code in draw.drawn(few)]


def _regions(draw: Draw) -> list[str]:
    words = draw.one(
        (
            draw.some("state"),
            ("EMEA", "APAC", "LATAM", "NA"),
            ("North America", "Europe", "Asia Pacific"),
            ("North", "South", "East", "West"),
            ("Nord", "Süd", "Ost", "West"),
        )
    )
    return draw.drawn(words)


def _currencies(draw: Draw) -> list[str]:
    words = draw.one(
        (
            _money.CURRENCY_ISO_CODES,
            _money.CURRENCY_ISO_CODES,
            list(_money.CURRENCY_SYMBOLS.values()),
            draw.some("currency"),
        )
    )
    return draw.drawn([draw.one(words) for _ in range(draw.one((2, 6, 40)))])


def _languages(draw: Draw) -> list[str]:
    own = draw.pool("language")
    return draw.drawn(own) if own and draw.chance(0.5) else draw.drawn(draw.one(vocabularies("languages")))


def _units(draw: Draw) -> list[str]:
    return draw.drawn(draw.one(vocabularies("units")))


def _zone_names(draw: Draw) -> list[str]:
    return draw.drawn(
        [draw.one(_zones.TIMEZONES) for _ in range(12)]
        if draw.chance(0.7)
        else [f"UTC{sign}{hour:02d}:00" for sign in "+-" for hour in range(12)]
    )


def _calling_codes(draw: Draw) -> list[str]:
    return draw.drawn([str(code) for code in _places.CALLING_CODES])


FAMILIES: tuple[tuple[str, str, float, Maker], ...] = (
    ("boolean", "flag", 3, _words("flags")),
    ("status", "status", 3, _words("states")),
    ("category", "category", 7, _words("categories")),
    ("category", "enumeration", 8, _enumeration),
    ("department", "department", 1.5, _words("departments")),
    ("country", "country", 2, _countries),
    ("iso_code", "country_code", 2, _country_codes),
    ("iso_code", "calling_code", 0.4, _calling_codes),
    ("region", "region", 1.8, _regions),
    ("currency", "currency", 1.5, _currencies),
    ("language", "language", 1.3, _languages),
    ("unit", "unit", 1.3, _units),
    ("category", "time_zone", 0.8, _zone_names),
)
"""(kind, family, weight, maker)."""
