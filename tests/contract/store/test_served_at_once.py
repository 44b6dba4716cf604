"""A hundred tasks that ask one server at the same moment: no lock error reaches a task, and no verdict is wrong."""

import threading
from contextlib import contextmanager

import pytest

from privlineage.api.app import create_app
from privlineage.core.verdict import Attempt, Outcome
from privlineage.policy.load import load_files
from privlineage.service.clock import new_verdict_id, utc_now
from privlineage.service.deciding.local import LocalDecider
from privlineage.service.people.caller import Caller
from privlineage.service.serving.over_http import HttpTransport
from privlineage.service.serving.remote import RemoteDecider
from privlineage.store.open import open_store
from privlineage.store.protocol import BundleRecord, VerdictQuery
from tests.serving import served
from tests.unit.service.world import POLICY, SOURCES, TAGS, copy

FILES = {"sources.yml": SOURCES, "tags.yml": TAGS, "policy.yml": POLICY}
TASKS = 100


def tasks_caller(request):
    """A task that proved to be the one its token names."""
    number = request.headers["authorization"].removeprefix("Bearer ")
    return Caller("task", f"dag.copy{number}", how="airflow", instance=number, dag_id="dag", task_id=f"copy{number}")


@pytest.fixture(params=["url", "postgres_url"])
def store_url(request):
    url = request.getfixturevalue(request.param)
    bundle = load_files(FILES)
    store = open_store(url)
    record = BundleRecord(bundle.hash, tuple(FILES.items()), "ann", utc_now())
    store.publish(record, bundle.sources, bundle.tags, bundle.weakening)
    store.close()
    return url


@contextmanager
def two_servers(url):
    """As two processes would: nothing shared but the store."""
    apps = [create_app(lambda: open_store(url), tasks_caller) for _ in range(2)]
    with served(apps[0]) as one, served(apps[1]) as other:
        yield one, other


def test_a_hundred_tasks_at_once_each_get_the_right_verdict_and_their_ends_are_kept(store_url):
    known = LocalDecider(open_store(store_url), utc_now, new_verdict_id)
    found, failed, ready = {}, [], threading.Barrier(TASKS)

    def run(number):
        here = HttpTransport(urls[number % 2], lambda: str(number))
        there = HttpTransport(urls[(number + 1) % 2], lambda: str(number))
        decider, attempt = RemoteDecider(here, lambda: 60.0), Attempt(str(number))
        try:
            ready.wait(60)
            verdict = decider.decide(plan(number), attempt)
            # The success is heard by the other server, which did not decide.
            decider.send = there
            found[number] = (verdict.outcome, decider.succeeded(attempt))
        except BaseException as error:  # noqa: BLE001  # told below
            failed.append(error)
        finally:
            here.close()
            there.close()

    def plan(number):
        target, new = (f"wh.mart.t{number}", True) if number % 2 else ("s3://ads-partner/d.csv", False)
        return copy(known, "wh.public.customers", target, {"email": "email"}, new=new, task=f"copy{number}")

    with two_servers(store_url) as urls:
        threads = [threading.Thread(target=run, args=(number,)) for number in range(TASKS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert [] == failed
    right = {number: (Outcome.ALLOW, True) if number % 2 else (Outcome.BLOCK, False) for number in range(TASKS)}
    assert right == found
    kept = {verdict.attempt.instance: verdict.outcome for verdict in known.store.verdicts(VerdictQuery())}
    assert {str(number): outcome for number, (outcome, _) in right.items()} == kept
    made = known.schema("wh").tables
    assert {f"mart.t{number}" for number in range(1, TASKS, 2)} == set(made)
    known.store.close()
