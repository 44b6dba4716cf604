"""A burst of tasks against one file, bigger than `make test` has time for."""

import shutil

import pytest

from privlineage.store.open import init_store
from tests.contract.store.test_writers import write_at_once
from tests.contract.store.world import at


@pytest.mark.soak
def test_eight_processes_of_fifty_writers_each_meet_no_lock_error(tmp_path):
    url = f"sqlite:///{tmp_path}/store.db"
    init_store(url, clock=lambda: at(0)).close()
    write_at_once(url, processes=8, writers=50)
    shutil.rmtree(tmp_path)
