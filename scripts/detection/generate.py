"""`generate`: made-up columns with their labels, the same for equal seeds."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from privlineage.detect.types import PERSONAL
from scripts.detection import (
    others_codes,
    others_digits,
    others_links,
    others_lookalikes,
    others_machines,
    others_names,
    others_numbers,
    others_small,
    others_tuned,
    others_vocabularies,
    others_words,
    personal_contacts,
    personal_devices,
    personal_names,
    personal_numbers,
    personal_registers,
    personal_unseen,
    personal_words,
)
from scripts.detection.headers import header, table_of
from scripts.detection.made import Draw, HeaderKind, MadeColumn, Maker, Split
from scripts.detection.noise import dirtied
from scripts.detection.places import locales
from scripts.detection.respelling import respelled

__all__ = ["FAMILIES_WITH_HEADER", "NEEDS_HEADER", "PERSONAL_SHARE", "families", "generate"]

PERSONAL_SHARE = 0.45
"""The share of columns that hold personal data."""

Family = tuple[str, str, float, Maker]

_PERSONAL_FAMILIES: tuple[Family, ...] = (
    *personal_names.FAMILIES,
    *personal_contacts.FAMILIES,
    *personal_numbers.FAMILIES,
    *personal_devices.FAMILIES,
    *personal_words.FAMILIES,
    *personal_unseen.FAMILIES,
    *personal_registers.FAMILIES,
)
_OTHER_FAMILIES: tuple[Family, ...] = (
    *others_codes.FAMILIES,
    *others_numbers.FAMILIES,
    *others_words.FAMILIES,
    *others_names.FAMILIES,
    *others_machines.FAMILIES,
    *others_lookalikes.FAMILIES,
    *others_small.FAMILIES,
    *others_links.FAMILIES,
    *others_vocabularies.FAMILIES,
    *others_digits.FAMILIES,
)

_HEADERS: dict[HeaderKind, float] = {"clear": 30, "cryptic": 30, "misleading": 15, "abbreviated": 17, "empty": 8}

# Without its header nobody can tell these from any number, key or note; they are made with one that says so.
NEEDS_HEADER = frozenset(("age", "salary", "credit_score", "person_id", "cookie", "medical_record", "biometric"))
FAMILIES_WITH_HEADER = frozenset(
    "advertising_id account_number gender_code ethnicity_code passport_digits drivers_license_digits icd9_code".split()
)

# Long digits under a person's header would be anybody's guess.
_NEVER_MISLEADING = frozenset(("checked_code", "checked_barcode", "digit_string"))

# Kinds whose values are words of people or of a language: they come in every alphabet.
_IN_ANY_LETTERS = frozenset(
    "person_full_name first_name last_name street full_address city job_title religion ethnicity gender nationality "
    "marital_status diagnosis company product brand title place department thing phrase sentence paragraph category "
    "status country region language".split()
)


def families(split: Split) -> tuple[Family, ...]:
    """Every family that a split is made of: (kind, family, weight, maker)."""
    tuned = others_tuned.FAMILIES if split == "tune" else ()
    return (*_PERSONAL_FAMILIES, *_OTHER_FAMILIES, *tuned)


def _size(rng: Random) -> int:
    if rng.random() < 0.3:
        return 120
    if rng.random() < 0.5:
        return rng.randint(5, 40)
    return int(5 * (60 ** rng.random()))  # 5 to 300, small ones oftener


def _header_kind(rng: Random, kind: str, family: str) -> HeaderKind:
    if kind in NEEDS_HEADER or family in FAMILIES_WITH_HEADER:
        return "clear" if rng.random() < 0.8 else "abbreviated"
    kinds: list[HeaderKind] = list(_HEADERS)
    how = rng.choices(kinds, list(_HEADERS.values()))[0]
    return "cryptic" if how == "misleading" and family in _NEVER_MISLEADING else how


def _column(seed: int, index: int, split: Split) -> MadeColumn:
    rng = Random(f"{split}:{seed}:{index}")  # noqa: S311 - repeatable, not secret
    sides = _sides(split)
    made, weights = sides[rng.random() < PERSONAL_SHARE]
    kind, family, _, maker = rng.choices(made, weights)[0]
    draw = Draw(rng, rng.choice(locales(split)), _size(rng), split)
    clean = maker(draw)
    if kind in _IN_ANY_LETTERS and rng.random() < 0.16:
        clean = respelled(draw, clean)
    values = [value for value in dirtied(draw, clean) if value.strip()]
    how = _header_kind(rng, kind, family)
    table, neighbours = table_of(draw, kind, how)
    return MadeColumn(
        type=kind,
        subtype=family,
        category=PERSONAL.get(kind),
        locale=draw.locale,
        header=header(draw, kind, family, how),
        header_kind=how,
        values=tuple(values),
        neighbours=neighbours,
        table=table,
    )


def _sides(split: Split) -> dict[bool, tuple[list[Family], list[float]]]:
    """Families with their weights: whether they are personal. In tuning the kept-back kinds make half of the others."""
    found: dict[bool, tuple[list[Family], list[float]]] = {False: ([], []), True: ([], [])}
    boost = 1.0
    if split == "tune":
        boost = sum(family[2] for family in _OTHER_FAMILIES) / sum(family[2] for family in others_tuned.FAMILIES)
    for family in families(split):
        made, weights = found[family[0] in PERSONAL]
        made.append(family)
        weights.append(family[2] * (boost if family in others_tuned.FAMILIES else 1.0))
    return found


def generate(seed: int, count: int, split: Split) -> Iterator[MadeColumn]:
    """Make columns.

    Args:
        seed: equal seeds give equal columns, on every supported Python.
        count: how many.
        split: `train` makes no locale and no kind of `splits.TUNING`, `EVALUATION`, `TUNED_OTHERS`, `EVALUATED_OTHERS`;
            `tune` makes the locales of `TUNING`, and kinds of `TUNED_OTHERS` beside the general ones.

    Yields:
        One column at a time.

    >>> [column.type for column in generate(1, 3, "train")] == [column.type for column in generate(1, 3, "train")]
    True
    """
    for index in range(count):
        yield _column(seed, index, split)
