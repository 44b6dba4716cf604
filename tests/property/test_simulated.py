"""A simulation says of recorded verdicts what the changed bundle would have said when they were given, or that nobody
can tell: compared with a copy of the store of that moment in which the changed bundle was published."""

import shutil
import sqlite3
from contextlib import closing
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from privlineage.core.verdict import Attempt
from privlineage.policy.load import load_files
from privlineage.service.deciding.local import LocalDecider
from privlineage.service.rollout.renamed import Renaming
from privlineage.service.rollout.replay import Replayer
from privlineage.store.open import init_store, open_store
from privlineage.store.protocol import BundleRecord
from tests import strategies as domain

SOURCES = [
    'sources: {wh: {namespace: "postgres://wh:5432", dialect: postgres}}',
    'sources: {wh: {namespace: "postgres://wh:5432", dialect: postgres, location: CN}}',
    'sources: {house: {namespace: "postgres://wh:5432", dialect: postgres}}',
]
TAGS = st.lists(
    st.sampled_from(
        [
            "public.r: {columns: {a: user.contact.email, b: user.demographic.gender}}",
            "public.s: {columns: {a: user.contact, p: user.contact.email}, rest: none}",
            "public.t: {columns: {a: none, b: user.demographic.gender}, origin: CN}",
            "public.r2: {columns: {a: user.contact}}",
        ]
    ),
    unique=True,
    max_size=3,
)
ZONES = st.lists(
    st.sampled_from(
        [
            'one: {match: ["postgres://wh:5432/public.r"], mode: enforce}',
            'two: {match: ["**public.s", "**public.t"], default: deny, mode: warn}',
            'three: {match: ["postgres://wh:5432/**"], location: SG, mode: enforce}',
        ]
    ),
    unique=True,
    max_size=2,
)
RULES = st.lists(
    st.sampled_from(
        [
            "{id: contact, forbid: [user.contact], at_least: identified}",
            "{id: gender, forbid: [user.demographic.gender], influence: row}",
            "{id: abroad, forbid: any, when: {origin: [CN], location_not: [CN]}}",
            "{id: both, forbid_together: [user.contact, user.demographic.gender], within: dataset}",
            "{id: near, forbid_together: [user.contact, user.demographic.gender], within: zone}",
        ]
    ),
    unique=True,
    max_size=3,
)
DECLASSIFY = st.lists(
    st.sampled_from(
        ["{function: sha256, dialect: postgres, to: pseudonymised}", "{function: count, argument: 0, to: aggregated}"]
    ),
    unique=True,
)


@st.composite
def bundles(draw, name=""):
    """Small bundles over the same three tables, with or without another name for their source."""
    sources = draw(st.sampled_from([text for text in SOURCES if f"{{{name}" in text]))
    name = "house" if "house" in sources else "wh"
    tags = "\n".join(f"  {name}.{entry}" for entry in draw(TAGS))
    zones = "\n".join(f"  {entry}" for entry in draw(ZONES))
    rules = "\n".join(f"  - {entry}" for entry in draw(RULES))
    weak = "\n".join(f"  - {entry}" for entry in draw(DECLASSIFY))
    mode, unresolved = draw(st.sampled_from(["enforce", "warn"])), draw(st.sampled_from(["block", "allow"]))
    defaults = f"defaults: {{mode: {mode}, unresolved: {unresolved}, unreviewed: allow, opaque: allow}}"
    parts = [defaults]
    parts += [f"{key}:\n{text}" for key, text in (("zones", zones), ("rules", rules), ("declassify", weak)) if text]
    files = {"policy.yml": "\n".join(parts), "sources.yml": sources, "tags.yml": f"datasets:\n{tags}" if tags else ""}
    return load_files(files)


def publish(store, bundle):
    record = BundleRecord(bundle.hash, tuple(bundle.files.items()), "ann", "2026-01-01T00:00:00Z")
    store.publish(record, bundle.sources, bundle.tags, bundle.weakening)


def decider(store):
    numbers, clock = count(1), count(1)
    return LocalDecider(store, lambda: f"2026-01-01T00:00:{next(clock):02}Z", lambda: f"V-{next(numbers):04X}")


def oracle(file, before, bundle, plan):
    """What the bundle says of a plan on what the store holds at this moment; planners write its sources' names."""
    there = file.with_name("then.db")
    there.unlink(missing_ok=True)
    with closing(sqlite3.connect(file)) as now, closing(sqlite3.connect(there)) as then:
        now.backup(then)
    with closing(open_store(f"sqlite:///{there}")) as store:
        publish(store, bundle)
        return decider(store).decide(Renaming(before.sources, bundle.sources).of(plan), None).decision


def said(decision, unsure=frozenset()):
    return (decision.outcome, decision.would, frozenset(decision.rules) - unsure)


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    """An empty store to copy."""
    file = tmp_path_factory.mktemp("empty") / "store.db"
    init_store(f"sqlite:///{file}", clock=lambda: "2026-01-01T00:00:00Z").close()
    return file


@given(bundles("wh"), bundles(), st.lists(domain.plans(), min_size=1, max_size=3), st.booleans())
@settings(max_examples=10, deadline=None, phases=[Phase.generate], suppress_health_check=[HealthCheck.too_slow])
def test_a_replay_is_what_would_have_been_decided_then_or_it_is_open(empty, before, after, plans, confirmed):
    with TemporaryDirectory() as folder:
        file = Path(shutil.copy(empty, folder))
        with closing(open_store(f"sqlite:///{file}")) as store:
            publish(store, before)
            given_ = _decided(store, file, (before, after), plans, confirmed)
            asked = {(verdict.plan, verdict.bundle) for verdict, _ in given_}
            replayer = Replayer(store, before, (before, after), lambda: asked)
            for verdict, truth in given_:
                replayed = replayer.under(verdict, after)
                assert replayed.decision is not None or replayed.why
                if replayed.decision is not None:
                    assert said(truth, replayed.unsure) == said(replayed.decision)
                assert said(verdict.decision) == said(replayer.under(verdict, before).decision)


def _decided(store, file, bundles, plans, confirmed):
    """The plans' verdicts, each with what the other bundle says at that moment."""
    deciding = decider(store)
    found = []
    for number, plan in enumerate(plans):
        truth = oracle(file, *bundles, plan)
        attempt = Attempt(f"a{number}")
        found.append((deciding.decide(plan, attempt), truth))
        if confirmed:
            deciding.succeeded(attempt)
    return found
