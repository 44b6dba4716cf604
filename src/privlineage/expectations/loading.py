"""Loads Great Expectations: quietly, without usage analytics, and so that it cannot end the process."""

from __future__ import annotations

import contextlib
import sys
import warnings
from collections.abc import Iterator

from privlineage.core.errors import PrivlineageError

__all__ = ["load_great_expectations"]


def load_great_expectations() -> None:
    """Import Great Expectations; the package has switched its analytics off by now.

    Raises:
        PrivlineageError: PL914, where it is not installed.
    """
    if sys.modules.get("great_expectations") is not None:
        return
    missing = ""
    with warnings.catch_warnings(), _main_with_a_file():
        # It and what it loads warn about each other's versions; nobody here can do anything about that.
        warnings.simplefilter("ignore")
        try:
            import great_expectations  # noqa: F401  # loaded for its effect
        except ModuleNotFoundError as error:
            missing = error.name or "great_expectations"
    if missing:
        raise PrivlineageError("PL914", f"`{missing}` is not installed", hint="pip install 'privlineage[gx]'")


@contextlib.contextmanager
def _main_with_a_file() -> Iterator[None]:
    """Give the main module a file for a while, where it has none.

    Great Expectations tries to import Spark Connect. Where the main module has no file (`python -c`, a spawned worker),
    PySpark 4.3 takes that for a run of its own doctests and, without grpcio-status, ends the process as a success:
    the task that was to audit a table would have done so. With a file it raises an ImportError, which is expected.
    """
    main = sys.modules.get("__main__")
    if main is None or hasattr(main, "__file__"):
        yield
        return
    main.__file__ = "<no file>"
    try:
        yield
    finally:
        del main.__file__
