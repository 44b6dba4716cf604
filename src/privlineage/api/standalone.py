"""The server by itself: who calls is told by tokens of people and services and by tickets of tasks."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from fastapi import FastAPI, Request

from privlineage.api.app import create_app
from privlineage.api.callers import Authenticate
from privlineage.api.writing import Writing
from privlineage.core.errors import PrivlineageError
from privlineage.service.clock import utc_now
from privlineage.service.people.caller import ROLES, Caller
from privlineage.service.serving.tickets import read_keys, verify
from privlineage.service.serving.tokens import TokenFile
from privlineage.store.http.address import is_loopback
from privlineage.store.open import open_store

__all__ = ["Standalone", "app_of_environment", "by_bearer", "everybody_here"]

_FORWARDED = frozenset({"forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-real-ip"})

VARIABLE = "PRIVLINEAGE_SERVED"
"""Carries the settings to the worker processes of one server."""


@dataclass(frozen=True, slots=True)
class Standalone:
    """What a server by itself is given.

    Attributes:
        store: the URL of the database it keeps.
        tokens: the file of tokens, empty for none.
        ticket_key: the file of the key that tickets are signed with, empty for none.
        open_to_all: whether everybody on this machine may do everything.
    """

    store: str
    tokens: str = ""
    ticket_key: str = ""
    open_to_all: bool = False

    def authenticate(self) -> Authenticate:
        """How callers are known.

        Raises:
            PrivlineageError: PL001 when nobody could ever be, PL001, PL002 or PL103 for files that are wrong.
        """
        if self.open_to_all:
            return everybody_here
        tokens = TokenFile(Path(self.tokens), utc_now) if self.tokens else None
        keys = read_keys(Path(self.ticket_key)) if self.ticket_key else []
        # Read whatever else there is: a file that cannot be read is told now, and not to everybody who comes.
        known = tokens.tokens() if tokens is not None else []
        if not keys and not known:
            raise PrivlineageError(
                "PL001",
                "no token and no ticket key: nobody could use this server",
                hint="make a token with `privlineage serve token`, or name the tickets' key with --ticket-key",
            )
        return by_bearer(tokens, keys)

    def app(self) -> FastAPI:
        """The app."""
        return create_app(lambda: open_store(self.store), self.authenticate(), writing=Writing(store_url=self.store))

    def hand_on(self) -> None:
        """Leave the settings where `app_of_environment` finds them, in this process and those it starts."""
        os.environ[VARIABLE] = json.dumps(asdict(self))


def app_of_environment() -> FastAPI:
    """The app as `Standalone.hand_on` told: what each worker process of a server runs."""
    return Standalone(**json.loads(os.environ[VARIABLE])).app()


def by_bearer(tokens: TokenFile | None, keys: Sequence[bytes]) -> Authenticate:
    """Callers by their bearer token: a token of the file, or a ticket signed with one of the keys."""

    def authenticate(request: Request) -> Caller | None:
        scheme, _, text = request.headers.get("authorization", "").partition(" ")
        text = text.strip()
        if scheme.lower() != "bearer" or not text:
            return None
        found = tokens.caller(text) if tokens is not None else None
        if found is None and keys and text.count(".") == 2:
            found = verify(keys, text, time.time())
        return found

    return authenticate


def everybody_here(request: Request) -> Caller | None:
    """Whoever asks under a name of this machine: a page of somewhere else, open in a browser here, does not.

    Nor does who comes through a proxy: that may be anybody.
    """
    if not _FORWARDED.isdisjoint(request.headers.keys()):
        return None
    return Caller("service", "loopback", ROLES) if is_loopback(request.url.hostname or "") else None
