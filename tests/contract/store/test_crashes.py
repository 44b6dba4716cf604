"""A process that is killed between any two steps leaves all or nothing of each transaction, and never too little."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from privlineage.core.errors import PrivlineageError
from privlineage.store.open import open_store
from privlineage.store.sql import labels
from tests.conftest import ROOT
from tests.contract.store import crashing
from tests.contract.store.sequences import every_label
from tests.contract.store.world import CSV, EMAIL, MART, PHONE, at, carried, shown


@pytest.fixture
def prepared(path) -> Path:
    crashing.prepare(path)
    return path


def crash(operation: str, store: Path, folder: Path) -> list[Path]:
    """The stores left behind by a kill at every point, in order, and at last one that nothing was done to."""
    folder.mkdir()
    answer = subprocess.run(
        [sys.executable, crashing.__file__, operation, str(store), str(folder)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "src")])},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (0, "") == (answer.returncode, answer.stderr)
    last = int(answer.stdout)
    return [path for point in range(last + 1) if (path := folder / f"{point}.db").with_suffix(".log").exists()]


def log(path: Path) -> list[str]:
    return path.with_suffix(".log").read_text().split()


def seen(path: Path):
    """What the store shows, having been found whole: its labels are those computed from nothing."""
    store = open_store(f"sqlite:///{path}")
    try:
        kept, answer = every_label(store), shown(store)
        with store._database.write() as connection:
            labels.recompute(connection, crashing_weakening(connection), at(99))
        assert kept == every_label(store)
        return answer
    finally:
        store.close()


def crashing_weakening(connection):
    from privlineage.store.sql.bundles import weakening_in_force

    return weakening_in_force(connection)


def test_a_task_killed_at_any_point_never_leaves_moved_data_without_its_labels(prepared, tmp_path):
    stores = crash("run", prepared, tmp_path / "crashed")
    before = seen(Path(shutil.copy(prepared, tmp_path / "untouched.db")))
    planned = [path for path in stores if log(path) in (["planned"], ["planned", "moved"])]
    assert len(stores) > 30
    (during,) = _distinct(map(seen, planned))
    after = seen(stores[-1])
    assert _distinct([before, during, after]) == [before, during, after]
    for path in stores:
        answer = seen(path)
        match log(path):
            case []:
                assert before == answer
            case ["planned"]:
                assert during == answer
            case ["planned", "moved"]:
                assert answer in (during, after)
            case done:
                assert (["planned", "moved", "confirmed"], after) == (done, answer)
        store = open_store(f"sqlite:///{path}")
        if "moved" in log(path):
            assert {EMAIL, PHONE} <= set(carried(store, MART, "x")) | set(carried(store, MART, "y"))
        if "confirmed" not in log(path) and answer != after:
            assert EMAIL in carried(store, MART, "x")
        assert EMAIL in carried(store, CSV, "x")
        store.close()


def test_a_bundle_whose_publication_is_killed_is_in_force_wholly_or_not_at_all(prepared, tmp_path):
    stores = crash("apply", prepared, tmp_path / "crashed")
    before, after = seen(Path(shutil.copy(prepared, tmp_path / "untouched.db"))), seen(stores[-1])
    assert before != after
    assert len(stores) > 15
    for path in stores:
        answer = seen(path)
        store = open_store(f"sqlite:///{path}")
        assert (answer == after) == (store.active_bundle() is not None)
        assert answer == after if log(path) else answer in (before, after)
        store.close()


def test_an_init_that_is_killed_leaves_a_whole_store_or_none(path, tmp_path):
    stores = crash("init", path, tmp_path / "crashed")
    assert len(stores) > 5
    for store in stores:
        if store.exists():
            open_store(f"sqlite:///{store}").close()
        else:
            assert [] == log(store)
            with pytest.raises(PrivlineageError, match="PL501"):
                open_store(f"sqlite:///{store}")
    assert stores[-1].exists()


def _distinct(answers):
    found = []
    for answer in answers:
        if answer not in found:
            found.append(answer)
    return found
