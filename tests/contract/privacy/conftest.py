"""Everything a test run writes, in one folder: what commands print, what logs say at DEBUG, temporary files."""

import logging
import sqlite3
import tempfile
import warnings

import pytest

from privlineage.expectations.loading import load_great_expectations
from tests.commands import bundle, run, store, templates  # noqa: F401 - fixtures
from tests.contract.privacy.canaries import Canaries

load_great_expectations()


@pytest.fixture(autouse=True)
def _their_own_warnings():
    """Great Expectations warns of its own deprecations; that is not ours to mend."""
    with warnings.catch_warnings():
        for module in ("great_expectations", "pandas", "marshmallow", "altair"):
            warnings.filterwarnings("ignore", module=module)
        warnings.filterwarnings("ignore", message="You are using a generic SQLDatasource")
        yield


@pytest.fixture
def canaries():
    return Canaries()


@pytest.fixture
def sources(tmp_path_factory):
    """A folder for what is planted, apart from what is written."""
    return tmp_path_factory.mktemp("sources")


@pytest.fixture
def written(tmp_path, monkeypatch):
    """The folder that everything is written to, with a log of all loggers at DEBUG; commands run in it."""
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))
    handler = logging.FileHandler(tmp_path / "debug.log", encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(name)s %(levelname)s %(message)s"))
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield tmp_path
    root.removeHandler(handler)
    root.setLevel(level)
    handler.close()


@pytest.fixture
def told(run, written):  # noqa: F811 - a fixture of that name
    """Run a command, and keep what it printed among what was written."""
    numbers = iter(range(1000))

    def telling(*arguments):
        answer = run(*arguments)
        name = f"printed-{next(numbers):03}.txt"
        (written / name).write_text(f"{answer.out}\n{answer.err}", encoding="utf-8")
        return answer

    return telling


def sqlite_with(path, tables):
    """A SQLite file with tables of text columns."""
    with sqlite3.connect(path) as connection:
        for name, rows in tables.items():
            columns = ", ".join(f'"{column}"' for column in rows[0])
            connection.execute(f'CREATE TABLE "{name}" ({columns})')
            marks = ", ".join("?" * len(rows[0]))
            connection.executemany(f'INSERT INTO "{name}" VALUES ({marks})', [tuple(row.values()) for row in rows])
    connection.close()
    return path
