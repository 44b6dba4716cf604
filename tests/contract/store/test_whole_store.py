"""A store as a whole: moved to another database, checked, mended, brought to a newer version."""

import json
import sqlite3
from dataclasses import replace

import pytest
from sqlalchemy import delete, select

from privlineage.core.labels import Strength, Ways
from privlineage.core.refs import DatasetRef
from privlineage.core.verdict import Attempt
from privlineage.store import maintain
from privlineage.store.auditing import AuditQuery
from privlineage.store.open import open_store
from privlineage.store.protocol import SchemaRecord
from privlineage.store.sql import tables
from privlineage.store.sql.tables import SCHEMA_VERSION
from privlineage.store.sql.urls import database_of
from tests.contract.store.sequences import every_label
from tests.contract.store.test_faults import refused
from tests.contract.store.test_suggestions import looked, review, suggestion
from tests.contract.store.world import (
    CSV,
    EMAIL,
    MART,
    PHONE,
    RAW,
    at,
    carried,
    done,
    overwrite,
    publish,
    shown,
    tag,
    verdict,
)

STORES = ["url", "postgres_url"]


def filled(url):
    """A store with some history behind it."""
    store = open_store(url)
    publish(store, tag(RAW, "email", EMAIL))
    store.add_tags([tag(RAW, "phone", PHONE)])
    done(store, overwrite(MART, {"x": "email", "y": "phone"}, RAW), "one")
    done(store, overwrite(CSV, {"é": "x"}, MART), "two")
    store.record_verdict(verdict(7, Attempt("blocked")))
    store.remove_tags(RAW.column("phone"), None, "ann", at(9), "not ours")
    store.cache_plan("key", "{}")
    store.put_scanned(looked(), [suggestion(1), suggestion(2, "phone")])
    store.review([review(1)])
    return store


def exported(url):
    with maintain.export_store(url) as lines:
        return list(lines)


@pytest.fixture
def elsewhere(request, tmp_path, server):
    """Where a store of the other kind may be made."""
    if request.param == "url":
        yield f"sqlite:///{tmp_path}/moved.db"
    else:
        with server.database("moved") as url:
            yield url


@pytest.mark.parametrize("origin", STORES)
@pytest.mark.parametrize("elsewhere", STORES, indirect=True)
def test_a_store_moved_to_another_database_is_the_same_store_and_goes_on(request, origin, elsewhere):
    url = request.getfixturevalue(origin)
    store = filled(url)
    counts = maintain.import_store(elsewhere, exported(url), "export.jsonl")
    assert sum(counts.values()) == len(exported(url)) - 2
    moved = open_store(elsewhere)
    assert store.identity == moved.identity
    assert (shown(store), every_label(store)) == (shown(moved), every_label(moved))
    assert exported(url) == exported(elsewhere)
    for each in (store, moved):
        done(each, overwrite(MART, {"z": "email"}, RAW), "three")
        each.add_tags([tag(DatasetRef("s3://new", "file.csv"), "a", PHONE)])
    assert shown(store) == shown(moved)
    store.close()
    moved.close()


def test_an_export_that_broke_off_or_was_damaged_makes_no_store(url, tmp_path):
    filled(url).close()
    lines = exported(url)
    target = f"sqlite:///{tmp_path}/moved.db"
    damaged = [
        lines[:-1],
        lines[:1],
        [],
        lines[1:],
        [*lines[:-1], lines[-1], lines[-2]],
        [*lines[:5], lines[5][:-3], *lines[6:]],
        [*lines[:5], *lines[6:]],
        [*lines[:5], '["no_table", 1]', *lines[5:]],
        [*lines[:5], '["slot", 1]', *lines[5:]],
        [*lines[:-3], lines[-1]],
        [*lines[:-1], lines[-2], lines[-1]],
        [*lines[:5], "[" * 100_000, *lines[5:]],
    ]
    for each in damaged:
        error = refused("PL103", maintain.import_store, target, each, "export.jsonl")
        assert "export.jsonl" == error.place.file
    newer = json.dumps({**json.loads(lines[0]), "version": 99})
    refused("PL503", maintain.import_store, target, [newer, *lines[1:]], "export.jsonl")
    assert not (tmp_path / "moved.db").exists()


def test_an_import_never_touches_a_store_that_is_there(url, tmp_path):
    store = filled(url)
    before = shown(store)
    refused("PL505", maintain.import_store, url, exported(url), "export.jsonl")
    assert before == shown(store)
    store.close()


@pytest.mark.parametrize("origin", STORES)
def test_a_label_that_was_changed_by_hand_is_found_and_mended(request, origin):
    url = request.getfixturevalue(origin)
    store = filled(url)
    assert maintain.check_store(url).good
    assert 0 == maintain.propagate_store(url, at(20))
    right = shown(store)
    database = database_of(url)
    with database.write() as connection:
        lost = select(tables.slot.c.id).where(tables.slot.c.path == "x")
        connection.execute(delete(tables.label).where(tables.label.c.slot_id.in_(lost)))
    database.close()
    found = maintain.check_store(url)
    assert (False, (str(MART.column("x")),)) == (found.good, found.stale)
    assert 1 == maintain.propagate_store(url, at(21))
    assert right == shown(store)
    assert maintain.check_store(url).good
    store.close()


