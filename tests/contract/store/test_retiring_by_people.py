"""What people say is gone is retired, with who said so and why; what may still be written is not (law 4)."""

from dataclasses import replace

from privlineage.core.people import Identity
from privlineage.core.verdict import Attempt
from privlineage.store.auditing import AuditQuery
from privlineage.store.proposing import Proposal, ProposalKind, ProposalState, Statement
from tests.contract.store.world import EMAIL, MART, RAW, STAGE, append, at, carried, done, overwrite, publish, tag

ANA, BO = Identity("ana", (), "token"), Identity("bo", (), "token")


def filled(store):
    publish(store, tag(RAW, "email", EMAIL, by="bundle"))
    done(store, overwrite(MART, {"x": "email"}, RAW), "first")
    return store


def open_of(store, dataset):
    return store.state([dataset])[dataset].open


def test_the_labels_of_what_is_gone_end(store):
    filled(store)
    assert 1 == store.retire(MART, "bo", at(5), "dropped by hand")
    assert ((), {}) == (open_of(store, MART), carried(store, MART, "x"))
    assert 0 == store.retire(MART, "bo", at(6), "again")


def test_who_said_so_and_why_is_in_the_audit(store):
    filled(store)
    store.retire(MART, "bo", at(5), "dropped by hand")
    (entry,) = store.audit_entries(AuditQuery(kind="retirement", actor="bo"))
    assert (str(MART), "bo", at(5)) == (entry.subject, entry.actor, entry.at)
    assert "dropped by hand" in entry.body


def test_what_was_derived_from_it_keeps_its_labels(store):
    filled(store)
    done(store, overwrite(STAGE, {"y": "x"}, MART), "second", 3)
    store.retire(MART, "bo", at(6), "dropped by hand")
    assert {EMAIL} == set(carried(store, STAGE, "y"))


def test_what_a_running_try_may_write_stays(store):
    filled(store)
    store.plan_additions(append(MART, {"z": "email"}, RAW), Attempt("runs"), at(4))
    assert 0 == store.retire(MART, "bo", at(5), "dropped by hand")
    store.abandon(Attempt("runs"), at(6))
    assert 1 == store.retire(MART, "bo", at(7), "dropped by hand")


def test_what_is_written_afterwards_is_there_again(store):
    filled(store)
    store.retire(MART, "bo", at(5), "dropped by hand")
    done(store, overwrite(MART, {"w": "email"}, RAW), "later", 6)
    assert 1 == len(open_of(store, MART))
    assert {EMAIL} == set(carried(store, MART, "w"))


def test_an_approved_retirement_settles_its_proposal(store):
    filled(store)
    waiting = Proposal("P-1", ProposalKind.RETIRE, "h", (ANA,), at(4), subject=(str(MART), ""))
    store.add_proposal(waiting)
    approved = waiting.said(Statement(BO, ProposalState.APPROVED, at(5)))
    store.retire(MART, "ana", at(5), "dropped", approved=approved)
    assert replace(waiting, statements=approved.statements, state=ProposalState.APPROVED) == store.proposal("P-1")
    assert () == store.verify_audit().findings
