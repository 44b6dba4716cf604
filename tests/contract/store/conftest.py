"""Every implementation of the Protocol, fresh for each test."""

import shutil
from pathlib import Path
from typing import ClassVar

import pytest

from privlineage.api.app import create_app
from privlineage.api.backend import Backend
from privlineage.api.writing import Writing
from privlineage.service.people.caller import ROLES, Caller
from privlineage.store.http.channel import Channel
from privlineage.store.http.store import HttpStore
from privlineage.store.memory.store import MemoryStore
from privlineage.store.open import init_store, open_store
from tests.contract.store.world import at
from tests.serving import served

IMPLEMENTATIONS = ["memory", "sqlite", "postgres", "http"]


@pytest.fixture(scope="session")
def blank(tmp_path_factory) -> Path:
    """A store nobody used yet, to copy: running the migrations takes a while."""
    path = tmp_path_factory.mktemp("blank") / "store.db"
    init_store(f"sqlite:///{path}", clock=lambda: at(0)).close()
    return path


@pytest.fixture
def path(tmp_path, blank) -> Path:
    """The file of a fresh store."""
    return Path(shutil.copy(blank, tmp_path / "store.db"))


@pytest.fixture
def url(path) -> str:
    return f"sqlite:///{path}"


@pytest.fixture
def sqlite(url):
    """A fresh store in SQLite."""
    store = open_store(url)
    yield store
    store.close()


@pytest.fixture(scope="session")
def server(server):
    """The PostgreSQL; the database `blank` in it is a store nobody used yet."""
    server.create("blank")
    init_store(server.url("blank"), clock=lambda: at(0)).close()
    return server


@pytest.fixture
def postgres_url(server):
    """A fresh store in a database of its own."""
    with server.database("store", template="blank") as url:
        yield url


@pytest.fixture
def postgres(postgres_url):
    """A fresh store in PostgreSQL."""
    store = open_store(postgres_url)
    yield store
    store.close()


@pytest.fixture(scope="session")
def served_app():
    """A server whose callers may do everything, and its URL; each test gives it a store."""
    may_all = Caller("service", "another server", ROLES)
    app = create_app(pytest.fail, lambda _: may_all, writing=Trusting(is_engine=True))
    with served(app) as url:
        yield app, url


@pytest.fixture
def http(served_app, url):
    """A fresh store in SQLite, behind a server."""
    app, server_url = served_app
    app.state.backend = Backend(lambda: open_store(url))
    store = SentAside(Channel(server_url))
    yield store
    store.close()
    app.state.backend.close()


class Trusting(Writing):
    """Takes what callers say as it is, for this suite asks of a server what it asks of every store."""

    def call(self, store, caller, method, arguments):
        if method == "publish":
            sources, tags, weakening = SentAside.publications[arguments["bundle"].hash]
            arguments = {**arguments, "sources": sources, "tags": tags, "weakening": weakening}
        return getattr(store, method)(**arguments)


class SentAside(HttpStore):
    """Hands the server what it would read from a bundle's files: those of these tests say nothing."""

    publications: ClassVar = {}

    def publish(self, bundle, sources, tags, weakening, **more):
        self.publications[bundle.hash] = sources, tags, weakening
        super().publish(bundle, sources, tags, weakening, **more)


@pytest.fixture(params=IMPLEMENTATIONS)
def store(request):
    """A fresh store of each kind."""
    return MemoryStore() if request.param == "memory" else request.getfixturevalue(request.param)
