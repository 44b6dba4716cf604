"""A small warehouse with a policy, and plans against it: the design's own example."""

from itertools import count

from privlineage.core.facts import Fact, FunctionStep
from privlineage.core.labels import Strength
from privlineage.core.plan import Job, Opening, Plan, Sink, WriteMode
from privlineage.policy.load import load_files
from privlineage.service.deciding.local import LocalDecider
from privlineage.store.memory.store import MemoryStore
from privlineage.store.protocol import BundleRecord

SOURCES = """
sources:
  wh: {namespace: "postgres://wh:5432", database: bank, default_schema: public, dialect: postgres,
       conn_ids: [wh_prod], location: CN}
"""
TAGS = """
datasets:
  wh.public.customers:
    origin: CN
    uses: [finance, marketing.advertising.third_party]
    columns:
      email: {category: user.contact.email}
      born: user.demographic.date_of_birth
      postcode: user.contact.address.postal_code
      gender: user.demographic.gender
    rest: none
  wh.public.partly:
    columns:
      phone: user.contact.phone_number
"""
POLICY = """
defaults: {mode: enforce, unreviewed: warn}
zones:
  ads: {match: ["s3://ads-partner/**"], location: CN, purposes: [marketing.advertising.third_party], default: deny}
  overseas: {match: ["postgres://sg-*/**"], location: SG}
declassify:
  - {function: hmac, dialect: postgres, argument: 0, literals: {2: sha256}, to: pseudonymised}
rules:
  - id: no-contact-to-ads
    forbid: [user.contact]
    at_least: identified
    into: [ads]
    because: The agreement covers no contact data in the clear.
    fix: Send hmac(email, key, 'sha256') or drop the column.
  - id: pseudonymous-contact-to-ads
    permit: [user.contact]
    into: [ads]
  - id: stays-in-china
    forbid: [user]
    when: {origin: [CN], location_not: [CN]}
    because: Transfer abroad needs an assessment.
  - id: re-identification
    forbid_together: [user.demographic.date_of_birth, user.contact.address.postal_code, user.demographic.gender]
    within: dataset
    into: [elsewhere]
exemptions: {approvers: [privacy]}
"""


def world(policy: str = POLICY, *, before_run: bool = False, tags: str = "", only: bool = False) -> LocalDecider:
    """A decider over an empty store with the bundle published; with more columns of customers tagged, or only those."""
    columns = TAGS.index("      email:"), TAGS.index("    rest:")
    told = TAGS[: columns[0]] + tags + TAGS[columns[1] if only else columns[0] :]
    files = {"sources.yml": SOURCES, "tags.yml": told, "policy.yml": policy}
    bundle = load_files(files)
    store = MemoryStore()
    store.publish(
        BundleRecord(bundle.hash, tuple(files.items()), "ann", "2026-01-01"),
        bundle.sources,
        bundle.tags,
        bundle.weakening,
    )
    numbers = count(1)
    clock = count(1)
    return LocalDecider(
        store, lambda: f"2026-01-01T00:00:{next(clock):02}Z", lambda: f"V-{next(numbers):04X}", before_run=before_run
    )


def copy(
    decider: LocalDecider, source: str, target: str, columns: dict[str, str], *, new: bool = False, **more
) -> Plan:
    """A plan that copies columns (target name to source name), into a new table or into one that stands."""
    sources = decider.bundle().sources
    read, written = sources.dataset(source), sources.dataset(target)
    path = more.pop("path", ())
    generation = 1 if new else 0
    facts = tuple(
        Fact(
            sources.field(written, out),
            sources.field(read, name),
            more.get("strength", Strength.VALUE),
            path,
            place="copy.sql:1",
            output_generation=generation,
        )
        for out, name in columns.items()
    )
    return Plan(
        Job("dag", more.get("task", "copy")),
        facts=facts,
        openings=(Opening(written, 1, creates=True),) if new else (),
        sinks=(Sink(written, WriteMode.OVERWRITE if new else WriteMode.APPEND, tuple(columns)),),
        reads=(read,),
        through_worker=more.get("through_worker", False),
        location=more.get("location", ""),
    )


HMAC = (FunctionStep("hmac", 0, ((1, "key"), (2, "sha256")), "postgres"),)
