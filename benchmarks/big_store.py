"""A store of a million columns, written by bulk SQL: what a company's warehouse leaves behind after some months.

50,000 tables of 20 columns. The first 2,500 are sources, a quarter of them tagged; every column of a later table copies
the same column of one of four earlier ones, so that labels reach the whole store. They are written as propagation would
leave them.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from privlineage.core.facts import Fact
from privlineage.core.labels import Strength
from privlineage.core.plan import Job, Opening, Plan, Sink, WriteMode
from privlineage.core.refs import WHOLE, DatasetRef
from privlineage.policy.load import load_files
from privlineage.store.open import init_store
from privlineage.store.protocol import BundleRecord

TABLES = 50_000
SOURCES = 2_500
COLUMNS = tuple(f"c{number}" for number in range(20))
AT = "2026-01-01T00:00:00.000000Z"
CATEGORIES = (
    "user.contact.email",
    "user.contact.phone_number",
    "user.name",
    "user.location",
    "user.financial",
    "user.unique_id",
)
"""What the first columns of a tagged source hold."""

BUNDLE = {
    "sources.yml": """
sources:
  wh: {namespace: "postgres://wh:5432", database: bank, default_schema: public, dialect: postgres, conn_ids: [wh]}
""",
    "tags.yml": "datasets: {}\n",
    "policy.yml": """
defaults: {mode: enforce, unreviewed: warn, unstated_uses: observe}
zones:
  marts: {match: ["wh.public.**"]}
  ads: {match: ["s3://ads/**"], location: CN, purposes: [marketing.advertising.third_party], default: deny}
  abroad: {match: ["postgres://sg-*/**"], location: SG}
rules:
  - {id: no-contact-to-ads, forbid: [user.contact], into: [ads], because: The agreement covers no contact data.}
  - {id: purpose-limitation, forbid: any, when: {purpose: not_allowed}, because: People agreed to other uses.}
  - {id: stays, forbid: [user], when: {origin: [CN], location_not: [CN]}, because: Transfer needs an assessment.}
  - {id: alone, forbid_together: [user.demographic.date_of_birth, user.demographic.gender], into: [ads], because: No.}
