"""Columns of people's names and user names."""

from __future__ import annotations

from collections.abc import Callable

from anyascii import anyascii

from scripts.detection.formats import style
from scripts.detection.made import Draw, Maker
from scripts.detection.words import keyed

__all__ = ["FAMILIES", "person"]

_CJK = ("ja_JP", "ko_KR", "zh_CN")
_PARTICLES = ("de", "van", "von", "da", "dos", "del", "la", "bin", "al", "el", "Mc", "O'", "di", "van der", "ben")


def _given(draw: Draw) -> tuple[str, ...]:
    return draw.some("first", "name")


def _family(draw: Draw) -> tuple[str, ...]:
    return draw.some("last", "name")


def _last_word(text: str) -> str:
    return text.rsplit(" ", 1)[-1]


def _names(draw: Draw) -> Callable[[], tuple[str, str]]:
    """Given and family name, apart; from whole names where a locale has nothing else."""
    first, last, whole = draw.pool("first"), draw.pool("last"), draw.pool("name")
    if len(first) > 20 and len(last) > 20:
        return lambda: (draw.one(first), draw.one(last))
    parts = [name.split(" ", 1) for name in whole if " " in name] or [["Kim", "Olsen"]]

    def split() -> tuple[str, str]:
        given, family = draw.one(parts)
        return given, family

    return split


def person(draw: Draw) -> Callable[[], str]:
    """A way to write whole names, chosen for a column, and a name at each call."""
    pair, whole = _names(draw), draw.pool("name")
    layouts = _layouts(draw, pair)
    kind = draw.weighted(
        whole=25,
        plain=24,
        comma=12,
        backward=8,
        initial=7,
        initials=3,
        middle=8,
        titled=5,
        double=4,
        particle=3,
        dotted=1,
    )
    if draw.locale in _CJK:
        gap = draw.one(("", "", "", " ", "　"))
        return lambda: gap.join(reversed(pair()))
    if kind == "whole" and len(whole) > 50:
        return lambda: draw.one(whole)
    return layouts.get(kind, layouts["plain"])


def _layouts(draw: Draw, pair: Callable[[], tuple[str, str]]) -> dict[str, Callable[[], str]]:
    """Ways to write a name: each a form of given name {0}, family name {1}, and what stands between or before."""
    first, title, comma = _given(draw), draw.some("prefix"), draw.one((", ", ", ", ",", " , "))
    middle, joint = draw.chance(0.5), draw.one(("-", " "))

    def letter() -> str:
        return draw.one(first)[0] + "."

    forms: dict[str, Callable[[str, str], str]] = {
        "plain": lambda given, family: f"{given} {family}",
        "comma": lambda given, family: f"{family}{comma}{given}" + (f" {letter()}" if draw.chance(0.2) else ""),
        "backward": lambda given, family: f"{family} {given}",
        "initial": lambda given, family: f"{given[0]}. {family}",
        "initials": lambda given, family: f"{family} {given[0]}.{letter()}",
        "middle": lambda given, family: f"{given} {draw.one(first) if middle else letter()} {family}",
        "titled": lambda given, family: f"{draw.one(title)} {given} {family}",
        "double": lambda given, family: f"{given} {family}{joint}{pair()[1]}",
        "particle": lambda given, family: f"{given} {draw.one(_PARTICLES)} {family}",
        "dotted": lambda given, family: f"{given}.{family}".replace(" ", ""),
    }
    return {name: lambda form=form: form(*pair()) for name, form in forms.items()}


def _spelled(draw: Draw, values: list[str]) -> list[str]:
    write = style(draw)
    if draw.chance(0.15):
        return [write(anyascii(value)) for value in values]
    return [write(value) for value in values]


def _full_names(draw: Draw) -> list[str]:
    make = person(draw)
    return _spelled(draw, draw.many(make))


def _mixed_names(draw: Draw) -> list[str]:
    """One column, several ways of writing: what people typed themselves."""
    makes = [person(draw) for _ in range(3)]
    return [draw.one(makes)() for _ in range(draw.size)]


def _couples(draw: Draw) -> list[str]:
    make, joint = person(draw), draw.one((" & ", " und ", " / ", "; ", " and ", " y "))
    return _spelled(draw, draw.many(lambda: make() + (joint + make() if draw.chance(0.6) else "")))


def _first_names(draw: Draw) -> list[str]:
    pair = _names(draw)
    second = draw.chance(0.15)
    return _spelled(draw, draw.many(lambda: pair()[0] + (f" {pair()[0]}" if second and draw.chance(0.4) else "")))


def _last_names(draw: Draw) -> list[str]:
    pair = _names(draw)
    joint = draw.one(("-", " ")) if draw.chance(0.2) else ""
    return _spelled(draw, draw.many(lambda: pair()[1] + (joint + pair()[1] if joint and draw.chance(0.4) else "")))


def latin(text: str) -> str:
    """A text as an account's name would spell it: small Latin letters and digits."""
    return "".join(character for character in anyascii(text).lower() if character.isalnum())


_WORDS = keyed("lists")["personal names words"]


def username(draw: Draw) -> Callable[[], str]:
    """A way to make account names, chosen for a column."""
    pair = _names(draw)
    kind = draw.weighted(first_last=3, initial=3, number=4, nick=3, last_year=2, handle=1, mixed=3, short=2)
    joint = draw.one((".", "_", "-", ""))

    def make(kind: str = kind) -> str:
        given, family = (latin(part) or "user" for part in pair())
        year = draw.whole(1950, 2012)
        return {
            "first_last": given + joint + family,
            "initial": given[0] + joint + family + (str(draw.whole(1, 99)) if draw.chance(0.4) else ""),
            "number": given + draw.one(("", "_", ".")) + str(draw.whole(1, 9999)),
            "nick": draw.one(_WORDS) + joint + draw.one((given, draw.one(_WORDS))) + str(draw.whole(1, 999)),
            "last_year": family + joint + str(year if draw.chance(0.5) else year % 100),
            "handle": "@" + given + draw.one(("", "_")) + family,
            "short": family[:5] + given[:2] + (str(draw.whole(0, 9)) if draw.chance(0.5) else ""),
        }.get(kind, given)

    if kind == "mixed":
        kinds = ("first_last", "initial", "number", "nick", "last_year")
        return lambda: make(draw.one(kinds))
    return make


def _usernames(draw: Draw) -> list[str]:
    make = username(draw)
    write = str.upper if draw.chance(0.06) else str
    return [write(value) for value in draw.many(make)]


FAMILIES: tuple[tuple[str, str, float, Maker], ...] = (
    ("person_full_name", "full_name", 9, _full_names),
    ("person_full_name", "mixed_names", 2, _mixed_names),
    ("person_full_name", "couples", 0.5, _couples),
    ("first_name", "first_name", 6, _first_names),
    ("last_name", "last_name", 7, _last_names),
    ("username", "username", 3.5, _usernames),
)
"""(kind, family, weight, maker)."""
