"""Many writers at once, in several processes, on one store."""

import os
import subprocess
import sys

import pytest

from privlineage.core.labels import Ways
from privlineage.core.refs import DatasetRef
from privlineage.store.open import open_store
from privlineage.store.protocol import VerdictQuery
from privlineage.store.sql import labels
from privlineage.store.sql.bundles import weakening_in_force
from tests.conftest import ROOT
from tests.contract.store import writing
from tests.contract.store.sequences import every_label
from tests.contract.store.world import EMAIL, MART, RAW, at, carried, tag


def write_at_once(url: str, processes: int, writers: int) -> None:
    store = open_store(url)
    store.add_tags([tag(RAW, "email", EMAIL)])
    store.close()
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "src")])}
    running = [
        subprocess.Popen(
            [sys.executable, writing.__file__, url, str(process), str(writers)],
            env=environment,
            stderr=subprocess.PIPE,
            text=True,
        )
        for process in range(processes)
    ]
    answers = [(process.communicate()[1], process.returncode) for process in running]
    assert [("", 0)] * processes == answers
    store = open_store(url)
    assert processes * writers * 2 == len(store.verdicts(VerdictQuery(limit=10_000)))
    for process in range(processes):
        for number in range(writers):
            own = DatasetRef("s3://out", f"{process}-{number}.csv")
            assert {EMAIL: Ways.VALUE} == carried(store, own, "x")
            assert {EMAIL: Ways.VALUE} == carried(store, MART, f"c{number}")
    kept = every_label(store)
    with store._database.write() as connection:
        labels.recompute(connection, weakening_in_force(connection), at(99))
    assert kept == every_label(store)
    assert () == store.verify_audit().findings
    store.close()


@pytest.mark.parametrize("store", ["url", "postgres_url"])
def test_two_processes_of_fifty_writers_each_meet_no_lock_error(request, store):
    write_at_once(request.getfixturevalue(store), processes=2, writers=50)
