"""The JSON of a request's body, read within bounds."""

from __future__ import annotations

from typing import Any

from anyio import to_thread
from fastapi import Request

from privlineage.api.answers import CodedError
from privlineage.core.errors import PrivlineageError
from privlineage.core.foreign_json import read_foreign

__all__ = ["json_body"]

SMALL = 64 * 1024
"""Bytes that are read within a millisecond."""


async def json_body(request: Request, limit: int) -> dict[str, Any]:
    """The object in a body.

    Args:
        request: whose.
        limit: bytes; more are not read.

    Raises:
        CodedError: PL207, with 413 for a body over the limit, 415 for one that is not declared as JSON, and 400 for
            one that is no object of it, or holds more than its length lets expect.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        # A page in somebody's browser can send other kinds anywhere without asking first.
        raise CodedError(PrivlineageError("PL207", "the body is not declared as application/json"), 415)
    said = request.headers.get("content-length", "")
    if said.isdecimal() and int(said) > limit:
        raise _too_large(limit)
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit:
            raise _too_large(limit)
    raw = bytes(body)
    # Whoever shares this process, as Airflow's own API does, does not wait for a large one.
    data = _parsed(raw, limit) if len(raw) <= SMALL else await to_thread.run_sync(_parsed, raw, limit)
    if not isinstance(data, dict):
        raise CodedError(PrivlineageError("PL207", "the body is no object of JSON"), 400)
    return data


def _parsed(body: bytes, limit: int) -> Any:
    try:
        return read_foreign(body, limit)
    except ValueError:
        return None


def _too_large(limit: int) -> CodedError:
    return CodedError(PrivlineageError("PL207", f"the body is larger than {limit:,} bytes"), 413)
