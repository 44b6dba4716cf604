"""Writes the made-up people into the lender's warehouse, a SQLite file, and lays out the systems around it."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from examples.microloan.data.people import (
    APPLICANTS,
    Applicant,
    Application,
    Consent,
    Record,
    Transaction,
    applicants,
    columns,
    row,
)

__all__ = ["fill_overseas", "fill_warehouse"]

_TABLES: tuple[tuple[str, type[Record]], ...] = (
    ("raw_applicants_cn", Applicant),
    ("raw_applicants_abroad", Applicant),
    ("raw_applications", Application),
    ("raw_transactions", Transaction),
    ("raw_consents", Consent),
)
_REAL = {"amount", "average_amount", "approval_rate", "latitude", "longitude"}
_INTEGER = {"term_days", "applicants", "approved", "ads_phone", "ads_email", "training"}


def fill_warehouse(path: Path, count: int = APPLICANTS) -> dict[str, int]:
    """Write the raw tables into a new SQLite file and say how many rows each has.

    Raises:
        FileExistsError: when there is such a file already.
    """
    if path.exists():
        raise FileExistsError(f"`{path}` is there already")
    rows: dict[str, list[tuple[object, ...]]] = {name: [] for name, _ in _TABLES}
    for applicant, consent, asked, moved in applicants(count):
        rows["raw_applicants_cn" if applicant.country == "CN" else "raw_applicants_abroad"].append(row(applicant))
        rows["raw_consents"].append(row(consent))
        rows["raw_applications"].extend(map(row, asked))
        rows["raw_transactions"].extend(map(row, moved))
    with closing(sqlite3.connect(path)) as connection, connection:
        for name, kind in _TABLES:
            _create(connection, name, columns(kind))
            marks = ",".join("?" * len(columns(kind)))
            connection.executemany(f"INSERT INTO {name} VALUES ({marks})", rows[name])
    return {name: len(found) for name, found in rows.items()}


def fill_overseas(path: Path) -> None:
    """Make the overseas analytics site: a database of its own, with tables that wait for rows."""
    with closing(sqlite3.connect(path)) as connection, connection:
        _create(connection, "decisions", ("applicant_id", "city", "amount", "approved"))
        _create(connection, "market_totals", ("country", "kind", "applicants", "average_amount", "approval_rate"))


def _create(connection: sqlite3.Connection, name: str, names: Sequence[str]) -> None:
    defined = ", ".join(f"{column} {_type(column)}" for column in names)
    connection.execute(f"CREATE TABLE {name} ({defined})")


def _type(column: str) -> str:
    return "REAL" if column in _REAL else "INTEGER" if column in _INTEGER else "TEXT"
