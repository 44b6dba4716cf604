import base64
import codecs
import hashlib
import hmac
import uuid
import zlib
from collections.abc import Callable

import pytest

from privlineage.detect.masking import FAMILIES, KINDS, examine_masking, is_kind
from privlineage.detect.masking.examine import masked_form
from tests.unit.detect.masking.people import (
    BIRTHS,
    CHINESE_MOBILES,
    EMAILS,
    GERMAN_MOBILES,
    NAMES,
    POSTCODES,
    noise,
)

FEW = 1_000
"""Few enough tries that a hash that holds is told in milliseconds."""


def hashed(texts: list[str], name: str = "sha256") -> list[str]:
    return [hashlib.new(name, text.encode()).hexdigest() for text in texts]


def keyed(texts: list[str]) -> list[str]:
    return [hmac.new(b"kept", text.encode(), "sha256").hexdigest() for text in texts]


@pytest.mark.parametrize("name", ["md5", "sha1", "sha224", "sha256", "sha384", "sha512"])
def test_a_plain_hash_of_what_lineage_names_is_led_back(name):
    report = examine_masking(hashed(EMAILS, name), candidates=EMAILS, tries=0)
    assert (name, False, 1.0) == (report.kind, report.holds, report.reversed_share)


@pytest.mark.parametrize(
    "write",
    [
        str.upper,
        lambda digest: f"sha256:{digest}",
        lambda digest: f"\\x{digest}",
        lambda digest: f"0x{digest}",
        lambda digest: base64.b64encode(bytes.fromhex(digest)).decode(),
        lambda digest: base64.urlsafe_b64encode(bytes.fromhex(digest)).decode().rstrip("="),
    ],
    ids=["upper", "prefix", "bytea", "0x", "base64", "base64url"],
)
def test_however_a_digest_is_written_it_is_the_same_digest(write):
    report = examine_masking([write(digest) for digest in hashed(EMAILS)], candidates=EMAILS, tries=0)
    assert ("sha256", False, 1.0) == (report.kind, report.holds, report.reversed_share)


@pytest.mark.parametrize(
    "make",
    [
        lambda text: hashlib.sha256(text.upper().encode()).hexdigest(),
        lambda text: hashlib.sha3_256(text.encode()).hexdigest(),
        lambda text: hashlib.sha256(text.encode("utf-16-le")).hexdigest(),
        lambda text: hashlib.sha256(hashlib.md5(text.encode()).hexdigest().encode()).hexdigest(),
        lambda text: hashlib.md5(text.encode()).hexdigest()[:10],
        lambda text: hashlib.sha512(text.encode()).hexdigest()[-20:],
        lambda text: hashlib.sha1(text.encode()).hexdigest()[:16],
        lambda text: str(uuid.UUID(hashlib.md5(text.encode()).hexdigest())),
        lambda text: str(uuid.uuid5(uuid.NAMESPACE_DNS, text)),
        lambda text: f"{len(text)}:{hashlib.sha256(f'{len(text)}{text}'.encode()).hexdigest()}",
        lambda text: str(int(hashlib.md5(text.encode()).hexdigest()[:8], 16)),
    ],
    ids="upper sha3 utf16 of-md5 cut end 64-bits uuid uuid5 salt-beside number".split(),
)
def test_rarer_ways_to_hash_are_led_back_too(make: Callable[[str], str]):
    report = examine_masking([make(text) for text in EMAILS], candidates=EMAILS, tries=0)
    assert (False, 1.0) == (report.holds, report.reversed_share)


@pytest.mark.parametrize(("clear", "where"), [(BIRTHS, "dates of a century"), (POSTCODES, "postal codes")])
def test_small_spaces_are_tried_whole_without_any_candidate(clear, where):
    report = examine_masking(hashed(clear, "md5"))
    assert ("md5", False, 1.0) == (report.kind, report.holds, report.reversed_share)
    assert where in report.reasons[0]


def test_a_keyed_hash_holds_where_lineage_shows_the_key_and_is_left_open_where_it_does_not():
    shown = examine_masking(keyed(EMAILS), candidates=EMAILS, functions=("lower", "public.hmac"), tries=FEW)
    hidden = examine_masking(keyed(EMAILS), candidates=EMAILS, functions=("lower",), tries=FEW)
    assert [("sha256", True, 0.0), ("sha256", None, 0.0)] == [
        (report.kind, report.holds, report.reversed_share) for report in (shown, hidden)
    ]


