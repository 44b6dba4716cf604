"""Governed connections, whatever state the store is in."""

import threading
from itertools import count
from types import SimpleNamespace

import pytest

from privlineage.airflow.server import guarding
from privlineage.airflow.server.guarding import Guarding
from privlineage.airflow.server.identity import Refused, Try
from privlineage.core.errors import PrivlineageError
from privlineage.core.sources import Source
from privlineage.core.verdict import Attempt, Outcome
from privlineage.service.deciding.decider import Governance

SOURCE = Source("wh", "postgres://wh:5432", conn_ids=("wh_prod", "Wh_RO"))
GOVERNANCE = Governance("b", (SOURCE,), ("conn:ads_api", "conn:crm_*", "wh.public.**"))
WHO = Try("0" * 32, "dag", "task", "run", -1, 2, "running")


class Backend:
    """A backend whose store is in a state that a test chooses."""

    def __init__(self, home, governance=GOVERNANCE, verdicts=()):
        self.governance, self.found, self.looks = governance, verdicts, 0
        self.settings = SimpleNamespace(store="sqlite:////nowhere.db", gate_timeout=10.0)
        self.hangs = threading.Event()
        self.hangs.set()

    def decider(self):
        self.looks += 1
        self.hangs.wait()
        if isinstance(self.governance, Exception):
            raise self.governance
        return SimpleNamespace(governance=lambda: self.governance)

    def store(self):
        if isinstance(self.found, Exception):
            raise self.found
        return SimpleNamespace(verdicts=self.newest)

    def newest(self, query):
        own = [one for one in self.found if one.query in ("", query.instance)]
        return own[query.skip : query.skip + query.limit]


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setattr("privlineage.airflow.governance._home", lambda: tmp_path)
    return tmp_path


IDS = count()


def verdict(outcome, try_number=2):
    return SimpleNamespace(id=next(IDS), outcome=outcome, attempt=Attempt("0" * 32, try_number), query="")


def test_connections_of_sources_and_of_zones_are_governed_and_no_others(home):
    asked = {"wh_prod", "wh_ro", "ads_api", "crm_eu", "other", "ads_api2", "public"}
    assert {"wh_prod", "wh_ro", "ads_api", "crm_eu"} == Guarding(Backend(home)).governed(asked)


def test_while_the_store_is_down_what_was_known_before_counts(home):
    backend, now = Backend(home), [0.0]
    guarding_now = Guarding(backend, lambda: now[0])
    assert {"wh_prod"} == guarding_now.governed({"wh_prod", "other"})
    backend.governance, now[0] = PrivlineageError("PL504", "down"), 100.0
    assert {"wh_prod"} == guarding_now.governed({"wh_prod", "other"})
    assert {"wh_prod"} == Guarding(backend).governed({"wh_prod", "other"})  # After a restart: from AIRFLOW_HOME.


def test_before_anything_is_known_nothing_is_held_back(home):
    assert frozenset() == Guarding(Backend(home, PrivlineageError("PL501", "gone"))).governed({"wh_prod"})
    assert frozenset() == Guarding(Backend(home, MemoryError())).governed({"wh_prod"})


def test_a_store_that_hangs_holds_up_other_connections_for_a_moment_alone_and_is_asked_once(home, monkeypatch):
    monkeypatch.setattr(guarding, "PATIENCE", 0.01)
    backend, now = Backend(home), [0.0]
    guarding_now = Guarding(backend, lambda: now[0])
    assert frozenset() == guarding_now.governed({"other"})
    backend.hangs.clear()
    for second in range(1, 50):
        now[0] = second * 10.0
        assert {"wh_prod"} == guarding_now.governed({"other", "wh_prod"})
    assert 2 == backend.looks
    backend.hangs.set()


def test_a_server_that_just_started_waits_until_it_knows(home, monkeypatch):
    monkeypatch.setattr(guarding, "PATIENCE", 0.0)
    backend = Backend(home)
    backend.hangs.clear()
    threading.Timer(0.3, backend.hangs.set).start()
    assert {"wh_prod"} == Guarding(backend).governed({"wh_prod"})


@pytest.mark.parametrize(
    ("verdicts", "state", "is_let"),
    [
        ([Outcome.ALLOW], "running", True),
        ([Outcome.WARN, Outcome.ALLOW], "running", True),
        ([Outcome.ALLOW], "success", False),
        ([Outcome.BLOCK], "running", False),
        ([Outcome.BLOCK, Outcome.ALLOW], "running", False),
        ([], "running", False),
    ],
)
def test_only_a_running_try_that_was_allowed_gets_one(home, verdicts, state, is_let):
    backend = Backend(home, verdicts=[verdict(outcome) for outcome in verdicts])
    who = Try(WHO.instance, "dag", "task", "run", -1, 2, state)
    assert is_let == lets(backend, who)


def test_the_verdict_of_an_earlier_try_counts_no_more(home):
    assert not lets(Backend(home, verdicts=[verdict(Outcome.ALLOW, try_number=1)]), WHO)


def test_nobody_gets_one_while_nobody_can_say_what_was_allowed(home):
    assert not lets(Backend(home, verdicts=PrivlineageError("PL504", "down")), WHO)


def lets(backend, who):
    try:
        Guarding(backend).check({"wh_prod"}, who)
    except Refused:
        return False
    return True


def test_many_harmless_plans_do_not_outnumber_a_blocked_one(home):
    found = [verdict(Outcome.ALLOW)] * 300
    Guarding(Backend(home, verdicts=found)).check({"wh_prod"}, WHO)
    with pytest.raises(Refused, match="is blocked"):
        Guarding(Backend(home, verdicts=[*found, verdict(Outcome.BLOCK)])).check({"wh_prod"}, WHO)


def test_the_name_of_a_connection_begins_no_line_of_the_log(home):
    with pytest.raises(Refused) as caught:
        Guarding(Backend(home)).check({"crm_x\nerror all is lost"}, WHO)
    assert "\n" not in caught.value.why
