"""The audit of every store: who did what, in the same transaction; sealed, anchored, and kept when verdicts go."""

import contextlib
import inspect
import json
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import replace
from itertools import pairwise

import pytest
from sqlalchemy import delete, insert, select, update

from privlineage.core.errors import PrivlineageError
from privlineage.core.verdict import Attempt
from privlineage.store import maintain
from privlineage.store.audit.chain import batch_hash, entry_mark
from privlineage.store.auditing import AuditAnchor, AuditKind, AuditQuery
from privlineage.store.open import open_store
from privlineage.store.protocol import Store
from privlineage.store.sql import tables as t
from privlineage.store.sql.audit import auditing, sealing
from privlineage.store.sql.audit.adopting import adopt
from privlineage.store.sql.audit.reading import every_batch, every_head
from privlineage.store.sql.audit.verifying import verify
from privlineage.store.sql.urls import database_of
from tests.contract.store.audited import lived_in
from tests.contract.store.test_exemptions import approved, asked, in_force, resting, revoked
from tests.contract.store.test_proposals import approval, proposal
from tests.contract.store.test_suggestions import looked, review, suggestion
from tests.contract.store.world import (
    EMAIL,
    MART,
    RAW,
    append,
    at,
    done,
    overwrite,
    publish,
    tag,
    verdict,
)

TRY = Attempt("instance")

READS = set(
    "identity is_shared active_bundle bundle tags datasets state upstream downstream zone_datasets schemas cached_plan"
    " plan verdict verdict_of verdicts history exemption exemptions exemptions_in_force proposal proposals"
    " audit_entries verify_audit scans scanned suggestion suggestions".split()
)
UNAUDITED = set(
    # no verdict, no claim, no permission
    "close add_facts abandon put_schemas cache_plan audit_head put_scan put_scanned".split()
)


def kinds(store):
    return [entry.kind for entry in reversed(store.audit_entries(AuditQuery()))]


def entered_by(store, act):
    """The kinds of what an act entered."""
    before = {entry.name for entry in store.audit_entries(AuditQuery())}
    act()
    return {entry.kind for entry in store.audit_entries(AuditQuery()) if entry.name not in before}


WRITES = {
    "publish": (publish, {"bundle"}),
    "add_tags": (lambda store: store.add_tags([tag(RAW, "email", EMAIL)]), {"tag"}),
    "remove_tags": (lambda store: store.remove_tags(RAW.column("old"), None, "bo", at(1), "why"), {"untag"}),
    "record_verdict": (lambda store: store.record_verdict(verdict(1)), {"verdict"}),
    "plan_additions": (
        lambda store: store.plan_additions(append(MART, {"x": "email"}, RAW), TRY, at(1), verdict(1, TRY)),
        {"verdict"},
    ),
    "confirm": (lambda store: store.confirm(Attempt("waits"), at(9)), {"retirement"}),
    "add_exemption": (lambda store: store.add_exemption(asked(2)), {"exemption-requested"}),
    "change_exemption": (
        lambda store: store.change_exemption(approved(asked(1)), "requested"),
        {"exemption-approved"},
    ),
    "add_proposal": (lambda store: store.add_proposal(proposal(2)), {"proposal"}),
    "settle_proposal": (lambda store: store.settle_proposal(proposal(1).said(approval())), {"proposal"}),
    "retire": (lambda store: store.retire(MART, "bo", at(9), "it was emptied"), {"retirement"}),
    "review": (lambda store: store.review([review(1)]), {"review"}),
    "retain": (lambda store: store.retain(at(100), "bo", at(101), "old"), {"retention"}),
}


def prepared(store, *, ended=False):
    """Something of each kind for the methods to act on."""
    publish(store, number=9)
    store.add_tags([tag(RAW, "old", EMAIL)])
    done(store, overwrite(MART, {"x": "email"}, RAW), "before")
    store.plan_additions(overwrite(MART, {"y": "email"}, RAW), Attempt("waits"), at(4))
    store.abandon(Attempt("waits"), at(5)) if ended else None
    store.add_exemption(asked(1))
    store.add_proposal(proposal(1))
    store.record_verdict(verdict(99))
    store.put_scanned(looked(), [suggestion(1)])


