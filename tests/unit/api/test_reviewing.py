"""Reviews through the API: decided as who the server knows, by whoever may tag, and seen by whose data it is."""

import pytest

from privlineage.api.app import create_app
from privlineage.core.errors import PrivlineageError
from privlineage.service.approving.publish import publish
from privlineage.service.people.caller import Caller
from privlineage.store.auditing import AuditQuery
from privlineage.store.memory.store import MemoryStore
from tests.contract.store.test_suggestions import looked, review, suggestion
from tests.serving import by_name, served, stores_at
from tests.unit.service.approving.people import compared
from tests.unit.service.people.owned import BUNDLE, CLICKS, LOANS, PLACES

CALLERS = {
    "ana": Caller("person", "ana", ("reader", "operator"), "airflow"),
    "dan": Caller("person", "dan", ("reader", "operator"), "airflow"),
    "eve": Caller("person", "eve", ("reader",), "airflow"),
}


@pytest.fixture
def local():
    store = MemoryStore()
    publish(store, compared(store, BUNDLE), author="root", at="2026-03-01T00:00:00.000000Z")
    for number, dataset in enumerate((LOANS, CLICKS, PLACES), start=1):
        store.put_scanned(looked(dataset), [suggestion(number, dataset=dataset)])
    return store


@pytest.fixture
def open_as(local):
    with served(create_app(lambda: local, by_name(CALLERS))) as url, stores_at(url) as opening:
        yield opening


def test_a_decision_is_from_whom_the_server_knows_at_the_servers_time(open_as, local):
    open_as("dan").review([review(3)])  # it says that `ann` decided, years ago
    (said,) = local.suggestion("S-0000000003").said
    assert ("dan", "airflow") == (said.by.name, said.by.how)
    assert said.at > review(3).at
    (entry,) = local.audit_entries(AuditQuery(kind="review"))
    assert "dan (airflow)" == entry.actor


def test_who_may_not_tag_may_not_review_nor_scan(open_as, local):
    store = open_as("eve")
    for call in (lambda: store.review([review(3)]), lambda: store.put_scanned(looked(PLACES), [])):
        with pytest.raises(PrivlineageError) as caught:
            call()
        assert "PL205" == caught.value.code
    assert [] == [each for each in local.suggestions() if each.said or not each.waits]


@pytest.mark.parametrize(
    ("name", "seen"), [("ana", [LOANS, CLICKS, PLACES]), ("dan", [CLICKS, PLACES]), ("eve", [LOANS, PLACES])]
)
def test_a_team_sees_what_was_found_in_its_own_and_in_what_nobody_owns(open_as, name, seen):
    store = open_as(name)
    assert seen == [each.column.dataset for each in store.suggestions()]
    assert sorted(seen) == [look.dataset for look in store.scanned()]
    known = [store.suggestion(f"S-{number:010}") for number in (1, 2, 3)]
    assert [each in seen for each in (LOANS, CLICKS, PLACES)] == [each is not None for each in known]


def test_the_audit_of_a_review_is_seen_by_whose_data_it_is(open_as, local):
    local.review([review(1), review(2)])
    assert {
        "ana": [str(CLICKS.column("email")), str(LOANS.column("email"))],
        "dan": [str(CLICKS.column("email"))],
        "eve": [str(LOANS.column("email"))],
    } == {
        name: sorted(each.subject for each in open_as(name).audit_entries(AuditQuery(kind="review")))
        for name in CALLERS
    }
