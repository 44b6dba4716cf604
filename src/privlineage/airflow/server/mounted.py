"""Our API inside Airflow's API server, under `/privlineage`: made when first asked, behind Airflow's own log-in."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fastapi import FastAPI

    from privlineage.service.people.caller import Caller

__all__ = ["PREFIX", "Mounted", "app"]

PREFIX = "/privlineage"


class Mounted:
    """An ASGI app that becomes ours on its first request: every process of Airflow loads plugins, and one serves."""

    async def __call__(
        self,
        scope: MutableMapping[str, Any],
        receive: Callable[[], Awaitable[MutableMapping[str, Any]]],
        send: Callable[[MutableMapping[str, Any]], Awaitable[None]],
    ) -> None:
        """Serve a request."""
        await app()(scope, receive, send)


@cache
def app() -> FastAPI:
    """The app, one for a process; the middleware decides over the same store."""
    from privlineage.airflow.config import settings
    from privlineage.api.app import create_app
    from privlineage.api.writing import Writing
    from privlineage.store.protocol import Store

    def opened() -> Store:
        from privlineage.airflow.server.backend import store_url
        from privlineage.store.open import open_store

        return open_store(store_url())

    return create_app(opened, _authenticated, writing=Writing(store_url=settings().store))


async def _authenticated(request: Any) -> Caller | None:
    """Who sent a request: a task with a ticket of this server, or a user of Airflow."""
    from airflow.api_fastapi.app import get_auth_manager
    from anyio import to_thread

    from privlineage.airflow.config import settings
    from privlineage.airflow.server.ticketing import caller_with, is_ticket
    from privlineage.airflow.server.users import caller_of, user_of

    scheme, _, token = str(request.headers.get("authorization", "")).partition(" ")
    if scheme.lower() == "bearer" and is_ticket(token.strip()):
        return await to_thread.run_sync(caller_with, token.strip())
    user = await user_of(request)
    return None if user is None else caller_of(user, get_auth_manager(), settings().roles)
