"""What no database keeps is no outage: a site may have told its tasks to run while the store is down."""

import random

import pytest

from privlineage.core.errors import PrivlineageError
from privlineage.core.facts import Fact
from privlineage.core.plan import Job, Plan, Sink
from privlineage.core.refs import DatasetRef
from privlineage.core.verdict import Attempt
from privlineage.service.deciding.local import LocalDecider
from tests.contract.store.world import RAW, at, publish

LONG = "".join(random.Random(1).choices("abcdefghijklmnopqrstuvwxyz0123456789", k=20_000))
TARGET = DatasetRef("wh", LONG, True)
PLANS = {
    "a name with a NUL": (Plan(Job("dag", "a\0b")), Attempt("i")),
    "a name that is too long": (
        Plan(Job("dag", "task"), facts=(Fact(TARGET.column("a"), RAW.column("email")),), sinks=(Sink(TARGET),)),
        Attempt("i"),
    ),
    "a number that is too large": (Plan(Job("dag", "task")), Attempt("i", 2**70)),
    "half of a pair": (Plan(Job("dag", "\ud800")), Attempt("i")),
}


@pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS)
def test_a_plan_that_cannot_be_kept_is_decided_or_refused_and_never_an_outage(store, plan):
    publish(store)
    decider = LocalDecider(store, lambda: at(1), lambda: "V-1")
    code = "none"
    try:
        decider.decide(*plan)
    except PrivlineageError as error:
        code = error.code
    except (UnicodeError, OverflowError):
        code = "PL000"
    assert code in ("none", "PL000", "PL207")
    assert decider.governance().bundle
