"""Who is the same person, and whose identity is real."""

import pytest

from privlineage.core.codec import from_json, to_json
from privlineage.core.people import Identity, could_be_same, same_person

GROUPS = [("ana", "a.lima@corp.example"), ("a.lima@corp.example", "u1234"), ("bo",)]


@pytest.mark.parametrize(
    ("how", "expected"), [("unverified", False), ("airflow", True), ("commit", True), ("token", True)]
)
def test_an_identity_is_real_when_it_was_proven(how, expected):
    assert expected is Identity("ana", (), how).is_real


def test_an_identity_without_a_name_or_of_an_unknown_kind_is_not_real():
    assert [False, False] == [Identity(" ", (), "airflow").is_real, Identity("ana", (), "horoscope").is_real]


def test_a_name_that_nobody_can_see_is_none():
    assert not Identity("\u200b\u2060", (), "token").is_real


def test_an_identity_that_is_not_real_says_so():
    assert ("ana (identity not verified)", "ana (airflow)") == (
        str(Identity("ana")),
        str(Identity("ana", (), "airflow")),
    )


def test_an_identity_survives_its_json():
    identity = Identity("ana", ("Privacy", "Op"), "airflow")
    assert identity == from_json(Identity, to_json(identity))


@pytest.mark.parametrize("other", ["ana", "ANA ", "Ana", "ａｎａ"])
def test_names_are_compared_without_case_and_width(other):
    assert same_person("ana", other)


@pytest.mark.parametrize(("one", "other"), [("ana", "bo"), ("ana", "ana@corp.example"), ("", ""), ("ana", "")])
def test_nobody_is_taken_for_somebody_by_a_guess(one, other):
    assert not same_person(one, other)


def test_names_that_teams_join_are_one_person_also_over_two_steps():
    assert [True, True, False] == [
        same_person("ana", "A.Lima@corp.example", GROUPS),
        same_person("ana", "U1234", GROUPS),
        same_person("ana", "bo", GROUPS),
    ]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("ana", "ana@corp.example", True),
        ("Ana@corp.example", "ANA", True),
        ("ana@corp.example", "ana@other.example", False),
        ("ana", "anabel@corp.example", False),
        ("", "bo", True),
        ("ana", "an\u200ba", True),
        ("Ana Lima", "ana\u00a0lima", True),
        ("ana@corp.example", "ana+ci@corp.example", True),
        ("ana", "ana+ci@corp.example", True),
        ("ana+ci@corp.example", "bo+ci@corp.example", False),
        ("\u200b", "bo", True),
        ("u1234", "ana", True),
        ("bo", "ana", False),
    ],
)
def test_a_second_person_must_not_be_the_first_under_another_name(one, other, expected):
    assert expected is could_be_same(one, other, GROUPS)
