"""Columns of small notations: numerals, outlines, marks, ports, permissions, terms of a year."""

from __future__ import annotations

from scripts.detection.made import Draw, Maker

__all__ = ["FAMILIES"]


def _roman(draw: Draw) -> list[str]:
    signs = (("X", 10), ("IX", 9), ("V", 5), ("IV", 4), ("I", 1))

    def make() -> str:
        rest, made = draw.whole(1, 39), ""
        for sign, worth in signs:
            made, rest = made + sign * (rest // worth), rest % worth
        return made

    return draw.many(make)


def _outline(draw: Draw) -> list[str]:
    end, length = draw.one(("", ".", ")", "a")), draw.one((2, 3, 4))
    return draw.many(lambda: ".".join(str(draw.whole(1, 20)) for _ in range(draw.whole(1, length))) + end)


def _from(*choices: str) -> Maker:
    """One of the lists of words, chosen for the column."""
    return lambda draw: draw.drawn(draw.one(choices).split())


def _shapes(*choices: str) -> Maker:
    def make(draw: Draw) -> list[str]:
        shape = draw.one(choices)
        return draw.many(lambda: draw.fill(shape))

    return make


def _permissions(draw: Draw) -> list[str]:
    return draw.many(lambda: "".join(mark if draw.chance(0.6) else "-" for mark in "rwxrwxrwx"))


def _ordinals(draw: Draw) -> list[str]:
    end = draw.one(("th", ".", "º", "e", "°", "-й", "位", "번째", ":a"))
    return draw.many(lambda: f"{draw.whole(1, 60)}{end}")


def _tallies(draw: Draw) -> list[str]:
    total, joint = draw.one((5, 10, 24, 100)), draw.one(("/", " of ", " von ", " sur ", " de ", " из "))
    return draw.many(lambda: f"{draw.whole(0, total)}{joint}{total}")


def _bits(draw: Draw) -> list[str]:
    length, joint = draw.one((4, 8, 12, 16)), draw.one(("", "", ",", " "))
    return draw.many(lambda: joint.join(draw.one("01") for _ in range(length)))


def _ranges(draw: Draw) -> list[str]:
    form, step = draw.one(("{}-{}", "{} - {}", "{}..{}", "[{}, {})", "{} to {}", "{}–{}")), draw.one((5, 10, 100, 1000))
    return draw.many(lambda: form.format(low := draw.whole(0, 20) * step, low + step))


def _ports(draw: Draw) -> list[str]:
    return draw.many(lambda: str(draw.one((22, 80, 443, 3306, 5432, 8080, draw.whole(1024, 65_535)))))


FAMILIES: tuple[tuple[str, str, float, Maker], ...] = (
    ("short_code", "roman_numeral", 0.5, _roman),
    ("short_code", "outline_number", 0.7, _outline),
    ("category", "http_method", 0.4, _from("GET POST PUT DELETE PATCH HEAD OPTIONS", "get post put delete")),
    ("category", "emoji", 0.4, _from("😀 😢 👍 👎 🎉", "🔴 🟡 🟢", "⭐ ⭐⭐ ⭐⭐⭐ ⭐⭐⭐⭐", "☀ ☁ ☂")),
    (
        "category",
        "letter_grade",
        0.5,
        _from("A B C D F", "A+ A A- B+ B B- C", "AAA AA A BBB BB B", "A* A B C", "优 良 中 差"),
    ),
    ("status", "permission", 0.4, _permissions),
    ("short_code", "ordinal", 0.5, _ordinals),
    ("score", "tally", 0.6, _tallies),
    ("short_code", "bits", 0.4, _bits),
    ("category", "number_range", 0.8, _ranges),
    ("integer", "port", 0.5, _ports),
    ("date", "semester", 0.5, _shapes("WS20##", "SS ##", "20##S1", "Spring 20##", "S#", "20##-T#", "H# 20##")),
    ("short_code", "grid_reference", 0.5, _shapes("@#", "@##", "##@", "@@ ### ###", "##@ @@ #####", "@#-@#")),
    (
        "iso_code",
        "locale_code",
        0.5,
        _from("en-US de-DE fr-FR zh-CN ja-JP", "en_GB es_ES pt_BR", "en de fr-CH zh-Hans"),
    ),
)
"""(kind, family, weight, maker)."""
