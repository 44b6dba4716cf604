"""A store with a bundle in force, and the people around it."""

from dataclasses import replace

from privlineage.core.people import Identity
from privlineage.policy.diff.bundles import changes
from privlineage.policy.load import load_files
from privlineage.service.approving.proposals import Proposals
from privlineage.service.approving.publish import Publication, publish
from privlineage.store.memory.store import MemoryStore

TEAMS = "teams: {privacy: {members: [ana, pat]}, ads: {members: [dan]}}"
ANA, PAT, DAN = (Identity(name, (), "airflow") for name in ("ana", "pat", "dan"))


def bundle(mode="enforce", approvers="[privacy]", teams=TEAMS, **more):
    return load_files(
        {
            "policy.yml": f"defaults: {{mode: {mode}}}\nexemptions: {{approvers: {approvers}}}",
            "sources.yml": 'sources: {wh: {namespace: "postgres://wh", database: d}}',
            "tags.yml": "datasets: {wh.t: {columns: {c: user.name}}}",
            "teams.yml": teams,
            **more,
        }
    )


def compared(store, new):
    record = store.active_bundle()
    before = load_files(dict(record.files)) if record else None
    return Publication(new, record.hash if record else "", changes(before, new))


def world(shared=True, **more):
    """A store with a bundle in force, and its proposals; ids and times count up."""
    store = MemoryStore(is_shared=shared)
    ticks, ids = iter(range(10**6)), iter(range(1, 10**6))
    proposals = Proposals(
        store, lambda: f"2026-03-01T00:00:00.{next(ticks):06}Z", lambda: f"P-{next(ids):010X}", **more
    )
    publish(store, compared(store, bundle()), author="root", at="2026-03-01T00:00:00.000000Z")
    return store, proposals


def in_force(store):
    return store.active_bundle().hash


def as_unverified(identity):
    return replace(identity, how="unverified")