def test_a_hash_without_a_key_over_telephone_numbers_is_undone_by_counting():
    plain = examine_masking(
        hashed(GERMAN_MOBILES), functions=("sha256",), category="user.contact.phone_number", tries=FEW
    )
    mail = examine_masking(hashed(EMAILS), functions=("sha256",), category="user.contact.email", tries=FEW)
    assert (False, None) == (plain.holds, mail.holds)
    assert "10^10" in plain.reasons[0]


def test_a_keyed_hash_of_a_gender_gives_itself_away():
    report = examine_masking(keyed(["f", "m"] * 60), functions=("hmac",), tries=FEW)
    assert report.holds is False
    assert any("2 distinct values among 120" in reason for reason in report.reasons)


def test_something_of_its_own_in_each_row_is_seen_by_what_no_longer_repeats():
    cities = ["Oslo", "Rome", "Lima", "Kyiv"] * 50
    salted = [hashlib.sha256(f"{row}-{city}".encode()).hexdigest() for row, city in enumerate(cities)]
    report = examine_masking(salted, candidates=cities, tries=FEW)
    assert report.holds is None
    assert any("into each row" in reason for reason in report.reasons)


@pytest.mark.parametrize("write", [str, lambda number: str(number - 2**32 * (number >= 2**31)), "{:x}".format])
def test_the_crc_of_telephone_numbers_is_proven_without_any_candidate(write):
    report = examine_masking([write(zlib.crc32(phone.encode())) for phone in CHINESE_MOBILES])
    assert ("crc32", False) == (report.kind, report.holds)
    assert "chance would give" in report.reasons[0]


def test_random_numbers_of_32_bits_are_not_said_to_be_led_back():
    report = examine_masking([str(number) for number in noise(32)])
    assert ("checksum32", None, 0.0) == (report.kind, report.holds, report.reversed_share)


def test_adler_shows_by_its_halves():
    report = examine_masking([str(zlib.adler32(phone.encode())) for phone in CHINESE_MOBILES])
    assert ("adler32", False) == (report.kind, report.holds)


def test_a_checksum_that_lineage_names_does_not_hold_however_few_values_there_are():
    report = examine_masking([str(zlib.crc32(text.encode())) for text in EMAILS[:9]], functions=("crc32",), tries=0)
    assert ("crc32", False) == (report.kind, report.holds)


