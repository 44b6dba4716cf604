"""Columns of what registers give out, in shapes of no country: postcodes, number plates, identity numbers.

And account names in every style people think of.
"""

from __future__ import annotations

from collections.abc import Callable

from scripts.detection.made import Draw, Maker
from scripts.detection.personal_names import latin
from scripts.detection.words import keyed

__all__ = ["FAMILIES"]


def _plain_postcodes(draw: Draw) -> list[str]:
    """Digits alone, three to seven of them, of one region, of a few or of a whole country."""
    length = draw.one((3, 4, 4, 4, 4, 5, 5, 5, 5, 5, 5, 6, 6, 6, 7))
    kind = draw.weighted(country=35, regions=30, region=15, round=12, towns=18)
    most = 10**length - 1
    low = draw.one((0, 10 ** (length - 1), 10 ** (length - 1), 10 ** (length - 1) + draw.whole(0, most // 3)))
    high = max(low + most // 20, draw.one((most, most, most * 6 // 10, most * 3 // 10)))
    starts = [str(draw.whole(low, most)).zfill(length)[: max(length - 2, 1)] for _ in range(draw.one((3, 8, 25)))]
    towns = [str(draw.whole(low, min(high, most))).zfill(length) for _ in range(draw.one((6, 15, 60)))]
    step, only = draw.one((5, 10, 10, 20, 100)), draw.one(starts)
    makes: dict[str, Callable[[], str]] = {
        "country": lambda: str(draw.whole(low, min(high, most))).zfill(length),
        "regions": lambda: draw.one(starts) + draw.fill("##"),
        "region": lambda: only + draw.fill("##"),
        "round": lambda: str(draw.whole(low, min(high, most)) // step * step).zfill(length),
        "towns": lambda: draw.one(towns),
    }
    made = [value[:length] for value in draw.many(makes[kind])]
    if draw.chance(0.08):
        return [f"{value}.0" for value in made]  # a table whose numbers had gaps
    return [value.lstrip("0") or "0" for value in made] if draw.chance(0.08) else made


_LETTERS = ("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "ABCDEFGHJKLMNPRSTUVWXYZ",
            "BCDFGHJKLMNPRSTVWXYZ", "ABEHIKMNOPTXYZ", "АВЕКМНОРСТУХ", "ابحدرسصطعقكلمنهوى", "京津沪渝冀豫云辽黑湘",
            "가나다라마바사아자하")  # fmt: skip


def _random_plates(draw: Draw) -> list[str]:
    """Two to four groups of letters and digits, in one shape or a few; regions share how they begin."""
    letters = draw.one(_LETTERS)
    joint = draw.one(("", "", " ", " ", "-", "-", " · ", "."))

    def shape() -> list[tuple[str, int]]:
        order = draw.one(("LD", "LD", "DL", "LDL", "LDL", "DLD", "DLD", "LDD", "LLD", "DDL", "LDLD", "DDLD", "DDD"))
        sizes = [draw.whole(1, 3) if kind == "L" else draw.whole(2, 4 if len(order) < 3 else 3) for kind in order]
        return list(zip(order, sizes, strict=True))

    shapes = [shape() for _ in range(draw.one((1, 1, 1, 2, 3)))]
    regions = [group(draw, letters, kind, size) for kind, size in shapes[0][:1] for _ in range(draw.one((2, 9, 40)))]
    regional, varied, small = draw.chance(0.45), draw.chance(0.2), draw.chance(0.05)

    def make() -> str:
        groups = []
        for at, (kind, size) in enumerate(draw.one(shapes)):
            if at == 0 and regional:
                groups.append(draw.one(regions))
            else:
                groups.append(group(draw, letters, kind, draw.whole(max(size - 1, 1), size) if varied else size))
        plate = joint.join(groups)
        return plate.lower() if small else plate

    return draw.many(make)


def group(draw: Draw, letters: str, kind: str, size: int) -> str:
    """So many letters, or digits."""
    return "".join(draw.one(letters if kind == "L" else "0123456789") for _ in range(size))


_BIRTHS = ("{y:02d}{m:02d}{d:02d}", "{d:02d}{m:02d}{y:02d}", "{c}{y:02d}{m:02d}{d:02d}", "{d:02d}{m:02d}{c}{y:02d}")


def _grouped_ids(draw: Draw) -> list[str]:
    """Identity numbers of eight to fifteen digits in groups, some with a letter or a check digit at the end."""
    joint = draw.one(("-", "-", "-", " ", ".", "/"))
    sizes = draw.one(
        ((3, 2, 4), (3, 2, 4), (3, 3, 3), (3, 3, 3), (2, 7, 1), (1, 4, 5, 2, 1), (6, 7), (6, 4), (4, 4, 4), (3, 4, 4),
         (2, 3, 3, 1), (3, 3, 3, 2), (4, 7, 1), (5, 5, 3), (8, 1), (2, 6, 2), (4, 3, 4), (4, 4, 2), (1, 8, 2), (7, 1),
         (3, 7, 1), (6, 2, 4), (2, 2, 5), (9, 1), (5, 7, 1))
    )  # fmt: skip
    ending = draw.weighted(digits=70, letter=18, eleven=12)
    first = draw.one(("", "", draw.fill("%"), draw.fill("@")))

    def make() -> str:
        groups = [draw.fill("#" * size) for size in sizes]
        if ending == "letter":
            groups[-1] = groups[-1][:-1] + draw.fill("@")
        elif ending == "eleven":
            total = sum(int(digit) * (2 + at % 6) for at, digit in enumerate(reversed("".join(groups)[:-1])))
            groups[-1] = groups[-1][:-1] + "0123456789K"[total % 11]
        return first + joint.join(groups)[len(first) :]

    return draw.many(make)


def _born_ids(draw: Draw) -> list[str]:
    """Identity numbers that begin with a day of birth, or hold one after a digit for sex and century."""
    form, joint = draw.one(_BIRTHS), draw.one(("", "-", "-", "/", " ", "+"))
    before, tail = draw.one(("", "", "#", "@", "##")), draw.one(("###", "####", "#####", "###@", "##*%", "#######"))
    lowest, highest = draw.one(((30, 99), (50, 99), (0, 99), (60, 89)))

    def make() -> str:
        year = draw.whole(lowest, highest)
        born = form.format(y=year, m=draw.whole(1, 12), d=draw.whole(1, 28), c=20 if year < 8 else 19)
        return f"{draw.fill(before)}{born}{joint}{draw.fill(tail)}"

    return draw.many(make)


_NICKS = keyed("lists")["personal names words"]
_LEET = str.maketrans("aeiost", "431057")


def _account_names(draw: Draw) -> list[str]:
    """Account names in one to four styles out of many, of names, of names' halves and of words."""
    first, last, words = draw.some("first", "name"), draw.some("last", "name"), draw.some("words")

    def given() -> str:
        return latin(draw.one(first)) or "kim"

    def family() -> str:
        return latin(draw.one(last)) or "lee"

    def word() -> str:
        return (latin(draw.one(words)) or draw.one(_NICKS)) if draw.chance(0.4) else draw.one(_NICKS)

    joint, digits = draw.one((".", "_", "-", "")), draw.one(("#", "##", "##", "###", "####", "19##", "200#"))
    styles: tuple[Callable[[], str], ...] = (
        lambda: given() + joint + family(),
        lambda: given()[0] + family() + draw.fill(digits),
        lambda: given() + joint + draw.fill(digits),
        lambda: given()[:3] + family()[:3] + draw.fill("##"),
        lambda: family() + joint + given()[0],
        lambda: given().capitalize() + family().capitalize(),
        lambda: given().capitalize() + word().capitalize() + draw.fill(digits),
        lambda: word() + joint + word() + draw.fill(digits),
        lambda: f"{draw.one(('the', 'real', 'mr', 'miss', 'its', 'im', 'iam', 'dj', 'x', 'el', 'la'))}{joint}{given()}",
        lambda: f"xX_{word()}_Xx",
        lambda: (given() + draw.fill("##")).translate(_LEET) if draw.chance(0.6) else given() + draw.fill("##"),
        lambda: given()[0] + family()[0] + draw.fill("#####"),
        lambda: given() + given()[-1] * 2 + draw.fill("#"),
        lambda: f"{family()}{draw.one(('_', '.', ''))}{draw.one(('official', 'dev', 'xo', 'pro', 'tv', 'hd', 'art'))}",
        lambda: given() + family()[0],
        lambda: f"_{given()}_" if draw.chance(0.5) else f"{given()}__{family()[:2]}",
    )
    few = draw.rng.sample(styles, draw.one((1, 1, 2, 4)))

    def make() -> str:
        return draw.one(few)()

    return draw.many(make)


FAMILIES: tuple[tuple[str, str, float, Maker], ...] = (
    ("postal_code", "plain_postcode", 4.5, _plain_postcodes),
    ("vehicle_plate", "random_plate", 3.5, _random_plates),
    ("national_id", "grouped_id", 2.5, _grouped_ids),
    ("national_id", "born_id", 2, _born_ids),
    ("username", "account_name", 3.5, _account_names),
)
"""(kind, family, weight, maker)."""