def test_every_method_of_a_store_is_known_to_read_to_write_or_to_be_no_matter_of_the_audit():
    methods = {name for name, _ in inspect.getmembers(Store) if not name.startswith("_")}
    assert methods == READS | UNAUDITED | set(WRITES)


@pytest.mark.parametrize("method", sorted(WRITES))
def test_whatever_writes_enters_what_it_did(store, method):
    prepared(store, ended=method == "retire")
    act, expected = WRITES[method]
    assert expected == entered_by(store, lambda: act(store))
    assert () == store.verify_audit().findings


def test_the_use_of_an_exemption_is_entered_beside_the_verdict_that_rests_on_it(store):
    record = in_force(store)
    resting_on = resting(3, TRY, record.id)
    assert {"verdict", "exemption-used"} == entered_by(store, lambda: store.record_verdict(resting_on))


def test_a_revocation_is_entered_with_who_revoked_and_why(store):
    record = in_force(store)
    store.change_exemption(revoked(record), "approved")
    (entry,) = store.audit_entries(AuditQuery(kind="exemption-revoked"))
    assert ("bo", record.id, at(2)) == (entry.actor, entry.subject, entry.at)
    assert "no longer needed" in entry.body


def test_what_changes_nothing_enters_nothing(store):
    prepared(store)
    before = kinds(store)
    store.add_tags([tag(RAW, "old", EMAIL)])
    store.record_verdict(verdict(99))
    assert not store.remove_tags(RAW.column("none"), None, "bo", at(1), "why")
    assert not store.confirm(Attempt("nobody"), at(9))
    assert not store.retain(at(0), "bo", at(1), "nothing is that old")
    assert before == kinds(store)


def test_everything_that_happened_is_listed_and_verifies(store):
    lived_in(store)
    report = store.verify_audit()
    assert ((), 2) == (report.findings, report.entries - report.sealed)
    assert set(kinds(store)) == set(AuditKind) - {"adopted"}


def test_entries_are_found_by_kind_subject_actor_and_time(store):
    lived_in(store)
    assert {"tag"} == {entry.kind for entry in store.audit_entries(AuditQuery(kind="tag"))}
    assert ["untag"] == [
        entry.kind for entry in store.audit_entries(AuditQuery(actor="bo", subject=str(RAW.column("note"))))
    ]
    assert [at(204), at(203)] == [entry.at for entry in store.audit_entries(AuditQuery(since=at(203)))]
    assert [at(204)] == [entry.at for entry in store.audit_entries(AuditQuery(limit=1))]
    (entry,) = store.audit_entries(AuditQuery(subject="V-0000000005"))
    assert "dag.task" == entry.actor


def test_the_audit_holds_no_data_values_and_no_literals(store):
    publish(store)
    store.record_verdict(verdict(1, literals=((1, "jo@example.com"), (2, "sha256"))))
    assert "jo@" not in str(store.audit_entries(AuditQuery()))


def test_sealing_twice_seals_once(store):
    publish(store)
    first = store.audit_head(at(5))
    assert first == store.audit_head(at(6))
    store.record_verdict(verdict(1))
    second = store.audit_head(at(7))
    assert (first.batch + 1, store.identity.id) == (second.batch, second.store)


def test_a_store_in_which_nothing_happened_has_an_anchor_too(store):
    taken = store.audit_head(at(1))
    lived_in(store)
    assert 0 == taken.batch
    assert () == store.verify_audit([taken, AuditAnchor("", 0, taken.hash)]).findings


def test_an_anchor_that_the_chain_does_not_go_through_is_found(store):
    lived_in(store)
    taken = store.audit_head(at(300))
    assert () == store.verify_audit([taken, AuditAnchor("", 0, taken.hash)]).findings
    wrong = [
        replace(taken, hash="0" * 64),
        replace(taken, batch=taken.batch + 1),
        replace(taken, store="another"),
        AuditAnchor("", 0, "0" * 64),
    ]
    assert [["anchor"]] * 4 == [[found.what for found in store.verify_audit([each]).findings] for each in wrong]


