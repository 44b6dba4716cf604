"""Who asks for something: whom a server knows, whom signed commits prove, or who merely says so."""

from __future__ import annotations

import getpass
from typing import Protocol, runtime_checkable

from privlineage.core.people import AIRFLOW, TOKEN, UNVERIFIED, Identity, folded
from privlineage.policy.model import Bundle
from privlineage.policy.teams import signers_of
from privlineage.service.people.caller import Caller
from privlineage.store.protocol import Store

__all__ = ["Remote", "askers", "identities_are_real", "identity_of", "is_remote", "user_here"]

_PROOFS = {"token": TOKEN, "airflow": AIRFLOW}


def identity_of(caller: Caller) -> Identity:
    """The person or service that a server has let in; a task is nobody.

    >>> str(identity_of(Caller("person", "ana", ("reader", "Privacy"), "airflow")))
    'ana (airflow)'
    """
    if caller.is_task:
        return Identity("", (), UNVERIFIED)
    return Identity(caller.name, caller.roles, _PROOFS.get(caller.how, UNVERIFIED))


def identities_are_real(store: Store, bundle: Bundle | None) -> bool:
    """Whether people can prove who they are here, so that their approval means something.

    So it is where a server, or a database on one, stands between people and the store, and where the bundle in force
    lists keys that sign commits. One SQLite file without such keys is whoever's who can write it.
    """
    return store.is_shared or (bundle is not None and bool(signers_of(bundle.teams)))


@runtime_checkable
class Remote(Protocol):
    """A store behind a server, which knows who asks and judges what they may."""

    def whoami(self) -> Identity:
        """Who the server knows us as."""


def is_remote(store: Store) -> bool:
    """Whether a server stands between us and a store."""
    return isinstance(store, Remote)


def askers(store: Store, given: str, user: str) -> tuple[Identity, ...]:
    """Everybody a request is from.

    A server knows who asks, whatever they say. Otherwise it is who they say they are (`--by`), and the user of the
    machine counts as an author as well: neither was verified, and neither may approve.

    Args:
        store: the store the request goes to.
        given: who somebody says they are, empty where they do not.
        user: the user of the machine, empty for none.
    """
    if isinstance(store, Remote):
        return (store.whoami(),)
    said = Identity(given or user)
    return (said,) if not user or folded(said.name) == folded(user) else (said, Identity(user))


def user_here() -> str:
    """The user of this machine; empty where there is no name for it: containers run under numbers that no user has."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""
