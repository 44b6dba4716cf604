"""Texts of Faker and mimesis by locale, made once and drawn from many times.

Each pool has its own seed, so that a pool is the same whatever was made before it. What reads the clock (dates of
birth, times) is not taken from either library.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from importlib import resources
from random import Random
from typing import Any

from faker import Faker
from faker.factory import Factory

from scripts.detection.places import MIMESIS

__all__ = ["SIZE", "pool"]

SIZE = 300
"""How many texts are drawn for one pool; repeated ones are kept once."""

# pool: (Faker's provider, its method)
_FAKER = {
    "name": ("person", "name"), "first": ("person", "first_name"), "last": ("person", "last_name"),
    "prefix": ("person", "prefix"), "street": ("address", "street_address"), "road": ("address", "street_name"),
    "city": ("address", "city"), "address": ("address", "address"), "postcode": ("address", "postcode"),
    "state": ("address", "administrative_unit"), "country": ("address", "country"), "company": ("company", "company"),
    "slogan": ("company", "catch_phrase"), "job": ("job", "job"), "plate": ("automotive", "license_plate"),
    "email": ("internet", "ascii_email"), "user": ("internet", "user_name"), "domain": ("internet", "domain_name"),
    "ssn": ("ssn", "ssn"), "bank": ("bank", "bank"), "iban": ("bank", "iban"), "account": ("bank", "bban"),
    "phone": ("phone_number", "phone_number"), "sentence": ("lorem", "sentence"), "paragraph": ("lorem", "paragraph"),
    "words": ("lorem", "word"), "month": ("date_time", "month_name"), "weekday": ("date_time", "day_of_week"),
    "user_agent": ("user_agent", "user_agent"), "currency": ("currency", "currency_name"),
}  # fmt: skip


@cache
def pool(locale: str, name: str) -> tuple[str, ...]:
    """Distinct texts of one kind in one locale, in a fixed order; empty where a locale has none of its own."""
    made = _from_faker(locale, name) + _from_mimesis(locale, name)
    return tuple(dict.fromkeys(text for text in made if text and text.strip()))


@cache
def _faker(locale: str) -> Any:
    try:
        return Faker(locale)
    except AttributeError:  # a locale that only mimesis has
        return None


def _from_faker(locale: str, name: str) -> list[str]:
    provider, method = _FAKER.get(name, ("", ""))
    faker = _faker(locale) if provider else None
    if faker is None:
        return []
    module, spoken, _ = Factory._find_provider_class(f"faker.providers.{provider}", locale)  # noqa: SLF001
    make: Callable[[], object] | None = getattr(faker, method, None)
    if (
        make is None
        or module is None
        or (provider == "ssn" and locale.endswith("PH"))
        or (spoken != locale and provider != "user_agent")
    ):
        return []
    faker.seed_instance(f"{locale}:{name}")
    try:
        return [str(make()) for _ in range(SIZE)]
    except (AttributeError, ValueError, IndexError, TypeError, NotImplementedError):
        return []


@cache
def _facts(locale: str, file: str) -> dict[str, Any]:
    """One of mimesis' files of a locale, merged over its language's."""
    spelled = MIMESIS.get(locale, "")
    found: dict[str, Any] = {}
    for folder in dict.fromkeys([spelled.split("-")[0], spelled]):
        path = resources.files("mimesis") / "datasets" / folder / f"{file}.json"
        if folder and path.is_file():
            found |= json.loads(path.read_text(encoding="utf-8"))
    return found


def _flat(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for part in value.values() for text in _flat(part)]
    return [text for part in value for text in _flat(part)] if isinstance(value, list) else []


# pool: (mimesis' file, key, key below it)
_MIMESIS = {
    "first": ("person", "names", ""), "last": ("person", "surnames", ""), "job": ("person", "occupation", ""),
    "nationality": ("person", "nationality", ""), "university": ("person", "university", ""),
    "degree": ("person", "academic_degree", ""), "language": ("person", "language", ""),
    "prefix": ("person", "title", ""), "city": ("address", "city", ""), "state": ("address", "state", "name"),
    "country": ("address", "country", "name"), "company": ("finance", "company", "name"),
    "bank": ("finance", "banks", ""),
    "sentence": ("text", "text", ""), "words": ("text", "words", ""), "quote": ("text", "quotes", ""),
    "colour": ("text", "color", ""), "level": ("text", "level", ""), "answer": ("text", "answers", ""),
    "fruit": ("food", "fruits", ""), "vegetable": ("food", "vegetables", ""), "spice": ("food", "spices", ""),
    "drink": ("food", "drinks", ""), "dish": ("food", "dishes", ""), "month": ("datetime", "month", "name"),
    "weekday": ("datetime", "day", "name"), "gender": ("person", "gender", ""),
}  # fmt: skip


def _from_mimesis(locale: str, name: str) -> list[str]:
    if name in ("street", "road"):
        return _streets(locale, numbered=name == "street")
    file, key, below = _MIMESIS.get(name, ("", "", ""))
    facts = _facts(locale, file).get(key) if file else None
    if below and isinstance(facts, dict):
        facts = facts.get(below)
    texts = _flat(facts or [])
    return texts if len(texts) > 1 else []  # a lone text stands for what nobody translated


def _streets(locale: str, *, numbered: bool) -> list[str]:
    facts = _facts(locale, "address")
    names, suffixes = _flat(facts.get("street", {}).get("name", [])), _flat(facts.get("street", {}).get("suffix", []))
    if not names:
        return []
    rng = Random(f"{locale}:streets")  # noqa: S311
    layout = facts.get("address_fmt", "{st_num} {st_name} {st_sfx}") if numbered else "{st_name} {st_sfx}"
    made = []
    for _ in range(SIZE):
        number = str(rng.randint(1, 400))
        parts = {"st_num": number, "st_name": rng.choice(names), "st_sfx": rng.choice(suffixes or [""])}
        parts |= {"prefecture": "", "city": rng.choice(_flat(facts.get("city", [])) or [""])}
        try:
            made.append(" ".join(layout.format(**parts).split()))
        except (KeyError, IndexError):
            made.append(f"{parts['st_name']} {parts['st_sfx']} {number}".strip() if numbered else parts["st_name"])
    return made
