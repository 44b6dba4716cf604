"""The demo's people are the same every time; their numbers have the form and check digits of their countries."""

import re
import sqlite3
from collections import Counter
from contextlib import closing

import pytest

from examples.microloan.data.check_digits import cn_check, cpf_check, curp_check, verhoeff_check
from examples.microloan.data.countries import MARKETS
from examples.microloan.data.people import applicants
from examples.microloan.data.warehouse import fill_warehouse

PEOPLE = [applicant for applicant, *_ in applicants(2_000)]

IDENTITY_FORMS = {
    "CN": r"\d{6}(19|20)\d{2}(0[1-9]|1[0-2])([0-2]\d|3[01])\d{3}[\dX]",
    "IN": r"[2-9]\d{11}",
    "ID": r"\d{6}([0-2]\d|3[01]|[4-6]\d|7[01])(0[1-9]|1[0-2])\d{2}\d{4}",
    "KE": r"\d{8}",
    "PH": r"\d{4}-\d{4}-\d{4}-\d{4}",
    "MX": r"[A-Z]{4}\d{6}[HM][A-Z]{2}[B-DF-HJ-NP-TV-Z]{3}[0-9A-J]\d",
    "BR": r"\d{3}\.\d{3}\.\d{3}-\d{2}",
}
PHONE_FORMS = {
    "CN": r"\+86 1[3578]\d{9}",
    "IN": r"\+91 [6-9]\d{9}",
    "ID": r"\+62 8\d{9}",
    "KE": r"\+254 7\d{8}",
    "PH": r"\+63 9\d{9}",
    "MX": r"\+52 \d{10}",
    "BR": r"\+55 \d{2} 9\d{8}",
}


def of(country: str):
    return [person for person in PEOPLE if person.country == country]


@pytest.mark.parametrize(
    ("check", "number", "tail"),
    [
        (cn_check, "34052419800101001X", 1),  # the example of GB 11643
        (cn_check, "11010519491231002X", 1),
        (verhoeff_check, "2363", 1),
        (curp_check, "BOXW310820HNERXN09", 1),
        (curp_check, "HEGG560427MVZRRL04", 1),  # RENAPO's own example
        (cpf_check, "39053344705", 2),
        (cpf_check, "11144477735", 2),
    ],
)
def test_check_digits_agree_with_published_numbers(check, number, tail):
    assert number[-tail:] == check(number[:-tail])


def test_the_same_seed_gives_the_same_people_and_another_seed_gives_others():
    assert list(applicants(50)) == list(applicants(50))
    assert list(applicants(50)) != list(applicants(50, seed=1))


def test_every_market_kind_and_gender_is_there():
    assert {market.code for market in MARKETS} == {person.country for person in PEOPLE}
    assert {"wallet_user", "shop_owner"} == {person.kind for person in PEOPLE}
    assert {"F", "M"} == {person.gender for person in PEOPLE}
    assert [] == [person for person in PEOPLE if (person.shop is None) != (person.kind == "wallet_user")]


@pytest.mark.parametrize("country", IDENTITY_FORMS)
def test_identity_and_phone_numbers_have_their_countrys_form(country):
    assert of(country)
    assert [] == [person.id_no for person in of(country) if not re.fullmatch(IDENTITY_FORMS[country], person.id_no)]
    assert [] == [person.phone for person in of(country) if not re.fullmatch(PHONE_FORMS[country], person.phone)]


def test_a_chinese_number_tells_birthday_and_gender_and_ends_in_its_check_character():
    for person in of("CN"):
        number = person.id_no
        assert person.date_of_birth.replace("-", "") == number[6:14]
        assert (person.gender == "F") == (int(number[16]) % 2 == 0)
        # ISO 7064 MOD 11-2, computed the other way round: the weighted sum with the check character leaves 1.
        digits = [10 if sign == "X" else int(sign) for sign in number]
        assert 1 == sum(digit * pow(2, 17 - index, 11) for index, digit in enumerate(digits)) % 11


def test_an_indonesian_number_tells_birthday_and_gender():
    for person in of("ID"):
        day = int(person.id_no[6:8])
        assert (person.gender == "F") == (day > 40)
        assert person.date_of_birth[8:10] == f"{day % 40:02d}"


def test_indian_mexican_and_brazilian_numbers_end_in_their_check_digits():
    assert [] == [p.id_no for p in of("IN") if p.id_no[-1] != verhoeff_check(p.id_no[:-1])]
    assert [] == [p.id_no for p in of("MX") if p.id_no[-1] != curp_check(p.id_no[:-1])]
    bare = [re.sub(r"\D", "", person.id_no) for person in of("BR")]
    assert [] == [number for number in bare if number[-2:] != cpf_check(number[:-2])]


def test_mail_addresses_are_of_domains_reserved_for_examples():
    assert {"example.com", "example.org", "example.net"} == {person.email.rpartition("@")[2] for person in PEOPLE}


def test_some_faces_applied_before():
    repeated = sum(times > 1 for times in Counter(person.face_hash for person in PEOPLE).values())
    assert 5 < repeated < 60


def test_the_warehouse_holds_everybody_once_and_is_never_overwritten(tmp_path):
    rows = fill_warehouse(tmp_path / "wh.db", 300)
    with closing(sqlite3.connect(tmp_path / "wh.db")) as connection:
        counted = {name: connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in rows}
        cn = connection.execute("SELECT DISTINCT country FROM raw_applicants_cn").fetchall()
    assert rows == counted
    assert 300 == rows["raw_applicants_cn"] + rows["raw_applicants_abroad"] == rows["raw_consents"]
    assert [("CN",)] == cn
    with pytest.raises(FileExistsError):
        fill_warehouse(tmp_path / "wh.db", 300)
