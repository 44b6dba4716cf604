"""Airflow's users as approvers: by the role that Airflow gives them, whatever they may do otherwise."""

from types import SimpleNamespace

import pytest

from privlineage.airflow.server.users import caller_of
from privlineage.policy.load import load_files
from privlineage.service.people.approvers import approval_problem
from privlineage.service.people.identity import identity_of

MANAGER = SimpleNamespace(is_authorized_dag=lambda *, method, user: True)
BY_ROLE = load_files({"policy.yml": "exemptions: {approvers: [Privacy]}"})
BY_TEAM = load_files(
    {
        "policy.yml": "exemptions: {approvers: [legal]}",
        "teams.yml": "teams: {legal: {roles: [Privacy], members: [kim]}}",
    }
)


def identity(name, *roles):
    user = SimpleNamespace(
        get_name=lambda: name, get_id=lambda: "7", roles=[SimpleNamespace(name=each) for each in roles]
    )
    return identity_of(caller_of(user, MANAGER, {}))


@pytest.mark.parametrize("bundle", [BY_ROLE, BY_TEAM], ids=["a role", "a team with a role"])
def test_a_user_of_airflow_approves_by_their_role(bundle):
    assert "" == approval_problem(bundle, identity("ana", "Viewer", "Privacy"), [identity("dan", "Op")])
    assert "may be who made it" in approval_problem(bundle, identity("ana", "Privacy"), [identity("ana", "Op")])
    assert "is none of the approvers" in approval_problem(bundle, identity("ana", "Admin"), [identity("dan", "Op")])


def test_a_user_of_airflow_approves_by_name():
    assert "" == approval_problem(BY_TEAM, identity("Kim"), [identity("dan")])
