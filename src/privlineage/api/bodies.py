"""The JSON of a request's body, read within bounds."""

from __future__ import annotations

import json
from typing import Any

from fastapi import Request

from privlineage.api.answers import CodedError
from privlineage.core.errors import PrivlineageError

__all__ = ["json_body"]


async def json_body(request: Request, limit: int) -> dict[str, Any]:
    """The object in a body.

    Args:
        request: whose.
        limit: bytes; more are not read.

    Raises:
        CodedError: PL207, with 413 for a body over the limit, 415 for one that is not declared as JSON, and 400 for
            one that is no object of it.
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
    data = _parsed(bytes(body))
    if not isinstance(data, dict):
        raise CodedError(PrivlineageError("PL207", "the body is no object of JSON"), 400)
    return data


def _parsed(body: bytes) -> Any:
    try:
        text = body.decode("utf-8")
        data = json.loads(text)
        lower = text.lower()
        if "\\ud" in lower or "\\u0000" in lower:
            # Halves of a pair are no text, and no database keeps a NUL.
            again = json.dumps(data, ensure_ascii=False)
            again.encode("utf-8")
            if "\\u0000" in again.replace("\\\\", ""):
                return None
    except (ValueError, RecursionError):
        return None
    return data


def _too_large(limit: int) -> CodedError:
    return CodedError(PrivlineageError("PL207", f"the body is larger than {limit:,} bytes"), 413)
