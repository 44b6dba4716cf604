"""Teams: who belongs, what is suspicious in `teams.yml`, and which changes to it loosen."""

import pytest

from privlineage.core.people import Identity
from privlineage.policy.diff.bundles import changes
from privlineage.policy.load import load_files
from privlineage.policy.teams import Signer, Team, belongs, stands_for

KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIH00"
PRIVACY = Team("privacy", (("ana", "a.lima@corp.example"), ("bo",)), ("Privacy",), (Signer("cy@corp.example", KEY),))
TEAMS = {"privacy": PRIVACY, "ads": Team("ads", (("dan",),))}


@pytest.mark.parametrize(
    ("identity", "expected"),
    [
        (Identity("Ana", (), "airflow"), True),
        (Identity("A.Lima@corp.example", (), "commit"), True),
        (Identity("cy@corp.example", (), "commit"), True),
        (Identity("eve", ("Viewer", "privacy"), "airflow"), True),
        (Identity("eve", ("Privacy",), "token"), True),
        (Identity("cy@corp.example", (), "airflow"), False),
        (Identity("ana", ("Privacy",)), False),
        (Identity("eve", ("Privacy",), "commit"), False),
        (Identity("eve", ("Admin",), "airflow"), False),
        (Identity("dan", (), "airflow"), False),
        (Identity("ana@corp.example", (), "airflow"), False),
        (Identity("", (), "airflow"), False),
    ],
    ids=str,
)
def test_one_belongs_to_a_team_by_a_proven_name_a_proven_role_or_a_listed_key(identity, expected):
    assert expected is belongs(identity, PRIVACY, TEAMS)


def test_an_approver_that_is_no_team_means_a_role_and_a_team_hides_a_role_of_its_name():
    role, other = Identity("eve", ("Privacy",), "airflow"), Identity("eve", ("ads",), "airflow")
    assert [True, False, False] == [
        stands_for(role, "privacy", {}),
        stands_for(role, "legal", {}),
        stands_for(other, "ads", TEAMS),
    ]


def test_a_signer_reads_the_lines_of_ssh_and_fingerprints():
    texts = [f"ana {KEY}", f'ana namespaces="git",valid-before="20270101" {KEY} laptop', f"bo gpg {'0a' * 20}"]
    assert [
        Signer("ana", KEY),
        Signer("ana", KEY, 'namespaces="git",valid-before="20270101"'),
        Signer("bo", f"gpg {'0A' * 20}"),
    ] == [Signer.parse(text) for text in texts]


def bundle(teams="", approvers="[privacy]", rest=""):
    return load_files(
        {
            "policy.yml": f"exemptions: {{approvers: {approvers}}}\n{rest}",
            "sources.yml": 'sources: {wh: {namespace: "postgres://wh"}}',
            "tags.yml": "datasets: {wh.t: {owner: adds, columns: {c: user.name}}}",
            "teams.yml": f"teams: {teams}",
        }
    )


def test_owners_that_are_no_team_are_told_where_there_are_teams():
    rest = 'zones: {z: {match: ["wh.**"], owner: ads}}\nrules: [{id: r, forbid: user, owner: nobody}]\n'
    told = [str(each) for each in bundle("{ads: {members: [dan]}, legal: {}}", "[legl, Risk]", rest).warnings]
    role = "so it means a role of Airflow (did you mean `legal`?)"
    assert [
        f"PL111 policy.yml:1:26: the approver `legl` is no team of teams.yml, {role}",
        "PL111 policy.yml:3:38: the owner `nobody` is no team of teams.yml (teams: ads, legal)",
        "PL111 tags.yml:1:26: the owner `adds` is no team of teams.yml (did you mean `ads`?)",
        "PL111 teams.yml:1:32: nobody is in the team `legal` (give it members, roles or signers)",
    ] == told


def test_owners_are_free_text_where_there_are_no_teams():
    assert ((), {}) == (bundle().warnings, bundle().teams)


def test_owners_and_teams_are_part_of_the_bundle():
    rest = 'zones: {z: {match: ["wh.**"], owner: ads}}\nrules: [{id: r, forbid: user, owner: ads}]\n'
    one, other = bundle("{ads: {members: [dan]}}", rest=rest), bundle("{ads: {members: [bo]}}", rest=rest)
    assert ("ads", "ads", ["adds"]) == (
        one.policy.zone("z").owner,
        one.policy.rules[0].owner,
        list(one.owners.values()),
    )
    assert one.hash != other.hash
    assert (("dan",),) == one.teams["ads"].members


OLD = "{privacy: {members: [ana], roles: [P]}, ads: {members: [dan]}}"


@pytest.mark.parametrize(
    ("teams", "expected"),
    [
        (OLD.replace("ana", "ana, bo"), ["loosens: `bo` may approve as `privacy`"]),
        (OLD.replace("[P]", "[P, Q]"), ["loosens: the role `Q` may approve as `privacy`"]),
        (OLD.replace("[ana]", "[]"), ["tightens: `ana` may no longer approve as `privacy`"]),
        (OLD.replace("ana", "ANA"), []),
        (OLD.replace("dan", "dan, eve"), []),
        (
            OLD.replace("[dan]", f"[dan], signers: [dan {KEY}]"),
            ["loosens: a further key signs for `dan`"],
        ),
        (
            OLD.replace("[ana]", f"[ana], signers: [ana {KEY}]"),
            ["loosens: signatures of `ana` may approve as `privacy`", "loosens: a further key signs for `ana`"],
        ),
        (
            OLD.replace("[dan]", "[{name: dan, also: ana}]"),
            ["loosens: `dan` and `ana` count as one person"],
        ),
        (
            "{ads: {members: [dan]}}",
            [
                "loosens: the approver `privacy` is a team no longer and means a role of Airflow",
                "tightens: `ana` may no longer approve as `privacy`",
                "tightens: the role `P` may no longer approve as `privacy`",
            ],
        ),
    ],
)
def test_who_may_approve_and_whose_key_counts_is_a_change(teams, expected):
    assert expected == [str(change) for change in changes(bundle(OLD), bundle(teams))]


def test_what_would_undo_approval_itself_loosens():
    signed = bundle(OLD.replace("[dan]", f"[{{name: dan, also: d}}], signers: [dan {KEY}]"))
    assert {
        "loosens: no key of any team is listed: signed commits prove nobody",
        "loosens: `dan` and `d` no longer count as one person",
        "tightens: a key signs for `dan` no longer",
    } == {str(change) for change in changes(signed, bundle(OLD))}
    gone = [str(change) for change in changes(bundle(OLD), bundle(OLD, approvers="[]"))]
    assert "loosens: nobody is named to approve: what loosens would wait for nobody" in gone