def test_dropping_verdicts_keeps_the_chain_and_what_is_still_needed(store):
    publish(store)
    store.record_verdict(verdict(1, minute=1))
    store.plan_additions(append(MART, {"x": "email"}, RAW), TRY, at(2), verdict(2, TRY, minute=2))
    store.record_verdict(replace(verdict(3, minute=3), id="V-1"))
    store.add_exemption(asked(1))  # for V-1
    store.record_verdict(verdict(4, minute=50))
    assert 1 == store.retain(at(40), "bo", at(60), "kept long enough")
    assert [None, "V-0000000002", "V-1"] == [
        found and found.id for found in map(store.verdict, ("V-0000000001", "V-0000000002", "V-1"))
    ]
    assert ["verdict"] == [entry.kind for entry in store.audit_entries(AuditQuery(subject="V-0000000001"))]
    assert () == store.verify_audit().findings
    store.abandon(TRY, at(61))
    assert 1 == store.retain(at(40), "bo", at(62), "kept long enough")
    assert () == store.verify_audit().findings


# -- what a store over SQL does beside


@pytest.fixture(params=["url", "postgres_url"])
def sql_url(request):
    return request.getfixturevalue(request.param)


def test_an_entry_that_cannot_be_written_takes_its_record_with_it(sql_url, monkeypatch):
    store = open_store(sql_url)
    publish(store)

    def fails(*_, **__):
        raise RuntimeError("the end of the transaction")

    monkeypatch.setattr(auditing, "entry_mark", fails)
    for act in (lambda: store.record_verdict(verdict(1)), lambda: store.add_tags([tag(RAW, "email", EMAIL)])):
        with pytest.raises(RuntimeError):
            act()
    monkeypatch.undo()
    assert (None, []) == (store.verdict("V-0000000001"), store.tags())
    assert () == store.verify_audit().findings
    store.close()


def test_a_store_that_lost_the_end_of_its_audit_takes_no_verdict_and_says_why(sql_url):
    database = database_of(sql_url)
    with database.write() as connection:
        connection.execute(delete(t.audit_head))
    store = open_store(sql_url)
    with pytest.raises(PrivlineageError, match="PL502 the store has lost the end of its audit"):
        store.record_verdict(verdict(1))
    assert store.verdict("V-0000000001") is None
    store.close()
    database.close()


def test_what_a_transaction_noted_is_forgotten_with_it(sql_url):
    database = database_of(sql_url)
    with contextlib.suppress(RuntimeError), database.write() as connection:
        auditing.note(connection, AuditKind.TAG, "wh.t#c", "ann", at(1))
        raise RuntimeError
    with database.write() as connection:
        auditing.note(connection, AuditKind.TAG, "wh.t#d", "ann", at(2))
    store = open_store(sql_url)
    assert ["wh.t#d"] == [entry.subject for entry in store.audit_entries(AuditQuery())]
    store.close()
    database.close()


def test_under_load_a_batch_is_sealed_by_the_way(sql_url, monkeypatch):
    monkeypatch.setattr(sealing, "SEAL_AFTER_ENTRIES", 4)
    store = open_store(sql_url)
    for number in range(10):
        store.record_verdict(verdict(number))
    assert 3 == store.verify_audit().batches  # the first entry, and every four
    store.close()


def test_the_next_entry_after_a_while_is_sealed_at_once(sql_url):
    store = open_store(sql_url)
    for minute in (0, 1, 2, 7, 8):
        store.record_verdict(verdict(minute + 1, minute=minute))
    report = store.verify_audit()
    assert (2, 4) == (report.batches, report.sealed)
    store.close()


def test_an_exported_store_carries_its_chain(sql_url, tmp_path):
    store = open_store(sql_url)
    lived_in(store)
    taken = store.audit_head(at(300))
    with maintain.export_store(sql_url) as lines:
        kept = list(lines)
    store.close()
    there = f"sqlite:///{tmp_path / 'there.db'}"
    maintain.import_store(there, kept, "kept")
    moved = open_store(there)
    assert () == moved.verify_audit([taken]).findings
    moved.record_verdict(verdict(77, minute=301))
    assert (taken.batch + 1, ()) == (moved.audit_head(at(302)).batch, moved.verify_audit([taken]).findings)
    moved.close()


