"""A team sees its own through the API, and not what is another team's."""

import pytest

from privlineage.api.app import create_app
from privlineage.core.facts import Fact
from privlineage.core.labels import Atom, Tag
from privlineage.core.plan import Job, Plan, Sink
from privlineage.graph.model import Slot
from privlineage.policy.load import load_files
from privlineage.service.answering.catalog import Catalog
from privlineage.service.approving.publish import publish
from privlineage.service.people.caller import Caller
from privlineage.store.auditing import AuditQuery
from privlineage.store.memory.store import MemoryStore
from privlineage.store.protocol import SchemaRecord, VerdictQuery
from tests.serving import by_name, served, stores_at
from tests.unit.service.approving.people import compared
from tests.unit.service.people.owned import BUNDLE, CLICKS, FILES, IN_ADS, IN_OPEN, LOANS, ODD, PLACES, verdict

READER = ("reader",)
CALLERS = {
    "ana": Caller("person", "ana", READER, "airflow"),
    "dan": Caller("person", "dan", READER, "airflow"),
    "eve": Caller("person", "eve", READER, "token"),
    "zoe": Caller("person", "zoe", READER, "airflow"),
    "admin": Caller("person", "root", (*READER, "Admin"), "airflow"),
    "ops": Caller("person", "zoe", (*READER, "AdsOps"), "airflow"),
}
VERDICTS = [
    verdict(IN_OPEN, LOANS, number=1),
    verdict(IN_ADS, PLACES, number=2),
    verdict(IN_ADS, LOANS, number=3),
    verdict(IN_OPEN, PLACES, number=4),
    verdict(IN_OPEN, PLACES, "lending", number=5),
]
SEEN = {
    "dan": [2, 3, 4],
    "ops": [2, 3, 4],
    "eve": [1, 3, 4, 5],
    "zoe": [4],
    "ana": [1, 2, 3, 4, 5],
    "admin": [1, 2, 3, 4, 5],
}


@pytest.fixture
def local():
    store = MemoryStore()
    publish(store, compared(store, BUNDLE), author="root", at="2026-03-01T00:00:00.000000Z")
    for each in VERDICTS:
        store.record_verdict(each)
    facts = (Fact(IN_ADS.column("phone"), LOANS.column("income")), Fact(IN_OPEN.column("n"), CLICKS.column("phone")))
    store.add_facts(Plan(Job("dag", "t"), facts, (), (Sink(IN_ADS), Sink(IN_OPEN)), (LOANS, CLICKS)), "2026-03-01")
    store.put_schemas([SchemaRecord(dataset, (("c", "text"),)) for dataset in (LOANS, CLICKS, PLACES)])
    return store


@pytest.fixture
def open_as(local):
    with served(create_app(lambda: local, by_name(CALLERS))) as url, stores_at(url) as opening:
        yield opening


@pytest.mark.parametrize("name", SEEN)
def test_a_team_sees_its_own_verdicts_and_those_of_nobody(open_as, name):
    store = open_as(name)
    listed = store.verdicts(VerdictQuery())
    assert SEEN[name] == sorted(int(each.id[2:]) for each in listed)
    assert [each.id in {one.id for one in listed} for each in VERDICTS] == [
        store.verdict(each.id) is not None for each in VERDICTS
    ]
    assert [each.id in {one.id for one in listed} for each in VERDICTS] == [
        store.verdict_of(each.attempt, each.plan, each.bundle) is not None for each in VERDICTS
    ]


def test_a_limit_counts_what_a_team_sees(open_as):
    pages = [open_as("eve").verdicts(VerdictQuery(limit=2, skip=skip)) for skip in (0, 2, 4)]
    assert [["V-0005", "V-0004"], ["V-0003", "V-0001"], []] == [[each.id for each in page] for page in pages]


@pytest.mark.parametrize(
    ("name", "own"),
    [
        ("dan", {CLICKS, IN_ADS}),
        ("eve", {LOANS}),
        ("zoe", set()),
        ("ana", {CLICKS, IN_ADS, LOANS, ODD}),
        ("admin", {CLICKS, IN_ADS, LOANS, ODD}),
    ],
)
def test_a_team_sees_its_own_datasets_and_those_of_nobody(local, open_as, name, own):
    store = open_as(name)
    seen = own | {PLACES, IN_OPEN}
    everything = set(local.datasets())
    assert seen == set(store.datasets())
    assert seen >= set(store.zone_datasets())
    assert {tag.column.dataset for tag in local.tags()} & seen == {tag.column.dataset for tag in store.tags()}
    assert {LOANS, CLICKS, PLACES} & seen == {record.dataset for record in store.schemas("wh")}
    states = store.state(everything)
    assert everything == set(states)
    hidden = {each for each, state in states.items() if not (state.open or state.labels or state.tags or state.derived)}
    bare = {each for each, state in local.state(everything).items() if not (state.open or state.tags)}
    assert (everything - seen) | bare == hidden


def test_a_team_sees_where_its_own_data_comes_from_and_not_where_others_have_theirs_from(local, open_as):
    mine, theirs = (Slot(local.state([at])[at].open[0], path) for at, path in ((IN_ADS, "phone"), (IN_OPEN, "n")))
    dan, eve = open_as("dan"), open_as("eve")
    assert [LOANS] == [edge.input.epoch.dataset for edge in dan.upstream([mine])]
    assert [] == eve.upstream([mine])
    assert [CLICKS] == [edge.input.epoch.dataset for edge in eve.upstream([theirs])]
    source = next(edge.input for edge in local.upstream([mine]))
    assert ([], 1) == (dan.downstream([source]), len(eve.downstream([source])))


def test_without_teams_every_reader_sees_everything(local, open_as):
    publish(local, compared(local, load_files({**FILES, "teams.yml": ""})), author="root", at="2026-03-02")
    assert set(local.datasets()) == set(open_as("zoe").datasets())


def test_a_teams_own_column_shows_what_it_carries_though_another_team_tagged_it(local, open_as):
    for name in ("dan", "ana"):
        catalog = Catalog(open_as(name), BUNDLE)
        (label,) = catalog.labels(IN_ADS.column("phone"))
        assert ("user.financial", LOANS.column("income")) == (label.atom.category, label.support.start)
    known = [Catalog(open_as(name), BUNDLE).known(IN_ADS.column("phone")) for name in ("dan", "eve")]
    assert [True, False] == known


@pytest.mark.parametrize("name", SEEN)
def test_the_audit_tells_a_team_of_what_it_sees_alone(open_as, local, name):
    store = open_as(name)
    columns = LOANS.column("x"), CLICKS.column("x")
    local.add_tags([Tag(column, Atom("user.name"), "kim", "2026-03-02", "person") for column in columns])
    entries = store.audit_entries(AuditQuery())
    shown = [int(entry.subject[2:]) for entry in entries if entry.kind == "verdict"]
    tagged = {entry.subject for entry in entries if entry.kind == "tag"}
    assert (SEEN[name], {str(column) for column in columns if column.dataset in store.datasets()}) == (
        sorted(shown),
        tagged,
    )
    assert "bundle" in {entry.kind for entry in entries}
    assert [entries[0]] == store.audit_entries(AuditQuery(limit=1))
    assert sorted(shown)[-1:] == [
        int(entry.subject[2:]) for entry in store.audit_entries(AuditQuery(kind="verdict", limit=1))
    ]
