"""A mobile-payments lender's day: applications become features, scores, decisions; others ask for some of it.

Each task that privlineage stops stands beside the one that does the same job within the policy. SQL tasks carry no
annotation: their statements are read. A Python task says in one line what it moves. The policy is in
`examples/microloan/bundle`, the data is made up (`examples/microloan/data`).
"""

from __future__ import annotations

import csv
import math
import os
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from airflow.providers.common.sql.operators.sql import SQLExecuteQueryOperator
from airflow.providers.sqlite.hooks.sqlite import SqliteHook
from airflow.providers.standard.hooks.filesystem import FSHook
from airflow.sdk import DAG, task
from microloan_privacy import keyed_hash

from privlineage.airflow import declassifies, moves

WAREHOUSE, OVERSEAS, PARTNER = "microloan_wh", "microloan_sg", "microloan_ads"
FEATURES = ("amount", "term_days", "movements", "money_in", "money_out")


def rows(query: str) -> list[tuple[Any, ...]]:
    """What the warehouse answers."""
    with closing(SqliteHook(WAREHOUSE).get_conn()) as connection:
        return connection.execute(query).fetchall()


def fill(conn_id: str, table: str, columns: Sequence[str], found: Iterable[Sequence[object]]) -> None:
    """Make a table anew and put rows into it."""
    with closing(SqliteHook(conn_id).get_conn()) as connection, connection:
        connection.execute(f"DROP TABLE IF EXISTS {table}")
        connection.execute(f"CREATE TABLE {table} ({', '.join(columns)})")
        connection.executemany(f"INSERT INTO {table} VALUES ({','.join('?' * len(columns))})", found)


def drop_off(name: str, header: Sequence[str], found: Iterable[Sequence[object]]) -> None:
    """Put a file into the partner's folder."""
    with (Path(FSHook(PARTNER).get_path()) / name).open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([header, *found])


def sql(name: str) -> SQLExecuteQueryOperator:
    """The task that runs `sql/<name>.sql` in the warehouse."""
    return SQLExecuteQueryOperator(task_id=name, conn_id=WAREHOUSE, sql=f"{name}.sql", split_statements=True)


with DAG(
    "microloan",
    schedule=None,
    template_searchpath=str(Path(__file__).parent / "sql"),
    default_args={"owner": "lending"},
    doc_md=__doc__,
    tags=["privlineage"],
) as dag:

    @task
    @moves(
        "wh.lending_features",
        to="wh.lending_scores",
        columns={"applicant_id": "applicant_id", "score": FEATURES},
        mode="overwrite",
    )
    def score() -> None:
        """Lending itself: a small logistic model."""
        scores = []
        for applicant_id, amount, term, movements, money_in, money_out in rows(
            f"SELECT applicant_id, {', '.join(FEATURES)} FROM lending_features"
        ):
            means = 0.02 * (money_in - money_out) + 0.3 * movements - 0.004 * amount - 0.005 * term + 0.5
            scores.append((applicant_id, round(1 / (1 + math.exp(-means)), 4)))
        fill(WAREHOUSE, "lending_scores", ("applicant_id", "score"), scores)

    @task
    @moves("wh.lending_decisions[phone,email,country]", to="file://ads-partner/audience.csv", mode="overwrite")
    def ads_export() -> None:
        """Stopped: phone numbers and e-mail addresses in the clear."""
        found = rows("SELECT phone, email, country FROM lending_decisions WHERE approved")
        drop_off("audience.csv", ("phone", "email", "country"), found)

    @task
    @declassifies(keyed_hash, "phone", "email")
    @moves(
        "wh.lending_decisions",
        to="file://ads-partner/audience_hashed.csv",
        columns={"phone_hash": "phone", "email_hash": "email", "country": "country"},
        mode="overwrite",
    )
    def ads_export_hashed() -> None:
        """Runs: keyed hashes, of the columns whose tags allow advertising and the people who agreed to it."""
        key = os.environ["MICROLOAN_ADS_KEY"].encode()
        found = [
            (keyed_hash(phone, key) if ads_phone else "", keyed_hash(email, key) if ads_email else "", country)
            for phone, email, country, ads_phone, ads_email in rows(
                "SELECT phone, email, country, ads_phone, ads_email"
                " FROM lending_decisions JOIN raw_consents USING (applicant_id)"
                " WHERE approved AND (ads_phone OR ads_email)"
            )
        ]
        drop_off("audience_hashed.csv", ("phone_hash", "email_hash", "country"), found)

    @task
    @moves("wh.lending_decisions[applicant_id,city,amount,approved]", to="sg.decisions", mode="overwrite")
    def overseas_copy() -> None:
        """Stopped: one row per person leaves the country."""
        columns = ("applicant_id", "city", "amount", "approved")
        fill(OVERSEAS, "decisions", columns, rows(f"SELECT {', '.join(columns)} FROM lending_decisions"))

    @task
    @moves("wh.mart_market_totals", to="sg.market_totals", mode="overwrite")
    def overseas_totals() -> None:
        """Runs: averages over groups of people."""
        columns = ("country", "kind", "applicants", "average_amount", "approval_rate")
        fill(OVERSEAS, "market_totals", columns, rows(f"SELECT {', '.join(columns)} FROM mart_market_totals"))

    features, decisions = sql("build_features"), sql("decide")
    sql("clean_applicants") >> [features, sql("fraud_signals")]
    features >> score() >> decisions
    decisions >> [sql("training_set"), sql("training_set_lean")]
    decisions >> [ads_export(), ads_export_hashed()]
    decisions >> overseas_copy()
    decisions >> sql("mart_market_totals") >> overseas_totals()
    decisions >> [sql("mart_customers"), sql("mart_cities")]