""",
}


def table(number: int) -> DatasetRef:
    """One of the tables."""
    return DatasetRef("wh", f"public.t{number}", declared=True)


def sql(number: int, *, first: str = "c0") -> str:
    """The statement of the task that builds a table."""
    a, b, c, d = (f"t{parent}" for parent in parents(number))
    columns = ", ".join(f"coalesce(a.{name}, b.{name}, c.{name}, d.{name})" for name in COLUMNS if name != first)
    return (
        f"CREATE TABLE IF NOT EXISTS t{number} AS SELECT a.{first}, {columns} FROM {a} AS a "
        f"JOIN {b} AS b ON a.c19 = b.c19 JOIN {c} AS c ON a.c19 = c.c19 JOIN {d} AS d ON a.c19 = d.c19"
    )


def parents(number: int) -> tuple[int, int, int, int]:
    """The earlier tables a table reads."""
    return number // 2, number // 3, number // 5, number // 7


def plan(number: int, *, task: str = "") -> Plan:
    """What the task that builds a table would do: every column from the same one of four tables, joined by another."""
    output, inputs = table(number), [table(parent) for parent in parents(number)]
    facts = [Fact(output.column(name), read.column(name), output_generation=1) for name in COLUMNS for read in inputs]
    facts += [
        Fact(output.column(WHOLE), read.column(COLUMNS[-1]), Strength.ROW, output_generation=1) for read in inputs
    ]
    return Plan(
        Job("warehouse", task or f"t{number}", "team"),
        tuple(sorted(facts)),
        (Opening(output),),
        (Sink(output, WriteMode.OVERWRITE, COLUMNS),),
        tuple(inputs),
    )


def export(number: int) -> Plan:
    """What a task would do that sends contact data of a tagged source to advertisers: never allowed."""
    output, read = DatasetRef("s3://ads", f"daily/{number}.csv"), table(4 * (number % (SOURCES // 4)))
    facts = tuple(Fact(output.column(name), read.column(name)) for name in COLUMNS)
    return Plan(Job("warehouse", f"export{number}"), facts, sinks=(Sink(output, columns=COLUMNS),), reads=(read,))


def export_sql(number: int) -> str:
    """The statement of such a task."""
    return f"COPY t{4 * (number % (SOURCES // 4))} TO PROGRAM 'send'"


def build(url: str) -> int:
    """Make the store; returns how many columns it has."""
    bundle = load_files(BUNDLE)
    store = init_store(url, clock=lambda: AT)
    record = BundleRecord(bundle.hash, tuple(sorted(bundle.files.items())), "benchmark", AT)
    store.publish(record, bundle.sources, bundle.tags, bundle.weakening)
    store.close()
    rows = _rows()
    if url.startswith("sqlite"):
        _into_sqlite(url.removeprefix("sqlite:///"), rows)
    else:
        _into_postgres(url.replace("postgresql+psycopg", "postgresql"), rows)
    return TABLES * len(COLUMNS)


_Table = tuple[str, Sequence[str], Iterable[tuple[Any, ...]]]


def _rows() -> Iterator[_Table]:
    """The tables of the store in an order that keeps foreign keys."""
    wide = len(COLUMNS)
    held = _labels()
    atoms = [json.dumps({"category": category}, separators=(",", ":")) for category in CATEGORIES]
    yield "dataset", ("id", "source", "name", "declared"), ((n + 1, "wh", f"public.t{n}", True) for n in range(TABLES))
    yield "atom", ("id", "text"), ((number + 1, text) for number, text in enumerate(atoms))
    yield "function_path", ("id", "text"), [(1, "")]
    yield "place", ("id", "text"), ((n + 1, f"t{n}") for n in range(TABLES))
    yield "tag", ("dataset_id", "path", "atom_id", "author", "at", "by", "valid_from"), _tags()
    known = json.dumps([(name, "text") for name in COLUMNS])
    yield (
        "dataset_schema",
        ("dataset_id", "word", "columns", "view", "origin", "at"),
        ((n + 1, f"t{n}", known, "", "pulled", AT) for n in range(TABLES)),
    )
    yield (
        "epoch",
        ("id", "dataset_id", "is_open", "valid_from"),
        ((number + 1, number + 1, True, AT) for number in range(TABLES)),
    )
    yield "opening", ("epoch_id", "valid_from"), ((number + 1, AT) for number in range(TABLES))
    yield (
        "slot",
        ("id", "epoch_id", "path", "is_derived"),
        ((n * wide + c + 1, n + 1, COLUMNS[c], n >= SOURCES) for n in range(TABLES) for c in range(wide)),
    )
    yield (
        "edge",
        ("output_id", "input_id", "strength", "path_id", "confidence", "place_id", "valid_from"),
        (
            (n * wide + c + 1, parents(n)[c % 4] * wide + c + 1, int(Strength.VALUE), 1, "parsed", n + 1, AT)
            for n in range(SOURCES, TABLES)
            for c in range(wide)
        ),
    )
    yield (
        "label",
        ("slot_id", "atom_id", "strength", "valid_from"),
        (
            (n * wide + c + 1, c + 1, int(Strength.VALUE), AT)
            for n in range(SOURCES, TABLES)
            for c in range(len(CATEGORIES))
            if held[n][c]
        ),
    )


def _labels() -> list[list[bool]]:
    """Which of the first columns of each table carry their category."""
    held: list[list[bool]] = []
    for number in range(TABLES):
        if number < SOURCES:
            held.append([number % 4 == 0] * len(CATEGORIES))
        else:
            above = parents(number)
            held.append([held[above[c % 4]][c] for c in range(len(CATEGORIES))])
    return held


def _tags() -> Iterator[tuple[Any, ...]]:
    for number in range(SOURCES):
        yield number + 1, WHOLE, None, "benchmark", AT, "person", AT
        for place in range(len(CATEGORIES) if number % 4 == 0 else 0):
            yield number + 1, COLUMNS[place], place + 1, "benchmark", AT, "person", AT


def _into_sqlite(path: str, tables: Iterable[_Table]) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("PRAGMA cache_size = -400000")
    connection.execute("BEGIN")
    for name, columns, rows in tables:
        marks = ", ".join("?" * len(columns))
        quoted = ", ".join(f'"{column}"' for column in columns)
        connection.executemany(f"INSERT INTO {name} ({quoted}) VALUES ({marks})", rows)
    connection.execute("COMMIT")
    connection.execute("ANALYZE")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def _into_postgres(url: str, tables: Iterable[_Table]) -> None:
    import psycopg

    with psycopg.connect(url) as connection:
        connection.execute("SET synchronous_commit = off")
        # Foreign keys hold by construction, and checking them row by row would take most of the time.
        connection.execute("SET session_replication_role = replica")
        for name, columns, rows in tables:
            quoted = ", ".join(f'"{column}"' for column in columns)
            with connection.cursor().copy(f"COPY {name} ({quoted}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            if "id" in columns:
                connection.execute(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), max(id)) FROM {name}")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
