"""The middleware on Airflow's API server: a request that is ours is answered here, every other one passes untouched.

What is not ours goes on whatever state we are in. What is ours is denied when anything goes wrong: it never reaches
Airflow, where it would be a Variable.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from privlineage.airflow.server.answering import Answering
    from privlineage.airflow.server.asked import Asked
    from privlineage.airflow.server.guarding import Guarding

__all__ = ["TaskApi"]

log = logging.getLogger(__name__)

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

MOST_BODY = 4 << 20
"""Bytes that a question may have as it comes; a worker sends less (`tunnel.MOST_SENT`)."""

AT_ONCE = 8
"""Questions that are answered at the same time in one process; the others wait their turn."""


SHARED_AFTER = 0.05
"""Seconds for which an answer waits for whoever asked, before other servers may be asked for it."""

WAITS = (0.1, 0.2, 0.4, 0.8)
"""Seconds between looks for an answer that another server has."""


class TaskApi:
    """Pure ASGI, since Starlette's own base class would read every body of the site.

    Args:
        app: Airflow's.
    """

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, deny, or pass on."""
        if scope["type"] == "http" and "/execution/" in scope.get("path", ""):
            try:
                passes = await self._looked_at(scope, receive, send)
            except Exception:
                log.exception("privlineage could not look at a request to the task API")
                passes = not _may_be_ours(scope)
                if not passes:
                    await _respond(send, 403, {"detail": "privlineage could not answer"})
            if not passes:
                return
        # Out here, so that what Airflow raises stays Airflow's.
        await self.app(scope, receive, send)

    async def _looked_at(self, scope: Scope, receive: Receive, send: Send) -> bool:
        """Whether the request goes on to Airflow; else it was answered or refused."""
        from privlineage.airflow.server.asked import asked, is_for_ticket
        from privlineage.airflow.server.identity import Refused

        ours = asked(scope)
        try:
            if ours is not None:
                await self._answered(ours, scope, receive, send)
                return False
            if is_for_ticket(scope):
                await self._ticket(scope, send)
                return False
            if self._guards(scope):
                await self._guarded(scope)
        except Refused as refused:
            log.warning("privlineage refused a request to the task API: %s", refused.why)
            await _respond(send, refused.status, {"detail": "privlineage refuses this request"})
            return False
        return True

    async def _answered(self, ours: Asked, scope: Scope, receive: Receive, send: Send) -> None:
        from privlineage.airflow.server.identity import Refused, try_of, validated

        if scope["method"] != ("PUT" if ours.kind == "question" else "GET"):
            raise Refused(405, "this method is not one of the task API")
        instance = await validated(scope)
        value = _value(await _body(receive)) if ours.kind == "question" else ""

        def work() -> tuple[int, dict[str, Any]]:
            return self._answering.respond(ours, value, try_of(instance))

        loop = asyncio.get_running_loop()
        status, body = await loop.run_in_executor(self._workers, work)
        if ours.kind == "question":
            loop.call_later(SHARED_AFTER, self._workers.submit, self._answering.share, ours, instance)
        for wait in WAITS if ours.kind == "answer" else ():
            if status != 404:
                break
            # Another server heard the question, and will share its answer in a moment.
            await asyncio.sleep(wait)
            status, body = await loop.run_in_executor(self._workers, work)
        await _respond(send, status, body)

    async def _ticket(self, scope: Scope, send: Send) -> None:
        """Answer a request for a ticket."""
        from privlineage.airflow.server.identity import Refused, try_of, validated
        from privlineage.airflow.server.ticketing import ticket_for

        if scope["method"] != "GET":
            raise Refused(405, "this method is not one of the task API")
        instance = await validated(scope)
        loop = asyncio.get_running_loop()
        await _respond(send, 200, await loop.run_in_executor(self._workers, lambda: ticket_for(try_of(instance))))

    def _guards(self, scope: Scope) -> bool:
        """Whether a request is for a connection that may be governed."""
        from privlineage.airflow.server.asked import named_connections

        return self._answering.backend.settings.guard_connections and bool(named_connections(scope))

    async def _guarded(self, scope: Scope) -> None:
        """Let a request for a connection through, or raise `Refused`."""
        from privlineage.airflow.server.asked import named_connections
        from privlineage.airflow.server.identity import try_of, validated

        loop = asyncio.get_running_loop()
        governed = await loop.run_in_executor(self._workers, self._guarding.governed, named_connections(scope))
        if governed:
            instance = await validated(scope)
            await loop.run_in_executor(self._workers, lambda: self._guarding.check(governed, try_of(instance)))

    @cached_property
    def _answering(self) -> Answering:
        from privlineage.airflow.server.answering import Answering
        from privlineage.airflow.server.backend import Backend

        return Answering(Backend())

    @cached_property
    def _guarding(self) -> Guarding:
        from privlineage.airflow.server.guarding import Guarding

        return Guarding(self._answering.backend)

    @cached_property
    def _workers(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(AT_ONCE, thread_name_prefix="privlineage")


def _may_be_ours(scope: Scope) -> bool:
    """Whether a request we could not look at is denied, told with nothing of ours: a file of it may be missing."""
    path = str(scope.get("path", "")).casefold()
    if "privlineage" in path:
        return True
    if "connections" not in path:
        return False
    from airflow.configuration import conf

    return conf.getboolean("privlineage", "guard_connections", fallback=False)


async def _body(receive: Receive) -> bytes:
    """The whole body of a request, as long as it may be."""
    from privlineage.airflow.server.identity import Refused

    found, more = bytearray(), True
    while more:
        message = await receive()
        if message["type"] != "http.request":
            raise Refused(400, "the client went away")
        found += message.get("body", b"")
        if len(found) > MOST_BODY:
            raise Refused(413, "the question is too large")
        more = message.get("more_body", False)
    return bytes(found)


def _value(body: bytes) -> str:
    """The value in a request that sets a Variable."""
    from privlineage.airflow.server.identity import Refused

    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        data = None
    # What the API calls it, and what its clients have called it.
    value = data.get("val", data.get("value")) if isinstance(data, dict) else None
    if not isinstance(value, str):
        raise Refused(422, "the question has no value")
    return value


async def _respond(send: Send, status: int, body: dict[str, Any]) -> None:
    text = json.dumps(body).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(text)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": text})