def test_an_export_that_was_tampered_with_is_found_after_the_import(sql_url, tmp_path):
    store = open_store(sql_url)
    lived_in(store)
    store.close()
    with maintain.export_store(sql_url) as lines:
        kept = [line.replace("it holds names", "it holds nothing") for line in lines]
    there = f"sqlite:///{tmp_path / 'there.db'}"
    maintain.import_store(there, kept, "kept")
    assert not maintain.check_store(there).good


def test_a_tail_that_was_cut_off_consistently_is_found_with_an_anchor_and_only_then(sql_url):
    store = open_store(sql_url)
    lived_in(store)
    taken = store.audit_head(at(300))
    store.close()
    database = database_of(sql_url)
    with database.write() as connection:
        batch, *_ = every_batch(connection)[-2:]
        ((strand, covered, mark),) = json.loads(batch.heads)
        gone = t.audit_entry.c.number > covered
        keys = select(t.audit_entry.c.record_key).where(gone, t.audit_entry.c.record_table == "verdict")
        connection.execute(delete(t.verdict).where(t.verdict.c.id.in_(keys)))
        connection.execute(delete(t.audit_entry).where(gone))
        connection.execute(delete(t.audit_batch).where(t.audit_batch.c.number > batch.number))
        end = {"entries": covered, "mark": mark, "batch": batch.number, "sealed": covered, "sealed_at": batch.sealed_at}
        connection.execute(update(t.audit_head).where(t.audit_head.c.strand == strand).values(end))
    with database.read() as connection:
        assert () == verify(connection, ()).findings
        assert ["anchor"] == [found.what for found in verify(connection, [taken]).findings]
        by_hash = verify(connection, [AuditAnchor("", 0, taken.hash)])
        assert ["anchor"] == [found.what for found in by_hash.findings]
    database.close()


def test_a_chain_that_was_made_anew_is_found_with_an_anchor_and_only_then(sql_url):
    store = open_store(sql_url)
    lived_in(store)
    taken = store.audit_head(at(300))
    store.close()
    database = database_of(sql_url)
    with database.write() as connection:
        made_anew(connection, {"actor": "nobody"})
    with database.read() as connection:
        assert () == verify(connection, ()).findings
        assert ["anchor"] == [found.what for found in verify(connection, [taken]).findings]
    database.close()


def test_one_entry_made_anew_breaks_the_next(sql_url):
    store = open_store(sql_url)
    lived_in(store)
    store.close()
    database = database_of(sql_url)
    with database.read() as connection:
        rows = list(connection.execute(select(t.audit_entry).order_by(t.audit_entry.c.number)).mappings())
    # Whoever changes one entry and its mark has changed what the next one builds on.
    for before, row in pairwise(rows[:-1]):
        columns = {**row, "actor": "nobody"}
        mark = entry_mark(before["mark"], **{name: value for name, value in columns.items() if name != "mark"})
        with database.engine.connect() as connection:
            connection.exec_driver_sql("BEGIN")
            this = update(t.audit_entry).where(t.audit_entry.c.number == row["number"])
            connection.execute(this.values(actor="nobody", mark=mark))
            assert f"entry {row['number'] + 1}" in {found.where for found in verify(connection, ()).findings}
            connection.rollback()
    database.close()


