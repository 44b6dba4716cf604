"""Who may approve, and what a team sees."""

import pytest

from privlineage.core.people import Identity
from privlineage.policy.load import load_files
from privlineage.service.people.approvers import approval_problem
from privlineage.service.people.teams import is_seen_by, of_team, sees_all, teams_of
from tests.unit.service.people.owned import BUNDLE, CLICKS, FILES, IN_ADS, IN_OPEN, LOANS, ODD, PLACES, verdict


def person(name, *roles, how="airflow"):
    return Identity(name, roles, how)


def visible(identity, bundle, thing):
    return sees_all(identity, bundle) or is_seen_by(teams_of(identity, bundle), bundle, thing)


ANA, DAN, EVE, NOBODY = person("ana"), person("dan"), person("eve"), person("zoe")


@pytest.mark.parametrize(
    ("identity", "authors", "expected"),
    [
        (ANA, [DAN], ""),
        (person("pat", how="token"), [DAN, ANA], ""),
        (person("zoe", "Legal"), [DAN], ""),
        (person("P.At@corp.example", how="commit"), [DAN], ""),
        (ANA, [DAN, ANA], "`ana` may be who made it (`ana`), and it takes a second person"),
        (ANA, [Identity("ANA")], "`ana` may be who made it (`ANA`), and it takes a second person"),
        (ANA, [Identity("")], "`ana` may be who made it (`nobody`), and it takes a second person"),
        (
            person("pat"),
            [person("p.at@corp.example", how="commit")],
            "`pat` may be who made it (`p.at@corp.example`), and it takes a second person",
        ),
        (DAN, [EVE], "`dan` is none of the approvers (privacy, Legal)"),
        (person("zoe", "Admin"), [EVE], "`zoe` is none of the approvers (privacy, Legal)"),
        (person("ana", how="unverified"), [EVE], "it was not verified who `ana` is"),
        (person("", "Legal"), [EVE], "it was not verified who `nobody` is"),
    ],
)
def test_an_approver_is_proven_named_and_another_than_the_authors(identity, authors, expected):
    assert expected == approval_problem(BUNDLE, identity, authors)


def test_nobody_approves_where_nobody_is_named():
    nobody = load_files({**FILES, "policy.yml": ""})
    assert "the bundle in force names no approvers" == approval_problem(nobody, ANA, [DAN])


@pytest.mark.parametrize(
    ("thing", "seen_by"),
    [
        (LOANS, "eve"),
        (LOANS.column("income"), "eve"),
        (CLICKS, "dan"),
        (PLACES, "dan eve zoe"),
        (ODD, ""),
        (IN_ADS, "dan"),
        (IN_OPEN, "dan eve zoe"),
        (BUNDLE.policy.zone("ads"), "dan"),
        (BUNDLE.policy.zone("open"), "dan eve zoe"),
        (BUNDLE.policy.rules[0], "dan"),
        (BUNDLE.policy.rules[1], "eve"),
        (BUNDLE.policy.rules[2], "dan eve zoe"),
        (verdict(IN_OPEN, LOANS), "eve"),
        (verdict(IN_ADS, PLACES), "dan"),
        (verdict(IN_ADS, LOANS), "dan eve"),
        (verdict(IN_OPEN, PLACES), "dan eve zoe"),
        (verdict(IN_OPEN, PLACES, "lending"), "eve"),
        (verdict(IN_OPEN, PLACES, "airflow, Lending"), "eve"),
        (verdict(IN_OPEN, PLACES, "airflow"), "dan eve zoe"),
        (verdict(IN_OPEN, CLICKS, "lending"), "dan eve"),
    ],
    ids=lambda value: getattr(value, "name", None) or (value if isinstance(value, str) else type(value).__name__),
)
def test_a_team_sees_its_own_and_what_nobody_owns(thing, seen_by):
    assert seen_by.split() == [each.name for each in (DAN, EVE, NOBODY) if visible(each, BUNDLE, thing)]
    assert all(visible(each, BUNDLE, thing) for each in (ANA, person("zoe", "Legal"), person("zoe", "Admin")))


def test_only_a_proven_admin_or_approver_sees_all_where_there_are_teams():
    unproven = [Identity("ana"), Identity("zoe", ("Admin",)), person("zoe", "Admin", how="commit"), DAN, NOBODY]
    assert [False] * 5 == [sees_all(each, BUNDLE) for each in unproven]
    assert sees_all(person("zoe", "ADMIN"), BUNDLE)
    without = load_files({**FILES, "teams.yml": ""})
    assert all(visible(each, without, LOANS) for each in unproven)


def test_teams_come_by_name_and_by_role():
    assert [("ads",), ("ads", "lending"), ()] == [
        teams_of(each, BUNDLE) for each in (DAN, person("eve", "AdsOps"), Identity("dan"))
    ]


def test_a_filter_by_team_keeps_what_it_owns_alone():
    things = [LOANS, CLICKS, PLACES, verdict(IN_ADS, LOANS)]
    assert [True, False, False, True] == [of_team(BUNDLE, thing, "lending") for thing in things]
