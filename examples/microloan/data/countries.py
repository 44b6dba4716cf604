"""The lender's markets: names, places, phone numbers and identity numbers of seven countries.

Everything here makes people up. Numbers have the right form and valid check digits, so that detectors and validators
meet what they would meet in life; a likeness to a real number is chance. E-mail domains are those reserved for examples
(RFC 2606).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from random import Random

from examples.microloan.data.check_digits import cn_check, cpf_check, curp_check, verhoeff_check

__all__ = ["MARKETS", "City", "Market", "Person", "ascii_letters"]


@dataclass(frozen=True, slots=True)
class City:
    """A place people live in: its name, the start of its postal codes, its administrative code, its coordinates."""

    name: str
    postal: str
    code: str
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Person:
    """What an identity number is made from; names as (native, in Latin letters)."""

    given: tuple[str, str]
    family: tuple[str, str]
    second_family: tuple[str, str]
    born: date
    female: bool
    city: City


@dataclass(frozen=True, slots=True)
class Market:
    """One country.

    Attributes:
        code: ISO 3166 alpha-2.
        currency: ISO 4217.
        weight: its share of the applicants.
        postal_digits: length of a postal code.
        families: family names, each also in Latin letters.
        men: given names of men.
        women: given names of women.
        cities: where people live.
        streets: street names.
        phone: makes a phone number in international form.
        identity: makes a national identity number.
        family_first: whether the family name comes first.
    """

    code: str
    currency: str
    weight: int
    postal_digits: int
    families: tuple[tuple[str, str], ...]
    men: tuple[tuple[str, str], ...]
    women: tuple[tuple[str, str], ...]
    cities: tuple[City, ...]
    streets: tuple[str, ...]
    phone: Callable[[Random], str]
    identity: Callable[[Person, Random], str]
    family_first: bool = False


def ascii_letters(text: str) -> str:
    """A name in upper-case Latin letters without accents, Ñ as X, as a CURP writes it.

    >>> ascii_letters("Muñoz"), ascii_letters("José")
    ('MUXOZ', 'JOSE')
    """
    bare = unicodedata.normalize("NFD", text.upper().replace("Ñ", "X"))
    return "".join(letter for letter in bare if "A" <= letter <= "Z")


def _digits(rng: Random, count: int) -> str:
    return str(rng.randrange(10**count)).zfill(count)


def _names(text: str) -> tuple[tuple[str, str], ...]:
    """`王/Wang` is a native name with its Latin form; a name without a slash is its own."""
    split = (name.split("/") for name in text.split())
    return tuple((parts[0], parts[-1]) for parts in split)


def _cn_identity(person: Person, rng: Random) -> str:
    """GB 11643: district, birthday, a serial number that is even for women, the check character."""
    serial = rng.randrange(500) * 2 + (0 if person.female else 1)
    body = f"{person.city.code}{person.born:%Y%m%d}{serial:03d}"
    return body + cn_check(body)


def _in_identity(person: Person, rng: Random) -> str:  # noqa: ARG001 - an Aadhaar says nothing of its holder
    body = str(rng.randrange(2, 10)) + _digits(rng, 10)
    return body + verhoeff_check(body)


def _id_identity(person: Person, rng: Random) -> str:
    """NIK: district, birthday as DDMMYY with 40 added to a woman's day, a serial number; it has no check digit."""
    day = person.born.day + (40 if person.female else 0)
    return f"{person.city.code}{day:02d}{person.born:%m%y}{rng.randrange(1, 10_000):04d}"


def _ke_identity(person: Person, rng: Random) -> str:  # noqa: ARG001 - a serial number
    return str(rng.randrange(10_000_000, 42_000_000))


def _ph_identity(person: Person, rng: Random) -> str:  # noqa: ARG001 - random by design
    return f"{_digits(rng, 4)}-{_digits(rng, 4)}-{_digits(rng, 4)}-{_digits(rng, 4)}"


def _inner(word: str, letters: str) -> str:
    return next((letter for letter in word[1:] if letter in letters), "X")


def _mx_identity(person: Person, rng: Random) -> str:
    """CURP: letters of the names, birthday, sex, state, inner consonants, a distinguishing mark, the check digit."""
    first, second = ascii_letters(person.family[1]), ascii_letters(person.second_family[1])
    given = ascii_letters(person.given[1])
    consonants = "BCDFGHJKLMNPQRSTVWXYZ"
    mark = _digits(rng, 1) if person.born.year < 2000 else rng.choice("ABCDEFGHIJ")
    body = "".join(
        (
            first[0] + _inner(first, "AEIOU") + second[0] + given[0],
            f"{person.born:%y%m%d}" + ("M" if person.female else "H") + person.city.code,
            "".join(_inner(name, consonants) for name in (first, second, given)) + mark,
        )
    )
    return body + curp_check(body)


def _br_identity(person: Person, rng: Random) -> str:
    """CPF: eight digits, the fiscal region of the city, two check digits."""
    body = _digits(rng, 8) + person.city.code
    check = cpf_check(body)
    return f"{body[:3]}.{body[3:6]}.{body[6:]}-{check}"


def _cn_phone(rng: Random) -> str:
    return "+86 1" + rng.choice("3578") + _digits(rng, 9)


def _in_phone(rng: Random) -> str:
    return "+91 " + rng.choice("6789") + _digits(rng, 9)


def _id_phone(rng: Random) -> str:
    return "+62 8" + rng.choice(("12", "13", "21", "52", "57", "96")) + _digits(rng, 7)


def _ke_phone(rng: Random) -> str:
    return "+254 7" + _digits(rng, 8)


