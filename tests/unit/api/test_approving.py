"""Law 9 over HTTP: whatever a client says, the server knows who asks, and a second person approves."""

from dataclasses import replace

import pytest

from privlineage.api.app import create_app
from privlineage.core.errors import PrivlineageError
from privlineage.core.labels import Atom, Tag
from privlineage.core.people import Identity
from privlineage.service.approving.proposals import Proposals
from privlineage.service.people.caller import Caller
from privlineage.service.people.identity import askers
from privlineage.store.proposing import ProposalState, Statement
from tests.serving import by_name, served, stores_at
from tests.unit.service.approving.people import bundle, compared, in_force, world

ALL = ("reader", "operator", "publisher")
CALLERS = {
    "dan": Caller("person", "dan", ALL, "airflow"),
    "ana": Caller("person", "ana", ("reader",), "airflow"),
    "pat": Caller("person", "pat", ALL, "airflow"),
    "ci": Caller("service", "ci", ("publisher",)),
    "task": Caller("task", "dag.copy", ALL, "airflow", instance="mine"),
}
LOOSE = bundle("warn")
TIGHT = bundle(**{"tags.yml": "datasets: {wh.t: {columns: {c: [user.name, user.contact]}}}"})


@pytest.fixture
def local():
    return world(shared=False)[0]


@pytest.fixture
def open_as(local):
    with served(create_app(lambda: local, by_name(CALLERS))) as url, stores_at(url) as opening:
        yield opening


def asking(store):
    return Proposals(store, lambda: "1999-01-01T00:00:00.000000Z"), askers(store, "somebody", "root")


def code_of(call, *arguments, **more):
    with pytest.raises(PrivlineageError) as raised:
        call(*arguments, **more)
    return raised.value.code


def submitted(store, new=LOOSE):
    proposals, authors = asking(store)
    return proposals.submit(compared(store, new), authors)


def test_the_server_says_who_asks(open_as):
    assert (Identity("dan", ALL, "airflow"),) == asking(open_as("dan"))[1]
    assert Identity("ci", ("publisher",), "token") == open_as("ci").whoami()


def test_what_tightens_happens_and_what_loosens_waits_for_an_approver(local, open_as):
    assert submitted(open_as("ci"), TIGHT).done
    assert (TIGHT.hash, "ci") == (in_force(local), local.active_bundle().author)
    waiting = submitted(open_as("ci"))
    assert (False, TIGHT.hash) == (waiting.done, in_force(local))
    assert [Identity("ci", ("publisher",), "token")] == [each.author for each in local.proposals("open")]
    proposals, (ana,) = asking(open_as("ana"))
    assert proposals.approve(waiting.proposal.id, ana, "fine").done
    assert (LOOSE.hash, [("ana", "fine")]) == (
        in_force(local),
        [(each.by.name, each.reason) for each in local.proposals()[0].statements],
    )


def test_who_made_it_does_not_approve_it_over_http_either(local, open_as):
    store = open_as("pat")
    before, waiting = in_force(local), submitted(store)
    proposals, authors = asking(store)
    assert "PL822" == code_of(proposals.approve, waiting.proposal.id, authors[0])
    ana = Identity("ana", (), "airflow")
    lie = waiting.proposal.said(Statement(ana, ProposalState.APPROVED, "1999-01-01"))
    assert "PL822" == code_of(store.settle_proposal, lie)
    assert "PL822" == code_of(store.publish, record_of(LOOSE), None, (), None, approved=lie)
    assert "PL823" == code_of(store.publish, record_of(LOOSE), None, (), None)
    assert before == in_force(local)


def record_of(new):
    return replace(world()[0].active_bundle(), hash=new.hash, files=tuple(sorted(new.files.items())))


def test_a_member_of_no_approving_team_approves_rejects_and_withdraws_nothing(local, open_as):
    waiting = submitted(open_as("ci"))
    proposals, (dan,) = asking(open_as("dan"))
    for call in (proposals.approve, proposals.reject, proposals.withdraw):
        assert "PL822" == code_of(call, waiting.proposal.id, dan)
    assert ProposalState.OPEN is local.proposals()[0].state


def test_an_author_withdraws_and_an_approver_rejects(local, open_as):
    first = submitted(open_as("dan")).proposal
    proposals, (dan,) = asking(open_as("dan"))
    assert ProposalState.WITHDRAWN is proposals.withdraw(first.id, dan).state
    second = submitted(open_as("dan")).proposal
    proposals, (ana,) = asking(open_as("ana"))
    assert ProposalState.REJECTED is proposals.reject(second.id, ana, "no").state
    assert ["rejected", "withdrawn"] == [each.state.value for each in local.proposals()]


def test_a_claim_goes_when_an_approver_says_so(local, open_as):
    store = open_as("dan")
    column = TIGHT.tags[0].column
    store.add_tags([Tag(column, Atom("user.financial"), "ana", "1999-01-01", "bundle")])
    proposals, authors = asking(store)
    waiting = proposals.untag(column, None, authors)
    assert (False, 1) == (waiting.done, sum(tag.by == "person" for tag in local.tags()))
    assert "PL823" == code_of(store.remove_tags, column, None, "ana", "1999-01-01", "")
    proposals, (ana,) = asking(open_as("ana"))
    assert proposals.approve(waiting.proposal.id, ana).done
    assert 0 == sum(tag.by == "person" for tag in local.tags())


def test_a_task_proposes_nothing(open_as):
    assert "PL205" == code_of(open_as, "task")
