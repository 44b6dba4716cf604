"""Requests to a Decider carried over HTTP to a privlineage server."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from privlineage.service.deciding.decider import Governance
from privlineage.service.serving.remote import CALL_SECONDS, RemoteDecider
from privlineage.store.http.address import token_of_environment
from privlineage.store.http.channel import Channel

__all__ = ["HttpTransport", "decider_at"]


def decider_at(
    url: str, budget: Callable[[], float] = lambda: CALL_SECONDS, known: Governance | None = None
) -> RemoteDecider:
    """The Decider of a server, with the token of this process's environment.

    Args:
        url: the server's.
        budget: the seconds that are left for the next call.
        known: a governance from before, not to be sent again.

    Raises:
        PrivlineageError: PL001, for a URL that names no server; whether one answers shows with the first call.
    """
    return RemoteDecider(HttpTransport(url), budget, known)


class HttpTransport:
    """Carries requests to `POST {url}/v1/decider`.

    Args:
        url: the server's.
        token: gives the bearer token of each request: a service's, or a task's ticket.

    Raises:
        PrivlineageError: PL001, for a URL that names no server.
    """

    def __init__(self, url: str, token: Callable[[], str] = token_of_environment) -> None:
        self._channel = Channel(url, token)

    def __call__(self, request: dict[str, Any], timeout: float, /) -> Any:
        """The server's answer; errors as `service.serving.remote.Send` has them."""
        return self._channel.post("/v1/decider", request, timeout)

    def rest(self) -> None:
        """Hold no connection while the task works; the next request opens one."""
        self._channel.close()

    def close(self) -> None:
        """Close every connection."""
        self._channel.close()
