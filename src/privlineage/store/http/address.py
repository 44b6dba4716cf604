"""The URL of a server, and the token shown to it."""

from __future__ import annotations

import ipaddress
import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from privlineage.core.errors import PrivlineageError

__all__ = [
    "PLAIN_HTTP",
    "TOKEN",
    "TOKEN_FILE",
    "Address",
    "address_of",
    "is_loopback",
    "is_server",
    "token_of_environment",
]

TOKEN, TOKEN_FILE = "PRIVLINEAGE_TOKEN", "PRIVLINEAGE_TOKEN_FILE"  # names of variables
PLAIN_HTTP = "PRIVLINEAGE_PLAIN_HTTP"
"""Set to 1 where something else encrypts what goes to the server, as a service mesh does."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where a server answers.

    Attributes:
        url: scheme, host, port and prefix, without a slash at its end.
        is_plain: whether it is spoken to without TLS.
        is_loopback: whether it is this machine.
    """

    url: str
    is_plain: bool
    is_loopback: bool

    @property
    def path(self) -> str:
        """The prefix under which the server's routes lie, empty for none."""
        return urlsplit(self.url).path


def is_server(url: str) -> bool:
    """Whether a store's URL names a server rather than a database.

    >>> is_server("https://privlineage.corp"), is_server("sqlite:///privlineage.db")
    (True, False)
    """
    return url.partition("://")[0].lower() in ("http", "https")


def address_of(url: str) -> Address:
    """The address a URL names.

    >>> address_of("https://airflow.corp/privlineage/").url
    'https://airflow.corp/privlineage'

    Raises:
        PrivlineageError: PL001 for a URL that names none, that holds a secret, or that would carry one in the clear.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        parts, host, port = urlsplit(""), None, None
    if parts.username is not None or parts.query or parts.fragment:
        # The text is not repeated: it may hold the secret that should not be there.
        raise PrivlineageError(
            "PL001", "a server's URL holds no user, no token and no query", hint=f"set {TOKEN} or {TOKEN_FILE}"
        )
    if not host or parts.scheme not in ("http", "https"):
        raise PrivlineageError("PL001", "the server's URL cannot be read", hint="write https://host[:port][/prefix]")
    is_plain, is_here = parts.scheme == "http", is_loopback(host)
    if is_plain and not is_here and os.environ.get(PLAIN_HTTP) != "1":
        raise PrivlineageError(
            "PL001",
            f"`http://{host}` would carry the token in the clear",
            hint=f"write https://, or set {PLAIN_HTTP}=1 where something else encrypts the way there",
        )
    shown = f"[{host}]" if ":" in host else host
    netloc = shown if port is None else f"{shown}:{port}"
    return Address(f"{parts.scheme}://{netloc}{parts.path.rstrip('/')}", is_plain, is_here)


def is_loopback(host: str) -> bool:
    """Whether a host is this machine, reached from nowhere else."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def token_of_environment() -> str:
    """The token of this process, empty when it has none. A file is read each time: it may be renewed meanwhile.

    Raises:
        PrivlineageError: PL002, when the file cannot be read.
    """
    if token := os.environ.get(TOKEN, "").strip():
        return token
    file = os.environ.get(TOKEN_FILE, "")
    if not file:
        return ""
    try:
        return Path(file).read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        raise PrivlineageError(
            "PL002", f"`{file}` cannot be read", hint=f"{TOKEN_FILE} names a file with a token"
        ) from None
