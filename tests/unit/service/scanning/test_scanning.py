"""One scan after another: what is looked at again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from privlineage.service.scanning.files.reader import FileReader
from privlineage.service.scanning.scanning import Scan, Settings, begin
from privlineage.store.memory.store import MemoryStore

AT = "2026-01-01T00:00:00+00:00"


@pytest.fixture
def scan(tmp_path: Path) -> Callable[[Callable[[], bool]], list[bool]]:
    """Scans one file; says of each table whether it was read."""
    (tmp_path / "people.csv").write_text("c1,n\n" + "ana@example.org,1\n" * 50, encoding="utf-8")
    store = MemoryStore()

    def run(go_on: Callable[[], bool]) -> list[bool]:
        reader = FileReader([str(tmp_path / "people.csv")])
        made = Scan(
            begin(store, "files", "people.csv", AT, resume=False), reader, Settings(go_on=go_on), lambda: AT, store
        )
        return [outcome.read for outcome in made.run(list(reader.tables()))]

    return run


def test_a_table_that_is_as_it_was_is_not_read_again(scan):
    assert [[True], [False]] == [scan(lambda: True), scan(lambda: True)]


def test_a_table_during_which_the_time_ran_out_is_read_again(scan):
    left = iter([True, False])
    assert [[True], [True], [False]] == [scan(lambda: next(left)), scan(lambda: True), scan(lambda: True)]
