"""Errors of the driver become errors of ours, without the driver's text: that may hold a statement's values."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from privlineage.core.codec import UnreadableText
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
_UNREACHED = ("cannot be reached", "see `privlineage doctor`")
_SQLITE_DAMAGED = {11: "is damaged", 26: "is not a database"}
_SQLITE_UNKEPT = frozenset({18, 20, 25})
_POSTGRES_UNKEPT = ("22", "54")
"""Not the store's state but what it was given is the trouble: a text with a NUL, a number or a name that is too large.
That is no outage, which a site may have told its tasks to ignore."""

# Classes and codes of PostgreSQL's SQLSTATE (its documentation, appendix A).
_POSTGRES = {
    "3D000": ("is not on that server", "create the database, or correct the URL"),
    "42501": ("may not be used by this user", "grant this role its rights in the database"),
    "28": ("refuses this user", "check user and password in the URL"),
    "55P03": ("is locked by another writer", "try again; a long transaction may hold it"),
    "25006": ("is read-only", "name the primary server, not a standby"),
    "53100": ("cannot grow: the disk is full", "free some space; nothing was half written"),
    "53300": ("takes no more connections", "raise max_connections, or put a pooler before it"),
    "57P": ("is shutting down or starting", "try again"),
}
# Where a connection is refused the driver knows no SQLSTATE, only the server's words; in another language than English
# they tell nothing, and the store cannot be reached.
_REFUSALS = {
    r'database ".*" does not exist': "3D000",
    r'password|role ".*" does not exist|pg_hba|not permitted to log in': "28",
    r"too many|connection slots": "53300",
    r"shutting down|starting up|recovery": "57P",
}


@contextmanager
def driver_errors_of(store: str) -> Iterator[None]:
    """Turn what the driver raises inside the block, and rows that cannot be read, into PL502 or PL504.

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
    except UnreadableText:
        fault = PrivlineageError(
            "PL502",
            f"`{store}` holds a row that cannot be read",
            hint="`privlineage audit verify` tells what was changed; restore a backup",
        )
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


def _refusal(cause: BaseException | None) -> str:
    """The SQLSTATE behind a refused connection, empty where the words are not known."""
    words = str(cause)
    return next((state for pattern, state in _REFUSALS.items() if re.search(pattern, words)), "")


def _unkept() -> PrivlineageError:
    return PrivlineageError(
        "PL000", "no store can keep what it was given", hint="a name or a number is too large, or a text holds a NUL"
    )


def _told(store: str, cause: BaseException | None) -> PrivlineageError:
    code = getattr(cause, "sqlite_errorcode", None)
    if code is not None:
        code &= 0xFF  # the primary one of an extended code
        if code in _SQLITE_UNKEPT:
            return _unkept()
        if code in _SQLITE_DAMAGED:
            return not_ours(store, _SQLITE_DAMAGED[code])
        what, hint = _SQLITE.get(code, _UNREACHED)
        return PrivlineageError("PL504", f"the store `{store}` {what}", hint=hint)
    state = getattr(cause, "sqlstate", None) or _refusal(cause)
    # A NUL is found by the driver itself, which tells no SQLSTATE of it.
    if state.startswith(_POSTGRES_UNKEPT) or any(kind.__name__ == "DataError" for kind in type(cause).__mro__):
        return _unkept()
    known = next((start for start in _POSTGRES if state.startswith(start)), "")
    what, hint = _POSTGRES.get(known, _UNREACHED)
    return PrivlineageError("PL501" if known == "3D000" else "PL504", f"the store `{store}` {what}", hint=hint)
