"""Questions over HTTP: the same answers that commands print, and to each team what it may see."""

import pytest

from privlineage.api.app import create_app
from privlineage.core.verdict import Attempt
from privlineage.service.people.caller import Caller
from tests.serving import CLIENT, served
from tests.unit.service.approving.test_exemptions import Site
from tests.unit.service.world import POLICY, TAGS, copy

CALLERS = {
    "reader": Caller("person", "ann", ("reader",)),
    "lender": Caller("person", "lea", ("reader",)),
    "other": Caller("person", "otto", ("reader",)),
    "worker": Caller("service", "fleet", ("worker",)),
    "task": Caller("task", "dag.t", ("reader",), instance="x"),
}
CUSTOMERS, STAGE = "wh.public.customers#email", "wh.mart.stage#email"


def authenticate(request):
    return CALLERS.get(request.headers.get("authorization", "").removeprefix("Bearer "))


@pytest.fixture(scope="module")
def site():
    found = Site(POLICY)
    staged = copy(found.decider, "wh.public.customers", "wh.mart.stage", {"email": "email"}, new=True, task="stage")
    found.decider.decide(staged, Attempt("staged"))
    found.decider.succeeded(Attempt("staged"))
    found.run("blocked", source="wh.mart.stage")
    return found


@pytest.fixture(scope="module")
def url(site):
    with served(create_app(lambda: site.store, authenticate)) as url:
        yield url


def ask(url, path, token="reader", **query):
    answer = CLIENT.get(f"{url}{path}", params=query, headers={"authorization": f"Bearer {token}"})
    return answer.status_code, answer.json()


def test_verdicts_are_listed_newest_first_and_filtered(url):
    status, found = ask(url, "/v1/verdicts")
    assert (200, ["export", "stage"]) == (status, [each["task_id"] for each in found["result"]])
    assert ["block", "allow"] == [each["verdict"] for each in found["result"]]
    for query, expected in (
        ({"task_id": "stage"}, ["stage"]),
        ({"outcome": "block"}, ["export"]),
        ({"limit": 1}, ["export"]),
        ({"limit": 1, "skip": 1}, ["stage"]),
        ({"dag_id": "none"}, []),
        ({"since": "2999"}, []),
    ):
        assert (query, expected) == (
            query,
            [each["task_id"] for each in ask(url, "/v1/verdicts", **query)[1]["result"]],
        )


def test_a_verdict_comes_with_the_message_of_the_tasks_log(url):
    (listed, *_) = ask(url, "/v1/verdicts")[1]["result"]
    status, found = ask(url, f"/v1/verdicts/{listed['id']}")
    assert (200, listed["id"], "block") == (status, found["result"]["id"], found["result"]["verdict"])
    assert found["result"]["message"].startswith("PL201 blocked: `dag.export` would move personal data")
    status, missing = ask(url, "/v1/verdicts/V-0")
    assert (404, "PL802") == (status, missing["error"]["code"])


def test_labels_paths_and_reasons_are_those_of_the_graph(url):
    (stage,) = ask(url, "/v1/labels", ref=STAGE)[1]["result"]
    assert (STAGE, ["user.contact.email"]) == (stage["ref"], [each["category"] for each in stage["labels"]])
    columns = [each["ref"] for each in ask(url, "/v1/labels", ref="wh.public.customers")[1]["result"]]
    assert CUSTOMERS in columns
    why = ask(url, "/v1/why", ref=STAGE, label="user.contact")[1]["result"]
    assert [CUSTOMERS, STAGE] == why["path"]
    up = ask(url, "/v1/trace", ref=STAGE)[1]["result"]
    down = ask(url, "/v1/trace", ref=CUSTOMERS, direction="down", depth=1)[1]["result"]
    assert [(CUSTOMERS, STAGE)] == [(edge["from"], edge["to"]) for edge in up["edges"]]
    assert up["edges"] == down["edges"]


def test_the_bundle_in_force_is_shown_with_its_files(url, site):
    found = ask(url, "/v1/bundle")[1]["result"]
    assert (site.decider.bundle().hash, POLICY) == (found["hash"], found["files"]["policy.yml"])


@pytest.mark.parametrize(
    ("path", "query", "status", "code"),
    [
        ("/v1/labels", {}, 400, "PL207"),
        ("/v1/labels", {"ref": "wh.public.nothing#x"}, 404, "PL302"),
        ("/v1/labels", {"ref": "a\0b"}, 400, "PL207"),
        ("/v1/labels", {"ref": "x" * 5000}, 400, "PL207"),
        ("/v1/why", {"ref": STAGE, "label": "user.health"}, 404, "PL801"),
        ("/v1/trace", {"ref": STAGE, "direction": "sideways"}, 400, "PL207"),
        ("/v1/trace", {"ref": STAGE, "depth": "0"}, 400, "PL207"),
        ("/v1/verdicts", {"limit": "1000000"}, 400, "PL207"),
        ("/v1/verdicts", {"outcome": "maybe"}, 400, "PL207"),
        ("/v1/verdicts", {"team": "nobody"}, 404, "PL302"),
        ("/v1/verdicts/%00", {}, 400, "PL207"),
    ],
)
def test_a_question_that_is_none_is_a_coded_error(url, path, query, status, code):
    found = ask(url, path, **query)
    assert (status, code) == (found[0], found[1]["error"]["code"])


@pytest.mark.parametrize("token", ["task", "worker"])
def test_who_may_not_read_gets_no_answer(url, token):
    for path in ("/v1/verdicts", "/v1/verdicts/V-1", "/v1/labels", "/v1/why", "/v1/trace", "/v1/bundle"):
        status, found = ask(url, path, token, ref=STAGE, label="user")
        assert (path, 403, "PL205") == (path, status, found["error"]["code"])


def test_a_team_sees_its_own_and_of_the_others_not_even_that_it_is_there():
    site = Site(
        POLICY,
        teams="teams: {lending: {members: [lea]}, ads: {members: [otto]}, privacy: {members: [ann]}}",
        tags=TAGS.replace("  wh.public.customers:", "  wh.public.customers:\n    owner: lending", 1),
    )
    verdict = site.run("blocked")
    with served(create_app(lambda: site.store, authenticate)) as url:
        assert {"lender": 200, "reader": 200, "other": 404} == {
            token: ask(url, f"/v1/verdicts/{verdict.id}", token)[0] for token in ("lender", "reader", "other")
        }
        assert [1, 0] == [len(ask(url, "/v1/verdicts", token)[1]["result"]) for token in ("lender", "other")]
        assert [200, 404] == [ask(url, "/v1/labels", token, ref=CUSTOMERS)[0] for token in ("lender", "other")]
