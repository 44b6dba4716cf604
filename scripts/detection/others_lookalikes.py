"""Columns that come close to personal ones: things named after people and towns, prose with codes, loose signs.

None of them imitates a kind that `splits` keeps back.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from scripts.detection.formats import style
from scripts.detection.made import Draw, Maker
from scripts.detection.others_codes import grammar
from scripts.detection.others_words import drawn_words, made_up
from scripts.detection.words import all_words

__all__ = ["FAMILIES"]

_PLACES = re.compile(r"\{[^}]*\}")


def _script(text: str) -> str:
    """The script of a text's first letter, as Unicode names it; empty without letters."""
    letter = next((character for character in text if character.isalpha()), "")
    return unicodedata.name(letter, "").split(" ")[0] if letter else ""


def _few_forms(draw: Draw, name: str, like: str) -> list[str]:
    """One form, a few of them, or all, in the script of a text: a column seldom mixes everything."""
    own = _script(like)
    forms = [form for form in all_words(name) if _script(_PLACES.sub("", form)) in (own, "")]
    known = forms if len(forms) > 2 else all_words(name)
    return draw.rng.sample(known, min(draw.one((1, 1, 3, 8)), len(known)))


def _named(draw: Draw, forms: str, names: str, other: str) -> list[str]:
    pool, second, write = draw.some(names), draw.some(other), style(draw)
    chosen = _few_forms(draw, forms, pool[0])

    def make() -> str:
        form = draw.one(chosen)
        return write(form.format(draw.one(pool), draw.one(second), drawn_words(draw).capitalize()))

    return draw.many(make)


def _after_people(draw: Draw) -> list[str]:
    """Prizes, laws, effects, chairs: what bears a person's name and is none."""
    return _named(draw, "named_after_people", "last", "first")


def _after_towns(draw: Draw) -> list[str]:
    """Papers, agreements, choirs, editions: what bears a town's name and is none."""
    return _named(draw, "named_after_towns", "city", "last")


def _headlines(draw: Draw) -> list[str]:
    """Headlines of news and of help pages: capitalised words, some names, in a sentence's order."""
    first, write = draw.some("name", "first"), draw.one((str, str, str.title, str.upper))
    chosen = _few_forms(draw, "headlines", first[0])

    def make() -> str:
        words = [drawn_words(draw) for _ in range(3)]
        return write(draw.one(chosen).format(*(word.capitalize() for word in words), name=draw.one(first)))

    return draw.many(make)


def _with_codes(draw: Draw) -> list[str]:
    """Prose that holds numbers, codes, days and firms, and nobody."""
    code, firms, sentences, cities = grammar(draw), draw.some("company"), draw.some("sentence"), draw.some("city")
    chosen = _few_forms(draw, "sentences_with_codes", sentences[0])

    def make() -> str:
        return draw.one(chosen).format(
            code=code(), n=draw.whole(1, 9999), day=draw.fill("202#-0%-1#"), company=draw.one(firms),
            sentence=draw.one(sentences), word=drawn_words(draw), city=draw.one(cities),
        )  # fmt: skip

    return draw.many(make)


def _signs(draw: Draw) -> list[str]:
    """Expressions and templates: more signs than letters."""
    atoms: tuple[Callable[[], str], ...] = (
        lambda: str(draw.whole(0, 99)),
        lambda: made_up(draw)[:6],
        lambda: draw.one(("*", "?", ".", "+", "^", "$", "%s", "{}", "!", "~", "#", "@", "&")),
    )
    joints = draw.rng.sample(
        [" ", "+", "-", "*", "/", " > ", " && ", " | ", "=", ":", ",", ".", "(", ")", "->", "::"], 3
    )
    length = draw.one((2, 3, 4, 5, 7))

    def make() -> str:
        return "".join(draw.one(atoms)() + draw.one(joints) for _ in range(draw.whole(2, length))).strip()

    return draw.many(make)


def _small_alphabet(draw: Draw) -> list[str]:
    """Texts over a handful of letters or signs, short or long."""
    letters = draw.rng.sample("ABCDEFGHIKLMNOPRSTUVWXYZ0123456789+-|.", draw.whole(2, 6))
    low = draw.one((2, 5, 10, 30))
    high = low if draw.chance(0.4) else low * 2
    return draw.many(lambda: "".join(draw.one(letters) for _ in range(draw.whole(low, high))))


def _repeated(draw: Draw) -> list[str]:
    """A short group of letters and digits again and again."""
    groups = draw.rng.sample(["@#", "@", "#@", "@@", "##", "@-#"], draw.whole(1, 3))
    joint, most = draw.one(("", "", " ", "-", ",", ">")), draw.whole(2, 6)
    few = [draw.fill(draw.one(groups)) for _ in range(draw.one((5, 15, 200)))]
    return draw.many(lambda: joint.join(draw.one(few) for _ in range(draw.whole(1, most))))


def _tagged_slugs(draw: Draw) -> list[str]:
    """Words with a machine's ending, as builds and volumes are called."""
    words = ["".join(character for character in drawn_words(draw).lower() if character.isalnum()) for _ in range(12)]
    ending = draw.one(("~~~~~~~~", "________", "build##", "##", "v#", "20######"))
    return draw.many(lambda: f"{draw.one(words)}-{draw.one(words)}-{draw.fill(ending)}")


def _shaped_like_phones(draw: Draw) -> list[str]:
    """Digits grouped as telephone numbers are, that no numbering plan knows."""
    shape = draw.one(
        ("0-##-######", "(##) ##-####", "###.####.##", "##-####-###", "####-##-##-#", "+9## ## ##", "1##-####",
         "0000-#####", "##/######", "#####-#####-##", "(###) #####", "000.###.###.###")
    )  # fmt: skip
    return draw.many(lambda: draw.fill(shape))


def _shaped_like_places(draw: Draw) -> list[str]:
    """Pairs and triples of decimals that lie off the Earth or on a map of one's own."""
    rng, places, scale = draw.rng, draw.one((1, 2, 3)), draw.one((1000, 20_000, 5))
    joint, length = draw.one((", ", ";", " ")), draw.one((2, 3))
    return draw.many(lambda: joint.join(f"{rng.uniform(-scale, scale):.{places}f}" for _ in range(length)))


def _listed_words(draw: Draw) -> list[str]:
    """A catalogue: many single nouns of one style, or each with a number or a quality after it."""
    write, kind = draw.one((str.capitalize, str.lower, str.upper)), draw.weighted(word=50, number=25, bracket=25)
    ends: dict[str, Callable[[], str]] = {
        "word": str,
        "number": lambda: f" {draw.whole(1, 99)}",
        "bracket": lambda: f" ({drawn_words(draw)})",
    }
    return draw.many(lambda: write(drawn_words(draw)) + ends[kind]())


FAMILIES: tuple[tuple[str, str, float, Maker], ...] = (
    ("title", "named_after_people", 2.5, _after_people),
    ("title", "named_after_towns", 2.5, _after_towns),
    ("title", "headline", 3, _headlines),
    ("sentence", "prose_with_codes", 3, _with_codes),
    ("source_code", "signs", 2.5, _signs),
    ("short_code", "small_alphabet", 2.5, _small_alphabet),
    ("short_code", "repeated_group", 3, _repeated),
    ("slug", "tagged_slug", 2, _tagged_slugs),
    ("order_number", "shaped_like_phone", 1.5, _shaped_like_phones),
    ("decimal", "shaped_like_place", 0.8, _shaped_like_places),
    ("thing", "catalogue", 2, _listed_words),
)
"""(kind, family, weight, maker)."""
