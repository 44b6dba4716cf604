"""Laws 2 and 4 through a store: taking back is exact, and what was blocked never existed."""

import itertools
from dataclasses import replace

from hypothesis import event, given
from hypothesis import strategies as st

from privlineage.core.facts import Fact
from privlineage.core.plan import Job, Plan, Sink
from privlineage.core.refs import ColumnRef
from privlineage.core.verdict import Attempt, Outcome
from privlineage.policy.load import load_files
from privlineage.service.deciding.local import LocalDecider
from privlineage.store.memory.store import MemoryStore
from privlineage.store.protocol import BundleRecord
from tests import strategies as some

AT = "2026-03-01T00:00:00Z"
BUNDLE = load_files(
    {
        "sources.yml": 'sources: {wh: {namespace: "postgres://wh:5432", database: bank, dialect: postgres}}',
        "tags.yml": "datasets: {wh.public.r: {columns: {a: user.contact.email}, rest: none}}",
        "policy.yml": """
defaults: {mode: enforce, unresolved: block, unreviewed: allow, unstated_uses: allow}
zones: {ads: {match: ["wh.public.t"]}}
rules:
  - {id: no-contact, forbid: [user.contact], into: [ads], because: It is not agreed.}
""",
    }
)


def shown(store):
    """Everything a store tells of its datasets."""
    return [store.state([dataset])[dataset] for dataset in some.DATASETS]


def opened():
    store = MemoryStore()
    record = BundleRecord(BUNDLE.hash, tuple(sorted(BUNDLE.files.items())), "ann", AT)
    store.publish(record, BUNDLE.sources, BUNDLE.tags, BUNDLE.weakening)
    return store


@st.composite
def histories(draw):
    """Plans with whether they succeed, and whether they come from outside."""
    plans = draw(st.lists(st.tuples(some.plans(), st.booleans(), st.booleans()), max_size=4))
    return [(number, *entry) for number, entry in enumerate(plans)]


def live(store, history):
    for number, plan, succeeds, external in history:
        attempt = Attempt(str(number))
        if external:
            store.add_facts(plan, AT)
        else:
            store.plan_additions(plan, attempt, AT)
            if succeeds:
                store.confirm(attempt, AT)


@given(histories(), histories(), some.tags)
def test_a_store_that_lost_a_tag_is_one_that_never_had_it(before, after, tag):
    """Removing a tag corrects a claim: it reaches every epoch, those made before the removal and those made after."""
    tag = replace(tag, by="person")
    never, lost = opened(), opened()
    live(never, before)
    lost.add_tags([tag])
    live(lost, before)
    lost.remove_tags(tag.column, None, "ann", AT, "a mistake")
    for store in (never, lost):
        live(store, [(number + 100, *rest) for number, *rest in after])
    assert shown(never) == shown(lost)


@given(histories(), some.plans())
def test_a_blocked_plan_leaves_no_trace_in_the_graph(history, plan):
    store = opened()
    live(store, history)
    ids = itertools.count()
    decider = LocalDecider(store, lambda: AT, lambda: f"V-{next(ids):04X}")
    before = shown(store)
    verdict = decider.decide(plan, Attempt("tried"))
    event(verdict.outcome)
    if verdict.outcome is Outcome.BLOCK:
        assert before == shown(store)
        assert not decider.succeeded(Attempt("tried"))
        assert before == shown(store)
    assert verdict == store.verdict(verdict.id)


@given(histories(), some.plans())
def test_a_dry_decision_leaves_no_trace_at_all(history, plan):
    store = opened()
    live(store, history)
    before = shown(store)
    verdict = LocalDecider(store, lambda: AT, lambda: "V-0001").decide(plan, None)
    assert before == shown(store)
    assert store.verdict(verdict.id) is None


def test_the_bundle_these_laws_are_tried_with_blocks_what_it_should():
    target, source = some.DATASETS[2], some.DATASETS[0]
    facts = (Fact(ColumnRef(target, "a"), ColumnRef(source, "a")),)
    plan = Plan(Job("crm", "export"), facts, sinks=(Sink(target),), reads=(source,))
    verdict = LocalDecider(opened(), lambda: AT, lambda: "V-0001").decide(plan, None)
    assert (Outcome.BLOCK, ("no-contact",)) == (verdict.outcome, verdict.decision.rules)
