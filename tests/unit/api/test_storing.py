"""The store behind a server: what each role may do, under which name, and that the server reads bundles itself."""

import pytest

from privlineage.api.app import create_app
from privlineage.core.errors import PrivlineageError
from privlineage.core.labels import Atom, Tag
from privlineage.core.plan import Job, Plan
from privlineage.core.verdict import Attempt
from privlineage.policy.load import load_files
from privlineage.service.people.caller import ROLES, Caller
from privlineage.store.http.methods import METHODS
from privlineage.store.protocol import BundleRecord, Store
from tests.serving import CLIENT, by_name, served, stores_at
from tests.unit.service.world import POLICY, SOURCES, TAGS, world

CALLERS = {role: Caller("person", role, (role,)) for role in ROLES} | {
    "nobody": Caller("person", "nobody"),
    "task": Caller("task", "dag.copy", ("reader", "operator", "publisher", "engine"), instance="mine"),
    "all": Caller("service", "all", (*ROLES, "engine")),
}
# Nobody is named to approve: `test_approving` tells what happens where somebody is.
UNAPPROVED = POLICY.replace("approvers: [privacy]", "approvers: []")
FILES = {"sources.yml": SOURCES, "tags.yml": TAGS, "policy.yml": UNAPPROVED.replace("enforce", "observe")}


@pytest.fixture
def local():
    return world(UNAPPROVED)


@pytest.fixture
def server(local):
    with served(create_app(lambda: local.store, by_name(CALLERS))) as url:
        yield url


@pytest.fixture
def open_as(server):
    with stores_at(server) as opening:
        yield opening


def refused(code, call, *arguments):
    with pytest.raises(PrivlineageError) as caught:
        call(*arguments)
    assert code == caught.value.code
    return caught.value


def test_every_method_of_the_protocol_says_who_may_call_it():
    methods = {name for name in dir(Store) if not name.startswith("_")}
    assert methods - {"identity", "close", "is_shared"} == set(METHODS)


def test_who_may_read_nothing_cannot_open_the_store(open_as):
    for token in ("nobody", "task", "worker"):
        assert "PL205" == refused("PL205", open_as, token).code


@pytest.mark.parametrize("role", [*ROLES, "nobody", "task", "all"])
def test_each_role_may_call_its_methods_and_no_others(server, role):
    reads = {"reader", "operator", "publisher", "approver", "all"}
    for name, method in METHODS.items():
        answer = CLIENT.post(
            f"{server}/v1/store/{name}", json={"arguments": {}}, headers={"authorization": f"Bearer {role}"}
        )
        may = role in reads if method.role == "reader" else role in (method.role, "all") and method.role != "engine"
        assert (name, may) == (name, answer.status_code != 403)


def test_claims_stand_under_the_name_the_server_knows_and_at_its_time(local, open_as):
    column = local.bundle().sources.column("wh.public.customers#phone")
    claim = Tag(column, Atom("user.contact.phone_number"), "somebody else", "1999-01-01", "person")
    store = open_as("operator")
    store.add_tags([claim])
    (kept,) = [tag for tag in store.tags([column.dataset]) if tag.by == "person"]
    assert ("operator", True) == (kept.author, kept.at > "2026")
    assert 1 == store.remove_tags(column, None, "somebody else", "1999-01-01", "because")


def test_a_published_bundle_is_read_by_the_server_whatever_the_client_says_it_means(local, open_as):
    record = BundleRecord(load_files(FILES).hash, tuple(sorted(FILES.items())), "somebody else", "1999-01-01")
    store = open_as("publisher")
    store.publish(record, None, (), None)
    active = store.active_bundle()
    assert (record.hash, record.files, "publisher") == (active.hash, active.files, active.author)
    assert "2026" < active.at
    assert load_files(FILES).hash == local.bundle().hash
    assert {tag.author for tag in store.tags() if tag.by == "bundle"} == {"publisher"}


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({**FILES, "policy.yml": "rules: ["}, "PL101"),
        ({**FILES, "policy.yml": "rulez: []"}, "PL102"),
        (FILES, "PL103"),
    ],
)
def test_a_bundle_that_is_none_or_not_the_one_it_says_is_refused_and_the_last_one_stays(local, open_as, files, code):
    before = local.bundle()
    record = BundleRecord("f" * 64, tuple(sorted(files.items())), "ann", "2026")
    assert code == refused(code, open_as("publisher").publish, record, None, (), None).code
    assert before == local.bundle()


def test_the_key_of_the_literals_stays_on_the_server(local, open_as):
    assert (local.store.identity.id, "") == (open_as("reader").identity.id, open_as("reader").identity.literal_key)


def test_no_token_can_write_a_verdict_or_end_a_try(local, open_as):
    store = open_as("all")
    plan = Plan(Job("dag", "t"))
    verdict = local.decide(plan, None)
    refused("PL205", store.record_verdict, verdict)
    refused("PL205", store.plan_additions, plan, Attempt("x"), "2026", verdict)
    refused("PL205", store.confirm, Attempt("x"), "2026")
    refused("PL205", store.cache_plan, "key", "text")


@pytest.mark.parametrize(
    ("method", "body", "status"),
    [
        ("tags", {}, 400),
        ("tags", {"arguments": []}, 400),
        ("tags", {"arguments": {"datasets": 7}}, 400),
        ("tags", {"arguments": {"datasets": [7]}}, 400),
        ("state", {"arguments": {}}, 400),
        ("verdicts", {"arguments": {"query": {"limit": "many"}}}, 400),
        ("upstream", {"arguments": {"slots": [{"epoch": 1, "path": "a"}]}}, 400),
        ("close", {"arguments": {}}, 400),
        ("__class__", {"arguments": {}}, 400),
        ("_tags", {"arguments": {}}, 400),
        ("tags", {"arguments": {}}, 200),
    ],
)
def test_a_call_that_is_none_is_a_coded_error(server, method, body, status):
    answer = CLIENT.post(f"{server}/v1/store/{method}", json=body, headers={"authorization": "Bearer reader"})
    assert (status, "PL207" if status == 400 else "") == (
        answer.status_code,
        answer.json().get("error", {}).get("code", ""),
    )


@pytest.mark.parametrize(("role", "status"), [("task", 403), ("reader", 403), ("operator", 400)])
def test_the_body_of_who_may_not_call_is_not_even_read(server, role, status):
    headers = {"authorization": f"Bearer {role}", "content-type": "application/json"}
    assert status == CLIENT.post(f"{server}/v1/store/put_schemas", content=b"nonsense", headers=headers).status_code