def made_anew(connection, change):
    """What somebody can do who knows how the chain is made: change an entry, and compute everything after it anew."""
    rows = [dict(row) for row in connection.execute(select(t.audit_entry).order_by(t.audit_entry.c.number)).mappings()]
    rows[3].update(change)
    marks, before = {}, ""
    for row in rows:
        before = row["mark"] = entry_mark(before, **{name: value for name, value in row.items() if name != "mark"})
        marks[row["number"]] = before
    connection.execute(delete(t.audit_entry))
    connection.execute(insert(t.audit_entry), rows)
    connection.execute(update(t.audit_head).where(t.audit_head.c.strand == 0).values(mark=before))
    previous = sealing.first_of(connection)[1]
    for batch in every_batch(connection):
        ((strand, covered, _),) = json.loads(batch.heads)
        heads = sealing.text_of([[strand, covered, marks[covered]]])
        made = batch_hash(previous, number=batch.number, heads=heads, sealed_at=batch.sealed_at)
        row = update(t.audit_batch).where(t.audit_batch.c.number == batch.number)
        connection.execute(row.values(heads=heads, previous=previous, hash=made))
        previous = made


# -- several writers at once, on a server


@pytest.fixture
def two(postgres_url):
    """Two transactions that nothing but the audit could keep apart."""
    database = database_of(postgres_url)
    with database.engine.connect() as one, database.engine.connect() as other:
        yield database, one, other
    database.close()


def entered(connection, number):
    connection.exec_driver_sql("BEGIN")
    auditing.begin(connection)
    auditing.note(connection, AuditKind.VERDICT, f"V-{number}", "dag.task", at(number))
    auditing.enter(connection)


def test_two_writers_do_not_wait_for_each_other_and_a_late_one_is_sealed_later(two):
    database, one, other = two
    entered(one, 1)
    entered(other, 2)  # would wait for ever if it needed what the first one holds
    other.commit()
    with database.read() as connection:
        assert () == verify(connection, ()).findings
    one.commit()
    with database.write() as connection:
        sealing.seal(connection, at(9))
    with database.read() as connection:
        report = verify(connection, ())
        assert (2, 2, ()) == (report.entries, report.sealed, report.findings)
        assert [1, 1, *[0] * 14] == [head.entries for head in every_head(connection)]


def test_only_one_of_two_writers_seals(two):
    database, one, other = two
    entered(one, 1)
    entered(other, 2)
    one.commit()
    other.commit()
    with database.read() as connection:
        assert [1] == [batch.number for batch in every_batch(connection)]


def test_where_one_strand_is_free_nobody_waits(postgres_url):
    database = database_of(postgres_url)
    with database.engine.connect() as holder:
        holder.exec_driver_sql("BEGIN")
        holder.execute(select(t.audit_head).where(t.audit_head.c.strand > 0).with_for_update())
        with database.engine.connect() as writer:
            entered(writer, 1)
            writer.commit()
        holder.rollback()
    with database.read() as connection:
        assert (1, ()) == (verify(connection, ()).entries, verify(connection, ()).findings)
    database.close()


def test_people_act_on_the_first_strand_so_that_their_order_is_known(two):
    _, one, other = two
    entered(other, 2)  # a verdict, on the first strand, which is free

    def approve():
        one.exec_driver_sql("BEGIN")
        auditing.begin(one)
        auditing.note(one, AuditKind.EXEMPTION_APPROVED, "E-1", "bo", at(1))
        auditing.enter(one)  # waits for that strand, where a verdict would take the next
        one.commit()

    with ThreadPoolExecutor(1) as somebody:
        approved = somebody.submit(approve)
        wait([approved], timeout=0.3)
        other.commit()
        approved.result()
    rows = one.execute(select(t.audit_entry.c.strand, t.audit_entry.c.kind).order_by(t.audit_entry.c.number)).all()
    assert [(0, "verdict"), (0, "exemption-approved")] == [tuple(row) for row in rows]


def test_records_from_before_the_audit_are_taken_in_as_they_are(sql_url):
    store = open_store(sql_url)
    lived_in(store)
    store.close()
    database = database_of(sql_url)
    with database.write() as connection:
        for table in (t.audit_entry, t.audit_head, t.audit_batch):
            connection.execute(delete(table))
    with database.write() as connection:
        adopt(connection, at(300))
    with database.read() as connection:
        report = verify(connection, ())
        assert ((), {"adopted"}) == (
            report.findings,
            set(connection.execute(select(t.audit_entry.c.kind)).scalars()),
        )
    database.close()
