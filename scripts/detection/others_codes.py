"""Columns of codes and keys that belong to nobody: identifiers, hashes, catalogue numbers, and random code grammars."""

from __future__ import annotations

import base64
from collections.abc import Callable

from stdnum import isin, luhn
from stdnum.iso7064 import mod_11_10

from scripts.detection.identity_numbers import company_numbers, numbers
from scripts.detection.made import Draw, Maker

__all__ = ["FAMILIES", "grammar"]


def _filled(*shapes: str) -> Maker:
    """A column of one shape; where it has letters, its first one may be the column's own."""

    def make(draw: Draw) -> list[str]:
        shape = draw.one(shapes)
        return draw.many(lambda: draw.fill(shape))

    return make


def _sequence(draw: Draw) -> list[str]:
    start = draw.one((1, 1, 100, 1000, 10_000, 100_000, 5_000_000, 20_000_000, 3_000_000_000))
    at, step = draw.whole(start, start * 9), draw.one((1, 1, 1, 2, 5, 10, 37))
    kind = draw.weighted(plain=50, padded=20, prefixed=30)
    width = draw.one((5, 6, 8, 10, 12))
    prefix = draw.fill(draw.one(("@-", "@@", "@@@-", "@@@", "???_", "@#-", "#/"))) if kind == "prefixed" else ""
    made = []
    for _ in range(draw.size):
        at += step if draw.chance(0.8) else draw.whole(1, step * 9)
        made.append(prefix + (str(at) if kind == "plain" else f"{at:0{width}d}"))
    if draw.chance(0.5):
        draw.rng.shuffle(made)
    return made


def _digits(draw: Draw) -> list[str]:
    """Random digits of 5 to 20 places: nine to eleven of them look like telephone and identity numbers."""
    length = draw.one((5, 6, 7, 8, 9, 9, 10, 10, 11, 11, 12, 13, 14, 15, 16, 16, 18, 20))
    start = draw.fill("%" + "#" * draw.one((0, 0, 1, 2, 3))) if draw.chance(0.5) else ""
    first = "%" if not start and draw.chance(0.7) else "#"
    shape = start + (first + "#" * 20)[: length - len(start)]
    gap = draw.one(("", "", "", "", "-", " ", "."))
    cuts = sorted(draw.rng.sample(range(1, length), draw.whole(1, 2)))

    def make() -> str:
        text = draw.fill(shape)
        return gap.join((text[: cuts[0]], text[cuts[0] : cuts[-1]], text[cuts[-1] :])).strip(gap) if gap else text

    return draw.many(make)


_SEGMENTS = ("digits", "digits", "upper", "upper", "mixed", "word", "year", "fixed", "choice", "hex", "lower")


def _segment(draw: Draw) -> Callable[[], str]:
    kind, length = draw.one(_SEGMENTS), draw.one((1, 2, 2, 3, 3, 4, 4, 5, 6, 8))
    vary = draw.chance(0.25)
    marks = {"digits": "#", "upper": "@", "mixed": "*", "hex": draw.one("_^"), "lower": "?"}
    if kind in marks:
        mark = marks[kind]
        return lambda: draw.fill(mark * (draw.whole(1, length) if vary else length))
    words = [_pseudo(draw) for _ in range(draw.one((2, 5, 20)))]
    codes = [draw.fill("@" * min(length, 4)) for _ in range(draw.one((2, 4, 9)))]
    fixed = draw.one((*codes, *words))
    year = draw.whole(1998, 2025)
    return {
        "word": lambda: draw.one(words),
        "year": lambda: str(draw.whole(max(year - 8, 1990), year)),
        "fixed": lambda: fixed,
        "choice": lambda: draw.one(codes),
    }[kind]


def _pseudo(draw: Draw) -> str:
    sounds = (
        "ba",
        "cor",
        "dex",
        "fi",
        "gan",
        "hel",
        "io",
        "jun",
        "kra",
        "lum",
        "mo",
        "nex",
        "or",
        "pra",
        "qui",
        "ros",
        "sta",
        "tri",
        "ul",
        "ven",
        "wi",
        "xan",
        "yol",
        "zep",
    )
    word = "".join(draw.one(sounds) for _ in range(draw.one((1, 2, 2, 3))))
    return draw.one((word, word.upper(), word.capitalize()))


