"""What a team builds in an afternoon: python-stdnum, phonenumbers and patterns, any of which says "personal"."""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any

import phonenumbers

from benchmarks.detection.asking import answer
from benchmarks.detection.corpus import Column
from benchmarks.detection.scoring import Answer

__all__ = ["by_libraries", "category"]

# Numbers of people in python-stdnum, as its own list of modules describes them.
PEOPLE = (
    "ar.dni ar.cuit at.vnr be.nn bg.egn br.cpf ca.sin ch.ssn cl.rut cn.ric cr.cpf cz.rc de.idnr dk.cpr do.cedula ec.ci "
    "ee.ik es.dni es.nie fi.hetu fr.nir gb.nhs gt.nit hr.oib id.nik ie.pps il.idnr in_.aadhaar in_.pan is_.kennitala "
    "it.codicefiscale kr.rrn lt.asmens mx.curp my.nric nl.bsn no.fodselsnummer pe.cui pk.cnic pl.pesel pt.cc ro.cnp "
    "se.personnummer si.emso th.pin tr.tckimlik ua.rntrc us.ssn za.idnr"
).split()
REGIONS = (None, "US", "GB", "DE", "FR", "IN", "BR")
SHAPES = {
    "user.contact.email": re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+"),
    "user.device.ip_address": re.compile(r"(\d{1,3}\.){3}\d{1,3}|([0-9a-fA-F]{0,4}:){3,7}[0-9a-fA-F]{1,4}"),
    "user.device.device_id": re.compile(r"([0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}"),
    "user.contact.address.postal_code": re.compile(
        r"\d{5}(-\d{4})?|[A-Z]\d[A-Z] ?\d[A-Z]\d|[A-Z]{1,2}\d[\dA-Z]? \d[A-Z]{2}"
    ),
}
SHARE = 0.6


def by_libraries(found: Iterable[Column]) -> list[Answer]:
    """The answer for every column, the same under every header."""
    answers = []
    for column in found:
        said = category(column.values)
        answers += [answer(column, condition, said) for condition in column.conditions()]
    return answers


def category(values: Sequence[str]) -> str | None:
    """The first check that most values pass."""
    for key, check in _checks():
        if sum(map(check, values)) >= SHARE * len(values):
            return key
    return None


@cache
def _checks() -> list[tuple[str, Callable[[str], bool]]]:
    checks: list[tuple[str, Callable[[str], bool]]] = [(key, _shaped(pattern)) for key, pattern in SHAPES.items()]
    checks += [
        ("user.financial.credit_card", _valid("stdnum.luhn", 13)),
        ("user.financial.bank_account", _valid("stdnum.iban")),
    ]
    checks += [("user.device.device_id", _valid("stdnum.imei"))]
    checks += [("user.government_id.national_identification_number", _valid(f"stdnum.{name}")) for name in PEOPLE]
    checks.append(("user.contact.phone_number", _is_phone))
    return checks


def _shaped(pattern: re.Pattern[str]) -> Callable[[str], bool]:
    return lambda value: bool(pattern.fullmatch(value.strip()))


def _valid(module: str, shortest: int = 0) -> Callable[[str], bool]:
    loaded: Any = importlib.import_module(module)
    return lambda value: len(value) >= shortest and bool(loaded.is_valid(value))


def _is_phone(value: str) -> bool:
    if not 6 <= sum(sign.isdigit() for sign in value) <= 15 or len(value) > 25:
        return False
    for region in REGIONS:
        try:
            if phonenumbers.is_valid_number(phonenumbers.parse(value, region)):
                return True
        except phonenumbers.NumberParseException:
            continue
    return False
