"""`examine_table` over columns written by hand: what it says, and what it never says."""

from __future__ import annotations

import hashlib
import random

import pytest

from privlineage.core.taxonomy import Taxonomy, is_within
from privlineage.detect.column import ColumnSample
from privlineage.detect.examine import examine_table
from privlineage.detect.types import BACKED_OFF, OTHER, PERSONAL, TYPES

_NAMES = (
    "Ingrid Halvorsen|Tomasz Wieczorek|Beatriz Figueira|Oluwaseun Adeyemi|Priya Raghunathan|Matteo Bellini|"
    "Sofia Papadaki|Kenji Watanabe|Amelia Thornton|Luca Ferraro|Nadia Haddad|Piotr Zieliński"
).split("|")
_MAILS = [f"{name.lower().replace(' ', '.')}@example.org" for name in _NAMES if name.isascii()]
_PHONES = (
    "+44 20 7946 0958|+49 30 901820|+33 1 42 68 53 00|+1 415 555 2671|+39 06 6982|+81 3 3224 9999|+34 91 330 2300"
).split("|")
_CARDS = "4111111111111111 5555555555554444 4012888888881881 378282246310005 6011111111111117".split()
_ADDRESSES = "192.168.10.4 10.0.0.17 172.16.254.1 203.0.113.77 198.51.100.23 8.8.4.4".split()
_BORN = "1961-04-17 1978-11-02 1989-06-30 1955-01-21 1993-09-09 1984-12-24 1970-03-15 2001-08-08".split()
_IBANS = (
    "DE89370400440532013000 GB29NWBK60161331926819 FR1420041010050500013M02606 NL91ABNA0417164300 "
    "ES9121000418450200051332"
).split()
_UUIDS = [f"{number:08x}-1b2c-4d3e-8f4a-{number * 7919:012x}" for number in range(0x10A0B0, 0x10A0C8)]
_MOMENTS = [f"2025-03-{day:02d}T{day % 24:02d}:17:{day + 20:02d}Z" for day in range(1, 29)]
_GOODS = "Steel Hinge 40mm|Oak Shelf Board|LED Strip Warm White|Garden Hose 20 m|Paper Towels 6-pack|USB Cable".split(
    "|"
)
_LINKS = [f"https://example.com/catalogue/{number}" for number in range(40, 60)]


def _answers(*columns: tuple[str, list[str]]) -> list[str | None]:
    return [one.category for one in examine_table([ColumnSample(name, values) for name, values in columns]).columns]


@pytest.mark.parametrize(
    ("expected", "header", "values"),
    [
        ("user.contact.email", "c1", _MAILS),
        ("user.contact.phone_number", "f_07", _PHONES),
        ("user.financial.credit_card", "x", _CARDS),
        ("user.device.ip_address", "v3", _ADDRESSES),
        ("user.name", "col_a", _NAMES),
        ("user.financial.bank_account", "q9", _IBANS),
        ("user.demographic.date_of_birth", "geb_dat", _BORN),
        ("user.contact.email", "product_code", _MAILS),
        (None, "k2", _UUIDS),
        (None, "t", _MOMENTS),
        (None, "c5", _GOODS),
        (None, "u", _LINKS),
        (None, "email", _UUIDS),
    ],
)
def test_a_column_is_told_by_its_values_whatever_it_is_called(
    expected: str | None, header: str, values: list[str]
) -> None:
    assert [expected] == _answers((header, values))


def test_the_header_decides_where_values_cannot() -> None:
    numbers = [str(number) for number in (34, 51, 27, 45, 62, 19, 38, 70, 23, 44, 57, 31)] * 3
    assert ["user.demographic.age_range", None] == _answers(("age", numbers), ("quantity", numbers))


def test_every_answer_is_a_key_of_the_taxonomy() -> None:
    keys = Taxonomy.shipped().categories
    assert set() == {key for key in (*PERSONAL.values(), *BACKED_OFF) if key not in keys}
    assert all(is_within(key, "user") for key in PERSONAL.values())
    assert len(set(TYPES)) == len(TYPES) == len(PERSONAL) + len(OTHER)


def test_the_order_of_values_changes_nothing() -> None:
    columns = [("a", _NAMES * 3), ("b", _MAILS), ("c", _GOODS * 2), ("d", _BORN)]
    mixed = [(name, random.Random(7).sample(values, len(values))) for name, values in columns]
    assert examine_table([ColumnSample(*one) for one in columns]) == examine_table(
        [ColumnSample(*one) for one in mixed]
    )


