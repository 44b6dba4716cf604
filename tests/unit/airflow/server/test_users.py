"""Airflow's users as callers of our API."""

from types import SimpleNamespace

from privlineage.airflow.server.users import caller_of


def user(**attributes):
    return SimpleNamespace(get_name=lambda: "ana", get_id=lambda: "7", **attributes)


class Manager:
    def __init__(self, sees=False):
        self.sees = sees

    def is_authorized_dag(self, *, method, user):
        if self.sees is None:
            raise RuntimeError("the manager is broken")
        return self.sees


def roles(who, mapped=None, sees=False):
    return caller_of(who, Manager(sees), mapped or {}).roles


def test_the_simple_auth_managers_role_counts():
    assert ("reader", "operator", "publisher", "approver", "ADMIN") == roles(user(role="ADMIN"))
    assert ("reader", "VIEWER") == roles(user(role="VIEWER"))
    assert () == roles(user(role=None))


def test_fabs_roles_count_by_their_names():
    held = [SimpleNamespace(name="Op"), SimpleNamespace(name="Privacy")]
    assert ("reader", "operator", "Op", "Privacy") == roles(user(roles=held))


def test_a_site_says_what_its_own_roles_may_do():
    assert ("publisher", "Privacy") == roles(user(roles=["Privacy"]), {"privacy": ("publisher",)})
    assert ("reader", "Admin") == roles(user(roles=["Admin"]), {"admin": ("reader",)})


def test_a_role_that_is_called_as_one_of_ours_grants_nothing():
    assert () == roles(user(roles=["approver", "Worker"]))


def test_an_auth_manager_without_roles_is_asked_what_a_user_may_see():
    assert ("reader",) == roles(user(), sees=True)
    assert () == roles(user(), sees=False)
    assert () == roles(user(), sees=None)


def test_a_user_whose_roles_cannot_be_read_has_none():
    class Detached:
        def get_name(self):
            return ""

        def get_id(self):
            return "7"

        @property
        def roles(self):
            raise RuntimeError("the session is closed")

    found = caller_of(Detached(), Manager(), {})
    assert ("7", (), "person", "airflow") == (found.name, found.roles, found.kind, found.how)
