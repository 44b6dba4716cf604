"""The same laws as `make test` looks at, over many more sequences."""

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from privlineage.store.open import init_store, open_store
from tests.contract.store.sequences import check, sequences
from tests.contract.store.world import at

pytestmark = pytest.mark.soak


@pytest.fixture(scope="module")
def blank(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("blank") / "store.db"
    init_store(f"sqlite:///{path}", clock=lambda: at(0)).close()
    return path


@settings(max_examples=3000, suppress_health_check=list(HealthCheck))
@given(sequence=sequences)
def test_the_sqlite_store_answers_as_the_plain_one_after_any_of_many_sequences(blank, sequence):
    with tempfile.TemporaryDirectory() as folder:
        path = shutil.copy(blank, Path(folder) / "store.db")
        store = open_store(f"sqlite:///{path}")
        try:
            check(store, sequence)
        finally:
            store.close()