def grammar(draw: Draw) -> Callable[[], str]:
    """A random code grammar, chosen for a column: letters, digits, words and years, with separators between."""
    parts = [_segment(draw) for _ in range(draw.one((1, 2, 2, 3, 3, 3, 4, 5)))]
    gaps = [draw.one(("", "", "-", "-", "_", ".", "/", " ", ":", "#", "|", "·")) for _ in parts]
    if draw.chance(0.5):
        gaps = [gaps[0]] * len(gaps)
    wrap = draw.one((("", ""),) * 12 + (("[", "]"), ("(", ")"), ("#", ""), ("", "*"), ("<", ">")))
    droppable = draw.chance(0.2)

    def make() -> str:
        used = parts[:-1] if droppable and len(parts) > 1 and draw.chance(0.3) else parts
        body = "".join(part() + gap for part, gap in zip(used, gaps, strict=False))
        return wrap[0] + body[: len(body) - len(gaps[len(used) - 1]) or None] + wrap[1]

    return make


def _grammars(draw: Draw) -> list[str]:
    made = draw.many(grammar(draw))
    return [value or "A" for value in made]


def _mixed_grammars(draw: Draw) -> list[str]:
    makes = [grammar(draw) for _ in range(draw.whole(2, 4))]
    return [draw.one(makes)() or "0" for _ in range(draw.size)]


def _hash(draw: Draw) -> list[str]:
    mark, length = draw.one("__^"), draw.one((8, 16, 20, 32, 32, 40, 40, 56, 64, 64, 96, 128))
    prefix = draw.one(("",) * 9 + ("sha256:", "0x", "md5:", "\\x"))
    return draw.many(lambda: prefix + draw.fill(mark * length))


def _base64(draw: Draw) -> list[str]:
    length, code = draw.one((9, 12, 16, 20, 24, 32)), draw.one((base64.b64encode, base64.urlsafe_b64encode))
    return draw.many(lambda: code(draw.rng.randbytes(length)).decode().rstrip("=" if length % 2 else ""))


_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


def _of(alphabet: str, length: int, start: str = "") -> Maker:
    return lambda draw: draw.many(lambda: start + "".join(draw.one(alphabet) for _ in range(length)))


def _short_tokens(draw: Draw) -> list[str]:
    length, alphabet = draw.one((6, 7, 8, 10, 11, 21, 22)), draw.one((_BASE62, _BASE62 + "-_", _CROCKFORD.lower()))
    return draw.many(lambda: "".join(draw.one(alphabet) for _ in range(length)))


def _company_ids(draw: Draw) -> list[str]:
    found = numbers(*draw.one(company_numbers(draw.split))) or ("DE123456788",)
    bare = draw.chance(0.25)
    return ["".join(c for c in value if c.isalnum()) if bare else value for value in draw.drawn(found)]


def _almost(check: Callable[[Draw], str]) -> Maker:
    return lambda draw: draw.many(lambda: check(draw))


def _like_card(draw: Draw) -> str:
    """Sixteen digits that a card's check refuses."""
    number = draw.fill("4###############")
    return number if not luhn.is_valid(number) else number[:-1] + str((int(number[-1]) + 1) % 10)


def _isin(draw: Draw) -> str:
    body = draw.one(("US", "DE", "FR", "GB", "JP", "NL")) + draw.fill("*********")
    return body + str(isin.calc_check_digit(body))


def _checked(draw: Draw) -> list[str]:
    """Codes of a firm's own with a check digit at the end: a check alone makes no card and no identity number."""
    length, code = draw.one((7, 8, 9, 10, 11, 12, 14)), draw.one((luhn.calc_check_digit, mod_11_10.calc_check_digit))
    prefix = draw.fill(draw.one(("", "%%", "@@", "@-")))

    def make() -> str:
        body = draw.fill("#" * length)
        return prefix + body + str(code(body))

    return draw.many(make)


