"""The copy of the governance in AIRFLOW_HOME."""

import os
import time
from dataclasses import replace

import pytest

from privlineage.airflow.governance import MAX_AGE, GovernanceCache
from privlineage.core.sources import Source
from privlineage.service.deciding.decider import Governance

GOVERNANCE = Governance(
    "h1", (Source("wh", "postgres://wh:5432", conn_ids=("c",)),), ("ads.**",), (("hmac", 2),), ("hmac",)
)


def cache(tmp_path, store=None):
    return GovernanceCache(store or f"sqlite:///{tmp_path}/store.db", tmp_path / "home")


def publish(tmp_path, bundle):
    (tmp_path / "store.db.bundle").write_text(f"{bundle}\n")


def test_what_is_kept_comes_back_whole(tmp_path):
    cache(tmp_path).save(GOVERNANCE)
    assert GOVERNANCE == cache(tmp_path).load().governance


def test_nothing_kept_is_nothing_known(tmp_path):
    assert None is cache(tmp_path).load()


def test_a_copy_is_fresh_while_the_marker_names_its_bundle(tmp_path):
    cache(tmp_path).save(GOVERNANCE)
    publish(tmp_path, "h1")
    assert True is cache(tmp_path).load().fresh
    publish(tmp_path, "h2")
    assert False is cache(tmp_path).load().fresh


def test_a_copy_without_its_marker_is_stale(tmp_path):
    cache(tmp_path).save(GOVERNANCE)
    assert False is cache(tmp_path).load().fresh


def test_a_copy_for_a_store_without_markers_is_fresh_for_a_while(tmp_path):
    store = "postgresql://u@h/db"
    cache(tmp_path, store).save(GOVERNANCE)
    assert True is cache(tmp_path, store).load().fresh
    old = time.time() - MAX_AGE - 1
    os.utime(tmp_path / "home" / "governance.json", (old, old))
    assert False is cache(tmp_path, store).load().fresh


def test_a_copy_of_another_store_is_none(tmp_path):
    cache(tmp_path).save(GOVERNANCE)
    assert None is cache(tmp_path, "sqlite:////elsewhere/store.db").load()


def test_a_new_password_is_no_new_store(tmp_path):
    cache(tmp_path, "postgresql://u:one@h/db").save(GOVERNANCE)
    assert GOVERNANCE == cache(tmp_path, "postgresql://u:two@h/db").load().governance


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "{}", '{"format": 1}', '{"format": 99, "store": "", "governance": {}}', "\x00", "[" * 99_999],
    ids=lambda text: text[:9],
)
def test_a_broken_copy_is_none(tmp_path, text):
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "governance.json").write_text(text)
    assert None is cache(tmp_path).load()


def test_the_copy_holds_no_password(tmp_path):
    cache(tmp_path, "postgresql://u:s3cret@h/db").save(GOVERNANCE)
    assert "s3cret" not in (tmp_path / "home" / "governance.json").read_text()


def test_the_marker_is_the_one_that_publishing_writes(tmp_path):
    from privlineage.service.approving.publish import marker_path

    url = f"sqlite:///{tmp_path}/store.db"
    marker_path(url).write_text("h1\n")
    cache(tmp_path).save(GOVERNANCE)
    assert True is cache(tmp_path).load().fresh


def test_what_is_in_force_is_written_when_it_is_another_one_and_otherwise_only_noted(tmp_path):
    kept = cache(tmp_path, "https://privacy.example")
    kept.save(GOVERNANCE)
    file = tmp_path / "home" / "governance.json"
    os.utime(file, (0, 0))
    text = file.read_text()
    task = cache(tmp_path, "https://privacy.example")
    assert False is task.load().fresh
    task.renew(GOVERNANCE)
    assert (text, True) == (file.read_text(), task.load().fresh)
    task.renew(replace(GOVERNANCE, bundle="another"))
    assert "another" == cache(tmp_path, "https://privacy.example").load().governance.bundle