def test_the_same_table_gets_the_same_answer_twice() -> None:
    columns = [ColumnSample("a", _NAMES), ColumnSample("b", _UUIDS)]
    assert examine_table(columns, "t") == examine_table(columns, "t")


def test_no_value_is_in_an_answer() -> None:
    columns = [ColumnSample(f"c{at}", values) for at, values in enumerate((_NAMES, _MAILS, _PHONES, _CARDS, _BORN))]
    said = repr(examine_table(columns)) + repr(columns)
    assert [] == [value for column in columns for value in column.values if value in said]


def test_an_answer_has_reasons_and_a_confidence() -> None:
    (mail, code) = examine_table([ColumnSample("c1", _MAILS), ColumnSample("k2", _UUIDS)]).columns
    assert 0.9 < mail.confidence <= 1
    assert 0.7 < code.confidence <= 1
    assert any("e-mail addresses" in one.text for one in mail.evidence)
    assert code.evidence


def test_a_table_without_columns_has_no_answers() -> None:
    assert () == examine_table([]).columns


@pytest.mark.parametrize(
    "values",
    [
        [],
        [""],
        ["", " ", "\t"],
        ["x"],
        ["\0\0\0"],
        ["\ud800\udfff", "\uffff"],
        ["a" * 200_000],
        ["(" * 5_000, "[" * 5_000, "\\" * 5_000],
        ["1," * 3_000] * 3,
        [" " * 4_000 + "@" * 100],
        ["\u202e\u200f\u0000evil", "🙈🙉🙊", "\n\n\r\n"],
        ["NaN", "inf", "-0", "1e999", "0x"],
        ["٣٤٥", "४५६", "１２３"],
        ["ﷺ" * 300],
        ["=cmd|' /C calc'!A0", "<script>alert(1)</script>", "'; DROP TABLE t; --"],
        [str(number) for number in range(30_000)],
    ],
)
@pytest.mark.parametrize("header", ["", "email", "\0", "ش" * 500])
def test_no_text_whatever_stops_it(values: list[str], header: str) -> None:
    (one,) = examine_table([ColumnSample(header, values)], table="\ud800").columns
    assert header == one.column
    assert 0 <= one.confidence <= 1


def test_several_quasi_identifiers_are_reported_together() -> None:
    sexes = ["female", "male"] * 12
    codes = ["10115", "20095", "80331", "50667", "60311", "70173"] * 4
    finding = examine_table(
        [ColumnSample("date_of_birth", _BORN), ColumnSample("gender", sexes), ColumnSample("postal_code", codes)]
    )
    assert (("date_of_birth", "gender", "postal_code"),) == finding.quasi_identifiers[:1]


@pytest.mark.parametrize("header", ["id", "order_id", "qty"])
@pytest.mark.parametrize(("low", "high"), [(1, 20_000), (1, 60_000), (10_000, 99_999), (100_000, 999_999)])
def test_plain_numbers_under_a_header_that_names_something_else_are_no_postal_codes(header, low, high):
    made = random.Random(f"{low} {high}")
    finding = examine_table([ColumnSample(header, [str(made.randint(low, high)) for _ in range(200)])])
    assert finding.columns[0].category is None


def test_digits_under_a_header_of_postal_codes_are_postal_codes():
    made = random.Random("postal")
    finding = examine_table([ColumnSample("plz", [str(made.randint(10_000, 99_999)) for _ in range(200)])])
    assert "user.contact.address.postal_code" == finding.columns[0].category


def test_a_masked_column_is_said_to_be_masked_and_singles_out_nobody() -> None:
    days = [f"{1950 + number % 50}-{number % 12 + 1:02}-{number % 28 + 1:02}" for number in range(100)]
    born = [hashlib.sha256(day.encode()).hexdigest() for day in days]
    zips = [f"{10_000 + 631 * number:05}" for number in range(100)]
    columns = [
        ColumnSample("date_of_birth", born),
        ColumnSample("postal_code", zips),
        ColumnSample("gender", ["F", "M"] * 50),
    ]
    finding = examine_table(columns)
    assert ("sha256", "", "") == tuple(column.masked for column in finding.columns)
    assert [] == [group for group in finding.quasi_identifiers if "date_of_birth" in group]
