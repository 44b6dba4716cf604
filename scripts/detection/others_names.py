"""Columns of names that no person bears: firms, brands, products, projects, places, organisations, and phrases.

They are the hardest to tell from people's names, so they are made in every script, in the same styles and lengths.
"""

from __future__ import annotations

from collections.abc import Callable

from anyascii import anyascii
from mimesis.datasets.int import development as _software
from mimesis.datasets.int import finance as _money
from mimesis.datasets.int import hardware as _hardware
from mimesis.datasets.int import transport as _transport

from scripts.detection.formats import style
from scripts.detection.made import Draw, Maker
from scripts.detection.others_words import drawn_words, made_up
from scripts.detection.words import all_words, keyed, vocabularies

__all__ = ["FAMILIES"]


def _written(draw: Draw, make: Callable[[], str]) -> list[str]:
    write = style(draw)
    if draw.chance(0.12):
        return [write(anyascii(value)) for value in draw.many(make)]
    return [write(value) for value in draw.many(make)]


def _companies(draw: Draw) -> list[str]:
    listed, last = draw.some("company"), draw.some("last")
    kind, trades = draw.weighted(listed=45, invented=20, trade=20, owner=8, joint=7), all_words("trades")
    legal = [draw.one(all_words("legal_forms")).replace("_", " ") for _ in range(4)]

    def make() -> str:
        return {
            "listed": lambda: draw.one(listed),
            "invented": lambda: f"{drawn_words(draw).capitalize()} {draw.one(legal)}",
            "trade": lambda: (
                f"{drawn_words(draw).capitalize()} {draw.one(trades)}"
                + (f" {draw.one(legal)}" if draw.chance(0.4) else "")
            ),
            "owner": lambda: f"{draw.one(last)} {draw.one(trades)} {draw.one(legal)}",
            "joint": lambda: f"{drawn_words(draw).capitalize()} & {drawn_words(draw).capitalize()} {draw.one(legal)}",
        }[kind]()

    return _written(draw, make)


def _public_names(draw: Draw) -> list[str]:
    return draw.drawn(
        draw.one((_money.STOCK_NAMES, _hardware.MANUFACTURERS, _transport.AUTO_MANUFACTURERS, draw.some("bank")))
    )


_QUALITIES = keyed("lists")["others names qualities"]


def _products(draw: Draw) -> list[str]:
    goods = draw.one(vocabularies("goods"))
    kind = draw.weighted(quality=30, invented=30, sized=20, model=20)
    sizes = (
        "500 ml",
        "1kg",
        "10 x 20 cm",
        "2-pack",
        "XL",
        "128GB",
        "12V",
        "A4",
        "75cl",
        "3 pcs",
        "noir",
        "schwarz",
        "blue",
    )
    brands = [made_up(draw).capitalize() for _ in range(6)]

    def ending() -> str:
        return f" {draw.one(goods)}" if draw.chance(0.5) else ""

    return _written(
        draw,
        {
            "quality": lambda: f"{draw.one(_QUALITIES)} {draw.one(goods)}",
            "invented": lambda: (
                f"{draw.one(brands)} {draw.one(goods)}" + (f" {draw.one(_QUALITIES)}" if draw.chance(0.3) else "")
            ),
            "sized": lambda: f"{draw.one(goods)} {draw.one(_QUALITIES)} {draw.one(sizes)}",
            "model": lambda: f"{draw.one(brands)} {draw.fill(draw.one(('@##', '####', '@@-###', '@#')))}" + ending(),
        }[kind],
    )


def _brands(draw: Draw) -> list[str]:
    made = [made_up(draw).capitalize() + draw.one(("", "", "", "o", "ix", "ly")) for _ in range(draw.one((5, 20, 150)))]
    return _written(draw, lambda: draw.one(made))


def _phrases(draw: Draw) -> list[str]:
    """Two or three capitalised words that are nobody: product lines, projects, titles, rooms of a catalogue."""
    kind = draw.weighted(two=35, three=20, one=10, linked=15, numbered=10, mixed=10)
    links = draw.one(
        (
            " of ",
            " and ",
            " & ",
            " de ",
            " du ",
            " y ",
            " der ",
            " und ",
            " del ",
            " e ",
            " i ",
            " и ",
            " の ",
            " في ",
            " van ",
        )
    )
    tall = draw.one((str.capitalize, str.capitalize, str))

    def word() -> str:
        return tall(drawn_words(draw))

    makes = {
        "one": word,
        "two": lambda: f"{word()} {word()}",
        "three": lambda: f"{word()} {word()} {word()}",
        "linked": lambda: word() + links + word(),
        "numbered": lambda: f"{word()} {word()} {draw.one(('II', 'III', '2', '3.0', '2024', 'X', draw.fill('##')))}",
    }
    kinds = tuple(makes) if kind == "mixed" else (kind,)

    def phrase() -> str:
        return makes[draw.one(kinds)]()

    return _written(draw, phrase)


