"""What waits for approval: kept, found, and settled once, in one transaction with what it lets happen."""

from dataclasses import replace

import pytest

from privlineage.core.errors import PrivlineageError
from privlineage.core.people import Identity
from privlineage.store.open import open_store
from privlineage.store.proposing import Proposal, ProposalKind, ProposalState, Statement
from tests.contract.store.world import EMAIL, RAW, SOURCES, WEAKENING, at, bundle, publish, tag

ANN, BO = Identity("ann", ("Op",), "token"), Identity("bo@corp.example", (), "commit")


def proposal(number=1, **more):
    return Proposal(
        f"P-{number:010X}",
        ProposalKind.BUNDLE,
        "ab" * 32,
        (ANN, BO),
        at(number),
        before="cd" * 32,
        loosens=("the default `mode` goes from enforce to warn",),
        tightens=("the source `wh` gains `ro`",),
        reason="quarter end",
        files=(("policy.yml", "rules: []\n"), ("tags.yml", "datasets:\n")),
        **more,
    )


def approval(minute=9, by=BO):
    return Statement(by, ProposalState.APPROVED, at(minute), "seen")


def code_of(call, *args, **more):
    with pytest.raises(PrivlineageError) as raised:
        call(*args, **more)
    return raised.value.code


def test_a_proposal_comes_back_as_it_was_made(store):
    store.add_proposal(proposal())
    assert proposal() == store.proposal("P-0000000001")


def test_a_proposal_is_found_by_a_unique_beginning_in_any_case(store):
    store.add_proposal(proposal(0xA1))
    store.add_proposal(proposal(0xA2))
    assert proposal(0xA1) == store.proposal("p-00000000a1")
    assert [None, None, None] == [store.proposal(text) for text in ("P-00", "P-B", "")]


def test_proposals_are_listed_newest_first_and_by_state(store):
    for number in (1, 2, 3):
        store.add_proposal(proposal(number))
    settled = proposal(2).said(approval())
    store.settle_proposal(settled)
    assert [at(3), at(2), at(1)] == [each.at for each in store.proposals()]
    assert [at(3), at(1)] == [each.at for each in store.proposals("open")]
    assert [settled] == store.proposals("approved")
    assert [] == store.proposals("rejected")


@pytest.mark.parametrize("state", ["approved", "rejected", "withdrawn"])
def test_a_proposal_is_settled_once(store, state):
    store.add_proposal(proposal())
    settled = proposal().said(Statement(BO, ProposalState(state), at(2)))
    store.settle_proposal(settled)
    assert settled == store.proposal("P-0000000001")
    assert ["PL821", "PL821"] == [
        code_of(store.settle_proposal, proposal().said(approval())),
        code_of(store.settle_proposal, settled.said(approval())),
    ]
    assert settled == store.proposal("P-0000000001")


def test_a_statement_that_does_not_settle_leaves_it_open_and_nobody_overwrites_it(store):
    store.add_proposal(proposal())
    first = proposal().said(approval(2), final=False)
    store.settle_proposal(first)
    assert [first] == store.proposals("open")
    assert "PL821" == code_of(store.settle_proposal, proposal().said(approval(3, ANN)))
    store.settle_proposal(first.said(approval(4, ANN)))
    assert 2 == len(store.proposals("approved")[0].statements)


@pytest.mark.parametrize(
    "change", [{"hash": "00"}, {"files": ()}, {"authors": (BO,)}, {"before": ""}, {"subject": ("x",)}]
)
def test_settling_changes_nothing_else_of_a_proposal(store, change):
    store.add_proposal(proposal())
    assert "PL821" == code_of(store.settle_proposal, replace(proposal(), **change).said(approval()))
    assert proposal() == store.proposal("P-0000000001")


def test_an_unknown_proposal_cannot_be_settled(store):
    assert "PL821" == code_of(store.settle_proposal, proposal().said(approval()))


def test_publishing_settles_the_proposal_it_carries_out(store):
    store.add_proposal(proposal())
    settled = proposal().said(approval())
    store.publish(bundle(7), SOURCES, (), WEAKENING, approved=settled)
    assert (bundle(7), settled) == (store.active_bundle(), store.proposal("P-0000000001"))


def test_what_cannot_be_settled_is_not_carried_out(store):
    publish(store, number=1)
    store.add_proposal(proposal())
    store.settle_proposal(proposal().said(Statement(ANN, ProposalState.WITHDRAWN, at(2))))
    mine = tag(RAW, "a", EMAIL)
    store.add_tags([mine])
    settled = proposal().said(approval())
    codes = [
        code_of(store.publish, bundle(7), SOURCES, (), WEAKENING, approved=settled),
        code_of(store.add_tags, [tag(RAW, "b", None)], approved=settled),
        code_of(store.remove_tags, RAW.column("a"), None, "bo", at(3), "", approved=settled),
    ]
    assert (["PL821"] * 3, bundle(1), [mine]) == (codes, store.active_bundle(), store.tags())


def test_tags_settle_the_proposal_they_carry_out(store):
    store.add_tags([tag(RAW, "a", EMAIL)])
    store.add_proposal(proposal(1))
    store.add_proposal(proposal(2))
    store.add_tags([tag(RAW, "b", None)], approved=proposal(1).said(approval()))
    assert 1 == store.remove_tags(RAW.column("a"), None, "bo", at(3), "", approved=proposal(2).said(approval()))
    assert ([tag(RAW, "b", None)], 2) == (store.tags(), len(store.proposals("approved")))


def test_a_bundle_takes_the_place_only_of_the_one_it_was_compared_with(store):
    store.publish(bundle(1), SOURCES, (), WEAKENING, instead_of="")
    store.publish(bundle(2), SOURCES, (), WEAKENING, instead_of=bundle(1).hash)
    assert ["PL824", "PL824"] == [
        code_of(store.publish, bundle(3), SOURCES, (), WEAKENING, instead_of=wrong) for wrong in (bundle(1).hash, "")
    ]
    assert bundle(2) == store.active_bundle()


def test_only_a_database_on_a_server_is_shared(sqlite, postgres):
    assert [False, True] == [sqlite.is_shared, postgres.is_shared]


def test_proposals_outlive_the_process(sqlite, url):
    sqlite.add_proposal(proposal())
    sqlite.close()
    again = open_store(url)
    assert [proposal()] == again.proposals()
    again.close()
