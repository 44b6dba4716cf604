"""What headers say: over six hundred of them, by language and type, with those that must say nothing personal."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privlineage.detect.names import (
    NAME_FEATURES,
    explain_name,
    is_cryptic,
    name_features,
    score_name,
)
from privlineage.detect.names.lexicon import lexicon
from privlineage.detect.types import PERSONAL, TYPES

_LINES = (Path(__file__).parent / "headers.tsv").read_text("utf-8").splitlines()
HEADERS = [tuple(line.split("\t")) for line in _LINES if line and not line.startswith("#")]
READ = [(header, kind) for header, kind in HEADERS if kind != "-" and not kind.startswith("not ")]
SEPARABLE = sorted({header for header, _ in READ if header.isascii() and "_" in header and header.islower()})


def _reads_as(header: str) -> str:
    scores = score_name(header)
    return "-" if is_cryptic(header) else max(scores, key=scores.__getitem__)


@pytest.mark.parametrize(("header", "kind"), READ)
def test_a_header_reads_as_its_type(header: str, kind: str) -> None:
    assert kind == _reads_as(header)


@pytest.mark.parametrize("header", [header for header, kind in HEADERS if kind == "-"])
def test_a_cryptic_header_says_nothing(header: str) -> None:
    assert is_cryptic(header)


@pytest.mark.parametrize("header", ["phone_country_code", "email_count", "phone_model", "has_email", "company_name"])
def test_what_decides_the_phrase_is_not_personal(header: str) -> None:
    assert _reads_as(header) not in PERSONAL


def test_every_meaning_of_the_lexicon_is_a_type_or_a_role_with_rules() -> None:
    known = lexicon()
    ruled = {meaning for pair in known.pairs for meaning in pair} | set(known.alone) | {"filler"}
    assert {meaning for meaning, kind in known.kinds.items() if kind != "roles"} <= set(TYPES)
    assert {meaning for meaning, kind in known.kinds.items() if kind == "roles"} <= ruled
    assert {rule.result for rule in known.pairs.values()} <= set(TYPES)


def test_the_lexicon_knows_more_than_sixty_languages() -> None:
    assert len({sense.language for senses in lexicon().words.values() for sense in senses}) > 60


@pytest.mark.parametrize("header", SEPARABLE)
def test_separators_and_case_do_not_matter(header: str) -> None:
    words = header.split("_")
    camel = words[0] + "".join(word.capitalize() for word in words[1:])
    spellings = {header.upper(), camel, header.replace("_", "-"), header.replace("_", " "), header.replace("_", ".")}
    assert {_reads_as(header)} == {_reads_as(spelling) for spelling in spellings}


@given(st.text(max_size=150))
def test_no_header_is_too_strange(header: str) -> None:
    scores = score_name(header)
    assert set(scores) <= set(TYPES)
    assert all(0 <= score <= 1 for score in scores.values())
    assert len(name_features(header)) == len(NAME_FEATURES)


@given(st.sampled_from(READ), st.sampled_from(["t_{}", "{}_1", "dim_{}", "old_{}", "{}_val"]))
def test_what_engineers_put_around_a_header_does_not_change_its_type(case: tuple[str, str], around: str) -> None:
    header, kind = case
    assert kind in score_name(around.format(header)) or not score_name(header)


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("telefonnnummer", "phone"),
        ("adress_email", "email"),
        ("geburtsdatm", "date_of_birth"),
        ("natonality", "nationality"),
    ],
)
def test_a_slip_in_a_long_word_is_forgiven(header: str, kind: str) -> None:
    assert kind == _reads_as(header)


def test_the_evidence_names_the_header_and_its_language() -> None:
    assert explain_name("geb_dat", "date_of_birth") == "the header `geb_dat` reads as date of birth (German)"
    assert explain_name("geb_dat", "email") == ""
