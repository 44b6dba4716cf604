"""Whatever happens in whatever order: labels equal a recomputation, and every store gives the same answers (law 2)."""

import shutil
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings

from privlineage.store.open import open_store
from tests.contract.store.sequences import apply, check, sequences
from tests.contract.store.world import shown


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(sequence=sequences)
def test_the_sqlite_store_answers_as_the_plain_one_after_any_sequence(blank, sequence):
    with tempfile.TemporaryDirectory() as folder:
        path = shutil.copy(blank, Path(folder) / "store.db")
        store = open_store(f"sqlite:///{path}")
        try:
            check(store, sequence)
        finally:
            store.close()


@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(sequence=sequences)
def test_the_postgresql_store_answers_as_the_plain_one_after_any_sequence(server, sequence):
    with server.database("sequence", template="blank") as url:
        store = open_store(url)
        try:
            check(store, sequence)
        finally:
            store.close()


@settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(sequence=sequences)
def test_what_is_delivered_twice_counts_once(blank, sequence):
    with tempfile.TemporaryDirectory() as folder:
        path = shutil.copy(blank, Path(folder) / "store.db")
        store = open_store(f"sqlite:///{path}")
        try:
            for minute, step in enumerate(sequence):
                apply(store, step, minute)
                once = shown(store)
                apply(store, step, minute)
                assert once == shown(store)
        finally:
            store.close()
