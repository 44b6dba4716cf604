"""What each task of the pipeline should come to, and what its sink should look like afterwards."""

from __future__ import annotations

import csv
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from examples.microloan.setting import Setting

__all__ = ["EXPECTED", "SINKS", "Expected", "Sink", "contacts_in_the_clear", "task_states"]


@dataclass(frozen=True, slots=True)
class Expected:
    """What a task is for, and the rules that should stop it; none when it should run."""

    purpose: str
    rules: tuple[str, ...] = ()

    @property
    def blocked(self) -> bool:
        """Whether the task should be stopped."""
        return bool(self.rules)


EXPECTED: dict[str, Expected] = {
    "clean_applicants": Expected("tidy applicants of all markets"),
    "build_features": Expected("features for the credit model"),
    "fraud_signals": Expected("faces and devices seen twice"),
    "score": Expected("score the applications"),
    "decide": Expected("loan decisions"),
    "training_set": Expected("train on features, phone, e-mail", ("no-contact-in-training",)),
    "training_set_lean": Expected("train on features alone"),
    "ads_export": Expected("phone, e-mail to the ads partner", ("no-contact-to-ads",)),
    "ads_export_hashed": Expected("keyed hashes of those who agreed"),
    "overseas_copy": Expected("decisions to Singapore", ("stays-in-china",)),
    "mart_market_totals": Expected("averages by market"),
    "overseas_totals": Expected("averages to Singapore"),
    "mart_customers": Expected("mart: birthday, postcode, gender", ("re-identification",)),
    "mart_cities": Expected("mart: city, gender"),
}


@dataclass(frozen=True, slots=True)
class Sink:
    """A place a task writes: its name for people, its task, and how to see what is in it (None: it does not exist)."""

    name: str
    task: str
    content: Callable[[Setting], int | None]

    def seen(self, setting: Setting) -> str:
        """What is there now, in words."""
        rows = self.content(setting)
        return "does not exist" if rows is None else f"{rows:,} rows"


def _count(database: Path, table: str) -> int | None:
    with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)) as connection:
        if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (table,)).fetchone():
            return None
        return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def _lines(file: Path) -> int | None:
    if not file.exists():
        return None
    with file.open(encoding="utf-8", newline="") as text:
        return sum(1 for _ in csv.reader(text)) - 1


def _table(name: str) -> Sink:
    return Sink(f"wh.{name}", name, lambda setting: _count(setting.warehouse, name))


SINKS: tuple[Sink, ...] = (
    _table("training_set"),
    _table("training_set_lean"),
    Sink("ads-partner/audience.csv", "ads_export", lambda setting: _lines(setting.partner / "audience.csv")),
    Sink(
        "ads-partner/audience_hashed.csv",
        "ads_export_hashed",
        lambda setting: _lines(setting.partner / "audience_hashed.csv"),
    ),
    Sink("sg.decisions", "overseas_copy", lambda setting: _count(setting.overseas, "decisions")),
    Sink("sg.market_totals", "overseas_totals", lambda setting: _count(setting.overseas, "market_totals")),
    _table("mart_customers"),
    _table("mart_cities"),
)


def task_states(setting: Setting, dag_id: str) -> dict[str, tuple[str, int]]:
    """State and number of tries of each task of the DAG's last run, as Airflow's own database has them."""
    database = (setting.airflow_home / "airflow.db").as_uri()
    with closing(sqlite3.connect(f"{database}?mode=ro", uri=True)) as connection:
        found = connection.execute(
            "SELECT task_id, state, try_number FROM task_instance WHERE dag_id = :dag AND run_id ="
            " (SELECT run_id FROM dag_run WHERE dag_id = :dag ORDER BY id DESC LIMIT 1)",
            {"dag": dag_id},
        ).fetchall()
    return {task_id: (state, tries) for task_id, state, tries in found}


def contacts_in_the_clear(setting: Setting) -> tuple[int, int]:
    """How many values in the partner's folder are a phone number or e-mail address we know, and of how many."""
    with closing(sqlite3.connect(f"{setting.warehouse.as_uri()}?mode=ro", uri=True)) as connection:
        found = connection.execute(
            "SELECT phone, replace(phone, ' ', ''), trim(email), lower(trim(email)) FROM"
            " (SELECT * FROM raw_applicants_cn UNION ALL SELECT * FROM raw_applicants_abroad)"
        ).fetchall()
    known = {value for spellings in found for value in spellings}
    values = []
    for file in sorted(setting.partner.iterdir()):
        with file.open(encoding="utf-8", newline="") as text:
            values += [value for line in csv.reader(text) for value in line if value]
    return sum(value in known for value in values), len(values)
