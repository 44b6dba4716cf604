"""Saying that a dataset is empty loosens: where identities are real it waits for somebody else (law 9)."""

from dataclasses import replace

import pytest

from privlineage.core.errors import PrivlineageError
from privlineage.core.refs import DatasetRef
from privlineage.service.approving.proposals import Proposals
from privlineage.service.serving.guarded import Guarded
from privlineage.store.auditing import AuditQuery
from privlineage.store.proposing import ProposalKind, ProposalState, Statement
from privlineage.store.protocol import VerdictQuery
from tests.contract.store.world import done, overwrite, verdict
from tests.unit.service.approving.people import ANA, DAN, world

T, MADE = DatasetRef("wh", "t", declared=True), DatasetRef("wh", "made", declared=True)
LATER = "2026-03-05T00:00:00.000000Z"


def filled(**more):
    store, proposals = world(**more)
    done(store, overwrite(MADE, {"x": "c"}, T), "first")
    return store, proposals


def is_open(store):
    return bool(store.state([MADE])[MADE].open)


def test_where_nobody_can_prove_who_they_are_it_happens_and_says_who_said_so():
    store, proposals = filled(shared=False)
    found = proposals.retire(MADE, (DAN,), "dropped by hand")
    assert (True, 1, False) == (found.done, found.withdrawn, is_open(store))
    assert ["dan"] == [entry.actor for entry in store.audit_entries(AuditQuery(subject=str(MADE), actor="dan"))]


def test_where_identities_are_real_it_waits_for_an_approver():
    store, proposals = filled(shared=True)
    found = proposals.retire(MADE, (DAN,), "dropped by hand")
    assert (False, ProposalKind.RETIRE, True) == (found.done, found.proposal.kind, is_open(store))
    with pytest.raises(PrivlineageError, match="PL822"):
        proposals.approve(found.proposal.id, DAN)
    assert proposals.approve(found.proposal.id, ANA).done
    assert (False, "approved") == (is_open(store), proposals.find(found.proposal.id).state)
    assert () == store.verify_audit().findings


def test_what_nothing_is_known_of_cannot_be_retired():
    _, proposals = filled(shared=False)
    with pytest.raises(PrivlineageError, match="PL302 nothing is known that"):
        proposals.retire(DatasetRef("wh", "unseen", declared=True), (DAN,), "why")


def test_a_server_retires_nothing_for_a_caller_without_approval():
    store, _ = filled(shared=False)
    with pytest.raises(PrivlineageError, match="PL823"):
        Guarded(store, DAN, lambda: LATER).retire(MADE, "ana", "2020", "why")
    assert is_open(store)


def test_a_server_retires_as_the_caller_what_somebody_else_approved():
    store, _ = filled(shared=False)
    wish = Proposals(store, lambda: LATER, is_served=True)
    made = wish.retire(MADE, (DAN,), "dropped by hand").proposal
    approved = made.said(Statement(DAN, ProposalState.APPROVED, "2020", "me"))
    with pytest.raises(PrivlineageError, match="PL822"):
        Guarded(store, DAN, lambda: LATER).retire(MADE, approved=approved)
    assert 1 == Guarded(store, ANA, lambda: LATER).retire(MADE, approved=approved)
    (entry,) = store.audit_entries(AuditQuery(subject=str(MADE), actor="dan"))
    assert (LATER, False) == (entry.at, is_open(store))


def test_a_server_drops_verdicts_as_the_caller_and_none_of_tomorrow():
    store, _ = filled(shared=False)
    store.record_verdict(verdict(1))
    store.record_verdict(replace(verdict(2), at="2027-01-01T00:00:00.000000Z"))
    assert 1 == Guarded(store, DAN, lambda: LATER).retain("2999-01-01", "ana", "2999-01-01", "why")
    assert ["V-0000000002"] == [each.id for each in store.verdicts(VerdictQuery())]
    (entry,) = store.audit_entries(AuditQuery(kind="retention"))
    assert ("dan", LATER) == (entry.actor, entry.at)
