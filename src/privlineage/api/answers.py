"""Answers as HTTP responses, and the status that belongs to each code."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from fastapi import Response

from privlineage.core.error_json import error_json
from privlineage.core.errors import PrivlineageError

__all__ = ["CodedError", "response"]

_STATUS = {
    "PL000": 500,
    "PL205": 403,
    "PL206": 401,
    "PL302": 404,
    "PL501": 500,
    "PL502": 500,
    "PL503": 500,
    "PL504": 503,
    "PL505": 409,
    "PL506": 409,
    "PL801": 404,
    "PL802": 404,
    "PL821": 409,
    "PL822": 403,
    "PL823": 403,
    "PL824": 409,
}


class CodedError(Exception):
    """An error with a status of its own.

    Args:
        error: what to say.
        status: of the response; by the error's code where it is left out.
    """

    def __init__(self, error: PrivlineageError, status: int | None = None) -> None:
        super().__init__(error.code)
        self.error = error
        self.status = status

    def response(self) -> Response:
        """The response to it."""
        return response({"error": error_json(self.error)}, self.status)


def response(
    answer: Mapping[str, Any], status: int | None = None, headers: Mapping[str, str] | None = None
) -> Response:
    """The response with an answer, `{"result": …}` or `{"error": …}`."""
    error = answer.get("error")
    if status is None:
        status = 200 if error is None else _STATUS.get(error["code"], 400)
    told = {"cache-control": "no-store", **(headers or {})}
    if status == 401:
        told["www-authenticate"] = "Bearer"
    # Whatever text is in there, ASCII can be sent.
    return Response(json.dumps(answer, separators=(",", ":")), status, told, "application/json")
