"""What one locale offers: Faker's data where it has the locale's own, and our words where it falls back to English."""

from __future__ import annotations

import random
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from anyascii import anyascii
from faker import Faker

__all__ = ["Place", "digits", "letters"]

FOLDER = Path(__file__).resolve().parent
TOP_LEVEL = {
    "en_KE": "co.ke",
    "en_NZ": "co.nz",
    "he_IL": "co.il",
    "es_AR": "com.ar",
    "zh_TW": "com.tw",
    "tr_TR": "com.tr",
}


@cache
def _words(file: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((FOLDER / file).read_text(encoding="utf-8"))
    return found


@cache
def _faker(locale: str) -> Faker:
    return Faker(locale)


def digits(pattern: str, chance: random.Random) -> str:
    """The pattern with a digit for every `#`."""
    return "".join(str(chance.randrange(10)) if sign == "#" else sign for sign in pattern)


def letters(number: int, chance: random.Random, of: str = "ABCDEFGHJKLMNPRSTUVWXYZ") -> str:
    return "".join(chance.choice(of) for _ in range(number))


class Place:
    """A locale during one column: its own source of chance, and makers of what is local."""

    def __init__(self, locale: str, chance: random.Random) -> None:
        self.locale = locale
        self.country = locale[3:]
        self.chance = chance
        self.words: dict[str, list[str]] = _words("words.yml").get(locale, {})
        self.answers: dict[str, list[str]] = _words("answers.yml").get(locale, {})
        self.faker = _faker(locale)
        self.faker.seed_instance(chance.randrange(2**32))

    def has(self, provider: str) -> bool:
        """Whether Faker's provider speaks this locale, and not the English it falls back to."""
        return provider in _own_providers(self.locale)

    def first_name(self) -> str:
        if self.has("person"):
            return str(self.faker.first_name())
        return self.chance.choice(self.words["men"] + self.words["women"])

    def last_name(self) -> str:
        return str(self.faker.last_name()) if self.has("person") else self.chance.choice(self.words["families"])

    def full_name(self) -> str:
        return str(self.faker.name()) if self.has("person") else f"{self.first_name()} {self.last_name()}"

    def city(self) -> str:
        return self.chance.choice(self.words["cities"]) if "cities" in self.words else str(self.faker.city())

    def postal_code(self) -> str:
        if "codes" in self.words:
            return digits(self.chance.choice(self.words["codes"]), self.chance)
        return str(self.faker.postcode())

    def street(self) -> str:
        if "streets" not in self.words:
            return str(self.faker.street_address()).replace("\n", " ")
        form = self.chance.choice(self.words["street_form"])
        numbers = {"n": self.chance.randint(1, 190), "k": self.chance.randint(1, 9)}
        return form.format(street=self.chance.choice(self.words["streets"]), **numbers)

    def address(self) -> str:
        if "streets" not in self.words:
            return str(self.faker.address()).replace("\n", ", ")
        return f"{self.street()}, {self.postal_code()} {self.city()}"

    def phone(self) -> str:
        if "mobile" in self.words:
            return digits(self.chance.choice(self.words["mobile"]), self.chance)
        return str(self.faker.phone_number())

    def job(self) -> str:
        return self.chance.choice(self.words["jobs"]) if "jobs" in self.words else str(self.faker.job())

    def domain(self) -> str:
        end = TOP_LEVEL.get(self.locale, self.country.lower())
        own = ["mail", "inbox", "post", "telenet", "webmail", "online"]
        everyone = ["gmail.com", "yahoo.com", "outlook.com", "hotmail.com", "icloud.com", "proton.me"]
        return self.chance.choice([*everyone, *(f"{name}.{end}" for name in own)])

    def handle(self) -> str:
        """A name as logins are made of it, in ASCII."""
        first, last = (_plain(part) for part in (self.first_name(), self.last_name()))
        number = self.chance.choice(["", "", str(self.chance.randint(1, 99)), str(self.chance.randint(1950, 2008))])
        form = self.chance.choice(["{f}.{l}", "{f}{l}", "{f}_{l}", "{i}{l}", "{f}", "{l}.{i}", "{f}-{l}"])
        return form.format(f=first, l=last, i=first[:1]) + number


def _plain(name: str) -> str:
    kept = "".join(sign for sign in anyascii(name).lower() if sign.isalnum())
    return kept or "user"


@cache
def _own_providers(locale: str) -> frozenset[str]:
    found = set()
    for provider in _faker(locale).factories[0].get_providers():
        parts = type(provider).__module__.split(".")
        if parts[:2] == ["faker", "providers"] and getattr(provider, "__lang__", "") == locale:
            found.add(parts[2])
    return frozenset(found)
