"""A server takes nobody's word for who they are, what a bundle says, or that somebody approved."""

from dataclasses import replace

import pytest

from privlineage.core.declassify import Weakening
from privlineage.core.errors import PrivlineageError
from privlineage.core.labels import Atom, Tag
from privlineage.core.people import Identity
from privlineage.core.sources import Sources
from privlineage.policy.load import load_files
from privlineage.service.approving.proposals import Proposals
from privlineage.service.approving.publish import publish
from privlineage.service.people.caller import Caller
from privlineage.service.people.identity import identity_of
from privlineage.service.serving.guarded import Guarded
from privlineage.store.proposing import ProposalState, Statement
from privlineage.store.protocol import BundleRecord
from tests.contract.store.world import verdict
from tests.unit.service.approving.people import ANA, DAN, PAT, bundle, compared, in_force, world

LOOSE = bundle("warn")
TIGHT = bundle(**{"tags.yml": "datasets: {wh.t: {columns: {c: [user.name, user.contact]}}}"})
LATER = "2026-03-05T00:00:00.000000Z"


def guarded(store, identity=DAN):
    return Guarded(store, identity, lambda: LATER)


def record(new, **more):
    return replace(BundleRecord(new.hash, tuple(sorted(new.files.items())), "somebody", "2020-01-01"), **more)


def code_of(call, *arguments, **more):
    with pytest.raises(PrivlineageError) as raised:
        call(*arguments, **more)
    return raised.value.code


def proposed(store, new=LOOSE, identity=DAN):
    _, proposals = world(shared=False)
    wish = Proposals(store, proposals.clock, is_served=True)
    return wish.submit(compared(store, new), (identity,)).proposal


def approval(proposal, by):
    return proposal.said(Statement(by, ProposalState.APPROVED, "2020-01-01", "fine"))


def test_what_tightens_is_published_as_the_caller_with_what_its_files_say():
    store, _ = world(shared=False)
    lie = [Tag(LOOSE.tags[0].column, None)]
    guarded(store).publish(record(TIGHT), Sources(), lie, Weakening())
    active = store.active_bundle()
    assert (TIGHT.hash, "dan", LATER) == (active.hash, active.author, active.at)
    assert {tag.atom for tag in TIGHT.tags} == {tag.atom for tag in store.tags()}


def test_what_loosens_is_not_published_though_the_client_says_nothing_of_it():
    store, _ = world(shared=False)
    before = in_force(store)
    assert "PL823" == code_of(guarded(store).publish, record(LOOSE))
    assert "PL823" == code_of(guarded(store, ANA).publish, record(LOOSE), instead_of=before)
    assert before == in_force(store)


def test_a_made_up_hash_changes_nothing():
    store, _ = world(shared=False)
    assert "PL103" == code_of(guarded(store).publish, record(LOOSE, hash=in_force(store)))


def test_the_caller_approves_whoever_the_statement_names():
    store, _ = world(shared=False)
    before, made = in_force(store), proposed(store)
    for caller, named in ((DAN, ANA), (Identity("ana"), ANA), (Identity("zoe", ("approver",), "token"), ANA)):
        assert "PL822" == code_of(guarded(store, caller).publish, record(LOOSE), approved=approval(made, named))
        assert "PL822" == code_of(guarded(store, caller).settle_proposal, approval(made, named))
    assert (before, ["open"]) == (in_force(store), [each.state.value for each in store.proposals()])
    guarded(store, ANA).publish(record(LOOSE), approved=approval(made, PAT))
    assert (LOOSE.hash, [ANA]) == (in_force(store), [each.by for each in store.proposals()[0].statements])


def test_an_approval_lets_only_that_happen_which_was_proposed():
    store, _ = world(shared=False)
    before, made = in_force(store), proposed(store)
    other = bundle("observe")
    assert "PL822" == code_of(guarded(store, ANA).publish, record(other), approved=approval(made, ANA))
    assert "PL821" == code_of(
        guarded(store, ANA).publish, record(other), approved=replace(approval(made, ANA), id="P-X")
    )
    assert before == in_force(store)


def test_a_proposal_is_the_callers_and_is_what_its_files_say():
    store, _ = world(shared=False)
    made = proposed(store)
    lie = replace(made, id="P-Z", authors=(PAT, Identity("kim")), loosens=(), hash="0" * 64, before="", at="2020-01-01")
    guarded(store).add_proposal(lie)
    kept = store.proposal("P-Z")
    assert (LOOSE.hash, in_force(store), made.loosens) == (kept.hash, kept.before, kept.loosens)
    assert ((DAN, PAT, Identity("kim")), LATER) == (kept.authors, kept.at)
    assert "PL822" == code_of(guarded(store, PAT).settle_proposal, approval(kept, PAT))


