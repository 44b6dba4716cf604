"""Every register we know, from python-stdnum and from our own table; their modules are imported when first asked."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from importlib import import_module

from privlineage.detect.values.registers import own_table, stdnum_table
from privlineage.detect.values.registers.register import Register

__all__ = ["bare", "registers"]

_SEPARATORS = re.compile(r"[^0-9A-Za-z\u00c0-\u00ff\u0400-\u04ff&]+")
_TYPES = {
    "person": "national_id", "either": "national_id", "company": "other", "bank": "bank_account", "device": "device_id",
    "card": "credit_card", "vehicle": "vehicle_plate", "product": "other",
}  # fmt: skip


def bare(text: str) -> str:
    """A number without its separators, in capitals.

    >>> bare("123-45 6789x")
    '123456789X'
    """
    return _SEPARATORS.sub("", text).upper()


@lru_cache(maxsize=1)
def registers() -> tuple[Register, ...]:
    """Every register, in a fixed order."""
    known = []
    for line in stdnum_table.TABLE.strip().splitlines():
        module, kind, form, words = (part.strip() for part in line.split(" | "))
        place = module[:2].upper() if "." in module else ""
        known.append(_register(module, kind, "" if place == "EU" else place, form, words, valid=_by_stdnum(module)))
    for key, kind, place, form, words, test in own_table.TABLE:
        known.append(_register(key, kind, place, form, words, valid=_by_own(test)))
    return tuple(known)


def _register(key: str, kind: str, place: str, *said: str, valid: Callable[[str], bool]) -> Register:
    form, words = said
    return Register(key, kind, place, words, re.compile(form), valid, "iban" if key == "iban" else _TYPES[kind])


def _by_stdnum(module: str) -> Callable[[str], bool]:
    loaded: list[Callable[[str], bool]] = []

    def valid(text: str) -> bool:
        if not loaded:
            loaded.append(import_module(f"stdnum.{module}").is_valid)
        try:
            return bool(loaded[0](text))
        except Exception:  # noqa: BLE001 - a third party's parser over text from anywhere; what it cannot read is not valid
            return False

    return valid


def _by_own(test: Callable[[str], bool]) -> Callable[[str], bool]:
    def valid(text: str) -> bool:
        try:
            return test(bare(text))
        except (ValueError, IndexError):
            return False

    return valid
