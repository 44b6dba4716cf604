"""The plain chain, in memory: whatever is done to an entry, a batch or the end is told with its place."""

from dataclasses import fields, replace

import pytest

from privlineage.store.memory.store import MemoryStore
from tests.contract.store.audited import lived_in


@pytest.fixture
def store():
    made = MemoryStore()
    lived_in(made)
    return made


def found(store):
    return {finding.where for finding in store.verify_audit().findings}


def other(value):
    return value + 50 if isinstance(value, int) else f"{value}x"


def test_a_change_of_any_field_of_any_entry_is_found_where_it_is(store):
    audit = store._audit
    for index, entry in enumerate(list(audit.entries)):
        for field in fields(entry):
            audit.entries[index] = replace(entry, **{field.name: other(getattr(entry, field.name))})
            assert found(store)
            if field.name not in ("strand", "number"):
                assert f"entry {entry.number}" in found(store)
        audit.entries[index] = entry
    assert set() == found(store)


def test_a_change_of_any_field_of_any_batch_is_found(store):
    audit = store._audit
    for index, batch in enumerate(list(audit.batches)):
        for field in fields(batch):
            audit.batches[index] = replace(batch, **{field.name: other(getattr(batch, field.name))})
            assert found(store)
        audit.batches[index] = batch


def test_a_change_of_any_field_of_the_end_is_found(store):
    head = store._audit.head
    for field in fields(head):
        store._audit.head = replace(head, **{field.name: other(getattr(head, field.name))})
        assert found(store)


@pytest.mark.parametrize("rows", ["entries", "batches"])
def test_rows_that_are_gone_or_changed_places_are_found(store, rows):
    kept = getattr(store._audit, rows)
    for index in range(len(kept)):
        setattr(store._audit, rows, kept[:index] + kept[index + 1 :])
        assert found(store)
        setattr(store._audit, rows, kept[:index])
        assert found(store)
    for index in range(len(kept) - 1):
        moved = [*kept[:index], kept[index + 1], kept[index], *kept[index + 2 :]]
        setattr(store._audit, rows, moved)
        assert found(store)


def test_what_is_changed_once_is_told_once(store):
    entries = store._audit.entries
    entries[6] = replace(entries[6], actor="nobody")
    assert ["entry 7"] == [finding.where for finding in store.verify_audit().findings]
    entries[6] = replace(entries[6], actor="dag.build", mark="0" * 64)
    assert ["entry 7"] == [finding.where for finding in store.verify_audit().findings]


def test_entries_that_are_gone_are_told_with_their_numbers(store):
    del store._audit.entries[4:7]
    (finding,) = [each for each in store.verify_audit().findings if each.what == "missing" and "entries" in each.where]
    assert ("entries 5 to 7 of strand 0", "the next one is entry 8") == (finding.where, finding.detail)
