"""Tickets at Airflow's API server: good while their try is running."""

import time

import pytest

from privlineage.airflow.server import ticketing
from privlineage.airflow.server.identity import OVER, Refused, Try
from privlineage.core.errors import PrivlineageError

INSTANCE = "01a20db1-fbed-7790-a317-d2367f58b2ee"
KEY = b"k" * 32


@pytest.fixture
def now_at(monkeypatch):
    """Says where Airflow's database has the instance."""
    monkeypatch.setattr(ticketing, "keys", lambda: [KEY])

    def put(state, try_number=1):
        who = Try(INSTANCE, "dag", "task", "run", -1, try_number, state)
        monkeypatch.setattr(ticketing, "try_of", lambda instance: {INSTANCE: who}[instance])
        return who

    return put


def test_a_ticket_is_good_while_its_try_is_running_and_no_longer(now_at):
    running = now_at("running")
    ticket = ticketing.ticket_for(running)["password"]
    assert (INSTANCE, "ticket") == ((caller := ticketing.caller_with(ticket)).instance, caller.how)
    for state, try_number in (("success", 1), ("failed", 1), ("up_for_retry", 1), (OVER, 1), ("running", 2)):
        now_at(state, try_number)
        with pytest.raises(Refused, match="from before"):
            ticketing.caller_with(ticket)


def test_what_only_says_that_it_is_a_ticket_is_none(now_at):
    now_at("running")
    forged = ticketing.issue(b"o" * 32, now_at("running").caller, time.time())
    assert ticketing.is_ticket(forged)
    with pytest.raises(PrivlineageError, match="PL206"):
        ticketing.caller_with(forged)
