"""Columns by which people are reached: mail, telephone, where they live, profiles."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from random import Random

import phonenumbers
from anyascii import anyascii
from phonenumbers import PhoneMetadata, PhoneNumberFormat

from scripts.detection.formats import style
from scripts.detection.made import Draw, Maker
from scripts.detection.personal_names import latin, person, username
from scripts.detection.places import held_back
from scripts.detection.words import all_words, keyed

__all__ = ["FAMILIES", "address", "email", "phone", "regions"]

_ENDS = keyed("lists")["personal contacts ends"]


def email(draw: Draw) -> Callable[[], str]:
    """A way to make e-mail addresses, chosen for a column."""
    name, domains, words = username(draw), draw.pool("domain"), draw.some("words")
    kind = draw.weighted(free=40, firm=20, company=10, odd=12, faker=10, tagged=4, reserved=4)
    firms = [f"{latin(draw.one(words)) or 'acme'}.{draw.one(_ENDS)}" for _ in range(2 if kind == "firm" else 60)]
    listed, free = draw.pool("email"), all_words("free_mail")

    def make() -> str:
        if kind == "faker" and listed:
            return draw.one(listed)
        host = {
            "free": draw.one(free),
            "odd": f"{draw.fill('?')}{draw.one(('mail', 'x', '1', '-net'))}.{draw.one(firms)}",
            "company": draw.one(domains) if domains else draw.one(firms),
            "reserved": draw.one(("example.com", "example.org", "example.net", "test.com")),
        }.get(kind, draw.one(firms))
        tag = f"+{draw.one(free).split('.')[0]}" if kind == "tagged" else ""
        return f"{name().lstrip('@')}{tag}@{host}"

    return make


def _emails(draw: Draw) -> list[str]:
    make = email(draw)
    shape = draw.weighted(plain=84, upper=5, named=5, mailto=2, title=2, angle=2)
    names = person(draw)
    forms: dict[str, Callable[[str], str]] = {
        "plain": str,
        "upper": str.upper,
        "named": lambda value: f"{names()} <{value}>",
        "mailto": lambda value: f"mailto:{value}",
        "title": lambda value: value.capitalize(),
        "angle": lambda value: f"<{value}>",
    }
    return [forms[shape](value) for value in draw.many(make)]


@cache
def regions(split: str) -> tuple[str, ...]:
    """The regions whose telephone numbers a split may make."""
    found = [region for region in sorted(phonenumbers.SUPPORTED_REGIONS) if not held_back(region, split)]
    if split == "tune":
        tuned = [region for region in ("JO", "AU", "CL", "FI", "LV", "SK", "VN", "KZ", "CH", "IN") if region in found]
        return tuple(tuned)
    return tuple(found)


@cache
def _numbers(region: str, kind: str) -> tuple[phonenumbers.PhoneNumber, ...]:
    """Valid numbers of one region, grown from its example by changing digits and keeping what stays valid."""
    rng = Random(f"phones:{region}:{kind}")  # noqa: S311
    wanted = phonenumbers.PhoneNumberType.MOBILE if kind == "mobile" else phonenumbers.PhoneNumberType.FIXED_LINE
    example = phonenumbers.example_number_for_type(region, wanted) or phonenumbers.example_number(region)
    metadata = PhoneMetadata.metadata_for_region(region)
    if example is None or metadata is None:
        return ()
    text = phonenumbers.national_significant_number(example)
    found: dict[str, phonenumbers.PhoneNumber] = {}
    for attempt in range(700):
        kept = rng.choice((1, 2, 2, 3, 3, 4)) if attempt % 3 else 3
        digits = text[:kept] + "".join(rng.choice("0123456789") for _ in text[kept:])
        number = phonenumbers.PhoneNumber(
            country_code=example.country_code,
            national_number=int(digits),
            italian_leading_zero=example.italian_leading_zero,
        )
        if digits not in found and phonenumbers.is_valid_number_for_region(number, region):
            found[digits] = number
        if len(found) >= 90:
            break
    return tuple(found.values()) or (example,)


_PHONE_SHAPES = keyed("lists")["personal contacts phone shapes"]


@cache
def _written(region: str, kind: str, index: int, form: int) -> str:
    return phonenumbers.format_number(_numbers(region, kind)[index], form)


def phone(draw: Draw) -> Callable[[], str]:
    """A way to write telephone numbers, chosen for a column, of one region or of several."""
    known = regions(draw.split)
    own = draw.country if draw.country in known else draw.one(known)
    few = [own] if draw.chance(0.5) else [draw.one(known) for _ in range(draw.one((1, 1, 1, 3, 8)))]
    few = [region for region in few if _numbers(region, "mobile") and _numbers(region, "fixed")] or ["US"]
    shapes = [draw.one(_PHONE_SHAPES)] if draw.chance(0.75) else [draw.one(_PHONE_SHAPES) for _ in range(3)]
    mobile = draw.one((1.0, 1.0, 0.7, 0.5, 0.0))

    def make() -> str:
        region, kind = draw.one(few), "mobile" if draw.chance(mobile) else "fixed"
        return _shaped(draw, region, kind, draw.one(shapes))

    return make


def _shaped(draw: Draw, region: str, kind: str, shape: str) -> str:
    numbers = _numbers(region, kind)
    index = int(draw.rng.random() * len(numbers))
    forms = {
        "international": PhoneNumberFormat.INTERNATIONAL,
        "rfc": PhoneNumberFormat.RFC3966,
        "national": PhoneNumberFormat.NATIONAL,
    }
    if shape in forms:
        return _written(region, kind, index, forms[shape])
    e164 = _written(region, kind, index, PhoneNumberFormat.E164)
    code = str(numbers[index].country_code)
    rest = e164[len(code) + 1 :]
    national = _written(region, kind, index, PhoneNumberFormat.NATIONAL)
    digits = "".join(character for character in national if character.isdigit())
    groups = national.replace("(", "").replace(")", "").replace("-", " ").replace("/", " ").split()
    return {
        "e164": e164,
        "digits": digits if len(code + rest) % 2 or draw.chance(0.7) else code + rest,
        "plus_space": f"+{code} {rest}",
        "zero_zero": f"00{code}{rest}",
        "dotted": ".".join(groups),
        "dashed": "-".join(groups),
        "spaced": " ".join(groups),
        "slashed": "/".join((groups[0], "".join(groups[1:]))) if len(groups) > 1 else digits,
        "extension": f"{national} {draw.one(('x', 'ext. ', '#'))}{draw.whole(1, 9999)}",
        "country_paren": f"(+{code}) {rest}",
        "trunk_paren": f"+{code} (0) {rest}",
        "quoted": f"'{digits}",
        "blocks": " ".join(rest[at : at + 3] for at in range(0, len(rest), 3)),
    }[shape]


def _phones(draw: Draw) -> list[str]:
    return draw.many(phone(draw))


def _street(draw: Draw) -> Callable[[], str]:
    lines, roads = draw.pool("street"), draw.pool("road")
    kinds = [kind.replace("_", " ") for kind in all_words("road_words")]
    roads = roads or tuple(f"{draw.one(draw.some('last'))} {draw.one(kinds)}" for _ in range(60))
    kind = draw.weighted(lines=35, after=25, before=20, comma=8, unit=8, number_sign=4, only=8)
    unit = draw.one(("Apt", "Apt.", "Unit", "Flat", "#", "kv.", "bus", "Piso", "lok.", "Suite", "Wohnung"))

    def make() -> str:
        road, number = draw.one(roads), str(draw.whole(1, draw.one((40, 200, 2000))))
        if draw.chance(0.12):
            number += draw.one(("a", "b", "A", "/2", "-3", " bis", " B"))
        return {
            "after": f"{road} {number}",
            "before": f"{number} {road}",
            "comma": f"{road}, {number}",
            "unit": f"{number} {road} {unit} {draw.whole(1, 300)}",
            "number_sign": f"{road} {draw.one(('No.', 'Nr.', '№', 'n.', '#'))} {number}",
            "only": road,
        }.get(kind, draw.one(lines) if lines else f"{number} {road}").replace("\n", " ")

    return make


def _streets(draw: Draw) -> list[str]:
    make, write = _street(draw), style(draw)
    if draw.chance(0.1):
        return [write(anyascii(value)) for value in draw.many(make)]
    return [write(value) for value in draw.many(make)]


_POSTCODES = keyed("lists")["personal contacts postcodes"]


def postcode(draw: Draw) -> Callable[[], str]:
    """A way to make postcodes: the locale's own, or a country's shape where neighbours share their first digits."""
    own = draw.pool("postcode")
    if own and draw.chance(0.6):
        return lambda: draw.one(own)
    shape = draw.one(_POSTCODES)
    starts = [draw.fill(shape[:2]) for _ in range(draw.one((1, 5, 30, 99)))]
    return lambda: draw.one(starts) + draw.fill(shape[2:])


def _postcodes(draw: Draw) -> list[str]:
    make = postcode(draw)
    if draw.chance(0.12):
        return [value.replace(" ", "").replace("-", "").lstrip("0") or value for value in draw.many(make)]
    return draw.many(make)


def address(draw: Draw) -> Callable[[], str]:
    """A way to write whole addresses, on one line or several."""
    lines, cities, states = draw.pool("address"), draw.some("city"), draw.pool("state") or ("",)
    street, code = _street(draw), postcode(draw)
    joint = draw.one((", ", ", ", ", ", "\n", " ", "; ", " | ", ",", "\\n"))
    kind = draw.weighted(listed=30, street_first=30, city_first=15, country=15, backward=10)
    country = draw.some("country")

    def make() -> str:
        if kind == "listed" and lines:
            return joint.join(draw.one(lines).split("\n"))
        parts = {
            "city_first": [code(), draw.one(cities), street()],
            "country": [street(), f"{code()} {draw.one(cities)}", draw.one(country)],
            "backward": [draw.one(country), draw.one(states), draw.one(cities), street()],
        }.get(kind, [street(), draw.one(cities), f"{draw.one(states)} {code()}".strip()])
        return joint.join(part for part in parts if part)

    return make


def _addresses(draw: Draw) -> list[str]:
    make, write = address(draw), style(draw)
    return [write(value) for value in draw.many(make)]


def _cities(draw: Draw) -> list[str]:
    cities, states, write = draw.some("city"), draw.pool("state"), style(draw)
    few = [draw.one(cities) for _ in range(draw.one((8, 30, 300)))]
    kind = draw.weighted(plain=80, state=8, postcode=6, latin=6)
    code = postcode(draw)

    def make() -> str:
        city = draw.one(few)
        if kind == "state" and states:
            return f"{city}, {draw.one(states)}"
        if kind == "postcode":
            return f"{code()} {city}"
        return anyascii(city) if kind == "latin" else city

    return [write(value) for value in draw.many(make)]


def _profiles(draw: Draw) -> list[str]:
    sites = [draw.one(all_words("sites"))] if draw.chance(0.6) else [draw.one(all_words("sites")) for _ in range(4)]
    name = username(draw)
    return draw.many(lambda: draw.one(sites).format(name().lstrip("@").replace(" ", "")))


FAMILIES: tuple[tuple[str, str, float, Maker], ...] = (
    ("email", "email", 6, _emails),
    ("phone", "phone", 9, _phones),
    ("street", "street", 5, _streets),
    ("full_address", "full_address", 4, _addresses),
    ("city", "city", 6, _cities),
    ("postal_code", "postal_code", 4, _postcodes),
    ("social_profile", "social_profile", 3, _profiles),
)
"""(kind, family, weight, maker)."""
