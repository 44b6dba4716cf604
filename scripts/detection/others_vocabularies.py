"""Columns of words for things: shapes, tools, sports, moods, furniture and so on, few or many of them, in any letters.

None of the lists holds a kind that `splits` keeps back: no materials, colours, dishes, weather, species or minerals.
"""

from __future__ import annotations

from collections.abc import Callable

from scripts.detection.made import Draw, Maker
from scripts.detection.others_words import drawn_words, made_up
from scripts.detection.words import vocabularies

__all__ = ["FAMILIES"]

_CASES: tuple[Callable[[str], str], ...] = (str, str.title, str.capitalize, str.upper, str.lower)


def _some_words(draw: Draw) -> list[str]:
    """Words of one list, or of several in whatever language."""
    lists = vocabularies("vocabularies")
    if draw.chance(0.8):
        words = list(draw.one(lists))
        return draw.rng.sample(words, min(len(words), draw.whole(3, 15)))
    return [word for _ in range(draw.whole(2, 12)) for word in draw.one(lists)]


def _skewed(draw: Draw, words: list[str]) -> list[str]:
    return draw.rng.choices(words, [draw.rng.random() ** 2 + 0.04 for _ in words], k=draw.size)


def _vocabulary(draw: Draw) -> list[str]:
    write, joint = draw.one(_CASES), draw.one((" ", " ", "_", "-"))
    return _skewed(draw, [write(word.replace("_", joint)) for word in _some_words(draw)])


def _qualified(draw: Draw) -> list[str]:
    """A word with a number, a size, a quality or another word beside it."""
    words = [word.replace("_", " ") for word in _some_words(draw)]
    others = [draw.one(draw.one(vocabularies("vocabularies"))).replace("_", " ") for _ in range(8)]
    write = draw.one(_CASES)
    form = draw.one(  # l: a letter, m: a measure, n: a number, o: another word, w: the word
        (
            "{w} {o}",
            "{o} {w}",
            "{w} {n}",
            "{w}-{n}",
            "{w} ({o})",
            "{w}, {o}",
            "{w}/{o}",
            "{w} {l}",
            "{w} {m} mm",
            "{n}x {w}",
        )
    )
    few = draw.one((8, 40, 400))
    made = [
        form.format(
            w=write(draw.one(words)),
            o=write(draw.one(others)),
            n=draw.whole(1, 99),
            m=draw.whole(2, 900),
            l=draw.fill("@"),
        )
        for _ in range(few)
    ]
    return draw.drawn(made)


def _text_words(draw: Draw) -> list[str]:
    """Single words out of running text, few or many, capitalised as names are."""
    texts = draw.some("sentence", "quote", "words")
    words = [word.strip(".,;:!?…«»\"'。，؟()-") for text in texts for word in text.split()]
    longer = [word for word in words if len(word) > 2] or [made_up(draw) for _ in range(30)]
    write = draw.one((str.capitalize, str.title, str.upper, str.lower))
    few = [draw.one(longer) for _ in range(draw.one((3, 6, 12, 40, 300)))]
    return _skewed(draw, [write(word) for word in few])


_STARTS = "b br c ch cl d dr f fl g gl h j k kr l m n p pl qu r s sh sk sl st t tr v w x y z".split()
_MIDDLES = "a e i o u aa ae ai ea ee ei ie io oa oo ou y".split()
_TAILS = [*"l n r s t x m nd rt ck ph z ff st ns ".split(), "", ""]
_BRANDED = (
    "",
    "",
    "",
    "ify",
    "ly",
    "io",
    "ex",
    "ora",
    "ium",
    "tec",
    "Hub",
    "Flow",
    ".ai",
    "Soft",
    "Go",
    "+",
    "™",
    " One",
)


def _invention(draw: Draw) -> Callable[[], str]:
    """A way to make words up, chosen for a column."""
    length, write = draw.one((1, 2, 2, 3)), draw.one((str.capitalize, str.capitalize, str.upper, str.lower))
    ends = draw.rng.sample(_BRANDED, 3)

    def word() -> str:
        syllables = (draw.one(_STARTS) + draw.one(_MIDDLES) + draw.one(_TAILS) for _ in range(length))
        return write("".join(syllables)) + draw.one(ends)

    return word


