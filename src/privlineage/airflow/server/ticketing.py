"""Tickets for what does not fit through the task API: a task that Airflow has proven shows one to our own API."""

from __future__ import annotations

import hashlib
import hmac
import time
from pathlib import Path
from typing import Any

from privlineage.airflow.config import settings
from privlineage.airflow.server.backend import Backend
from privlineage.airflow.server.identity import Refused, Try, try_of
from privlineage.airflow.tunnel import TICKET
from privlineage.service.people.caller import Caller
from privlineage.service.serving.tickets import issue, read_keys, verify

__all__ = ["caller_with", "is_ticket", "keys", "ticket_for"]


def ticket_for(who: Try) -> dict[str, Any]:
    """The body of the answer to a request for the ticket: a connection as Airflow's API shows one.

    It holds no address: where to go is for the worker's own configuration to say.

    Raises:
        Refused: when the try is not running.
    """
    if who.state != "running":
        raise Refused(403, f"the task instance is `{who.state}`")
    empty = dict.fromkeys(("host", "schema", "login", "port", "extra"))
    ticket = issue(keys()[0], who.caller, time.time())
    return {"conn_id": TICKET, "conn_type": "privlineage", **empty, "password": ticket}


def caller_with(ticket: str) -> Caller:
    """The task that shows a ticket. Blocks: not for the event loop.

    Raises:
        PrivlineageError: as `service.serving.tickets.verify` and `keys`.
        Refused: when the try it was made for is not running any more.
    """
    caller = verify(keys(), ticket, time.time())
    who = try_of(caller.instance)
    if (who.state, who.try_number) != ("running", caller.try_number):
        raise Refused(403, f"the task instance is `{who.state}`, and shows a ticket from before")
    return caller


def is_ticket(token: str) -> bool:
    """Whether a token says that it is a ticket; whether it is one shows when it is verified."""
    import jwt

    try:
        return bool(jwt.decode(token, options={"verify_signature": False}).get("iss") == "privlineage")
    except (jwt.PyJWTError, ValueError, TypeError, AttributeError):
        return False


def keys() -> list[bytes]:
    """The keys of tickets, the signing one first: those of a file, or one that every server over this store derives.

    Raises:
        PrivlineageError: PL001 or PL002 for a bad file, PL501 to PL504 when the store cannot be opened.
    """
    if settings().ticket_key_file:
        return read_keys(Path(settings().ticket_key_file))
    secret = Backend().decider().store.identity.literal_key.encode()
    return [hmac.new(secret, b"privlineage tickets", hashlib.sha256).hexdigest().encode()]
