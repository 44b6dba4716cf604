"""Wrong usage of decorators and Assets, told where it stands in the DAG file."""

from __future__ import annotations

import sys
from pathlib import Path

from privlineage.core.errors import Place, PrivlineageError

__all__ = ["wrong_usage"]


def wrong_usage(what: str, hint: str) -> PrivlineageError:
    """A PL701 with the file and line of the caller outside this package."""
    frame = sys._getframe(1)  # noqa: SLF001  # cheaper than `inspect.stack`, which reads every source file on the way
    while frame.f_back is not None and frame.f_globals.get("__name__", "").startswith("privlineage."):
        frame = frame.f_back
    place = Place(Path(frame.f_code.co_filename).name, frame.f_lineno)
    return PrivlineageError("PL701", what, hint=hint, place=place)
