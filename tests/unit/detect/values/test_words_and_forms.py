"""Lists of words, forms, dates, postal codes and longer texts."""

from __future__ import annotations

import pytest

from privlineage.detect.values import examine_values
from privlineage.detect.values.dates import parse_date
from privlineage.detect.values.numbers import parse_number
from privlineage.detect.values.words import _LEXICONS


@pytest.mark.parametrize(
    ("feature", "values"),
    [
        ("word.gender.rows", ["weiblich", "männlich"]),
        ("word.gender.rows", ["女", "男"]),
        ("word.gender.rows", ["kadın", "erkek"]),
        ("word.marital.rows", ["célibataire", "Marié(e)"]),
        ("word.religion.rows", ["Muslim", "Katolik", "Hindu"]),
        ("word.orientation.rows", ["heterosexual", "gay"]),
        ("word.countries.rows", ["Deutschland", "Norvège", "日本"]),
        ("word.months.rows", ["janvier", "März"]),
        ("word.state.rows", ["pending", "shipped", "cancelled"]),
        ("word.street_number", ["12 Rue de la Paix", "Hauptstraße 5", "ul. Długa 7", "Calle Mayor 3"]),
        ("word.street", ["中山路100号", "ถนนสุขุมวิท", "улица Ленина"]),
        ("word.company", ["Meyer GmbH", "三井株式会社", "ООО Ромашка"]),
        ("word.job", ["Software Engineer", "Infirmière", "Księgowy"]),
        ("word.disease", ["Appendicitis", "Бронхит", "糖尿病"]),
        ("word.medicine", ["Lisinopril", "Atorvastatin", "Amoxicillin"]),
        ("word.patronymic", ["Иванович", "Petrovna"]),
        ("pattern.uuid", ["550e8400-e29b-41d4-a716-446655440000"]),
        ("pattern.jwt", ["eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl"]),
        ("pattern.bcrypt", ["$2b$12$" + "a" * 53]),
        ("pattern.ipv4", ["10.0.0.1"]),
        ("pattern.ipv6", ["fe80::1", "2001:db8::ff00:42:8329"]),
        ("pattern.mac", ["00:1A:2b:3c:4d:5e", "001a.2b3c.4d5e"]),
        ("pattern.latlon", ["52.52001, 13.40495"]),
        ("pattern.wkt", ["POINT(13.40495 52.52001)"]),
        ("pattern.icd10_dot", ["E11.9", "J45.901"]),
        ("pattern.blood_type", ["A+", "0 neg", "AB-"]),
        ("pattern.mrz", ["P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"]),
        ("pattern.plate", ["B-MW 1234", "AB12 CDE"]),
        ("pattern.hex_colour", ["#ff00aa"]),
        ("pattern.version", ["1.2.3", "v2.0.1-rc1"]),
        ("pattern.cron", ["*/5 * * * *"]),
        ("pattern.mime", ["text/html", "image/svg+xml"]),
        ("pattern.sql", ["SELECT 1 FROM t"]),
        ("pattern.amount", ["€ 12,50", "$1,200"]),
        ("pattern.private_key", ["-----BEGIN RSA PRIVATE KEY-----\nMIIE"]),
        ("post.telling", ["SW1A 1AA", "M1 1AE", "EC1A 1BB"]),
        ("post.telling", ["00-950", "31-042"]),
        ("text.email", ["please write to ana.lopez@example.org before noon"]),
        ("text.phone", ["call me back at +33 6 12 34 56 78 this evening"]),
        ("text.card", ["my card 4111 1111 1111 1111 was charged twice"]),
        ("text.iban", ["send it to DE89 3704 0044 0532 0130 00 as agreed please"]),
    ],
)
def test_values_meet_the_feature_that_is_named_after_them(feature, values):
    assert 1.0 == examine_values(values).feature(feature)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1984-03-17", (1984, 3, 17)),
        ("17.3.1984", (1984, 3, 17)),
        ("03/17/1984", (1984, 3, 17)),
        ("19840317", (1984, 3, 17)),
        ("17031984", (1984, 3, 17)),
        ("1984年3月17日", (1984, 3, 17)),
        ("17/03/2527", (1984, 3, 17)),
        ("17/03/84", (1984, 3, 17)),
        ("1984-03-17T10:20:30Z", (1984, 3, 17)),
    ],
)
def test_dates_are_read_in_the_spellings_of_many_countries(text, day):
    assert day == parse_date(text)[:3]


@pytest.mark.parametrize("text", ["2024-13-45", "31.31.2000", "hello", "", "12", "1.2.3.4"])
def test_what_is_no_date_is_none(text):
    assert parse_date(text) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1,234.50", (1234.5, 2)),
        ("1.234,50", (1234.5, 2)),
        ("12,5", (12.5, 1)),
        ("1 000", (1000.0, 0)),
        ("-7", (-7.0, 0)),
    ],
)
def test_numbers_are_read_with_either_decimal_mark(text, number):
    assert number == parse_number(text)


def test_birthdays_are_told_from_days_of_last_year():
    born = examine_values([f"{1940 + n % 62}-{1 + n % 12:02d}-{1 + n % 28:02d}" for n in range(100)])
    recent = examine_values([f"2025-{1 + n % 12:02d}-{1 + n % 28:02d}" for n in range(100)])

    assert born.feature("date.born") > 0.6
    assert recent.feature("date.born") < 0.1


def test_no_two_lists_of_words_share_a_name():
    names = [one.name for one in _LEXICONS]

    assert len(names) == len(set(names))
