"""Loosening waits for a second person wherever people can prove who they are (law 9)."""

from dataclasses import replace

import pytest

from privlineage.core.errors import PrivlineageError
from privlineage.core.labels import Atom, Tag
from privlineage.core.people import Identity
from privlineage.policy.load import load_files
from privlineage.service.answering.doctor import store_checks
from privlineage.service.approving.publish import publish
from privlineage.service.people.identity import askers
from privlineage.store.memory.store import MemoryStore
from privlineage.store.proposing import ProposalState
from tests.unit.service.approving.people import ANA, DAN, PAT, TEAMS, as_unverified, bundle, compared, in_force, world

KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIH00"
LOOSE = bundle("warn")
ROOT = Identity("root")


def refusal(call, *arguments):
    with pytest.raises(PrivlineageError) as raised:
        call(*arguments)
    return raised.value.code, raised.value.message


def submitted(store, proposals, new=LOOSE, authors=(DAN,), approvals=()):
    return proposals.submit(compared(store, new), authors, approvals)


def test_what_loosens_waits_and_an_approver_lets_it_happen():
    store, proposals = world()
    before = in_force(store)
    found = submitted(store, proposals)
    assert (False, before) == (found.done, in_force(store))
    assert (DAN,) == found.proposal.authors
    assert ("the default `mode` goes from enforce to warn",) == found.proposal.loosens
    approved = proposals.approve(found.proposal.id, ANA, "fine")
    assert (True, LOOSE.hash) == (approved.done, in_force(store))
    assert ("dan", ProposalState.APPROVED) == (store.active_bundle().author, store.proposals()[0].state)
    assert [(ANA, "fine")] == [(each.by, each.reason) for each in store.proposals()[0].statements]


def test_what_only_tightens_happens_at_once():
    store, proposals = world()
    tight = bundle(**{"tags.yml": "datasets: {wh.t: {columns: {c: [user.name, user.contact]}}}"})
    assert (True, None) == (submitted(store, proposals, tight).done, submitted(store, proposals, tight).proposal)
    assert (tight.hash, []) == (in_force(store), store.proposals())


def test_what_loosens_and_tightens_waits_as_a_whole():
    store, proposals = world()
    before = in_force(store)
    both = bundle("warn", **{"tags.yml": "datasets: {wh.t: {columns: {c: [user.name, user.contact]}}}"})
    found = submitted(store, proposals, both)
    assert (False, before, ("`wh.t#c` gains `user.contact`",)) == (
        found.done,
        in_force(store),
        found.proposal.tightens,
    )


@pytest.mark.parametrize(
    ("who", "why"),
    [
        (DAN, "`dan` is none of the approvers (privacy)"),
        (as_unverified(ANA), "it was not verified who `ana` is"),
        (Identity("", (), "airflow"), "it was not verified who `nobody` is"),
        (Identity("zoe", ("Admin",), "airflow"), "`zoe` is none of the approvers (privacy)"),
    ],
    ids=str,
)
def test_whoever_is_no_proven_approver_approves_nothing(who, why):
    store, proposals = world()
    before = in_force(store)
    found = submitted(store, proposals)
    code, message = refusal(proposals.approve, found.proposal.id, who)
    assert ("PL822", True) == (code, message.endswith(why))
    assert (before, ["open"]) == (in_force(store), [each.state.value for each in store.proposals()])


@pytest.mark.parametrize(
    "authors",
    [(ANA,), (DAN, ANA), (Identity("ana@corp.example", (), "commit"),), (DAN, Identity("ANA"))],
    ids=["the author", "one of the authors", "the author by another name", "an author who was not verified"],
)
def test_nobody_approves_what_they_made(authors):
    store, proposals = world()
    before = in_force(store)
    found = submitted(store, proposals, authors=authors)
    assert "PL822" == refusal(proposals.approve, found.proposal.id, ANA)[0]
    assert before == in_force(store)
    assert proposals.approve(found.proposal.id, PAT).done


def test_where_nobody_knows_who_made_it_two_people_have_to_approve():
    store, proposals = world()
    before = in_force(store)
    found = submitted(store, proposals, authors=(ROOT,))
    first = proposals.approve(found.proposal.id, ANA)
    assert (False, before) == (first.done, in_force(store))
    assert ("it was not verified who made it (root (identity not verified)), so it takes one more approval",) == (
        first.remarks
    )
    assert "PL822" == refusal(proposals.approve, found.proposal.id, ANA)[0]
    assert (True, LOOSE.hash) == (proposals.approve(found.proposal.id, PAT).done, in_force(store))


