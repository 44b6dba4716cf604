"""Telephone numbers against the numbering plans of the world."""

from __future__ import annotations

import random

import phonenumbers
import pytest

from privlineage.detect.values import examine_values
from privlineage.detect.values.phones.plans import plan, regions


def drawn(region, count=60, seed=3):
    """Valid numbers of a region, drawn by changing the last digits of the library's example."""
    chance = random.Random(seed)
    example = phonenumbers.example_number_for_type(region, phonenumbers.PhoneNumberType.MOBILE)
    found = []
    while len(found) < count:
        national = str(example.national_number)
        text = national[:2] + "".join(chance.choice("0123456789") for _ in national[2:])
        number = phonenumbers.parse(text, region)
        if phonenumbers.is_valid_number(number):
            found.append(number)
    return found


def test_every_region_has_a_plan_that_takes_its_own_example():
    wrong = []
    for region in regions():
        example = phonenumbers.example_number_for_type(region, phonenumbers.PhoneNumberType.MOBILE)
        if example and not plan(region).national(phonenumbers.national_significant_number(example)):
            wrong.append(region)

    assert [] == wrong


@pytest.mark.parametrize("region", ["FR", "BR", "NG", "KR"])
def test_international_numbers_are_valid_by_their_calling_code(region):
    form = phonenumbers.PhoneNumberFormat.INTERNATIONAL
    report = examine_values([phonenumbers.format_number(one, form) for one in drawn(region)])

    assert 1.0 == report.feature("phone.international") == report.feature("phone.one_code")
    assert "calling code" in report.evidence("phone")[0]


@pytest.mark.parametrize("region", ["FR", "ES", "PL", "AU"])
def test_national_numbers_fit_better_than_the_same_with_other_leading_digits(region):
    form = phonenumbers.PhoneNumberFormat.NATIONAL
    report = examine_values([phonenumbers.format_number(one, form) for one in drawn(region)])

    assert report.feature("phone.national") > 0.95
    assert report.feature("phone.proof") > 0.3


def test_random_digits_claim_no_telephone():
    chance = random.Random(5)
    report = examine_values([str(chance.randrange(10**9, 10**10)) for _ in range(100)])

    assert report.feature("phone.proof") < 0.35
    assert () == tuple(text for text in report.evidence("phone") if "numbering plan" in text)


def test_dates_and_addresses_of_machines_are_no_telephones():
    assert 0.0 == examine_values(["2024-03-17", "2023-11-02"]).feature("phone.plausible")
    assert 0.0 == examine_values(["192.168.10.20", "10.20.30.40"]).feature("phone.plausible")


def test_a_beginning_that_all_numbers_share_proves_no_telephone():
    orders = [f"2024-{n:05d}" for n in range(100)]

    assert examine_values(orders).feature("phone.inner_proof") < 0.3
