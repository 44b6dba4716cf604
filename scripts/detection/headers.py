"""The header of a column and of those beside it: clear, shortened, cryptic, misleading or empty."""

from __future__ import annotations

from collections.abc import Callable

from privlineage.detect.types import PERSONAL
from scripts.detection.made import Draw, HeaderKind
from scripts.detection.words import all_words, keyed, vocabularies

__all__ = ["FINER", "header", "table_of"]

# Families whose kind holds several things: a header that is clear names the one that stands there.
FINER = keyed("headers_finer")
_PEOPLE_TABLES, _THINGS_TABLES = vocabularies("tables")

_LISTED = keyed("headers_personal") | keyed("headers_other")
_SHORT_END = " short"
WORDS = {kind: listed for kind, listed in _LISTED.items() if not kind.endswith(_SHORT_END)}
"""Clear words for each kind, in some forty languages; English ones stand first."""
SHORT = {kind.removesuffix(_SHORT_END): listed for kind, listed in _LISTED.items() if kind.endswith(_SHORT_END)}
"""Short forms of each kind."""
AMBIGUOUS = all_words("headers_ambiguous")
"""Headers that say next to nothing."""

_STYLES: dict[str, Callable[[list[str]], str]] = {
    "snake": lambda words: "_".join(words).lower(),
    "upper": lambda words: "_".join(words).upper(),
    "camel": lambda words: words[0].lower() + "".join(word.capitalize() for word in words[1:]),
    "pascal": lambda words: "".join(word.capitalize() for word in words),
    "kebab": lambda words: "-".join(words).lower(),
    "spaced": " ".join,
    "title": lambda words: " ".join(word.capitalize() for word in words),
    "joined": lambda words: "".join(words).lower(),
    "dotted": lambda words: ".".join(words).lower(),
}
_BEFORE = keyed("lists")["headers before"]
_AFTER = keyed("lists")["headers after"]
_CRYPTIC = keyed("lists")["headers cryptic"]


def _styled(draw: Draw, word: str) -> str:
    words = word.replace("'", " ").split()
    return _STYLES[
        draw.weighted(snake=46, upper=14, camel=11, pascal=6, kebab=3, spaced=6, title=8, joined=5, dotted=1)
    ](words)


def _word(draw: Draw, kind: str, family: str) -> str:
    choices = FINER.get(family)
    if not choices or draw.chance(0.15):
        choices = WORDS.get(kind, AMBIGUOUS)
    return draw.one(
        choices[:8] if draw.chance(0.4) else choices
    )  # tables are named in English oftener than in anything else


def _clear(draw: Draw, kind: str, family: str) -> str:
    word = _word(draw, kind, family)
    if word.isascii() and draw.chance(0.2):
        # A prefix must not turn an other's header into a person's: `customer name` of a product would mislead.
        before = (
            _BEFORE
            if kind in PERSONAL
            else ("src", "tbl", "stg", "f", "c", "raw", "dwh", "x", "old", "new", "t1", "last", "prev", "dim")
        )
        word = f"{draw.one(before)} {word}" if draw.chance(0.6) else f"{word} {draw.one(_AFTER)}"
    return _styled(draw, word)


def _abbreviated(draw: Draw, kind: str, family: str) -> str:
    word = _word(draw, kind, family)
    way = draw.weighted(listed=40, vowels=20, cut=20, initials=8, bare=12)
    if way == "bare":
        return _styled(draw, draw.one(AMBIGUOUS))
    if way == "listed" or not word.isascii():
        return _styled(draw, draw.one(SHORT.get(kind) or WORDS[kind]))
    parts = word.split()
    if way == "initials" and len(parts) > 1:
        return _styled(draw, "".join(part[0] for part in parts))
    if way == "vowels":
        return _styled(
            draw, " ".join(part[0] + "".join(letter for letter in part[1:] if letter not in "aeiou") for part in parts)
        )
    return _styled(draw, " ".join(part[: draw.whole(3, 5)] for part in parts))


def cryptic(draw: Draw) -> str:
    """A header that says nothing."""
    return draw.fill(draw.one(_CRYPTIC).replace("_", "\\_"))


def _misleading(draw: Draw, kind: str) -> str:
    """The header of something on the other side, or of another kind."""
    personal = kind in PERSONAL
    wanted = [
        other
        for other in WORDS
        if other != kind and (other in PERSONAL) is not (personal if draw.chance(0.85) else not personal)
    ]
    wanted = [
        other for other in wanted if other not in ("phrase", "title", "sentence", "json", "log_message", "source_code")
    ]
    return _styled(draw, draw.one(WORDS[draw.one(wanted)]))


def header(draw: Draw, kind: str, family: str, how: HeaderKind) -> str:
    """A header for a column of one kind and family."""
    if how == "empty":
        return ""
    if how == "cryptic":
        return cryptic(draw)
    if how == "misleading":
        return _misleading(draw, kind)
    return _abbreviated(draw, kind, family) if how == "abbreviated" else _clear(draw, kind, family)


_ABOUT_PEOPLE = keyed("lists")["headers about people"]
_ABOUT_THINGS = keyed("lists")["headers about things"]


def table_of(draw: Draw, kind: str, how: HeaderKind) -> tuple[str, tuple[str, ...]]:
    """The table a column stands in: its name, and the headers of its other columns."""
    if draw.chance(0.3):
        return ("", ()) if draw.chance(0.5) else ("", tuple(cryptic(draw) for _ in range(draw.whole(1, 10))))
    people = draw.chance(0.72 if kind in PERSONAL else 0.4)
    beside: list[str] = []
    hidden = how == "cryptic" and draw.chance(0.75)
    for _ in range(draw.whole(1, 12)):
        about = draw.one(_ABOUT_PEOPLE if people and draw.chance(0.6) else _ABOUT_THINGS)
        beside.append(cryptic(draw) if hidden or draw.chance(0.08) else _clear(draw, about, ""))
    table = draw.one(_PEOPLE_TABLES if people else _THINGS_TABLES)
    return ("" if draw.chance(0.5) or hidden else table), tuple(beside)