def test_a_name_somebody_merely_gives_makes_nobody_an_approver_or_another_person():
    store, proposals = world()
    before = in_force(store)
    found = submitted(store, proposals, authors=askers(store, "dan", "ana"))
    assert (Identity("dan"), Identity("ana")) == found.proposal.authors
    assert "PL822" == refusal(proposals.approve, found.proposal.id, ANA)[0]
    assert "PL822" == refusal(proposals.approve, found.proposal.id, Identity("pat"))[0]
    assert before == in_force(store)


def test_who_made_it_brings_no_approvers_of_their_own():
    store, proposals = world()
    before = in_force(store)
    found = submitted(store, proposals, bundle("warn", "[ads]"), authors=(PAT,))
    assert "PL822" == refusal(proposals.approve, found.proposal.id, DAN)[0]
    assert before == in_force(store)


def test_an_approval_is_of_the_comparison_that_was_shown():
    store, proposals = world()
    found = submitted(store, proposals)
    tighter = bundle(**{"tags.yml": "datasets: {wh.t: {columns: {c: [user.name, user.contact]}}}"})
    submitted(store, proposals, tighter)
    assert "PL824" == refusal(proposals.approve, found.proposal.id, ANA)[0]
    assert (tighter.hash, True) == (in_force(store), proposals.is_out_of_date(store.proposals()[0]))
    assert ProposalState.REJECTED is proposals.reject(found.proposal.id, ANA).state
    again = submitted(store, proposals)
    assert ("the default `mode` goes from enforce to warn", "`wh.t#c` loses `user.contact`") == tuple(
        sorted(again.proposal.loosens, reverse=True)
    )
    assert (True, LOOSE.hash) == (proposals.approve(again.proposal.id, ANA).done, in_force(store))


def test_a_bundle_compared_with_one_that_is_in_force_no_longer_is_not_published():
    store, proposals = world()
    tight = bundle(**{"tags.yml": "datasets: {wh.t: {columns: {c: [user.name, user.contact]}}}"})
    late = compared(store, tight)
    other = bundle(**{"tags.yml": "datasets: {wh.t: {columns: {c: [user.name, user.financial]}}}"})
    submitted(store, proposals, other)
    assert "PL824" == refusal(proposals.submit, late, (DAN,))[0]
    assert other.hash == in_force(store)


def test_an_approval_is_spent_once():
    store, proposals = world()
    first = in_force(store)
    found = submitted(store, proposals)
    proposals.approve(found.proposal.id, ANA)
    submitted(store, proposals, bundle())
    assert first == in_force(store)
    assert "PL821" == refusal(proposals.approve, found.proposal.id, PAT)[0]
    assert first == in_force(store)


def test_the_same_asked_twice_is_one_proposal_and_by_somebody_else_another():
    store, proposals = world()
    ids = [submitted(store, proposals, authors=(who,)).proposal.id for who in (DAN, DAN, PAT)]
    assert (True, False, 2) == (ids[0] == ids[1], ids[0] == ids[2], len(store.proposals("open")))


def test_approvals_that_come_along_count_when_they_name_the_hash_or_the_proposal():
    for what in ("hash", "id"):
        store, proposals = world()
        found = submitted(store, proposals).proposal
        commit = Identity("pat", (), "commit")
        wrong = submitted(store, proposals, approvals=[(commit, "f" * 64), (commit, "P-F")])
        assert (False, ()) == (wrong.done, wrong.remarks)
        right = submitted(store, proposals, approvals=[(DAN, found.hash), (commit, getattr(found, what))])
        assert (True, LOOSE.hash) == (right.done, in_force(store))
        assert right.remarks[0].endswith("`dan` is none of the approvers (privacy)")


def test_an_approver_rejects_and_an_author_withdraws():
    store, proposals = world()
    first = submitted(store, proposals).proposal
    assert ["PL822"] * 4 == [
        refusal(proposals.reject, first.id, DAN)[0],
        refusal(proposals.reject, first.id, as_unverified(ANA))[0],
        refusal(proposals.withdraw, first.id, ANA)[0],
        refusal(proposals.withdraw, first.id, Identity(""))[0],
    ]
    assert "rejected" == proposals.reject(first.id, ANA, "no").state
    second = submitted(store, proposals).proposal
    assert (True, "withdrawn") == (second.id != first.id, proposals.withdraw(second.id, DAN).state)
    assert ["PL821", "PL821"] == [refusal(proposals.approve, each.id, PAT)[0] for each in (first, second)]


def test_where_one_file_is_the_store_it_happens_at_once():
    store, proposals = world(shared=False)
    assert (True, LOOSE.hash) == (submitted(store, proposals).done, in_force(store))


def test_keys_that_sign_commits_make_identities_real_in_one_file_too():
    store, proposals = world(shared=False)
    signed = f'teams: {{privacy: {{members: [ana, pat], signers: ["ana {KEY}"]}}}}'
    assert submitted(store, proposals, bundle(teams=signed)).done
    assert not submitted(store, proposals, bundle("warn", teams=signed)).done
    assert not submitted(store, proposals, bundle()).done


