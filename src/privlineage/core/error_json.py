"""Errors as JSON, so that one raised on a server is raised again where it was asked."""

from __future__ import annotations

from typing import Any

from privlineage.core.codec import from_json, to_json
from privlineage.core.errors import ErrorList, Place, PrivlineageError

__all__ = ["error_json", "error_of"]


def error_json(error: PrivlineageError) -> dict[str, Any]:
    """An error as JSON: code, message and hint; the place and further errors where there are any.

    >>> error_json(PrivlineageError("PL801", "nobody tagged `a.b#c`"))
    {'code': 'PL801', 'message': 'nobody tagged `a.b#c`', 'hint': ''}
    """
    found: dict[str, Any] = {"code": error.code, "message": error.message, "hint": error.hint}
    if error.place is not None:
        found["place"] = to_json(error.place)
    if isinstance(error, ErrorList):
        found["errors"] = [error_json(each) for each in error.errors]
    return found


def error_of(data: Any) -> PrivlineageError:
    """The error that `error_json` wrote, PL504 where it is none of ours."""
    try:
        if data.get("errors"):
            return ErrorList([error_of(each) for each in data["errors"]])
        place = from_json(Place, data["place"]) if data.get("place") else None
        return PrivlineageError(str(data["code"]), str(data["message"]), hint=str(data.get("hint", "")), place=place)
    except (AttributeError, KeyError, TypeError, ValueError):
        return PrivlineageError("PL504", "the server's answer cannot be read", hint="check the URL of the store")
