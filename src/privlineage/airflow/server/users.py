"""Airflow's users as callers of our API: whoever Airflow's auth manager lets in, with the roles it knows them by."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from typing import Any

from privlineage.service.people.caller import ROLES, Caller

__all__ = ["USUAL_ROLES", "caller_of", "roles_of", "user_of"]

log = logging.getLogger(__name__)

USUAL_ROLES: Mapping[str, tuple[str, ...]] = {
    "admin": ("reader", "operator", "publisher", "approver"),
    "op": ("reader", "operator"),
    "user": ("reader",),
    "viewer": ("reader",),
}
"""What Airflow's own roles may do here, by their names in lower case; `[privlineage] roles` adds a site's own."""


async def user_of(request: Any) -> Any:
    """The user a request comes from, None for nobody Airflow knows.

    A bearer token counts. The cookie of Airflow's pages counts for reading alone: another site's page could make a
    browser send it along with what changes something.
    """
    from airflow.api_fastapi.auth.managers.base_auth_manager import COOKIE_NAME_JWT_TOKEN
    from airflow.api_fastapi.core_api.security import resolve_user_from_token
    from fastapi import HTTPException

    scheme, _, token = str(request.headers.get("authorization", "")).partition(" ")
    if scheme.lower() != "bearer":
        token = request.cookies.get(COOKIE_NAME_JWT_TOKEN, "") if request.method in ("GET", "HEAD") else ""
    if not token.strip():
        return None
    try:
        return await resolve_user_from_token(token.strip())
    except HTTPException:
        return None


def caller_of(user: Any, manager: Any, mapped: Mapping[str, tuple[str, ...]]) -> Caller:
    """A user as a caller: what may be done here, and the names of the roles in Airflow, which a policy may name.

    Args:
        user: of the auth manager.
        manager: the auth manager.
        mapped: a site's own roles, in lower case, and what they may do; `USUAL_ROLES` for the others.
    """
    named = tuple(dict.fromkeys(roles_of(user)))
    found = {role for name in named for role in mapped.get(name.lower(), USUAL_ROLES.get(name.lower(), ()))}
    if not found and _sees_dags(user, manager):
        # An auth manager that tells no roles still says what somebody may do.
        found.add("reader")
    ours = tuple(role for role in ROLES if role in found)
    # A role of Airflow that happens to be called as one of ours grants nothing by its name.
    theirs = tuple(name for name in named if name.lower() not in ROLES)
    return Caller("person", str(user.get_name() or user.get_id()), (*ours, *theirs), how="airflow")


def roles_of(user: Any) -> Iterator[str]:
    """The names of a user's roles, wherever this kind of user keeps them."""
    for attribute in ("role", "roles", "groups"):
        try:
            held = getattr(user, attribute, None)
            several = held if isinstance(held, list | tuple | set | frozenset) else [held]
            names = [one if isinstance(one, str) else getattr(one, "name", None) for one in several]
        except Exception as error:  # noqa: BLE001  # a user object of another's may be tied to a database
            log.warning("the roles of a user could not be read: %s", type(error).__name__)
            continue
        yield from (name for name in names if isinstance(name, str) and name)


def _sees_dags(user: Any, manager: Any) -> bool:
    try:
        return bool(manager.is_authorized_dag(method="GET", user=user))
    except Exception as error:  # noqa: BLE001  # whoever cannot be judged sees nothing
        log.warning("the auth manager could not judge a user: %s", type(error).__name__)
        return False
