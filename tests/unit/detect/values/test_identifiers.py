"""Check digits prove a column: real numbers keep them, changed and random ones do not."""

from __future__ import annotations

import random
import re
from importlib import import_module

import pytest

from privlineage.detect.values import examine_values
from privlineage.detect.values.perturb import one_changed, scrambled
from privlineage.detect.values.registers.checks import icao, luhn, verhoeff, weighted
from privlineage.detect.values.registers.known import bare, registers


def numbers(form, valid, count=60, seed=7):
    """Random numbers of a form that a test accepts."""
    chance = random.Random(seed)
    drawn = []
    while len(drawn) < count:
        text = "".join(chance.choice("0123456789") if part == "9" else part for part in form)
        if valid(text):
            drawn.append(text)
    return drawn


def test_every_register_of_stdnum_takes_an_example_of_its_own_documentation():
    """Rows that split one module by whom it names are taken together."""
    taken: dict[str, bool] = {}
    for register in registers():
        try:
            module = import_module(f"stdnum.{register.key}")
        except ModuleNotFoundError:
            continue
        examples = re.findall(r">>> (?:validate|is_valid)\('([^']+)'\)\n\s*'([^']+)'", module.__doc__ or "")
        if examples:
            fits = any(register.form.fullmatch(bare(text)) and register.valid(text) for text, _ in examples)
            taken[register.key] = taken.get(register.key, False) or fits

    assert len(taken) > 120
    narrower = ["se.orgnr", "imei"]  # on purpose: companies alone, and numbers with a check digit alone
    assert narrower == [key for key, fits in taken.items() if not fits]


@pytest.mark.parametrize(
    ("key", "number"),
    [
        ("ae.eid", "784-1988-1234567-0"),
        ("hk.id", "G123456(A)"),
        ("tw.id", "A123456789"),
        ("sg.nric", "S1234567D"),
        ("ir.meli", "0499370899"),
        ("ru.snils", "112-233-445 95"),
        ("pl.card", "ABA300000"),
        ("br.pis", "120.5641.284-7"),
        ("uy.ci", "1.234.567-2"),
        ("vin", "1M8GDM9AXKP042788"),
        ("card", "4111 1111 1111 1111"),
        ("card", "378282246310005"),
        ("hu.taj", "123 456 788"),
        ("lk.nic", "852345678V"),
        ("npi", "1234567893"),
        ("au.medicare", "2123 45670 1"),
        ("sv.dui", "00016297-5"),
        ("de.card", "T220001293"),
        ("eg.nid", "29001011234567"),
    ],
)
def test_our_own_registers_take_published_examples(key, number):
    fits = [one for one in registers() if one.key == key and one.form.fullmatch(bare(number)) and one.valid(number)]

    assert [key] == [one.key for one in fits]


def test_numbers_with_a_personal_check_digit_are_told_from_random_ones():
    stdnum = import_module("stdnum.pl.pesel")
    real = numbers("99101299999", stdnum.is_valid)
    made_up = numbers("99999999999", lambda _: True)

    assert examine_values(real).feature("id.person.proof") > 0.9
    assert examine_values(made_up).feature("id.person.proof") < 0.5
    assert "PL" == examine_values(real).place
    assert "Polish PESEL" in examine_values(real).evidence("national_id")[0]


@pytest.mark.parametrize(
    ("kind", "module", "form"),
    [
        ("product", "isbn", "9789999999999"),
        ("product", "ean", "4099999999999"),
        ("company", "lei", "5493009999999999ZZ99"),
        ("company", "de.vat", "DE999999999"),
        ("bank", "iban", "DE99999999999999999999"),
        ("product", "iso6346", "MSCU9999999"),
        ("device", "imei", "359999999999999"),
    ],
)
def test_numbers_of_other_registers_prove_their_own_kind(kind, module, form):
    drawn = numbers(form, import_module(f"stdnum.{module}").is_valid, count=25)

    assert examine_values(drawn).feature(f"id.{kind}.proof") > 0.8


def test_payment_cards_prove_themselves():
    report = examine_values(numbers("4999999999999999", luhn))

    assert report.feature("id.card.proof") > 0.8
    assert report.evidence("credit_card")


def test_a_number_that_is_counted_up_proves_nothing():
    report = examine_values([str(700_000_000 + n) for n in range(200)])

    assert report.feature("id.proof") < 0.4
    assert report.feature("number.sequence") == 1.0


def test_changes_are_the_same_each_time_and_touch_what_they_say():
    assert one_changed("12-34") == one_changed("12-34")
    assert 1 == sum(a != b for a, b in zip("987-654", one_changed("987-654"), strict=True))
    assert "--" == scrambled("--")
    assert scrambled("A1") == scrambled("A1")


def test_arithmetic_of_check_digits_keeps_published_examples():
    assert (luhn("79927398713"), luhn("79927398710")) == (True, False)
    assert (verhoeff("2363"), verhoeff("2364")) == (True, False)
    assert (3, 6, 6) == (icao("520727"), icao("HA672242<"), weighted("123", (1, 1, 1)))


def test_dates_of_birth_inside_numbers_are_told_from_days_of_orders():
    chance = random.Random(2)
    day = [f"{1 + n % 12:02d}{1 + n % 28:02d}" for n in range(80)]
    people = [f"{chance.randrange(1940, 2005)}{one}{chance.randrange(10**4):04d}" for one in day]
    orders = [f"2025{one}{n:04d}" for n, one in enumerate(day)]

    assert 1.0 == examine_values(people).feature("inner.share") == examine_values(orders).feature("inner.share")
    assert examine_values(people).feature("inner.past") > 0.8
    assert examine_values(people).feature("inner.years") > 0.5
    assert 0.0 == examine_values(orders).feature("inner.past")
