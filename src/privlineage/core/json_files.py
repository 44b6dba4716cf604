"""JSON files that people name: what cannot be read, and what is no JSON, is told with its place."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from privlineage.core.errors import Place, PrivlineageError

__all__ = ["read_object"]


def read_object(path: str | Path, otherwise: str, hint: str) -> dict[str, Any]:
    """The object in a file.

    Args:
        path: the file.
        otherwise: what to say of JSON that is no object.
        hint: what the file should be.

    Raises:
        PrivlineageError: PL002 when it cannot be read, PL103 when it is no JSON or no object.
    """
    place = Place(str(path))
    try:
        data = json.loads(Path(path).read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        reason = "it is not UTF-8" if isinstance(error, UnicodeDecodeError) else (error.strerror or "").lower()
        raise PrivlineageError("PL002", f"`{path}` cannot be read: {reason}") from None
    except (ValueError, RecursionError) as error:
        if isinstance(error, json.JSONDecodeError):
            place = Place(str(path), error.lineno, error.colno)
        raise PrivlineageError("PL103", "this is not JSON", hint=hint, place=place) from None
    if not isinstance(data, dict):
        raise PrivlineageError("PL103", otherwise, hint=hint, place=place)
    return data
