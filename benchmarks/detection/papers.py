"""Columns of numbers that a state, a bank or a maker gave: identity, passports, licences, plates, cards, accounts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from benchmarks.detection.kinds import EVERYWHERE, Maker, kind
from benchmarks.detection.place import Place, digits, letters

NATIONAL = "user.government_id"


@kind("national_id", NATIONAL, columns=EVERYWHERE)
def national_id(place: Place) -> Maker:
    own = IDENTITY.get(place.locale)
    if own:
        return lambda: own(place)
    bare = place.chance.random() < 0.3

    def number() -> str:
        written = str(place.faker.ssn())
        return "".join(sign for sign in written if sign.isalnum()) if bare else written

    return number


def _birth(place: Place) -> date:
    return date(1940, 1, 1) + timedelta(days=place.chance.randrange(24500))


def _denmark(place: Place) -> str:
    return f"{_birth(place):%d%m%y}{place.chance.choice(['-', '-', ''])}{digits('####', place.chance)}"


def _egypt(place: Place) -> str:
    born = _birth(place)
    return f"{2 if born.year < 2000 else 3}{born:%y%m%d}{place.chance.choice(['01', '02', '12', '21', '14'])}" + digits(
        "#####", place.chance
    )


def _kenya(place: Place) -> str:
    return f"A{digits('0########', place.chance)}{letters(1, place.chance)}"


def _new_zealand(place: Place) -> str:
    while True:
        base = f"{place.chance.randint(10_000_000, 13_000_000):08d}"
        remainder = sum(int(sign) * weight for sign, weight in zip(base, (3, 2, 7, 6, 5, 4, 3, 2), strict=True)) % 11
        check = 0 if remainder == 0 else 11 - remainder
        if check < 10:
            return f"{base[:3]}-{base[3:6]}-{base[6:]}{check}"


def _canada(place: Place) -> str:
    base = place.chance.choice("1245679") + digits("#######", place.chance)
    written = base + _luhn(base)
    return f"{written[:3]} {written[3:6]} {written[6:]}"


def _indonesia(place: Place) -> str:
    born = _birth(place)
    day = born.day + place.chance.choice([0, 40])
    area = place.chance.choice(["327301", "317404", "357815", "337201", "127106", "517103"])
    return f"{area}{day:02d}{born:%m%y}{digits('####', place.chance)}"


def _georgia(place: Place) -> str:
    return place.chance.choice(["01", "35", "60", "61", "13", "21"]) + digits("#########", place.chance)


def _india(place: Place) -> str:
    from stdnum import verhoeff

    base = place.chance.choice("23456789") + digits("##########", place.chance)
    written = base + str(verhoeff.calc_check_digit(base))
    return f"{written[:4]} {written[4:8]} {written[8:]}"


def _albania(place: Place) -> str:
    born = _birth(place)
    decade = "0123456789ABCDEFGHIJKLMNOPQRST"[(born.year - 1800) // 10]
    month = born.month + place.chance.choice([0, 50])
    body = f"{decade}{born.year % 10}{month:02d}{born.day:02d}{digits('###', place.chance)}"
    return body + letters(1, place.chance, "ABCDEFGHIJKLMNOPQRSTUVW")


def _armenia(place: Place) -> str:
    born = _birth(place)
    return f"{born.day + place.chance.choice([10, 50]):02d}{born:%m%y}{digits('####', place.chance)}"


def _colombia(place: Place) -> str:
    number = place.chance.choice(
        [place.chance.randint(10_000_000, 99_999_999), place.chance.randint(10**9, 12 * 10**8)]
    )
    return f"{number:,}".replace(",", ".")


def _portugal(place: Place) -> str:
    base = place.chance.choice("123") + digits("#######", place.chance)
    rest = sum(int(sign) * weight for sign, weight in zip(base, range(9, 1, -1), strict=True)) % 11
    return base + str(0 if rest < 2 else 11 - rest)


def _belgium(place: Place) -> str:
    born = _birth(place)
    base = f"{born:%y%m%d}{place.chance.randint(1, 997):03d}"
    check = 97 - int(("2" if born.year >= 2000 else "") + base) % 97
    return f"{base[:2]}.{base[2:4]}.{base[4:6]}-{base[6:]}.{check:02d}"


IDENTITY: dict[str, Callable[[Place], str]] = {
    "da_DK": _denmark,
    "ar_EG": _egypt,
    "en_KE": _kenya,
    "en_NZ": _new_zealand,
    "fr_CA": _canada,
    "id_ID": _indonesia,
    "ka_GE": _georgia,
    "ta_IN": _india,
    "sq_AL": _albania,
    "hy_AM": _armenia,
    "es_CO": _colombia,
    "pt_PT": _portugal,
    "nl_BE": _belgium,
}


@kind("tax_id", NATIONAL, columns=6, locales="ta_IN fr_CA zh_TW uk_UA th_TH es_AR")
def tax_id(place: Place) -> Maker:
    chance = place.chance

    def number() -> str:
        if place.locale == "ta_IN":  # PAN of a person
            return letters(3, chance) + "P" + letters(1, chance) + digits("####", chance) + letters(1, chance)
        if place.locale == "fr_CA":  # health insurance number of Quebec
            born = _birth(place)
            month = born.month + chance.choice([0, 50])
            return f"{letters(4, chance)} {born:%y}{month:02d} {born:%d}{digits('##', chance)}"
        if place.locale == "zh_TW":  # residence certificate
            return letters(1, chance) + chance.choice("89ABCD") + digits("########", chance)
        return str(place.faker.ssn())

    return number


@kind("passport", NATIONAL, columns=12)
def passport(place: Place) -> Maker:
    forms = {"hu_HU": "LL######", "he_IL": "########", "nl_BE": "LL######", "uk_UA": "LL######", "ta_IN": "L#######",
             "tr_TR": "U########", "pt_PT": "L######", "da_DK": "#########", "de_AT": "L #######", "en_NZ": "LL######",
             "es_CO": "LL######", "th_TH": "LL#######", "sq_AL": "LL#######"}  # fmt: skip
    form = forms.get(place.locale, "LL#######")
    series = letters(form.count("L"), place.chance)

    def number() -> str:
        mixed = series if place.chance.random() < 0.5 else letters(len(series), place.chance)
        return digits(form.replace("L" * len(series), mixed) if series else form, place.chance)

    return number


@kind("drivers_license", NATIONAL, columns=8, locales="en_NZ da_DK fr_CA hu_HU ta_IN de_AT es_AR ro_RO uk_UA")
def drivers_license(place: Place) -> Maker:
    chance = place.chance

    def number() -> str:
        if place.locale == "fr_CA":  # Quebec: letter, four digits, birth day and month, year
            return f"{letters(1, chance)}{digits('####', chance)}-{_birth(place):%d%m%y}-{digits('##', chance)}"
        if place.locale == "ta_IN":
            return f"TN{chance.randint(1, 99):02d} {chance.randint(1990, 2024)}{digits('#######', chance)}"
        forms = {"en_NZ": "LL######", "hu_HU": "LL######", "uk_UA": "LLL######", "ro_RO": "L########L"}
        form = forms.get(place.locale, "########")
        return "".join(letters(1, chance) if sign == "L" else sign for sign in digits(form, chance))

    return number


@kind("vehicle_plate", NATIONAL, "user.unique_id", columns=18)
def vehicle_plate(place: Place) -> Maker:
    chance = place.chance
    if place.has("automotive"):
        return lambda: str(place.faker.license_plate())

    def plate() -> str:
        forms = {
            "ar_EG": "LLL ####", "en_KE": "KLL ###L", "fr_CA": "L## LLL", "hy_AM": "## LL ###", "ka_GE": "LL-###-LL",
            "sl_SI": "LJ LL-###", "ta_IN": "TN ## LL ####",
        }  # fmt: skip
        of = "ابجدرسصطعفقكلمنهوى" if place.locale == "ar_EG" else "ABCDEFGHJKMNPRSTVXYZ"
        form = forms.get(place.locale, "LLL ###").replace("L", "\0")
        return "".join(chance.choice(of) if sign == "\0" else sign for sign in digits(form, chance))

    return plate


@kind("credit_card", "user.financial", columns=12)
def credit_card(place: Place) -> Maker:
    chance = place.chance
    grouping = chance.choice(["", "", " ", "-"])

    def number() -> str:
        start = chance.choice(
            ["4", "4", "51", "55", "2221", "37", "6011", "3528", "9792" if place.country == "TR" else "62"]
        )
        length = 14 if start == "37" else 15
        base = start + "".join(str(chance.randrange(10)) for _ in range(length - len(start)))
        whole = base + _luhn(base)
        return grouping.join(whole[at : at + 4] for at in range(0, len(whole), 4)) if grouping else whole

    return number


def _luhn(base: str) -> str:
    doubled = [int(sign) * (2 if at % 2 == 0 else 1) for at, sign in enumerate(reversed(base))]
    return str(-sum(number // 10 + number % 10 for number in doubled) % 10)


ACCOUNTS = {
    "DK": "##############", "AT": "################", "HU": "#" * 24, "IL": "#" * 19, "GE": "LL" + "#" * 16,
    "LT": "#" * 16, "BE": "#" * 12, "PT": "#" * 21, "RO": "LLLL" + "#" * 16, "SI": "#" * 15, "AL": "#" * 24,
    "TR": "#####0" + "#" * 16, "UA": "#" * 25, "EG": "#" * 25,
}  # fmt: skip


@kind(
    "iban",
    "user.financial",
    columns=14,
    locales="da_DK de_AT hu_HU he_IL ka_GE lt_LT nl_BE pt_PT ro_RO sl_SI sq_AL tr_TR uk_UA ar_EG",
)
def iban(place: Place) -> Maker:
    grouped = place.chance.random() < 0.35

    def number() -> str:
        form = ACCOUNTS[place.country]
        account = "".join(letters(1, place.chance) if sign == "L" else sign for sign in digits(form, place.chance))
        if place.country == "BE":
            account = account[:10] + f"{int(account[:10]) % 97 or 97:02d}"
        spelled = "".join(str(int(sign, 36)) for sign in f"{account}{place.country}00")
        whole = f"{place.country}{98 - int(spelled) % 97:02d}{account}"
        return " ".join(whole[at : at + 4] for at in range(0, len(whole), 4)) if grouped else whole

    return number
