"""Accidents of the detectors, told without what they stumbled over.

An exception carries its text, which may quote a value (`could not convert string to float: …`), and the frames it came
through, whose variables are the values. Great Expectations keeps the one in results and pages; programs that print
tracebacks with variables show the other. So neither leaves this room.
"""

from __future__ import annotations

import functools
import traceback
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from privlineage.core.errors import PrivlineageError

__all__ = ["not_installed", "telling_no_values"]

_Given = ParamSpec("_Given")
_Made = TypeVar("_Made")


def telling_no_values(examine: Callable[_Given, _Made]) -> Callable[_Given, _Made]:
    """An entry point of the detectors whose accidents are PL920, with the kind of the error and its place alone.

    A library that is missing is no accident: that is PL901.

    >>> @telling_no_values
    ... def examine(value: str) -> float:
    ...     return float(value)
    >>> try:
    ...     examine("4711-secret")
    ... except PrivlineageError as error:
    ...     print(error.code, "secret" in str(error), error.__context__)
    PL920 False None
    """

    @functools.wraps(examine)
    def examining(*args: _Given.args, **kwargs: _Given.kwargs) -> _Made:
        try:
            return examine(*args, **kwargs)
        except PrivlineageError:
            raise
        except ImportError as error:
            told = not_installed(error)
        except Exception as error:  # noqa: BLE001 - whatever it is, its text and its frames may hold values
            told = _told(error)
        # Outside of the clause above, so that the error is not kept as the context of this one.
        raise told

    return examining


def not_installed(error: ImportError) -> PrivlineageError:
    """PL901, for a library that detection or a reader needs and that is not there."""
    text = f"`{(error.name or 'a library').partition('.')[0]}` is not installed, and scanning needs it"
    return PrivlineageError("PL901", text, hint="pip install 'privlineage[gx]'")


def _told(error: Exception) -> PrivlineageError:
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "privlineage" in frame.filename]
    where = f" in {frames[-1].name}, line {frames[-1].lineno}" if frames else ""
    return PrivlineageError(
        "PL920",
        f"a column could not be examined: {type(error).__name__}{where}",
        hint="this is a defect of ours; what the column holds is not repeated",
    )
