"""The Store's methods for people and services; no task comes here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request, Response

from privlineage.api.answers import CodedError, response
from privlineage.api.bodies import json_body
from privlineage.api.callers import Known, Reading
from privlineage.core.codec import from_json, to_json
from privlineage.core.errors import PrivlineageError
from privlineage.service.people.caller import Caller, refused
from privlineage.service.people.identity import identity_of
from privlineage.store.http.methods import ENGINE, METHODS, READER, signature_of
from privlineage.store.protocol import Store, StoreIdentity

__all__ = ["MAX_REQUEST", "router"]

MAX_REQUEST = 128 * 1024 * 1024
"""Bytes of a request to the store: a bundle or a batch of schemas of a large warehouse."""

router = APIRouter()


@router.post("/v1/store")
async def identity(request: Request, caller: Reading) -> Response:  # noqa: ARG001  # it must be one
    """Who the store is, without the key that its literals are hashed with."""

    def known(store: Store) -> Any:
        found = store.identity
        return to_json(StoreIdentity(found.id, found.version, ""))

    return response(await request.app.state.backend.run(lambda decider: known(decider.store)))


@router.post("/v1/whoami")
async def whoami(caller: Reading) -> Response:
    """Who the caller is here, with the roles that count for approvals and teams."""
    return response({"result": to_json(identity_of(caller))})


@router.post("/v1/store/{method}")
async def call(request: Request, method: str, caller: Known) -> Response:
    """One call of a method (`store.http`)."""
    state = request.app.state
    try:
        # Before the body is read: a task, which may call nothing here, need not be let send one.
        _check_role(method, caller, is_engine=state.writing.is_engine)
    except PrivlineageError as error:
        raise CodedError(error) from None
    body = await json_body(request, MAX_REQUEST)
    given = body.get("arguments")

    def carry_out(store: Store) -> Any:
        return to_json(state.writing.call(store, caller, method, _arguments(method, given)))

    return response(await state.backend.run(lambda decider: carry_out(decider.store)))


def _check_role(method: str, caller: Caller, *, is_engine: bool) -> None:
    known = METHODS.get(method)
    if known is None:
        raise PrivlineageError("PL207", "there is no such method", hint=f"one of {', '.join(METHODS)}")
    if known.role == ENGINE:
        if not is_engine:
            raise PrivlineageError("PL205", f"nobody may call `{method}` from outside", hint="the server itself does")
    elif not (caller.may_read if known.role == READER else caller.has(known.role)):
        raise refused(f"call `{method}`", caller, needs=known.role)


def _arguments(method: str, given: Any) -> dict[str, Any]:
    signature = signature_of(method)
    if not isinstance(given, Mapping):
        raise PrivlineageError("PL207", "`arguments` is no object")
    found = {}
    for name, kind in signature.arguments.items():
        if name not in given and name in signature.optional:
            continue
        try:
            found[name] = from_json(kind, given.get(name))
        except (ValueError, TypeError, KeyError, AttributeError):
            raise PrivlineageError("PL207", f"the argument `{name}` of `{method}` has another form") from None
    return found
