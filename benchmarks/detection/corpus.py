"""The columns of the evaluation: every kind in several locales, with dirt, under three headers; always the same."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from benchmarks.detection import about, devices, general, kept_back, machines, papers, people
from benchmarks.detection.kinds import KINDS, Kind
from benchmarks.detection.place import Place
from scripts.detection.splits import EVALUATION

__all__ = ["CONDITIONS", "SEED", "Column", "columns", "tables", "timed"]

SOURCES = (people, papers, devices, about, kept_back, general, machines)
"""The modules whose import fills `KINDS`."""
SEED = 20260911
CONDITIONS = ("clear", "cryptic", "misleading")

# What a header alone cannot promise: under a misleading header only kinds whose values can contradict it are named.
NO_LIE = frozenset(
    "age salary credit_score medical_record_id advertising_id password api_token cookie_id username personal_text "
    "ipv6_address tax_id face_vector sequence_number enum_letter short_code boolean base64_blob json_blob log_line "
    "sensor_grid cost_centre drug_lot street_furniture sku long_number uuid sha256_hash md5_hash".split()
)


@dataclass(frozen=True, slots=True)
class Column:
    """A column whose content is known.

    Attributes:
        kind: what it holds.
        locale: where it is from.
        values: 100 to 200 of them, a few of them dirty.
        headers: a name for each condition.
    """

    kind: Kind
    locale: str
    values: tuple[str, ...]
    headers: dict[str, str]

    def conditions(self) -> Iterator[str]:
        """The conditions it is asked under: what only a header can tell is not asked without one."""
        return iter(CONDITIONS[:1] if self.kind.needs_header else CONDITIONS)


@cache
def columns(seed: int = SEED) -> tuple[Column, ...]:
    """All columns."""
    return tuple(_columns(seed))


def _columns(seed: int) -> Iterator[Column]:
    for kind in KINDS.values():
        chance = random.Random(f"{seed} {kind.name}")
        locales = list(kind.locales or EVALUATION)
        chance.shuffle(locales)
        for locale in locales[: kind.columns]:
            yield _column(kind, locale, random.Random(f"{seed} {kind.name} {locale}"))


def _column(kind: Kind, locale: str, chance: random.Random, number: int = 0) -> Column:
    make = kind.make(Place(locale, chance))
    values = [make() for _ in range(number or chance.randint(100, 200))]
    return Column(kind, locale, tuple(_dirty(values, chance)), _headers(kind, locale, chance))


MISSING = ["N/A", "n/a", "-", "NULL", "null", "unknown", "?", "none", "0", "test", "TBD", "xxx"]


def _dirty(values: list[str], chance: random.Random) -> Iterator[str]:
    """Two columns of three have up to 6 % of values that stand for nothing, spaces, or another spelling."""
    share = chance.choice([0, 0.02, 0.06])
    words = chance.sample(MISSING, 2)
    for value in values:
        if chance.random() >= share:
            yield value
            continue
        yield chance.choice([words[0], words[1], f" {value}", f"{value} ", value.upper(), f"{value} ?"])


@cache
def timed(seed: int = SEED) -> tuple[Column, ...]:
    """A column of 200 values for every kind: what speed is measured on."""
    found = []
    for at, kind in enumerate(KINDS.values()):
        choice = kind.locales or EVALUATION
        locale = choice[at % len(choice)]
        found.append(_column(kind, locale, random.Random(f"{seed} timed {kind.name}"), 200))
    return tuple(found)


@cache
def _names() -> dict[str, Any]:
    path = Path(__file__).resolve().parent / "headers.yml"
    found: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return found


def _headers(kind: Kind, locale: str, chance: random.Random) -> dict[str, str]:
    others = [one.name for one in KINDS.values() if one.personal is not kind.personal and one.name not in NO_LIE]
    cryptic = chance.choice(
        [
            "c{n}",
            "col_{n}",
            "f{n:02d}",
            "attr{n}",
            "x{n}",
            "F{n}",
            "field_{n}",
            "v_{n}",
            "Unnamed: {n}",
            "column{n}",
            "zz{n}k",
        ]
    ).format(n=chance.randint(1, 60))
    lie = _clear(chance.choice(others), locale, chance)
    return {"clear": _clear(kind.name, locale, chance), "cryptic": cryptic, "misleading": lie}


def _clear(name: str, locale: str, chance: random.Random) -> str:
    local = _names()["local"].get(locale, {}).get(name, [])
    clear = _names()["clear"][name]
    chosen: str = chance.choice(local if local and chance.random() < 0.6 else clear)
    return chosen


def tables(found: Iterable[Column], seed: int = SEED) -> Iterator[tuple[str, list[Column]]]:
    """The columns of each condition in mixed tables of 6 to 12, those of a locale together where they suffice.

    Yields:
        The condition, and the columns of one table in order.
    """
    pool = list(found)
    for condition in CONDITIONS:
        chance = random.Random(f"{seed} {condition}")
        asked = [column for column in pool if condition in column.conditions()]
        chance.shuffle(asked)
        asked.sort(key=lambda column: column.locale)
        at = 0
        while at < len(asked):
            size = chance.randint(6, 12)
            yield condition, asked[at : at + size]
            at += size