def test_a_row_that_names_a_lost_row_is_found(url, path):
    filled(url).close()
    with sqlite3.connect(path) as connection:
        connection.execute("DELETE FROM place WHERE id = (SELECT max(place_id) FROM edge)")
    found = maintain.check_store(url)
    assert not found.good
    assert ["edge"] == list(found.dangling)


LATER = {
    "0004": ["review", "suggestion", "scanned_table", "scan"],
    "0003": "waiting_answer exemption_use exemption proposal plan audit_entry audit_head audit_batch".split(),
    "0002": [],
}
"""The tables that each migration added."""


def older(url, version=1):
    """A store as an older version left it: what later migrations added is gone, the rest stands."""
    database = database_of(url)
    with database.write() as connection:
        for number, added in LATER.items():
            for table in added if int(number) > version else []:
                connection.exec_driver_sql(f"DROP TABLE {table}")
        if version < 2:
            connection.exec_driver_sql("DROP INDEX ix_dataset_schema_word")
            connection.exec_driver_sql("ALTER TABLE dataset_schema DROP COLUMN word")
        connection.exec_driver_sql(f"UPDATE schema_version SET version_num = '{version:04}'")
    database.close()


@pytest.mark.parametrize("version", [1, 2])
@pytest.mark.parametrize("origin", STORES)
def test_a_store_is_brought_to_this_version_with_everything_in_it(request, origin, version):
    url = request.getfixturevalue(origin)
    store = filled(url)
    store.put_schemas([SchemaRecord(MART, (("x", "text"),), at=at(1))])
    before, schemas = shown(store), store.schemas("wh")
    store.close()
    assert (SCHEMA_VERSION, SCHEMA_VERSION) == maintain.migrate_store(url, at(10))
    older(url, version)
    assert "store migrate" in refused("PL503", open_store, url).hint
    assert (version, SCHEMA_VERSION) == maintain.migrate_store(url, at(10))
    newer = open_store(url)
    assert (before, schemas) == (shown(newer), newer.schemas("wh"))
    assert (schemas if version == 1 else []) == newer.schemas("wh", {"any"})  # since then they are found by their word
    newer.close()
    assert maintain.check_store(url).good


@pytest.mark.parametrize("origin", STORES)
def test_a_store_from_before_scans_keeps_its_audit_and_learns_to_keep_reviews(request, origin):
    url = request.getfixturevalue(origin)
    store = open_store(url)
    publish(store, tag(RAW, "email", EMAIL))
    store.audit_head(at(1))
    entries = store.audit_entries(AuditQuery())
    store.close()
    older(url, 3)
    assert (3, SCHEMA_VERSION) == maintain.migrate_store(url, at(10))
    newer = open_store(url)
    assert entries == newer.audit_entries(AuditQuery())
    newer.put_scanned(looked(), [suggestion(1)])
    newer.review([review(1)])
    assert () == newer.verify_audit().findings
    newer.close()
    assert maintain.check_store(url).good


@pytest.mark.parametrize("origin", STORES)
def test_labels_that_an_older_version_kept_in_part_are_whole_in_this_one(request, origin):
    url = request.getfixturevalue(origin)
    store = filled(url)
    by_rows = overwrite(MART, {"x": "email"}, RAW)
    chosen = replace(by_rows.facts[0], strength=Strength.ROW)
    done(store, replace(by_rows, facts=(*by_rows.facts, chosen)), "both")
    kept = every_label(store)
    store.close()
    assert Ways.ROW | Ways.VALUE in [ways for labels in kept.values() for ways in labels.values()]
    older(url)
    database = database_of(url)
    with database.write() as connection:
        connection.exec_driver_sql("UPDATE label SET strength = 3 WHERE strength > 3")
    database.close()
    maintain.migrate_store(url, at(10))
    newer = open_store(url)
    assert kept == every_label(newer)
    newer.close()


def test_a_store_of_a_newer_version_is_left_alone(url):
    database = database_of(url)
    with database.write() as connection:
        connection.exec_driver_sql("UPDATE schema_version SET version_num = '0009'")
    database.close()
    assert "upgrade" in refused("PL503", maintain.migrate_store, url, at(10)).hint


def test_labels_are_of_what_moved(url, tmp_path):
    filled(url).close()
    target = f"sqlite:///{tmp_path}/moved.db"
    maintain.import_store(target, exported(url), "x")
    moved = open_store(target)
    assert [EMAIL] == list(carried(moved, CSV, "é"))
    moved.close()


@pytest.mark.parametrize("origin", STORES)
def test_a_store_one_version_ahead_is_read_and_written_but_never_exported_in_part(request, origin):
    url = request.getfixturevalue(origin)
    store = filled(url)
    before = shown(store)
    store.close()
    database = database_of(url)
    with database.write() as connection:
        connection.exec_driver_sql("ALTER TABLE verdict ADD COLUMN of_the_future TEXT")
        connection.exec_driver_sql("CREATE TABLE of_the_future (id INTEGER PRIMARY KEY)")
        connection.exec_driver_sql(f"UPDATE schema_version SET version_num = '{SCHEMA_VERSION + 1:04}'")
    database.close()
    ahead = open_store(url)
    assert before == shown(ahead)
    done(ahead, overwrite(MART, {"x": "email"}, RAW), "from before")
    assert SCHEMA_VERSION + 1 == ahead.identity.version
    ahead.close()
    refused("PL503", lambda: maintain.export_store(url).__enter__())
