"""Whether the server lives, and whether it can decide: for probes, without a caller and without a detail."""

from __future__ import annotations

import time

from fastapi import APIRouter, Request, Response

from privlineage.api.answers import response

__all__ = ["router"]

ASKED_EVERY = 2.0
"""Seconds between looks at the store: anybody may ask this."""

router = APIRouter()


@router.get("/v1/health")
async def health() -> Response:
    """The process answers."""
    return response({"result": "alive"})


@router.get("/v1/ready")
async def ready(request: Request) -> Response:
    """The store answers and holds a bundle."""
    state = request.app.state
    last: tuple[float, bool] = getattr(state, "readiness", (0.0, False))
    now = time.monotonic()
    if not last[0] or now - last[0] > ASKED_EVERY:
        answer = await state.backend.run(lambda decider: bool(decider.governance().bundle))
        last = state.readiness = (now, "result" in answer)
    return response({"result": "ready" if last[1] else "not ready"}, 200 if last[1] else 503)
