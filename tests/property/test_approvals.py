"""Law 9: whatever people ask for and answer, in whatever order, nothing loosens without a second, proven approver."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from privlineage.core.errors import PrivlineageError
from privlineage.core.people import Identity
from privlineage.policy.diff.bundles import changes
from privlineage.policy.diff.rules import Direction
from privlineage.policy.load import load_files
from privlineage.service.approving.proposals import Proposals
from privlineage.service.approving.publish import Publication, publish
from privlineage.store.memory.store import MemoryStore
from privlineage.store.proposing import ProposalState

PEOPLE = {"ana": {"ana", "a.lima"}, "bo": {"bo"}, "cy": {"cy"}, "dan": {"dan"}}
"""People by their first name, with every name they use."""

NAMES = sorted({name for names in PEOPLE.values() for name in names})
names = st.sampled_from(NAMES)
identities = st.builds(Identity, names, st.just(()), st.sampled_from(["airflow", "token", "commit", "unverified"]))


ALL = "all: {members: [{name: ana, also: a.lima}]}"


def bundle_of(mode, members, approvers):
    listed = ", ".join("{name: ana, also: a.lima}" if name == "ana" else name for name in sorted(members))
    return load_files(
        {
            "policy.yml": f"defaults: {{mode: {mode}}}\nexemptions: {{approvers: [{', '.join(approvers)}]}}",
            "teams.yml": f"teams: {{privacy: {{members: [{listed}]}}, {ALL}}}",
        }
    )


bundles = st.builds(
    bundle_of,
    st.sampled_from(["observe", "warn", "enforce"]),
    st.frozensets(st.sampled_from(sorted(PEOPLE)), min_size=1, max_size=3),
    st.sampled_from([("privacy",), ("privacy", "Legal")]),
)
steps = st.one_of(
    st.tuples(
        st.just("submit"), bundles, st.lists(identities, min_size=1, max_size=2), st.lists(identities, max_size=2)
    ),
    st.tuples(st.just("approve"), st.integers(0, 5), identities),
    st.tuples(st.just("reject"), st.integers(0, 5), identities),
)


def person(identity):
    """Who somebody really is: what the policy only knows by `also`."""
    return next(name for name, used in PEOPLE.items() if identity.name in used)


def approvers_of(bundle):
    """Read off the bundle without the code that is tested: first names of those in the team `privacy`."""
    return {names[0] for names in bundle.teams["privacy"].members}


@given(bundles, st.lists(steps, min_size=6, max_size=20))
def test_nothing_loosens_without_a_second_proven_approver_of_the_bundle_in_force(first, asked):
    store = MemoryStore(is_shared=True)
    clock, ids = itertools.count(), itertools.count(1)
    proposals = Proposals(store, lambda: f"2026-03-01T{next(clock):012}Z", lambda: f"P-{next(ids):010X}")
    publish(store, Publication(first, "", ()), author="root", at="2026-03-01")
    for step in asked:
        before = load_files(dict(store.active_bundle().files))
        settled = {each.id for each in store.proposals("approved")}
        try:
            take_step(store, proposals, *step)
        except PrivlineageError as error:
            if error.code not in {"PL821", "PL822", "PL824"}:
                raise
        after = load_files(dict(store.active_bundle().files))
        if not any(change.direction is Direction.LOOSENS for change in changes(before, after)):
            continue
        (proposal,) = [each for each in store.proposals("approved") if each.id not in settled]
        said = [each.by for each in proposal.statements if each.state is ProposalState.APPROVED]
        assert proposal.hash == after.hash
        assert all(each.is_real for each in said)
        assert {person(each) for each in said} <= approvers_of(before)
        assert not {person(each) for each in said} & {person(author) for author in proposal.authors}
        assert len({person(each) for each in said}) == (1 if proposal.authors[0].is_real else 2)


def take_step(store, proposals, kind, *told):
    if kind == "submit":
        what, who, more = told
        record = store.active_bundle()
        compared = Publication(what, record.hash, changes(load_files(dict(record.files)), what))
        authors = sorted(who, key=lambda author: author.is_real)
        proposals.submit(compared, authors, [(each, what.hash) for each in more])
        return
    what, who = told
    known = store.proposals()
    if known:
        getattr(proposals, kind)(known[what % len(known)].id, who)


@given(bundles, bundles, st.permutations(sorted(PEOPLE)))
def test_two_approvers_who_did_not_make_it_always_suffice(first, second, order):
    store = MemoryStore(is_shared=True)
    clock, ids = itertools.count(), itertools.count(1)
    proposals = Proposals(store, lambda: f"2026-03-01T{next(clock):012}Z", lambda: f"P-{next(ids):010X}")
    publish(store, Publication(first, "", ()), author="root", at="2026-03-01")
    found = proposals.submit(Publication(second, first.hash, changes(first, second)), [Identity("root")])
    for name in order:
        if not found.done and name in approvers_of(first):
            found = proposals.approve(found.proposal.id, Identity(name, (), "airflow"))
    loosens = any(change.direction is Direction.LOOSENS for change in changes(first, second))
    assert found.done is (not loosens or len(approvers_of(first)) >= 2)
