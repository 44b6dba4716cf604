"""The server as an ASGI app, to be run alone or mounted in another one."""

from __future__ import annotations

import contextlib
import logging
import traceback
from collections.abc import AsyncIterator, Callable
from typing import TYPE_CHECKING

from fastapi import Depends, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from privlineage.api import decisions, health, questions, storing
from privlineage.api.answers import CodedError
from privlineage.api.backend import Backend
from privlineage.api.callers import Authenticate, known
from privlineage.api.writing import Writing
from privlineage.core.errors import PrivlineageError
from privlineage.store.protocol import Store

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["create_app"]

log = logging.getLogger(__name__)


def create_app(
    open_store: Callable[[], Store], authenticate: Authenticate, *, writing: Writing | None = None
) -> FastAPI:
    """The app with all routes below `/v1`.

    Everything but `/v1/health` and `/v1/ready` needs a caller. There are no docs and no schema to be read anonymously.

    Args:
        open_store: opens the store; called when it is first needed, and again after it was lost.
        authenticate: who sent a request.
        writing: how what callers write is completed; under their names and by the server's clock where left out.
    """
    backend = Backend(open_store)

    @contextlib.asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        backend.close()

    app = FastAPI(title="privlineage", docs_url=None, redoc_url=None, openapi_url=None, lifespan=lifespan)
    app.state.backend, app.state.authenticate, app.state.writing = backend, authenticate, writing or Writing()
    app.include_router(health.router)
    for module in (decisions, storing, questions):
        app.include_router(module.router, dependencies=[Depends(known)])
    app.add_exception_handler(CodedError, _coded)
    app.add_exception_handler(HTTPException, _not_there)
    app.add_exception_handler(RequestValidationError, _wrong_parameters)
    app.add_middleware(_NoTraceback)
    return app


def _coded(_: Request, error: Exception) -> Response:
    return error.response() if isinstance(error, CodedError) else _unforeseen()


def _not_there(_: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 404
    return CodedError(PrivlineageError("PL207", "there is no such route"), status).response()


def _wrong_parameters(_: Request, error: Exception) -> Response:
    found = error.errors() if isinstance(error, RequestValidationError) else ()
    names = ", ".join(f"`{each['loc'][-1]}`" for each in found)
    return CodedError(PrivlineageError("PL207", f"the request cannot be read: {names}"), 400).response()


def _unforeseen() -> Response:
    return CodedError(PrivlineageError("PL000", "the server failed unexpectedly", hint="its log says more")).response()


class _NoTraceback:
    """Answers what nobody foresaw with PL000, and tells the log its kind and place alone: its text may hold values."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        has_begun = False

        async def sending(message: Message) -> None:
            nonlocal has_begun
            has_begun = has_begun or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, sending)
        except Exception as error:  # noqa: BLE001  # whatever it is
            frames = traceback.extract_tb(error.__traceback__)
            ours = [frame for frame in frames if "privlineage" in frame.filename] or list(frames)
            where = f" in {ours[-1].name}, line {ours[-1].lineno}" if ours else ""
            log.error("an unexpected %s%s", type(error).__name__, where)  # noqa: TRY400  # its text may hold values
            if scope["type"] == "http" and not has_begun:
                await _unforeseen()(scope, receive, send)
