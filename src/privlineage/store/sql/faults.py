"""Errors of the driver become errors of ours, without the driver's text: that may hold a statement's values."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from privlineage.core.errors import PrivlineageError

__all__ = ["driver_errors_of", "not_ours"]

# Primary result codes of SQLite (sqlite.org/rescode.html): what happened, and what to do about it.
_SQLITE = {
    3: ("may not be used by this user", "check the file's permissions"),
    5: ("is locked by another process", "try again; a backup or a long transaction may hold it"),
    6: ("is locked by another connection", "try again"),
    8: ("is read-only", "check the permissions of the file and its folder"),
    10: ("failed to read or write", "check the disk"),
    13: ("cannot grow: the disk is full", "free some space; nothing was half written"),
    14: ("cannot be opened", "check the path and its permissions"),
}
_SQLITE_DAMAGED = {11: "is damaged", 26: "is not a database"}


@contextmanager
def driver_errors_of(store: str) -> Iterator[None]:
    """Turn what the driver raises inside the block into PL502 or PL504.

    Args:
        store: the store's address as people know it, without a password.
    """
    fault: PrivlineageError
    try:
        yield
    except DBAPIError as error:
        fault = _told(store, error.orig)
    except SQLAlchemyError:
        fault = PrivlineageError("PL504", f"the store `{store}` cannot be used", hint="see `privlineage doctor`")
    else:
        return
    # Raised out here, so that not even the context of the error carries the driver's text.
    raise fault


def not_ours(store: str, because: str) -> PrivlineageError:
    """PL502: there is something, but it is no store of ours."""
    return PrivlineageError(
        "PL502",
        f"`{store}` {because}",
        hint="a store is made by `privlineage init`; check the URL, or restore a backup",
    )


def _told(store: str, cause: BaseException | None) -> PrivlineageError:
    code = getattr(cause, "sqlite_errorcode", 0) & 0xFF
    if code in _SQLITE_DAMAGED:
        return not_ours(store, _SQLITE_DAMAGED[code])
    what, hint = _SQLITE.get(code, ("cannot be reached", "see `privlineage doctor`"))
    return PrivlineageError("PL504", f"the store `{store}` {what}", hint=hint)