def _noun_phrases(draw: Draw) -> list[str]:
    """Words taken side by side out of running text: phrases as a language really strings them."""
    sentences = [sentence.split() for sentence in draw.some("sentence", "quote") if len(sentence.split()) > 3]
    length, tall = draw.one((2, 2, 3)), draw.one((str.title, str.title, str.capitalize, str))
    if not sentences:
        return _phrases(draw)

    def make() -> str:
        words = draw.one(sentences)
        at = draw.whole(0, max(len(words) - length, 0))
        return tall(" ".join(words[at : at + length]).strip(".,;:!?…«»\"'。，؟"))

    return draw.many(make)


_PROJECTS = keyed("lists")["others names projects"]


def _projects(draw: Draw) -> list[str]:
    return _written(
        draw,
        lambda: (
            f"{drawn_words(draw).capitalize()} {draw.one(_PROJECTS)}"
            if draw.chance(0.6)
            else f"{draw.one(_PROJECTS)} {drawn_words(draw).capitalize()}"
        ),
    )


def _landscapes(draw: Draw) -> list[str]:
    forms = [form.replace("_", " ") for form in draw.one(vocabularies("landscapes"))]
    few, cities = forms if draw.chance(0.5) else [draw.one(forms)], draw.some("city")
    named = draw.chance(0.4)
    return _written(draw, lambda: draw.one(few).format(draw.one(cities) if named else drawn_words(draw).capitalize()))


def _organisations(draw: Draw) -> list[str]:
    listed = draw.pool("university")
    if len(listed) > 10 and draw.chance(0.3):
        return draw.drawn(listed)
    forms, cities = [form.replace("_", " ") for form in draw.one(vocabularies("bodies"))], draw.some("city")
    few = forms if draw.chance(0.6) else [draw.one(forms)]
    named, owner, last = draw.chance(0.5), draw.chance(0.12), draw.some("last")
    return _written(
        draw,
        lambda: draw.one(few).format(
            draw.one(last) if owner else draw.one(cities) if named else drawn_words(draw).capitalize()
        ),
    )


def _food(draw: Draw) -> list[str]:
    items = draw.some(draw.one(("fruit", "vegetable", "spice", "drink")))
    return _written(draw, lambda: draw.one(items))


def _vehicles(draw: Draw) -> list[str]:
    return draw.drawn(draw.one((_transport.CARS, _transport.CARS, _transport.AIRPLANES)))


_MACHINES = (
    _hardware.CPU,
    _hardware.GRAPHICS,
    _hardware.PHONE_MODELS,
    _hardware.HDD_SSD,
    _hardware.CPU_CODENAMES,
    _software.PROGRAMMING_LANGS,
    _software.OS,
    _software.LICENSES,
)


def _machines(draw: Draw) -> list[str]:
    return draw.drawn(draw.one(_MACHINES))


def _slogans(draw: Draw) -> list[str]:
    return draw.drawn(draw.some("slogan"))


def _degrees(draw: Draw) -> list[str]:
    return draw.drawn(draw.one(vocabularies("degrees")))


def _tasks(draw: Draw) -> list[str]:
    verbs = (
        "Update Fix Review Prepare Install Check Send Clean Replace Plan Test Order Prüfen Bestellen Réviser Vérifier "
        "Revisar Enviar Проверить Обновить 更新 检查 確認 Sprawdzić Controlla"
    ).split()
    return draw.many(
        lambda: f"{draw.one(verbs)} {drawn_words(draw)}" + (f" {drawn_words(draw)}" if draw.chance(0.5) else "")
    )


FAMILIES: tuple[tuple[str, str, float, Maker], ...] = (
    ("company", "company", 5, _companies),
    ("company", "public_company", 1, _public_names),
    ("product", "product", 4, _products),
    ("brand", "brand", 2, _brands),
    ("phrase", "capitalised_phrase", 7, _phrases),
    ("phrase", "phrase_of_text", 4, _noun_phrases),
    ("title", "project", 1.5, _projects),
    ("place", "landscape", 2.5, _landscapes),
    ("place", "organisation", 3, _organisations),
    ("thing", "food", 1.5, _food),
    ("vehicle_model", "vehicle", 1.2, _vehicles),
    ("thing", "machine_part", 1.2, _machines),
    ("title", "slogan", 0.8, _slogans),
    ("title", "degree", 0.7, _degrees),
    ("title", "task", 1.2, _tasks),
)
"""(kind, family, weight, maker)."""
