"""A real server on this machine for tests: an app behind uvicorn in a thread, on a port of its own."""

import atexit
import contextlib
import threading
import time

import httpx
import uvicorn

from privlineage.store.http.channel import Channel
from privlineage.store.http.store import HttpStore

__all__ = ["CLIENT", "by_name", "served", "stores_at"]

CLIENT = httpx.Client(verify=False, trust_env=False)
"""For many requests: to read the certificates of the system for each of them would take longer than all the rest."""
atexit.register(CLIENT.close)


@contextlib.contextmanager
def served(app):
    """The URL of an app while it is served."""
    config = uvicorn.Config(app, host="127.0.0.1", port=0, log_config=None, access_log=False, ws="none")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        if not thread.is_alive():
            raise RuntimeError("the server did not start")
        time.sleep(0.005)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(10)


def by_name(callers):
    """Who sends a request: the one whose name is its token."""

    def authenticate(request):
        return callers[request.headers["authorization"].removeprefix("Bearer ")]

    return authenticate


@contextlib.contextmanager
def stores_at(url):
    """Opens the store behind a server with a token, as often as asked; closes all of them in the end."""
    opened = []

    def opening(token):
        opened.append(HttpStore(Channel(url, lambda: token)))
        return opened[-1]

    yield opening
    for store in opened:
        store.close()
