"""Kinds without personal data of our own choice, chosen to look like personal ones: the open world."""

from __future__ import annotations

import math
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from benchmarks.detection.choosing import joined, one_of
from benchmarks.detection.kinds import EVERYWHERE, Maker, kind
from benchmarks.detection.place import Place, digits, letters

NOW = datetime(2025, 9, 1)  # noqa: DTZ001  a day like any other


@cache
def _products() -> dict[str, Any]:
    path = Path(__file__).resolve().parent / "products.yml"
    found: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return found


@kind("company_name", columns=EVERYWHERE)
def company_name(place: Place) -> Maker:
    if place.has("company"):
        return lambda: str(place.faker.company())
    ends = {"ar_EG": "ش.م.م", "en_KE": "Ltd", "en_NZ": "Ltd", "es_AR": "S.R.L.", "es_CO": "S.A.S.", "fr_CA": "inc.",
            "he_IL": 'בע"מ', "ka_GE": "შპს", "lt_LT": "UAB", "sq_AL": "sh.p.k.", "ta_IN": "Pvt Ltd",
            "uk_UA": "ТОВ"}  # fmt: skip
    trades = {"ar_EG": "للتجارة والتوزيع|للمقاولات|للصناعات الغذائية", "he_IL": "שירותי בנייה|מסחר|תעשיות",
              "ka_GE": "ჯგუფი|სერვისი|მშენებლობა", "uk_UA": "Агро|Логістик|Буд-Сервіс"}.get(
        place.locale, "Trading|Logistics|Motors|Foods|Construction|Consulting|Textiles|Energy"
    )  # fmt: skip
    end, trade = ends[place.locale], trades.split("|")
    before = place.locale in {"ka_GE", "lt_LT", "uk_UA"}

    def company() -> str:
        stem = place.chance.choice([place.last_name(), place.city(), f"{place.last_name()} & {place.last_name()}"])
        named = f"{stem} {place.chance.choice(trade)}"
        return f"{end} {named}" if before else f"{named} {end}"

    return company


@kind("product_phrase", columns=EVERYWHERE)
def product_phrase(place: Place) -> Maker:
    words = _products()[place.locale]
    return lambda: (
        f"{place.chance.choice(words['things'])} {place.chance.choice(words['more'])}"
        + (f" {place.chance.choice('ABCDEX')}{place.chance.randint(10, 999)}" if place.chance.random() < 0.4 else "")
    )


@kind("article_sentence", columns=14)
def article_sentence(place: Place) -> Maker:
    if place.has("lorem"):
        return lambda: str(place.faker.sentence(nb_words=place.chance.randint(6, 16)))
    return joined(
        place,
        "{a} {b} {c}.",
        a=(
            "This jacket keeps you dry|The battery lasts for two days|Our best-selling mug|"
            "Made from recycled cotton|A compact drill"
        ),
        b="even in heavy rain|and charges in an hour|comes in four colours|with a lifetime guarantee|for small jobs",
        c="at a fair price|according to the maker|and fits every kitchen|so order it today|in its second edition",
    )


@kind("order_date", columns=20)
def order_date(place: Place) -> Maker:
    form = place.chance.choice(
        ["%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%Y%m%d", "%m/%d/%Y", "%Y-%m-%d 00:00:00", "%d %b %Y"]
    )
    years = place.chance.choice([1, 2, 4, 8])
    return lambda: (NOW - timedelta(days=place.chance.randrange(365 * years))).strftime(form)


@kind("long_number", columns=20)
def long_number(place: Place) -> Maker:
    size = place.chance.randint(8, 13)
    return lambda: str(place.chance.randrange(10 ** (size - 1), 10**size))


@kind("sequence_number")
def sequence_number(place: Place) -> Maker:
    at = [place.chance.choice([1, 1000, 250_000, 10_000_000])]

    def number() -> str:
        at[0] += place.chance.randint(1, 4)
        return str(at[0])

    return number


