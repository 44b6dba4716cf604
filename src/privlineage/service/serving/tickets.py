"""Tickets: short-lived proof that a request comes from one try of one task.

Whoever knows a task's identity (Airflow's API server, which checks the task's own credential) signs one with a key that
it shares with the server; the task shows it and never sees the key. A ticket is a JSON Web Token with HMAC-SHA256.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from privlineage.core.errors import PrivlineageError
from privlineage.service.people.caller import Caller

__all__ = ["LIFETIME", "LONGEST", "issue", "read_keys", "verify"]

LIFETIME = 300.0
"""Seconds a ticket is good for: a decision and its retries; a later call of the same task asks for another."""

LONGEST = 3600.0
"""A ticket made for longer than this is refused, whoever signed it."""

SKEW = 60.0
"""Seconds by which the clocks of signer and server may differ."""

SHORTEST_KEY = 32
"""Bytes: a key shorter than the hash can be guessed more easily than the hash (RFC 7518, section 3.2)."""

_ALGORITHM = "HS256"
_ISSUER, _AUDIENCE = "privlineage", "privlineage-decider"
_TEXTS = {"name": "name", "instance": "sub", "dag_id": "dag", "task_id": "task", "run_id": "run"}
_NUMBERS = {"try_number": "try", "map_index": "map"}


def issue(key: bytes, caller: Caller, now: float, lifetime: float = LIFETIME) -> str:
    """A ticket for a task.

    Args:
        key: the shared key, 32 bytes or more.
        caller: the task, with its instance.
        now: seconds since 1970, UTC.
        lifetime: seconds, at most `LONGEST`.

    Raises:
        ValueError: for a caller that is no task with an instance, or a lifetime that no server accepts.
    """
    import jwt

    if not caller.is_task or not caller.instance or not 0 < lifetime <= LONGEST or len(key) < SHORTEST_KEY:
        raise ValueError("a ticket is for a task with an instance, for a while, signed with a real key")
    claims: dict[str, Any] = {claim: getattr(caller, field) for field, claim in (_TEXTS | _NUMBERS).items()}
    claims |= {"iss": _ISSUER, "aud": _AUDIENCE, "iat": now, "exp": now + lifetime}
    return jwt.encode(claims, key, algorithm=_ALGORITHM)


def verify(keys: Sequence[bytes], text: str, now: float) -> Caller:
    """The task a ticket is for.

    Args:
        keys: any of which may have signed it.
        text: the ticket.
        now: seconds since 1970, UTC.

    Raises:
        PrivlineageError: PL206, when it is none, was signed by somebody else, is not valid now, or for too long.
    """
    for key in keys:
        claims = _claims(key, text)
        if claims is not None:
            _check_time(claims, now)
            return _caller(claims)
    raise _no_ticket("is not signed by anybody this server trusts")


def read_keys(path: Path) -> list[bytes]:
    """The keys of a file, one a line: the first one signs, all of them are accepted, so that a key can be replaced.

    Raises:
        PrivlineageError: PL002 when the file cannot be read, PL001 when it holds no key or one that is too short.
    """
    try:
        lines = path.read_bytes().split()
    except OSError:
        raise PrivlineageError(
            "PL002", f"`{path}` cannot be read", hint="it should hold the key of the tickets"
        ) from None
    if not lines or min(map(len, lines)) < SHORTEST_KEY:
        raise PrivlineageError(
            "PL001",
            f"`{path}` holds no key of {SHORTEST_KEY} characters or more",
            hint="make one: python -c 'import secrets; print(secrets.token_hex(32))'",
        )
    return lines


def _claims(key: bytes, text: str) -> Mapping[str, Any] | None:
    """What a ticket says, None unless this key signed it for us."""
    import jwt

    try:
        found: Mapping[str, Any] = jwt.decode(
            text,
            key,
            algorithms=[_ALGORITHM],
            audience=_AUDIENCE,
            issuer=_ISSUER,
            # The time is checked by the clock that was handed in.
            options={"require": ["exp", "iat", "sub"], "verify_exp": False, "verify_iat": False, "verify_nbf": False},
        )
    except (jwt.PyJWTError, ValueError, TypeError):
        return None
    return found


def _check_time(claims: Mapping[str, Any], now: float) -> None:
    issued, ends = claims["iat"], claims["exp"]
    if not all(type(each) in (int, float) for each in (issued, ends)):
        raise _no_ticket("has no time")
    if not (issued - SKEW <= now < ends and 0 < ends - issued <= LONGEST):
        raise _no_ticket("is not valid now")


def _caller(claims: Mapping[str, Any]) -> Caller:
    texts: dict[str, Any] = {field: claims.get(claim, "") for field, claim in _TEXTS.items()}
    numbers: dict[str, Any] = {field: claims.get(claim) for field, claim in _NUMBERS.items()}
    are_texts = all(isinstance(each, str) for each in texts.values())
    if not are_texts or not texts["instance"] or any(type(each) not in (int, type(None)) for each in numbers.values()):
        raise _no_ticket("names no task")
    return Caller("task", how="ticket", **texts, **numbers)


def _no_ticket(why: str) -> PrivlineageError:
    return PrivlineageError(
        "PL206", f"the ticket {why}", hint="the clocks and the ticket key of both servers must agree"
    )