def _invented(draw: Draw) -> list[str]:
    """Brands, codenames and products that somebody made up of syllables no language knows."""
    word = _invention(draw)
    few = [word() for _ in range(draw.one((4, 10, 40, 400)))]
    return draw.drawn(few)


def _branded(draw: Draw) -> list[str]:
    """Goods of a brand: an invented word with a thing's word, a size, a model's number."""
    word, things = _invention(draw), [thing.replace("_", " ") for thing in _some_words(draw)]
    brands = [word() for _ in range(draw.one((2, 8, 40)))]
    form = draw.one(
        ("{b} {t}", "{t} {b}", "{b} {t} {n}", "{b} {w}", "{t} {w}", "{b} {w} {t}", "{b} {n}", "{t} {b} {m}")
    )
    write = draw.one(_CASES)

    def make() -> str:
        model = draw.fill(draw.one(("@##", "###", "@@-##", "%00", "%.#")))
        return write(
            form.format(b=draw.one(brands), t=draw.one(things), n=draw.whole(1, 20), w=drawn_words(draw), m=model)
        )

    return draw.many(make)


def _short_words(draw: Draw) -> list[str]:
    """Words of two to five letters: abbreviations, tickers of one's own, labels."""
    write, low = draw.one((str.upper, str.upper, str.lower, str.capitalize)), draw.whole(2, 4)
    kind = draw.weighted(cut=50, letters=50)
    pattern = draw.one(("@@", "@@@", "@@@@", "?" * 3, "@?@", "@@-@@"))
    makes: dict[str, Callable[[], str]] = {
        "cut": lambda: write(drawn_words(draw)[: low + draw.whole(0, 1)]),
        "letters": lambda: draw.fill(pattern),
    }
    few = [makes[kind]() for _ in range(draw.one((3, 8, 20, 200)))]
    return draw.drawn(few)


_NUMBERED = (
    "Gate Shelf Aisle Platform Dock Track Lane Bay Row Section Zone Lot Rack Locker Line Cell Station Post Level Deck "
    "Block Sector Terminal Stage Wing Pitch Court Hangar Stand Berth Machine Unit Slot Cabinet Pump Batch Lektion "
    "Gleis Tor Regal Halle Stand Platz Feld Strecke Zeile Quai Porte Allée Rayon Étage Poste Voie Andén Puerta Pasillo "
    "Estante Planta Zona Binario Corsia Scaffale Settore Plataforma Corredor Setor Выход Путь Ряд Полка Сектор Цех "
    "Brama Peron Regał Strefa Hala Brána Regál Perron Hylla Spår Hal Poort Gang Vak بوابة رصيف رف गेट कतार"
).split()  # fmt: skip
_MARKS = ("@##", "#", "##", "###", "@", "@-#", "#-@", "@%", "##@", "@@", "#.#", "%#/%", "#0#")
_COUNTED = ("第{}站台", "{}号门", "{}号货架", "{}番線", "{}号機", "{}번 출구", "{}호 창구", "{}区", "{}层")


def _numbered(draw: Draw) -> list[str]:
    """Gates, shelves, platforms: a word with a number or a letter."""
    if draw.chance(0.15):
        form = draw.one(_COUNTED)
        return draw.many(lambda: form.format(draw.whole(1, 60)))
    words = [draw.one(_NUMBERED) for _ in range(draw.one((1, 1, 1, 3)))]
    mark, joint = draw.one(_MARKS), draw.one((" ", " ", " ", "-", ""))
    write: Callable[[str], str] = draw.one(_CASES)
    return draw.many(lambda: write(draw.one(words) + joint) + draw.fill(mark))


FAMILIES: tuple[tuple[str, str, float, Maker], ...] = (
    ("category", "vocabulary", 9, _vocabulary),
    ("thing", "listed_things", 5, _vocabulary),
    ("thing", "qualified_thing", 3.5, _qualified),
    ("phrase", "word_of_text", 5, _text_words),
    ("brand", "invented_word", 4, _invented),
    ("product", "branded_thing", 2.5, _branded),
    ("short_code", "short_word", 3, _short_words),
    ("place", "numbered_place", 4.5, _numbered),
)
"""(kind, family, weight, maker)."""
