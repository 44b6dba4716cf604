"""Who asks: proven before a route runs, by whatever whoever mounts the routes trusts."""

from __future__ import annotations

import inspect
import logging
from collections.abc import Awaitable, Callable
from typing import Annotated, TypeAlias

from fastapi import Depends, Request

from privlineage.api.answers import CodedError
from privlineage.core.errors import PrivlineageError
from privlineage.service.people.caller import Caller, refused

__all__ = ["Authenticate", "Known", "Reading", "known", "reading"]

Authenticate: TypeAlias = Callable[[Request], Caller | Awaitable[Caller | None] | None]
"""Who sent a request; None for nobody it knows. An error of it counts as nobody."""


async def known(request: Request) -> Caller:
    """The caller.

    Raises:
        CodedError: PL206, for nobody.
    """
    unknown = PrivlineageError("PL206", "the server does not know this caller", hint="send a token or a ticket")
    try:
        found = request.app.state.authenticate(request)
        if inspect.isawaitable(found):
            found = await found
    except PrivlineageError as error:
        log.warning("%s", error)
        raise CodedError(error if error.code == "PL206" else unknown, 401) from None
    except Exception as error:  # noqa: BLE001  # whoever cannot be known is not let in
        log.warning("a caller could not be known: %s", type(error).__name__)
        raise CodedError(unknown) from None
    if not isinstance(found, Caller):
        raise CodedError(unknown)
    return found


log = logging.getLogger(__name__)

Known = Annotated[Caller, Depends(known)]


async def reading(caller: Known) -> Caller:
    """The caller, who may read.

    Raises:
        CodedError: PL205, for others.
    """
    if not caller.may_read:
        raise CodedError(refused("read what the store holds", caller, needs="reader"))
    return caller


Reading = Annotated[Caller, Depends(reading)]