@pytest.mark.parametrize(
    ("kind", "encode"),
    [
        ("base64", lambda text: base64.b64encode(text.encode()).decode()),
        ("base64", lambda text: base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")),
        ("base32", lambda text: base64.b32encode(text.encode()).decode()),
        ("hex", lambda text: text.encode().hex()),
        ("hex", lambda text: f"\\x{text.encode().hex()}"),
        ("url", lambda text: text.replace("@", "%40")),
        ("rot13", lambda text: codecs.encode(text, "rot13")),
        ("reversed", lambda text: text[::-1]),
    ],
)
def test_an_encoding_is_no_masking(kind, encode):
    report = examine_masking([encode(text) for text in EMAILS])
    assert (kind, False) == (report.kind, report.holds)


def test_what_an_encoding_holds_is_named_by_category():
    report = examine_masking([base64.b64encode(text.encode()).decode() for text in EMAILS])
    assert "user.contact.email" == report.content


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("partial", [f"{text[0]}***@{text.partition('@')[2]}" for text in EMAILS]),
        ("partial", [f"****{phone[-4:]}" for phone in GERMAN_MOBILES]),
        ("partial", [f"{phone[:3]}****{phone[-4:]}" for phone in CHINESE_MOBILES]),
        ("partial", [f"XXXX-XXXX-XXXX-{phone[-4:]}" for phone in GERMAN_MOBILES]),
        ("redacted", ["REDACTED"] * 50),
        ("redacted", ["***"] * 50),
        ("redacted", ["[removed]"] * 30),
        ("generalised", ["20-29", "30-39", "40-49", "60+"] * 20),
        ("generalised", ["[20,30)", "[30,40)"] * 20),
        ("generalised", ["1980s", "1990s"] * 20),
        ("generalised", [f"{birth[:7]}-01" for birth in BIRTHS]),
        ("uuid", [str(uuid.UUID(int=number, version=4)) for number in noise(128)]),
        ("bcrypt", [f"$2b$12${'./AbCdEfGhIjKlMnOpQrStUvWxYz0123456789aBcDeFgHiJkLmNo'[:53]}"] * 20),
        ("argon2", ["$argon2id$v=19$m=65536,t=3,p=4$c2FsdHNhbHQ$aGFzaGhhc2hoYXNo"] * 20),
        ("crypt", ["$6$saltsalt$aVeryLongOne"] * 20),
        ("pbkdf2", ["pbkdf2_sha256$600000$salt$aGFzaA=="] * 20),
        ("fernet", [f"gAAAAABl{base64.urlsafe_b64encode(number.to_bytes(90)).decode()}" for number in noise(720, 40)]),
        ("jwe", ["eyJhbGciOiJkaXIifQ..aXZpdml2.Y2lwaGVy.dGFn"] * 20),
        ("pgp", ["-----BEGIN PGP MESSAGE-----\n\nhQEMA"] * 20),
        ("encrypted", [base64.b64encode(number.to_bytes(80)).decode() for number in noise(640, 60)]),
        ("jwt", ["eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiAieCJ9.c2ln"] * 20),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_each_way_to_mask_is_told_by_its_form(kind, values):
    assert kind == examine_masking(values, tries=FEW).kind
    assert kind == masked_form(values)


@pytest.mark.parametrize(
    "values",
    [
        NAMES,
        EMAILS,
        GERMAN_MOBILES,
        CHINESE_MOBILES,
        BIRTHS,
        POSTCODES,
        [str(number) for number in range(1_000_000, 1_000_200)],
        [str(1_700_000_000 + number % 10_000_000) for number in noise(32)],
        [f"{number:012x}"[:-1] + "0" for number in range(0x65A000000000, 0x65A000000000 + 200_000, 977)],
        [f"#{number:06x}" for number in noise(24)],
        [f"ORD-{number:08}" for number in noise(20)],
        [f"https://shop.example/{number}?q=a%20b" for number in noise(20)],
        ["Manchester", "Washington", "Amsterdam1", "Bratislava"] * 10,
        ["3-1", "2-0", "10-9", "0-0"] * 20,
        ["the quick brown fox", "jumps over", "the lazy dog"] * 10,
    ],
    ids="names emails phones mobiles births postcodes counter times ids colours orders urls towns scores prose".split(),
)
def test_what_is_not_masked_does_not_look_so(values):
    assert "" == examine_masking(values).kind


def test_partial_masks_are_compared_with_what_they_come_from():
    many = [f"13{number:09}" for number in range(0, 1_000_000_000, 700_001)]
    single = examine_masking([f"{phone[:7]}****" for phone in many[:100]], candidates=many)
    shared = examine_masking([f"{phone[:2]}*********" for phone in many[:100]], candidates=many)
    assert [(False, 1.0), (None, 0.0)] == [(report.holds, report.reversed_share) for report in (single, shared)]


def test_a_column_masked_in_most_rows_is_not_masked():
    values = [
        text if row % 10 == 0 else digest for row, (text, digest) in enumerate(zip(EMAILS, keyed(EMAILS), strict=True))
    ]
    report = examine_masking(values, functions=("hmac",), tries=FEW)
    assert ("sha256", False, "user.contact.email") == (report.kind, report.holds, report.content)
    assert report.reasons[0].startswith("20 of 200 values are not masked")


def test_the_upstream_values_themselves_are_seen_as_such():
    assert "clear" == examine_masking(NAMES, candidates=NAMES).kind
    assert "case" == examine_masking([name.upper() for name in NAMES], candidates=NAMES).kind


def test_tokens_that_keep_the_format_are_seen_where_lineage_shows_a_function():
    tokens = [f"+49170{number % 10**7:07}" for number in noise(30)]
    assert "token" == examine_masking(tokens, candidates=GERMAN_MOBILES, functions=("tokenize",)).kind
    assert "" == examine_masking(tokens, candidates=GERMAN_MOBILES).kind


def test_equal_parts_of_encrypted_values_show_where_blocks_are_encrypted_alone():
    blocks = [number.to_bytes(16) for number in noise(128, 300)]
    values = [base64.b64encode(blocks[row % 3] + blocks[row]).decode() for row in range(100)]
    report = examine_masking(values, tries=FEW)
    assert "encrypted" == report.kind
    assert "(ECB)" in report.reasons[0]


def test_every_kind_that_is_reported_is_a_known_one_and_families_answer_for_their_members():
    assert all(kind in KINDS for kinds in FAMILIES.values() for kind in kinds)
    assert (True, True, False) == (is_kind("sha256", "hash"), is_kind("sha256", "hmac"), is_kind("", "hash"))


def test_nothing_to_look_at_is_said_so():
    assert ("", None) == (examine_masking([]).kind, examine_masking(["", " "]).holds)