def test_a_server_makes_identities_real_whatever_its_store_is():
    store, proposals = world(shared=False, is_served=True)
    assert not submitted(store, proposals).done


def test_without_approvers_what_loosens_happens_and_says_that_nobody_approved():
    store, proposals = world()
    publish(store, compared(store, bundle(approvers="[]")), author="x", at="2026-03-01")
    found = submitted(store, proposals, bundle("warn", "[]"))
    assert (True, True) == (found.done, found.remarks[0].startswith("nobody approved it: the bundle in force names no"))


def test_to_name_nobody_as_approver_takes_approval():
    store, proposals = world()
    assert not submitted(store, proposals, bundle(approvers="[]")).done


def test_a_first_bundle_loosens_nothing():
    proposals = replace(world()[1], store=MemoryStore(is_shared=True))
    assert submitted(proposals.store, proposals, LOOSE, authors=(ROOT,)).done


def test_an_untag_waits_for_an_approver():
    store, proposals = world()
    column = load_files(dict(store.active_bundle().files)).sources.column("wh.d.x#c")
    mine = Tag(column, Atom("user.name"), "dan", "2026-03-01", "person")
    store.add_tags([mine])
    found = proposals.untag(column, None, (DAN,), "a mistake")
    assert (False, True) == (found.done, mine in store.tags())
    assert (f"`{column}` loses everything that people claimed of it",) == found.proposal.loosens
    assert "PL822" == refusal(proposals.approve, found.proposal.id, DAN)[0]
    assert (True, 1) == ((answer := proposals.approve(found.proposal.id, ANA)).done, answer.withdrawn)
    assert mine not in store.tags()


def test_a_claim_that_nothing_personal_is_there_waits_and_one_that_something_is_does_not():
    store, proposals = world()
    column = load_files(dict(store.active_bundle().files)).sources.column("wh.d.x#c")
    assert proposals.tag(Tag(column, Atom("user.name"), "dan", "2026-03-01", "person"), (DAN,)).done
    found = proposals.tag(Tag(column, None, "dan", "2026-03-01", "person"), (DAN,))
    assert (False, 1) == (found.done, len(store.tags([column.dataset])))
    assert proposals.approve(found.proposal.id, ANA).done
    assert None in {tag.atom for tag in store.tags([column.dataset])}


def test_a_claim_does_not_let_go_what_is_stopped_for_being_unreviewed():
    store, proposals = world()
    policy = "defaults: {mode: enforce, unreviewed: block}\nexemptions: {approvers: [privacy]}"
    publish(store, compared(store, bundle(**{"policy.yml": policy})), author="root", at="2026-03-02")
    sources = load_files(dict(store.active_bundle().files)).sources
    cheap, more = (
        Tag(sources.column(f"wh.t#{name}"), Atom("user.device"), "dan", "2026-03-03", "person") for name in ("x", "c")
    )
    told = "the first claim on `wh.t#x` lets it go where unreviewed columns are stopped"
    assert ("PL823", told) == refusal(proposals.tag, cheap, (DAN,))
    assert cheap not in store.tags()
    assert proposals.tag(more, (DAN,)).done


def test_an_untag_of_what_nobody_claimed_is_an_error():
    store, proposals = world()
    column = load_files(dict(store.active_bundle().files)).sources.column("wh.t#c")
    with pytest.raises(PrivlineageError, match=r"PL801 .*nobody tagged.*change tags\.yml"):
        proposals.untag(column, None, (DAN,))


def test_an_approver_who_is_one_no_longer_counts_no_more():
    store, proposals = world()
    column = load_files(dict(store.active_bundle().files)).sources.column("wh.d.x#c")
    store.add_tags([Tag(column, Atom("user.name"), "dan", "2026-03-01", "person")])
    found = proposals.untag(column, None, (ROOT,))
    proposals.approve(found.proposal.id, ANA)
    fewer = bundle(teams=TEAMS.replace("ana, pat", "pat, kim"))
    publish(store, compared(store, fewer), author="x", at="2026-03-02")
    assert not proposals.approve(found.proposal.id, PAT).done
    assert proposals.approve(found.proposal.id, Identity("kim", (), "token")).done


def test_doctor_says_who_approves_and_what_waits_where_that_counts():
    store, proposals = world()
    submitted(store, proposals)
    assert "what loosens waits for privacy; 1 waits: privlineage proposals list" == approval_line(store)
    publish(store, compared(store, bundle(approvers="[]")), author="x", at="2026-03-01T00:00:00.000000Z")
    assert "nobody is named: what loosens happens at once" == approval_line(store)
    assert None is approval_line(world(shared=False)[0])


def approval_line(store):
    checks = store_checks(store, "2026-03-02T00:00:00.000000Z")
    return next((check.detail for check in checks if check.name == "approval"), None)
