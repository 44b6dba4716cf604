"""Decisions for tasks: the Decider's calls, and the governance by itself for who only looks whether it changed."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from privlineage.api.answers import response
from privlineage.api.bodies import json_body
from privlineage.api.callers import Known

__all__ = ["MAX_REQUEST", "router"]

MAX_REQUEST = 16 * 1024 * 1024
"""Bytes of a request to the Decider: a plan of a hundred thousand facts fits."""

router = APIRouter()


@router.post("/v1/decider")
async def decider(request: Request, caller: Known) -> Response:
    """One call of the Decider (`service.serving.wire`)."""
    call = await json_body(request, MAX_REQUEST)
    return response(await request.app.state.backend.answer(call, caller))


@router.get("/v1/governance")
async def governance(request: Request, caller: Known) -> Response:
    """What planners need of the bundle in force; 304 when the caller has it (`If-None-Match`)."""
    call = {"call": "governance", "arguments": {}}
    told = await request.app.state.backend.answer(call, caller)
    if "error" in told:
        return response(told)
    etag = f'"{told["result"]["bundle"]}"'
    headers = {"etag": etag, "cache-control": "private, no-cache"}
    if etag in (each.strip().removeprefix("W/") for each in request.headers.get("if-none-match", "").split(",")):
        return Response(status_code=304, headers=headers)
    return response(told, headers=headers)