def _ph_phone(rng: Random) -> str:
    return "+63 9" + rng.choice(("05", "17", "27", "35", "56")) + _digits(rng, 7)


def _mx_phone(rng: Random) -> str:
    return "+52 " + rng.choice(("55", "33", "81")) + _digits(rng, 8)


def _br_phone(rng: Random) -> str:
    return "+55 " + rng.choice(("11", "21", "31", "71", "81")) + " 9" + _digits(rng, 8)


MARKETS: tuple[Market, ...] = (
    Market(
        "CN",
        "CNY",
        40,
        6,
        _names("王/Wang 李/Li 张/Zhang 刘/Liu 陈/Chen 杨/Yang 黄/Huang 赵/Zhao 吴/Wu 周/Zhou"),
        _names("伟/Wei 强/Qiang 磊/Lei 军/Jun 洋/Yang 勇/Yong 浩然/Haoran 子轩/Zixuan 建国/Jianguo"),
        _names("芳/Fang 娜/Na 敏/Min 静/Jing 丽/Li 秀英/Xiuying 雨桐/Yutong 欣怡/Xinyi 梦洁/Mengjie"),
        (
            City("杭州", "310", "330106", 30.27, 120.15),
            City("成都", "610", "510107", 30.66, 104.06),
            City("西安", "710", "610113", 34.26, 108.94),
            City("广州", "510", "440106", 23.13, 113.26),
            City("武汉", "430", "420106", 30.59, 114.30),
        ),
        ("文三路", "人民路", "解放路", "中山路", "建设路"),
        _cn_phone,
        _cn_identity,
        family_first=True,
    ),
    Market(
        "IN",
        "INR",
        16,
        6,
        _names("Sharma Verma Patel Reddy Nair Iyer Khan Singh Das Gupta"),
        _names("आरव/Aarav राहुल/Rahul विजय/Vijay अर्जुन/Arjun Sanjay Imran Karthik"),
        _names("प्रिया/Priya अनीता/Anita दीपा/Deepa काव्या/Kavya Fatima Lakshmi Meera"),
        (
            City("Mumbai", "400", "MH", 19.08, 72.88),
            City("Bengaluru", "560", "KA", 12.97, 77.59),
            City("Hyderabad", "500", "TG", 17.39, 78.49),
        ),
        ("MG Road", "Station Road", "Gandhi Nagar", "Market Road"),
        _in_phone,
        _in_identity,
    ),
    Market(
        "ID",
        "IDR",
        12,
        5,
        _names("Rahayu Santoso Wijaya Siregar Nasution Hidayat Kusuma Setiawan"),
        _names("Budi Agus Dedi Eko Rizky Joko Hendra"),
        _names("Siti Dewi Putri Ayu Rina Wulan Indah"),
        (
            City("Jakarta", "101", "317301", -6.21, 106.85),
            City("Surabaya", "601", "357801", -7.25, 112.75),
            City("Medan", "201", "127101", 3.59, 98.67),
        ),
        ("Jalan Merdeka", "Jalan Sudirman", "Jalan Diponegoro"),
        _id_phone,
        _id_identity,
    ),
    Market(
        "KE",
        "KES",
        8,
        5,
        _names("Kamau Otieno Mwangi Njoroge Kiprop Achieng Wekesa Mutua"),
        _names("Brian Juma Kevin Peter Samuel Hassan"),
        _names("Wanjiku Akinyi Faith Grace Amina Chebet"),
        (City("Nairobi", "001", "047", -1.29, 36.82), City("Mombasa", "801", "001", -4.04, 39.67)),
        ("Moi Avenue", "Kenyatta Avenue", "Biashara Street"),
        _ke_phone,
        _ke_identity,
    ),
    Market(
        "PH",
        "PHP",
        8,
        4,
        _names("Santos Reyes Cruz Bautista Ocampo Garcia Mendoza Villanueva"),
        _names("Jose Juan Mark Rodel Paolo Angelo"),
        _names("Maria Angelica Jasmine Rowena Liza Analyn"),
        (City("Quezon City", "11", "NCR", 14.68, 121.04), City("Cebu", "60", "07", 10.32, 123.89)),
        ("Rizal Street", "Bonifacio Street", "Mabini Street"),
        _ph_phone,
        _ph_identity,
    ),
    Market(
        "MX",
        "MXN",
        8,
        5,
        _names("Hernández García Martínez López Muñoz Ramírez Flores Ibáñez"),
        _names("José Luis Carlos Miguel Ángel Raúl"),
        _names("María Guadalupe Sofía Ximena Lucía Inés"),
        (
            City("Ciudad de México", "06", "DF", 19.43, -99.13),
            City("Guadalajara", "44", "JC", 20.67, -103.35),
            City("Monterrey", "64", "NL", 25.69, -100.32),
        ),
        ("Avenida Juárez", "Calle Hidalgo", "Calle Morelos"),
        _mx_phone,
        _mx_identity,
    ),
    Market(
        "BR",
        "BRL",
        8,
        8,
        _names("Silva Santos Oliveira Souza Pereira Conceição Araújo Gonçalves"),
        _names("João Pedro Lucas Mateus Antônio Rafael"),
        _names("Ana Beatriz Júlia Camila Luciana Fernanda"),
        (
            City("São Paulo", "01", "8", -23.55, -46.63),
            City("Recife", "50", "4", -8.05, -34.88),
            City("Belo Horizonte", "30", "6", -19.92, -43.94),
        ),
        ("Rua das Flores", "Avenida Brasil", "Rua XV de Novembro"),
        _br_phone,
        _br_identity,
    ),
)