def test_a_proposal_comes_without_approvals_and_takes_nobodys_place():
    store, _ = world(shared=False)
    made = proposed(store)
    assert "PL821" == code_of(guarded(store).add_proposal, approval(replace(made, id="P-9"), ANA))
    guarded(store, PAT).add_proposal(replace(made, files=record(bundle("observe")).files))
    assert (2, made) == (len(store.proposals()), store.proposal(made.id))


def test_claims_are_the_callers_own_and_never_the_bundles():
    store, _ = world(shared=False)
    column = TIGHT.tags[0].column
    guarded(store).add_tags([Tag(column, Atom("user.financial"), "ana", "2020-01-01", "bundle")])
    assert Tag(column, Atom("user.financial"), "dan", LATER, "person") in store.tags()
    assert "PL823" == code_of(guarded(store).add_tags, [Tag(column, None, "ana", "2020-01-01", "person")])
    assert "PL823" == code_of(guarded(store).remove_tags, column, None, "ana", "2020-01-01", "")
    assert Tag(column, Atom("user.financial"), "dan", LATER, "person") in store.tags()


def test_a_server_lets_no_claim_end_what_is_stopped_for_being_unreviewed():
    store, _ = world(shared=False)
    policy = "defaults: {mode: enforce, unreviewed: block}\nexemptions: {approvers: [privacy]}"
    publish(store, compared(store, bundle(**{"policy.yml": policy})), author="root", at="2026-03-02")
    other = replace(TIGHT.tags[0].column, path="x")
    assert "PL823" == code_of(guarded(store).add_tags, [Tag(other, Atom("user.device"), "", "", "person")])
    guarded(store).add_tags([Tag(TIGHT.tags[0].column, Atom("user.device"), "", "", "person")])


def test_an_approver_lets_a_claim_go():
    store, _ = world(shared=False)
    column = TIGHT.tags[0].column
    guarded(store).add_tags([Tag(column, Atom("user.financial"), "", "", "person")])
    wish = Proposals(store, lambda: LATER, is_served=True)
    made = wish.untag(column, None, (DAN,)).proposal
    assert 1 == guarded(store, ANA).remove_tags(column, None, approved=approval(made, ANA))
    assert [] == [tag for tag in store.tags() if tag.by == "person"]


def test_rejecting_and_withdrawing_are_the_callers_too():
    store, _ = world(shared=False)
    made = proposed(store)
    rejected = made.said(Statement(ANA, ProposalState.REJECTED, LATER))
    withdrawn = made.said(Statement(DAN, ProposalState.WITHDRAWN, LATER))
    assert "PL822" == code_of(guarded(store, DAN).settle_proposal, rejected)
    assert "PL822" == code_of(guarded(store, PAT).settle_proposal, withdrawn)
    guarded(store, DAN).settle_proposal(withdrawn)
    assert ProposalState.WITHDRAWN is store.proposal(made.id).state


def test_where_no_approver_is_named_a_server_publishes_what_loosens():
    store, _ = world(shared=False)
    publish(store, compared(store, bundle(approvers="[]")), author="x", at="2026-03-01")
    loose = bundle("warn", "[]")
    guarded(store).publish(record(loose))
    assert loose.hash == in_force(store)


def test_a_broken_bundle_is_refused_with_its_errors():
    store, _ = world(shared=False)
    with pytest.raises(PrivlineageError, match=r"PL102 policy\.yml:1:1"):
        guarded(store).publish(BundleRecord("0" * 64, (("policy.yml", "zone: {}"),), "", ""))
    assert load_files(dict(store.active_bundle().files)).policy.exemptions.approvers


@pytest.mark.parametrize(
    ("caller", "expected"),
    [
        (Caller("person", "ana", ("reader", "Privacy"), "airflow"), Identity("ana", ("reader", "Privacy"), "airflow")),
        (Caller("service", "ci", ("publisher",)), Identity("ci", ("publisher",), "token")),
        (Caller("task", "d.t", how="airflow", instance="x"), Identity("")),
        (Caller("person", "ana", (), "somehow"), Identity("ana")),
    ],
    ids=lambda value: getattr(value, "name", ""),
)
def test_a_caller_is_as_real_as_the_proof_it_came_with(caller, expected):
    assert expected == identity_of(caller)


@pytest.mark.parametrize("before", ["7d", "yesterday", "", "9999-99-99", "z"])
def test_what_is_no_time_drops_nothing(before):
    store, _ = world(shared=False)
    store.record_verdict(verdict(1))
    assert "PL207" == code_of(guarded(store).retain, before, reason="old")
    assert "PL207" == code_of(guarded(store).retain, "2026-03-04", reason=" ")
    assert [0, 0] == [guarded(store).retain(early, reason="old") for early in ("2020-01-01", "0999-01-01")]
    assert store.verdict(verdict(1).id)
    assert 1 == guarded(store).retain("2999-01-01T00:00:00+02:00", reason="old")
