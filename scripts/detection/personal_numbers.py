"""Columns of numbers and codes that belong to people: papers, accounts, cards, dates of birth, places, pay."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from stdnum import luhn
from stdnum.iso7064 import mod_97_10

from scripts.detection.formats import date_writer, day_between, decimal_writer
from scripts.detection.identity_numbers import identity_numbers, numbers
from scripts.detection.made import Draw, Maker
from scripts.detection.places import held_back
from scripts.detection.words import keyed

__all__ = ["FAMILIES", "coordinate", "identity"]

_TODAY = date(2026, 1, 1)


def identity(draw: Draw) -> Callable[[], str]:
    """A way to make identity numbers of one country, chosen for a column."""
    sources = identity_numbers(draw.split)
    own = [source for source in sources if source[0].strip("_").upper() == draw.country]
    kind = draw.weighted(checked=70, stripped=18, faker=12)
    listed = () if held_back(draw.country, draw.split) else draw.pool("ssn")
    if kind == "faker" and listed:
        return lambda: draw.one(listed)
    found = numbers(*(draw.one(own) if own and draw.chance(0.3) else draw.one(sources))) or ("123-45-6789",)
    if kind == "stripped":
        return lambda: "".join(character for character in draw.one(found) if character.isalnum())
    return lambda: draw.one(found)


def _identities(draw: Draw) -> list[str]:
    makes = [identity(draw)] if draw.chance(0.85) else [identity(draw) for _ in range(3)]
    return [draw.one(makes)() for _ in range(draw.size)]


_PASSPORTS = keyed("lists")["personal numbers passports"]
_LICENCES = keyed("lists")["personal numbers licences"]
_PLATES = keyed("lists")["personal numbers plates"]


def _shaped(shapes: Sequence[str], fixed_share: float = 0.5) -> Maker:
    def make(draw: Draw) -> list[str]:
        shape = draw.one(shapes)
        at = next((index for index, character in enumerate(shape) if character in "@#%*"), 0)
        # A series shares its first characters; a column of several countries does not share its shape.
        if draw.chance(fixed_share):
            shape = shape[:at] + draw.fill(shape[at : at + 1]) + shape[at + 1 :]
        few = [shape] if draw.chance(0.75) else [draw.one(shapes) for _ in range(4)]
        strip = draw.chance(0.2)
        made = draw.many(lambda: draw.fill(draw.one(few)))
        return [value.replace("-", "").replace(" ", "") if strip else value for value in made]

    return make


def _with_letters(shapes: Sequence[str]) -> Sequence[str]:
    return [shape for shape in shapes if "@" in shape or "*" in shape]


def _digits_alone(shapes: Sequence[str]) -> Sequence[str]:
    return [shape for shape in shapes if "@" not in shape and "*" not in shape]


def _plates(draw: Draw) -> list[str]:
    listed = () if held_back(draw.country, draw.split) else draw.pool("plate")
    if listed and draw.chance(0.45):
        return draw.drawn(listed)
    return _shaped(_PLATES, 0.2)(draw)


_CARDS = (
    ("4", 16),
    ("4", 16),
    ("51", 16),
    ("55", 16),
    ("2221", 16),
    ("34", 15),
    ("37", 15),
    ("6011", 16),
    ("62", 16),
    ("62", 19),
    ("36", 14),
    ("3528", 16),
    ("2200", 16),
    ("4", 13),
    ("5018", 16),
)


def _card(draw: Draw) -> str:
    start, length = draw.one(_CARDS)
    body = start + draw.fill("#" * (length - len(start) - 1))
    return body + str(luhn.calc_check_digit(body))


def _cards(draw: Draw) -> list[str]:
    gap = draw.one(("", "", "", " ", "-"))
    hidden = draw.chance(0.08)

    def make() -> str:
        number = _card(draw)
        if hidden:
            number = number[:6] + draw.one(("*", "X", "x")) * (len(number) - 10) + number[-4:]
        return gap.join(number[at : at + 4] for at in range(0, len(number), 4)) if gap else number

    return draw.many(make)


_IBANS = {
    "DE": "##################", "FR": "#######################", "GB": "@@@@##############",
    "ES": "####################", "IT": "@######################", "NL": "@@@@##########",
    "PL": "########################", "SE": "####################", "NO": "###########",
    "CZ": "####################", "GR": "#######################", "IE": "@@@@##############",
    "HR": "#################", "BG": "@@@@##############", "EE": "################", "LU": "################",
    "SA": "##################", "AE": "###################", "BR": "#######################@#",
    "PK": "@@@@################", "MK": "###############", "CY": "########################",
    "MT": "@@@@#######################", "QA": "@@@@#####################", "CH": "#################",
    "FI": "##############", "SK": "####################", "LV": "@@@@#############", "KZ": "################",
    "AZ": "@@@@####################", "IS": "######################", "RS": "##################",
    "TN": "####################",
}  # fmt: skip


def _ibans(draw: Draw) -> list[str]:
    allowed = [country for country in _IBANS if not held_back(country, draw.split)]
    few = [draw.one(allowed)] if draw.chance(0.7) else allowed
    spaced = draw.chance(0.4)

    def make() -> str:
        country = draw.one(few)
        body = draw.fill(_IBANS[country])
        number = country + mod_97_10.calc_check_digits(body + country) + body
        return " ".join(number[at : at + 4] for at in range(0, len(number), 4)) if spaced else number

    return draw.many(make)


_ACCOUNT_SHAPES = keyed("lists")["personal numbers account shapes"]


def _births(draw: Draw) -> list[str]:
    kind = draw.weighted(adults=55, all=25, children=3, cohort=12, old=5)
    years = {
        "adults": (1940, 2007),
        "all": (1925, 2025),
        "children": (2008, 2025),
        "cohort": (1965, 1999),
        "old": (1910, 1965),
    }[kind]
    write = date_writer(draw)
    low, high = date(years[0], 1, 1), min(date(years[1], 12, 31), _TODAY)
    middle = (high - low).days / 2
    rng = draw.rng
    if draw.chance(0.5):

        def day() -> date:
            return low + timedelta(days=int(min(max(rng.gauss(middle, middle / 2.2), 0), 2 * middle)))

        return draw.many(lambda: write(day()))
    return draw.many(lambda: write(day_between(draw, low, high)))


def coordinate(draw: Draw) -> Callable[[], str]:
    """A way to write places on Earth, chosen for a column: pairs, WKT, degrees, geohashes, single decimals."""
    kind = draw.weighted(pair=30, latitude=15, longitude=15, wkt=8, dms=8, geohash=6, json=5, padded=5, semicolon=5)
    rng, places = draw.rng, draw.one((4, 5, 6, 6, 7, 8, 12))
    spread = draw.one((0.05, 0.5, 3.0, 40.0))
    lat0, lon0 = rng.uniform(-50, 65), rng.uniform(-170, 170)

    def make() -> str:
        lat = (rng.gauss(lat0, spread) + 90) % 180 - 90
        lon = (rng.gauss(lon0, spread * 1.5) + 180) % 360 - 180
        a, b = f"{lat:.{places}f}", f"{lon:.{places}f}"
        return {
            "pair": f"{a},{b}", "latitude": a, "longitude": b, "wkt": f"POINT({b} {a})", "padded": f"({a}, {b})",
            "semicolon": f"{a}; {b}", "json": f'{{"lat": {a}, "lng": {b}}}',
            "dms": f"{_dms(lat, 'NS')} {_dms(lon, 'EW')}",
            "geohash": "".join(rng.choice("0123456789bcdefghjkmnpqrstuvwxyz") for _ in range(max(places, 7))),
        }[kind]  # fmt: skip

    if kind == "geohash":
        start = draw.fill("~~~")
        return lambda: start + make()[3:]
    return make


def _dms(angle: float, sides: str) -> str:
    whole = abs(angle)
    return f"{int(whole)}°{int(whole * 60 % 60):02d}'{whole * 3600 % 60:04.1f}\"{sides[angle < 0]}"


def _coordinates(draw: Draw) -> list[str]:
    return draw.many(coordinate(draw))


def _salaries(draw: Draw) -> list[str]:
    middle, rng = draw.one((2500, 4000, 32000, 55000, 90000, 800000, 6_000_000)), draw.rng
    write, step = decimal_writer(draw, draw.one((0, 0, 2))), draw.one((1, 1, 50, 100, 500, 1000))
    return draw.many(lambda: write(round(rng.lognormvariate(0, 0.4) * middle / step) * step))


def _ages(draw: Draw) -> list[str]:
    rng, kind = draw.rng, draw.weighted(number=70, band=20, text=10)
    bands = draw.one(
        (
            ("18-24", "25-34", "35-44", "45-54", "55-64", "65+"),
            ("0-17", "18-29", "30-49", "50+"),
            ("<20", "20s", "30s", "40s", "50s", "60+"),
        )
    )
    if kind == "band":
        return draw.drawn(bands)
    unit = draw.one((" years", "y", " ans", " Jahre", " лет", "岁")) if kind == "text" else ""
    return draw.many(lambda: f"{int(min(max(rng.gauss(41, 16), 0), 99))}{unit}")


def _credit_scores(draw: Draw) -> list[str]:
    rng = draw.rng
    return draw.many(lambda: str(int(min(max(rng.gauss(680, 80), 300), 850))))


_RECORDS = keyed("lists")["personal numbers records"]
_PERSON_IDS = keyed("lists")["personal numbers person ids"]


def _cookies(draw: Draw) -> list[str]:
    shape = draw.one(
        (
            "GA1.2.#########.%#########",
            "GA1.1.##########.17########",
            "________________________________",
            "fb.1.17###########.##########",
            "________-____-4___-8___-____________",
            "********************************",
        )
    )
    return draw.many(lambda: draw.fill(shape))


FAMILIES: tuple[tuple[str, str, float, Maker], ...] = (
    ("national_id", "identity_number", 8, _identities),
    ("passport", "passport", 2.5, _shaped(_with_letters(_PASSPORTS))),
    ("passport", "passport_digits", 0.4, _shaped(_digits_alone(_PASSPORTS))),
    ("drivers_license", "drivers_license", 2, _shaped(_with_letters(_LICENCES))),
    ("drivers_license", "drivers_license_digits", 0.4, _shaped(_digits_alone(_LICENCES))),
    ("vehicle_plate", "vehicle_plate", 3, _plates),
    ("credit_card", "credit_card", 3, _cards),
    ("bank_account", "iban", 3, _ibans),
    ("bank_account", "account_number", 1.5, _shaped(_ACCOUNT_SHAPES, 0.3)),
    ("date_of_birth", "date_of_birth", 5, _births),
    ("coordinates", "coordinates", 3.5, _coordinates),
    ("salary", "salary", 1.2, _salaries),
    ("age", "age", 1.5, _ages),
    ("credit_score", "credit_score", 1, _credit_scores),
    ("medical_record", "medical_record", 1, _shaped(_RECORDS, 0.2)),
    ("person_id", "person_id", 1.5, _shaped(_PERSON_IDS, 0.2)),
    ("cookie", "cookie", 1, _cookies),
)
"""(kind, family, weight, maker)."""