FAMILIES: tuple[tuple[str, str, float, Maker], ...] = (
    ("short_code", "grammar", 48, _grammars),
    ("short_code", "mixed_grammar", 11, _mixed_grammars),
    ("sequence_id", "sequence", 4, _sequence),
    ("order_number", "digits", 8, _digits),
    (
        "order_number",
        "order",
        2,
        _filled(
            "ORD-######",
            "INV-20##-#####",
            "PO#######",
            "SO-##-#####",
            "R########",
            "#######-##",
            "2024-######",
            "TX##########",
            "RMA#####",
            "Q-#####",
            "CASE########",
            "TKT-%####",
            "JIRA-%###",
            "@@@@-%###",
            "4000######",
        ),
    ),
    ("order_number", "like_card", 1, _almost(_like_card)),
    ("order_number", "own_check_digit", 1, _checked),
    (
        "uuid",
        "uuid",
        2,
        _filled(
            "________-____-4___-9___-____________",
            "^^^^^^^^-^^^^-4^^^-B^^^-^^^^^^^^^^^^",
            "{________-____-4___-a___-____________}",
            "________________________________",
            "018_____-____-7___-8___-____________",
            "urn:uuid:________-____-4___-9___-____________",
        ),
    ),
    ("uuid", "ulid", 0.6, _of(_CROCKFORD, 24, "01")),
    ("uuid", "ksuid", 0.5, _of(_BASE62, 25, "2")),
    ("uuid", "mongo_id", 0.6, _filled("6_______________________", "5f______________________")),
    ("hash", "hash", 2.5, _hash),
    ("hash", "commit", 0.7, _filled("_______", "________________________________________", "__________")),
    ("token", "base64", 1.2, _base64),
    ("token", "short_token", 1.5, _short_tokens),
    (
        "token",
        "licence_key",
        0.6,
        _filled("*****-*****-*****-*****-*****", "****-****-****-****", "@@@@-####-@@@@-####"),
    ),
    ("token", "coupon", 0.6, _filled("SAVE##", "@@@@##", "WELCOME-****", "********", "@@@@@@%0")),
    (
        "product_code",
        "sku",
        3,
        _filled(
            "@@@-####",
            "@@-####-@@",
            "SKU#######",
            "@@##-***-@",
            "####.###.##",
            "@@@@@-@-##",
            "%##-####",
            "@###",
            "*****-***",
            "####-###",
            "@@@/###/@",
            "###.##.##",
            "@@ ####",
            "######-@@-@",
        ),
    ),
    (
        "product_code",
        "serial_number",
        1.5,
        _filled(
            "SN########",
            "@#*********",
            "************",
            "C0*******",
            "##@@#####",
            "@@@##########",
            "S/N ######-##",
            "***-***-***",
        ),
    ),
    (
        "product_code",
        "part_number",
        1.2,
        _filled(
            "##-####-###",
            "@@####-##@",
            "@@@####@@-@",
            "######-###",
            "#@@###-####-@",
            "@###.###-##",
            "LM###@",
            "@@@-##-@@-###",
        ),
    ),
    ("product_code", "batch", 0.8, _filled("LOT####", "B##@##", "@##-####", "20##-W##-@", "L######@")),
    ("company_id", "company_number", 4, _company_ids),
    ("company_id", "bic", 0.7, _filled("@@@@DEFF", "@@@@FRPPXXX", "@@@@GB2L", "@@@@US33XXX", "@@@@PLPW")),
    ("company_id", "duns", 0.5, _filled("##-###-####", "#########")),
    ("security_code", "isin", 0.7, _almost(_isin)),
    ("security_code", "cusip_like", 0.5, _filled("########%", "######@##", "B*****#")),
    ("barcode", "gtin_like", 0.9, _filled("(01)0#############(21)****", "########", "*########*", "]C1##########")),
    ("short_code", "cost_centre", 0.9, _filled("####", "CC####", "##-###", "%000", "#####.##")),
    ("short_code", "ledger", 0.7, _filled("%###", "%#####", "##-##-###", "%###.##")),
    ("short_code", "gate_or_seat", 0.5, _filled("##@", "@##", "@-##", "##")),
    ("short_code", "letter", 0.7, _filled("@", "@@", "#", "@#")),
    ("hash", "hex_number", 0.7, _filled("0x____", "0x________", "^^^^", "____", "________")),
    ("short_code", "binary", 0.3, lambda draw: draw.many(lambda: "".join(draw.one("01") for _ in range(8)))),
)
"""(kind, family, weight, maker)."""
