"""The Decider on a server: it answers as the one in process does, tries again what never arrived, and no refusal."""

import json

import pytest

from privlineage.core.codec import to_json
from privlineage.core.errors import PrivlineageError
from privlineage.core.plan import Job, Plan
from privlineage.core.verdict import Attempt, Outcome
from privlineage.service.people.caller import Caller
from privlineage.service.serving.remote import RemoteDecider, TransportFault
from privlineage.service.serving.wire import answer
from tests.unit.service.world import HMAC, copy, world

WORKER = Caller("service", "fleet", ("worker", "reader"))
DOWN = PrivlineageError("PL504", "nobody answers")


class Line:
    """Carries requests to deciders in turn, as JSON text, and fails as often as it is told to."""

    def __init__(self, *deciders, faults=(), caller=WORKER):
        self.deciders, self.faults, self.caller = list(deciders), list(faults), caller
        self.requests, self.timeouts = [], []

    def __call__(self, request, timeout):
        self.requests.append(json.dumps(request))
        self.timeouts.append(timeout)
        if self.faults:
            raise self.faults.pop(0)
        decider = self.deciders[len(self.requests) % len(self.deciders)]
        return json.loads(json.dumps(answer(decider, json.loads(self.requests[-1]), self.caller)))


def test_it_answers_as_the_decider_in_process_does():
    here, there = world(), world()
    remote = RemoteDecider(Line(there))
    plans = [
        copy(here, "wh.public.customers", "wh.public.stage", {"email": "email", "born": "born"}, new=True, path=HMAC),
        copy(here, "wh.public.stage", "s3://ads-partner/d.csv", {"email": "email"}, through_worker=True),
        copy(here, "wh.public.partly", "s3://elsewhere/d.csv", {"x": "unseen"}, through_worker=True, task="other"),
    ]
    assert here.governance() == remote.governance()
    for number, plan in enumerate(plans):
        attempt = Attempt(f"try {number}")
        assert here.decide(plan, attempt) == remote.decide(plan, attempt)
        assert here.succeeded(attempt) == remote.succeeded(attempt)
        assert here.decide(plan, None) == remote.decide(plan, None)
    assert here.failed(Attempt("nobody")) == remote.failed(Attempt("nobody"))
    one, other = here.schema("wh", {"stage"}), remote.schema("wh", {"stage"})
    assert (dict(one.tables), dict(one.views), dict(one.claimed)) == (
        dict(other.tables),
        dict(other.views),
        dict(other.claimed),
    )
    remote.cache_plan("key", "text")
    assert ("text", None) == (remote.cached_plan("key"), remote.cached_plan("another"))


def test_a_success_told_to_another_process_of_the_server_keeps_the_columns_of_what_was_made():
    one, other = world(), world()
    other.store = one.store
    line = Line(one)
    remote = RemoteDecider(line)
    plan = copy(one, "wh.public.customers", "wh.public.stage", {"email": "email"}, new=True)
    assert Outcome.ALLOW is remote.decide(plan, Attempt("try")).outcome
    line.deciders = [other]
    assert remote.succeeded(Attempt("try"))
    assert ["email"] == list(other.schema("wh").tables["public.stage"])


def test_a_literal_that_is_not_to_be_kept_does_not_leave_the_process():
    there = world()
    line = Line(there)
    plan = copy(there, "wh.public.customers", "wh.public.stage", {"email": "email"}, new=True, path=HMAC)
    RemoteDecider(line).decide(plan, Attempt("try"))
    assert "sha256" in line.requests[-1]
    assert '"key"' not in line.requests[-1]


def test_a_governance_from_before_is_not_sent_again():
    there = world()
    known = there.governance()
    line = Line(there)
    assert known is RemoteDecider(line, known=known).governance()
    assert known.bundle in line.requests[0]


def test_what_never_arrived_is_tried_again_within_the_budget_and_each_try_has_what_is_left():
    there = world()
    line = Line(there, faults=[TransportFault(DOWN), TransportFault(DOWN, lost=True)])
    assert there.governance() == RemoteDecider(line, budget=lambda: 30.0).governance()
    assert 3 == len(line.timeouts)
    assert sorted(line.timeouts, reverse=True) == line.timeouts
    assert line.timeouts[0] <= 30.0


def test_when_the_budget_is_spent_the_last_fault_is_the_error():
    line = Line(world(), faults=[TransportFault(DOWN)] * 1000)
    with pytest.raises(PrivlineageError) as caught:
        RemoteDecider(line, budget=lambda: 0.3).governance()
    assert DOWN is caught.value
    assert 1 < len(line.requests) < 1000


def test_a_server_without_its_store_is_tried_again_like_no_server():
    there = world()
    broken = world()
    broken.store.active_bundle = lambda: (_ for _ in ()).throw(DOWN)
    line = Line(there, broken)  # the first request goes to the second
    assert there.governance() == RemoteDecider(line).governance()
    assert 2 == len(line.requests)


@pytest.mark.parametrize("code", ["PL205", "PL206", "PL207", "PL506", "PL000"])
def test_a_refusal_and_every_other_answer_is_final(code):
    line = Line(world(), faults=[PrivlineageError(code, "no")] * 2)
    with pytest.raises(PrivlineageError) as caught:
        RemoteDecider(line).governance()
    assert (code, 1) == (caught.value.code, len(line.requests))


def test_a_refusal_in_the_servers_answer_is_final():
    line = Line(world(), caller=Caller("service", "nobody"))
    with pytest.raises(PrivlineageError) as caught:
        RemoteDecider(line).governance()
    assert ("PL205", 1) == (caught.value.code, len(line.requests))


@pytest.mark.parametrize(
    "said",
    [
        None,
        [],
        "hello",
        {},
        {"result": None},
        {"result": []},
        {"result": {"bundle": 7}},
        {"error": None},
        {"error": {"message": "no code"}},
    ],
)
def test_an_answer_that_is_none_of_ours_is_an_error_and_never_a_verdict(said):
    remote = RemoteDecider(lambda _request, _timeout: said, budget=lambda: 0.05)
    for ask in (
        remote.governance,
        lambda: remote.schema("wh"),
        lambda: remote.decide(Plan(Job("d", "t")), Attempt("try")),
        lambda: remote.succeeded(Attempt("try")),
    ):
        with pytest.raises(PrivlineageError, match="PL504"):
            ask()


@pytest.mark.parametrize(
    "other",
    [
        {"attempt": Attempt("another try")},
        {"attempt": Attempt("try", 2)},
        {"plan": {"email": "born"}},
        {"task": "export"},
    ],
    ids=str,
)
def test_the_verdict_of_another_task_is_none_of_ours_and_no_outage(other):
    there = world()
    mine = copy(there, "wh.public.customers", "wh.public.stage", {"email": "email"})
    columns, task = other.get("plan", {"email": "email"}), other.get("task", "copy")
    theirs = copy(there, "wh.public.customers", "wh.public.stage", columns, task=task)
    line = Line(there)

    def mixed_up(request, timeout):
        if request["call"] == "decide":
            arguments = {"plan": to_json(theirs), "attempt": to_json(other.get("attempt", Attempt("try")))}
            return line({**request, "arguments": arguments}, timeout)
        return line(request, timeout)

    with pytest.raises(PrivlineageError, match=r"PL000.*another task"):
        RemoteDecider(mixed_up).decide(mine, Attempt("try"))
    assert Outcome.ALLOW is RemoteDecider(line).decide(mine, Attempt("TRY")).outcome
