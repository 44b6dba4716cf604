"""One call of a Store's method over HTTP."""

from __future__ import annotations

import time
from typing import Any, Protocol

from privlineage.core.codec import to_json
from privlineage.core.error_json import error_of
from privlineage.store.http.channel import Channel
from privlineage.store.http.methods import METHODS, signature_of
from privlineage.store.http.reading import read_answer
from privlineage.store.http.retrying import retried

__all__ = ["Calling", "Calls"]

VERSION = 1
"""Of requests."""

TRYING_SECONDS = 5.0
"""How long a call is tried again while the server does not answer."""

SILENCE_SECONDS = 600.0
"""How long the server may work on one call: to publish a bundle over a large store takes its time."""


class Calls(Protocol):
    """What the parts of a store over HTTP share."""

    def _call(self, name: str, **arguments: Any) -> Any:
        """The result of a method."""


class Calling:
    """Calls to the server behind a store.

    Args:
        channel: to it.
    """

    def __init__(self, channel: Channel) -> None:
        self._channel = channel

    def call(self, name: str, **arguments: Any) -> Any:
        """The result of a method, of the type that the Protocol says.

        Raises:
            PrivlineageError: what the method raises there, PL205 and PL206 when the server refuses, PL504 when none
                answers.
        """
        found = self.ask(f"/v1/store/{name}", arguments, repeatable=METHODS[name].repeatable)
        return read_answer(signature_of(name).result, found)

    def ask(self, path: str, arguments: dict[str, Any], *, repeatable: bool = True) -> Any:
        """The result of a request to any route, as JSON."""
        data = {"arguments": {name: to_json(value) for name, value in arguments.items()}, "version": VERSION}
        end = time.monotonic() + SILENCE_SECONDS

        def once() -> Any:
            answer = self._channel.post(path, data, max(1.0, end - time.monotonic()))
            if "error" not in answer:
                return answer["result"]
            raise error_of(answer["error"])

        return retried(once, TRYING_SECONDS, repeatable=repeatable)

    def close(self) -> None:
        """Close every connection."""
        self._channel.close()
