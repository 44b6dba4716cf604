"""Exemptions over HTTP: the server knows who asks and approves, and works out itself what is permitted."""

from dataclasses import replace

import pytest

from privlineage.api.app import create_app
from privlineage.api.writing import Writing
from privlineage.core.errors import PrivlineageError
from privlineage.core.people import Identity
from privlineage.core.verdict import Outcome
from privlineage.service.approving.exemptions import Exemptions
from privlineage.service.clock import new_exemption_id
from privlineage.service.people.caller import Caller
from privlineage.store.exempting import Said
from tests.serving import by_name, served, stores_at
from tests.unit.service.approving.test_exemptions import ADS, Site
from tests.unit.service.world import POLICY

CALLERS = {
    "dev": Caller("person", "dev", ("reader",)),
    "officer": Caller("person", "officer", ("reader",)),
    "task": Caller("task", "dag.export", ("reader",), instance="mine"),
}
LONG_AGO = "1999-01-01T00:00:00.000000Z"


@pytest.fixture
def site():
    return Site(POLICY, teams="teams: {privacy: {members: [officer]}}")


@pytest.fixture
def open_as(site):
    app = create_app(lambda: site.store, by_name(CALLERS), writing=Writing(site.now))
    with served(app) as url, stores_at(url) as opening:
        yield opening


def through(store):
    return Exemptions(store, lambda: LONG_AGO, new_exemption_id)


def refused(code, call):
    with pytest.raises(PrivlineageError) as caught:
        call()
    assert code == caught.value.code


def test_somebody_asks_and_another_approves_as_whom_the_server_knows(site, open_as):
    blocked = site.run("one")
    asked = through(open_as("dev")).request(blocked.id, reason="a campaign", by=Identity("somebody else"), days=3)
    kept = site.exemptions.find(asked.id).record
    assert (Identity("dev", ("reader",), "token"), "a campaign", 3) == (
        kept.requested.who,
        kept.requested.why,
        kept.days,
    )
    assert LONG_AGO < kept.requested.at
    officer = open_as("officer")
    through(officer).approve(asked.id, officer.whoami())
    kept = site.exemptions.find(asked.id).record
    assert ("officer", True) == (kept.approved.who.name, kept.valid_to > kept.approved.at > LONG_AGO)
    assert Outcome.ALLOW is site.run("two").outcome


def test_who_asked_may_not_approve_whatever_name_they_send(site, open_as):
    store = open_as("dev")
    asked = through(store).request(site.run("one").id, reason="a campaign", by=Identity("another"))
    forged = replace(asked, approved=Said(Identity("officer", (), "token"), LONG_AGO), valid_to="2999-01-01")
    refused("PL812", lambda: store.change_exemption(forged, asked.state))
    assert "requested" == site.exemptions.find(asked.id).record.state
    assert Outcome.BLOCK is site.run("two").outcome


def test_an_exemption_is_bound_to_what_its_verdict_says_and_not_to_what_is_sent(site, open_as):
    blocked = site.run("one")
    store = open_as("dev")
    wide = site.exemptions.request(site.run("two", ("email", "phone")).id, reason="x", by=Identity("x"))
    store.add_exemption(
        replace(
            wide, id="E-0123456789", verdict=blocked.id, approved=Said(Identity("privacy"), LONG_AGO), valid_to="2999"
        )
    )
    kept = site.exemptions.find("E-0123456789").record
    assert ("requested", "") == (kept.state, kept.valid_to)
    assert {"email"} == {item.column.path for part in kept.scope for item in part.carries}


def test_anybody_who_may_read_revokes_and_a_task_may_nothing(site, open_as):
    record = site.exempted(site.run("one"))
    store = open_as("dev")
    through(store).revoke(record.id, store.whoami(), "over")
    kept = site.exemptions.find(record.id).record
    assert ("revoked", "dev", "over") == (kept.state, kept.revoked.who.name, kept.revoked.why)
    assert Outcome.BLOCK is site.run("two", target=ADS).outcome
    refused("PL205", lambda: open_as("task"))