@kind("quantity")
def quantity(place: Place) -> Maker:
    high = place.chance.choice([10, 50, 2000])
    return lambda: str(int(place.chance.paretovariate(1.2)) % high)


@kind("price", columns=14)
def price(place: Place) -> Maker:
    form = place.chance.choice(["{p:.2f}", "{p:,.2f}", "{p:.2f} €", "${p:.2f}", "{p:.0f}"])
    scale = place.chance.choice([12, 240, 9000])
    return lambda: form.format(p=scale * math.exp(place.chance.gauss(0, 0.9)))


@kind("percentage")
def percentage(place: Place) -> Maker:
    form = place.chance.choice(["{p:.1f}%", "{p:.0f} %", "{q:.4f}"])
    return lambda: form.format(p=place.chance.uniform(0, 100), q=place.chance.random())


@kind("status_code")
def status_code(place: Place) -> Maker:
    return one_of(
        place,
        place.chance.choice(
            [
                "OPEN|CLOSED|PENDING|REJECTED|IN_REVIEW",
                "new|paid|shipped|delivered|returned",
                "Active|Inactive|Suspended",
                "draft|published|archived",
                "QUEUED|RUNNING|SUCCESS|FAILED|UP_FOR_RETRY",
                "low|medium|high|critical",
            ]
        ),
    )


@kind("enum_letter")
def enum_letter(place: Place) -> Maker:
    return one_of(place, place.chance.choice(["A|B|C|D", "P|Q|R", "Y|N", "I|U|D", "H|L", "T1|T2|T3", "S|M|L|XL|XXL"]))


COUNTRIES = (
    "Egypt|Bangladesh|Denmark|Austria|Kenya|New Zealand|Argentina|Colombia|Canada|Israel|"
    "Hungary|Armenia|Indonesia|Georgia|"
    "Lithuania|Belgium|Portugal|Romania|Slovenia|Albania|India|Thailand|Turkey|Ukraine|"
    "Taiwan|Germany|France|Japan|Brazil"
)


@kind("country_name")
def country_name(place: Place) -> Maker:
    local = place.has("address") and hasattr(place.faker, "country") and place.chance.random() < 0.7
    return (lambda: str(place.faker.country())) if local else one_of(place, COUNTRIES)


@kind("country_code")
def country_code(place: Place) -> Maker:
    return one_of(
        place,
        place.chance.choice(
            [
                "EG|BD|DK|AT|KE|NZ|AR|CO|CA|IL|HU|AM|ID|GE|LT|BE|PT",
                "DNK|AUT|KEN|NZL|ARG|COL|CAN|HUN|THA|TUR|UKR|TWN|PRT",
            ]
        ),
    )


@kind("currency_code")
def currency_code(place: Place) -> Maker:
    return one_of(place, "EGP|BDT|DKK|EUR|KES|NZD|ARS|COP|CAD|ILS|HUF|AMD|IDR|GEL|RON|ALL|INR|THB|TRY|UAH|TWD|USD|GBP")


@kind("language_code", columns=8)
def language_code(place: Place) -> Maker:
    return one_of(
        place, place.chance.choice(["ar|bn|da|de|en|es|fr|he|hu|hy", "da-DK|de-AT|en-NZ|es-AR|fr-CA|he-IL|th-TH"])
    )


@kind("vat_number", columns=10)
def vat_number(place: Place) -> Maker:
    form = place.chance.choice(
        ["ATU########", "DK########", "BE0#########", "HU########", "PT5########", "SI########", "RO########"]
    )
    return lambda: digits(form, place.chance)


@kind("bic", columns=8)
def bic(place: Place) -> Maker:
    return lambda: (
        letters(4, place.chance) + place.country + letters(2, place.chance) + place.chance.choice(["", "XXX"])
    )


@kind("sku", columns=14)
def sku(place: Place) -> Maker:
    form = place.chance.choice(["LL-####-L", "LLL######", "##-###-##", "LL###", "P########", "L-##.###", "LLLL-##-LL"])

    def code() -> str:
        return "".join(letters(1, place.chance) if sign == "L" else sign for sign in digits(form, place.chance))

    return code


