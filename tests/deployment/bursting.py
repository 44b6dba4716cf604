"""Run as a program: many task processes, released at the same moment, each with a store or a server of its own to ask.

Usage: bursting.py URL FIRST COUNT. Every other one would send an email to advertisers; the others write a table of
their own and a column of one they share, and succeed. Prints, for each, its number and what it was told.
"""

import os
import sys
from importlib import import_module

from privlineage.core.facts import Fact
from privlineage.core.plan import Job, Opening, Plan, Sink, WriteMode
from privlineage.core.refs import DatasetRef
from privlineage.core.verdict import Attempt
from privlineage.service.clock import new_verdict_id, utc_now
from privlineage.service.deciding.decider import Decider
from privlineage.service.deciding.local import LocalDecider
from privlineage.service.serving.over_http import decider_at
from privlineage.store.open import open_store

CUSTOMERS = DatasetRef("wh", "public.customers", declared=True)
SHARED = DatasetRef("wh", "mart.shared", declared=True)
PATIENCE = 120.0
BUNDLE = {
    "sources.yml": """
sources:
  wh: {namespace: "postgres://wh:5432", database: bank, default_schema: public, dialect: postgres}
""",
    "tags.yml": """
datasets:
  wh.public.customers:
    columns: {email: user.contact.email}
    rest: none
""",
    "policy.yml": """
defaults: {mode: enforce}
zones:
  ads: {match: ["s3://ads/**"]}
rules:
  - {id: no-contact-to-ads, forbid: [user.contact], into: [ads], because: The agreement covers no contact data.}
""",
}


def own_table(number: int) -> DatasetRef:
    return DatasetRef("wh", f"mart.t{number}", declared=True)


def plan_of(number: int) -> Plan:
    """What the task of that number would do."""
    email = CUSTOMERS.column("email")
    if number % 2:
        sink = DatasetRef("s3://ads", f"file{number}.csv")
        facts = (Fact(sink.column("email"), email), Fact(sink.column("country"), CUSTOMERS.column("country")))
        return Plan(Job("burst", f"send{number}"), facts, sinks=(Sink(sink),), reads=(CUSTOMERS,))
    own = own_table(number)
    facts = (
        Fact(SHARED.column(f"c{number}"), own.column("e"), input_generation=1),
        Fact(own.column("e"), email, output_generation=1),
    )
    sinks = (Sink(own, WriteMode.OVERWRITE, ("e",)), Sink(SHARED, WriteMode.APPEND))
    return Plan(Job("burst", f"build{number}"), facts, (Opening(own),), sinks, (CUSTOMERS,))


def decider_of(url: str) -> Decider:
    """Who decides; with patience, for the machine may be busy with other things, and this is no test of its speed."""
    if url.startswith("http"):
        return decider_at(url, lambda: PATIENCE)
    return LocalDecider(open_store(url, busy_seconds=PATIENCE), utc_now, new_verdict_id)


def answer(url: str, number: int) -> str:
    """Decide as the gate does, and report the success as Airflow would."""
    attempt = Attempt(f"instance-{number}", run_id="run")
    try:
        decider = decider_of(url)
        decider.governance()
        told = decider.decide(plan_of(number), attempt).outcome.value
        if told == "allow" and not decider.succeeded(attempt):
            return "its success was not taken"
    except Exception as error:  # noqa: BLE001  # whatever reaches a task is what this looks for
        return f"{type(error).__name__} {error}"
    return told


LOADED = [
    "privlineage.service.serving.over_http",
    "privlineage.store.sql.store",
    "privlineage.store.sql.urls",
    "privlineage.store.sql.sqlite_file",
    "privlineage.store.sql.postgres",
    "privlineage.policy.load",
    "sqlalchemy.dialects.postgresql.psycopg",
    "sqlalchemy.dialects.sqlite.pysqlite",
]
"""What the process that starts tasks has loaded by then (`privlineage.airflow.forking`)."""


def main(url: str, first: int, count: int) -> None:
    for name in LOADED:
        import_module(name)
    held, release = os.pipe()
    children = []
    for number in range(first, first + count):
        child = os.fork()
        if not child:
            os.close(release)
            os.read(held, 1)  # returns for all of them when the other end is closed
            os.write(1, f"{number} {answer(url, number)}\n".encode())
            os._exit(0)
        children.append(child)
    os.close(release)
    for child in children:
        os.waitpid(child, 0)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
