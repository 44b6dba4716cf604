"""The hash of a function's source, so that a verdict tells which version of a declassifier it saw."""

from __future__ import annotations

import hashlib
import inspect

__all__ = ["source_hash"]


def source_hash(function: object) -> str:
    """sha256 of the function's source text, empty when there is none to be had."""
    if function is None:
        return ""
    try:
        text = inspect.getsource(function)  # type: ignore[arg-type]  # anything else raises TypeError
    except (OSError, TypeError):
        return ""
    return hashlib.sha256(text.encode()).hexdigest()