@kind("gtin", columns=10)
def gtin(place: Place) -> Maker:
    def code() -> str:
        base = place.chance.choice(["57", "90", "94", "77", "72", "86", "48", "40"]) + digits(
            "##########", place.chance
        )
        return base + str(-sum(int(sign) * (3 if at % 2 else 1) for at, sign in enumerate(base)) % 10)

    return code


@kind("time_of_day", columns=6)
def time_of_day(place: Place) -> Maker:
    form = place.chance.choice(["%H:%M", "%H:%M:%S", "%I:%M %p"])
    return lambda: (NOW + timedelta(minutes=place.chance.randrange(1440))).strftime(form)


@kind("weekday", columns=8)
def weekday(place: Place) -> Maker:
    if place.has("date_time"):
        return lambda: str(place.faker.day_of_week())
    return one_of(place, "Mon|Tue|Wed|Thu|Fri|Sat|Sun")


@kind("month_period", columns=8)
def month_period(place: Place) -> Maker:
    form = place.chance.choice(["%Y-%m", "%Y%m", "%b %Y", "%YM%m", "Q%m/%y"])
    return lambda: (NOW - timedelta(days=place.chance.randrange(1500))).strftime(form)


@kind("unit_of_measure", columns=6)
def unit_of_measure(place: Place) -> Maker:
    return one_of(place, "kg|g|l|ml|m|cm|pcs|box|EA|m2|kWh|h|t|pair|pallet")


@kind("cost_centre", columns=8)
def cost_centre(place: Place) -> Maker:
    form = place.chance.choice(["4###00", "CC-####", "##-####-###", "7####", "1000.####"])
    return lambda: digits(form, place.chance)


@kind("short_code", columns=14)
def short_code(place: Place) -> Maker:
    form = place.chance.choice(["#####", "####", "L####", "LL##", "L## #LL", "######", "####-LL", "LLL"])
    pool = [
        "".join(letters(1, place.chance) if sign == "L" else sign for sign in digits(form, place.chance))
        for _ in range(60)
    ]
    return lambda: place.chance.choice(pool)


@kind("department", columns=10)
def department(place: Place) -> Maker:
    return one_of(
        place,
        place.chance.choice(
            [
                "Finance|Human Resources|Sales|Marketing|Legal|IT|Logistics|Production|Quality|Procurement",
                "FIN|HR|OPS|R&D|SALES EMEA|SALES APAC",
                "Cardiology|Radiology|Emergency|Oncology|Paediatrics|Surgery",
            ]
        ),
    )


@kind("year", columns=6)
def year(place: Place) -> Maker:
    return lambda: str(place.chance.randint(2005, 2025))


@kind("vin", columns=6)
def vin(place: Place) -> Maker:
    return lambda: (
        place.chance.choice(["WVW", "VF1", "TMB", "JTD", "UU1"])
        + letters(14, place.chance, "ABCDEFGHJKLMNPRSTUVWXYZ0123456789")
    )


@kind("street_furniture", columns=6)
def street_furniture(place: Place) -> Maker:
    form = place.chance.choice(["LAMP-#####", "MTR########", "BENCH ####", "HYD-##-####"])
    return lambda: digits(form, place.chance)


@kind("legal_clause", columns=6)
def legal_clause(place: Place) -> Maker:
    return joined(
        place,
        "{a} {b} {c}.",
        a="The supplier shall|The parties agree to|Either party may|The licensee must not|This agreement shall",
        b=(
            "deliver the goods within 14 days|terminate the contract in writing|"
            "keep all terms confidential|be governed by the law of the seat"
        ),
        c="unless agreed otherwise|pursuant to section 4.2|without prior consent|as set out in annex B",
    )


@kind("drug_lot", columns=6)
def drug_lot(place: Place) -> Maker:
    form = place.chance.choice(["BN-L####", "##L###", "L#####", "####-##"])
    return lambda: "".join(letters(1, place.chance) if sign == "L" else sign for sign in digits(form, place.chance))
