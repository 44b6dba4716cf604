"""Tokens of people and services: the file keeps a salted hash of each, so that reading it gives nobody a token."""

from __future__ import annotations

import fcntl
import hashlib
import hmac
import json
import os
import re
import secrets
import stat
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from privlineage.core.codec import from_json, to_json
from privlineage.core.errors import PrivlineageError
from privlineage.service.people.caller import ROLES, Caller

__all__ = ["Token", "TokenFile", "new_token"]

PREFIX = "pl"
"""Every token begins with this, so that scanners for leaked secrets can know one."""

_TIME = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z)?")


@dataclass(frozen=True, slots=True)
class Token:
    """A token as the file keeps it.

    Attributes:
        id: its public part, by which it is found and withdrawn.
        name: whose it is.
        kind: person or service.
        roles: some of `ROLES`.
        salt: hex.
        hash: of salt and secret, hex. One round of SHA-256 is enough: a secret is 32 random bytes, not a password.
        made_at: ISO 8601, UTC.
        expires_at: ISO 8601, UTC; empty for never.
    """

    id: str
    name: str
    kind: Literal["person", "service"]
    roles: tuple[str, ...]
    salt: str
    hash: str
    made_at: str
    expires_at: str = ""

    def matches(self, secret: str) -> bool:
        """Whether a secret is this token's; takes as long for a wrong one as for the right one."""
        return hmac.compare_digest(_hash(self.salt, secret), self.hash)


def new_token(
    name: str, roles: Sequence[str], *, at: str, kind: Literal["person", "service"] = "service", expires_at: str = ""
) -> tuple[str, Token]:
    """A fresh token: its text, which is shown once, and what is kept of it.

    Raises:
        PrivlineageError: PL001, for no name or an unknown role.
    """
    wrong = [role for role in roles if role not in ROLES]
    if wrong or not roles:
        raise PrivlineageError(
            "PL001", f"`{wrong[0]}` is no role" if wrong else "a token needs a role", hint=f"roles: {', '.join(ROLES)}"
        )
    if not name.strip():
        raise PrivlineageError("PL001", "a token needs a name", hint="say whose it is with --name")
    number, secret, salt = secrets.token_hex(6), secrets.token_urlsafe(32), secrets.token_hex(16)
    kept = Token(number, name, kind, tuple(dict.fromkeys(roles)), salt, _hash(salt, secret), at, expires_at)
    return f"{PREFIX}_{number}_{secret}", kept


def _hash(salt: str, secret: str) -> str:
    return hashlib.sha256(f"{salt}{secret}".encode()).hexdigest()


class TokenFile:
    """The tokens a server accepts. The file is read again when it changed, so a token can go without a restart.

    Args:
        path: the file; one that is not there holds no tokens yet.
        clock: the time, ISO 8601 in UTC.
    """

    def __init__(self, path: Path, clock: Callable[[], str]) -> None:
        self.path = path
        self._clock = clock
        self._lock = threading.Lock()
        self._seen: tuple[int, int, int] | None = None
        self._tokens: dict[str, Token] = {}

    def tokens(self) -> list[Token]:
        """All of them.

        Raises:
            PrivlineageError: PL002 when the file cannot be read, PL103 when it holds something else.
        """
        with self._lock:
            self._read_when_changed()
            return list(self._tokens.values())

    def caller(self, text: str) -> Caller | None:
        """Who shows a token; None when it is none of these, or has expired."""
        prefix, _, rest = text.partition("_")
        number, _, secret = rest.partition("_")
        if prefix != PREFIX or not secret:
            return None
        found = next((token for token in self.tokens() if token.id == number), None)
        if found is None or found.kind not in ("person", "service") or not found.matches(secret):
            return None
        if found.expires_at and found.expires_at <= self._clock():
            return None
        return Caller(found.kind, found.name, found.roles)

    def add(self, token: Token) -> None:
        """Keep a token."""
        with self._alone():
            self._write([*self.tokens(), token])

    def withdraw(self, number: str) -> Token:
        """Let a token go, by its id.

        Raises:
            PrivlineageError: PL001, when there is none.
        """
        with self._alone():
            tokens = self.tokens()
            found = next((token for token in tokens if token.id == number), None)
            if found is None:
                raise PrivlineageError("PL001", f"there is no token `{number}`", hint="see `privlineage serve tokens`")
            self._write([token for token in tokens if token is not found])
        return found

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Let one process at a time change the file: else a new token may be lost, and a withdrawn one be back."""
        try:
            folder = os.open(self.path.absolute().parent, os.O_RDONLY)
        except OSError:
            raise PrivlineageError("PL002", f"`{self.path}` cannot be written", hint="check its folder") from None
        try:
            fcntl.flock(folder, fcntl.LOCK_EX)
            yield
        finally:
            os.close(folder)

    def _read_when_changed(self) -> None:
        try:
            state = self.path.stat()
            seen = (state.st_mtime_ns, state.st_size, state.st_ino)
            if seen == self._seen:
                return
            data = json.loads(self.path.read_text(encoding="utf-8"))
            tokens = from_json(tuple[Token, ...], data["tokens"])
            if not all(_TIME.fullmatch(token.expires_at) for token in tokens):
                # Compared as text: what is no time might never be over.
                raise ValueError("an end is no time")  # noqa: TRY301  # told below, with the rest
        except FileNotFoundError:
            seen, tokens = None, ()
        except OSError:
            raise PrivlineageError("PL002", f"`{self.path}` cannot be read", hint="check its permissions") from None
        except (ValueError, KeyError, TypeError):
            raise PrivlineageError(
                "PL103", f"`{self.path}` is no file of tokens", hint="`privlineage serve token` makes one"
            ) from None
        self._seen, self._tokens = seen, {token.id: token for token in tokens}

    def _write(self, tokens: Sequence[Token]) -> None:
        text = json.dumps({"tokens": to_json(tuple(tokens))}, indent=2)
        try:
            handle, draft = tempfile.mkstemp(dir=self.path.absolute().parent, prefix=".tokens-")
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(f"{text}\n")
                self._as_before(handle)
            Path(draft).replace(self.path)
        except OSError:
            raise PrivlineageError("PL002", f"`{self.path}` cannot be written", hint="check its folder") from None

    def _as_before(self, draft: int) -> None:
        """Give a draft mode and owners of the file that it replaces, where we may: a server may be another user."""
        with suppress(OSError):
            before = self.path.stat()
            os.fchmod(draft, stat.S_IMODE(before.st_mode))
            os.fchown(draft, before.st_uid, before.st_gid)
