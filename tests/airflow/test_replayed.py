"""Every verdict that the runs here left in the store is the same when it is decided again (law 8)."""

import pytest

from privlineage.store.open import open_store
from tests.replaying import unlike

pytestmark = pytest.mark.airflow


def test_every_verdict_of_the_runs_comes_out_the_same_again(site, gate, outage):
    store = open_store(site.store_url)
    count, wrong = unlike(store)
    store.close()
    assert (True, []) == (count >= len(gate.instances) // 2, wrong)
