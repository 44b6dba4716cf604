"""Every implementation of the Protocol, fresh for each test."""

import shutil
from pathlib import Path

import pytest

from privlineage.store.memory import MemoryStore
from privlineage.store.open import init_store, open_store
from tests.contract.store.world import at

IMPLEMENTATIONS = ["memory", "sqlite", "postgres"]


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


@pytest.fixture(params=IMPLEMENTATIONS)
def store(request):
    """A fresh store of each kind."""
    return MemoryStore() if request.param == "memory" else request.getfixturevalue(request.param)
