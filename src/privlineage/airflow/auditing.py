"""Write, audit, publish: look at what a task wrote before anybody else can read it.

The audit samples the table with Great Expectations and compares what its columns seem to hold with their labels. It
fails for good (no retry: the data will not change by itself) where a column holds personal data that nobody knows of.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from privlineage.airflow.asking import governance_in_force
from privlineage.airflow.config import Settings, settings
from privlineage.airflow.failing import fail_exception
from privlineage.core.errors import PrivlineageError
from privlineage.core.refs import DatasetRef
from privlineage.core.sources import Source

if TYPE_CHECKING:
    from privlineage.expectations import Audit

__all__ = ["Labels", "Looking", "audit", "check_looking"]

Labels = Mapping[str, str | Sequence[str]]
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Looking:
    """How an audit looks at a table; the defaults are those of the expectations.

    Attributes:
        allowed_categories: categories that may be there whether labelled or not.
        sample_rows: how many rows are asked of the database.
        sample_method: `auto`, or `first` for the first rows.
        seed: of the sample.
        min_confidence: below it a suspicion is no finding.
        min_values: with fewer values than that a column cannot be judged, and the audit fails.
        statement_seconds: how long the database may take.
    """

    allowed_categories: tuple[str, ...] = ()
    sample_rows: int = 500
    sample_method: str = "auto"
    seed: int = 0
    min_confidence: float = 0.5
    min_values: int = 0
    statement_seconds: float = 60.0


def audit(
    table: str,
    *,
    conn_id: str = "",
    labels: Labels | None = None,
    allowed_categories: Sequence[str] = (),
    **looking: Any,
) -> dict[str, Any]:
    """Audit a table inside a task, between writing and publishing.

    Args:
        table: our reference (`wh.stage.orders`), or the database's own name where `conn_id` says which database.
        conn_id: the Airflow connection; without it the declared source's first one.
        labels: category or categories by column, `none` for nothing personal; without it the store's labels.
        allowed_categories: categories that may be there whether labelled or not.
        looking: the other attributes of `Looking`.

    Returns:
        What was found, without any value: fit for XCom.

    Raises:
        AirflowFailException: when a column holds what its labels do not say, or when nobody could look.

    In a DAG file:

        @task
        def load():
            write("stage_orders")
            audit("wh.stage_orders")
            publish("stage_orders", "orders")
    """
    try:
        check_looking(looking)
        asked = Looking(allowed_categories=tuple(allowed_categories), **looking)
        found = look_at(table, conn_id, labels, asked)
    except PrivlineageError as error:
        raise fail_exception()(f"{error.code} `{table}` could not be audited: {_said(error)}") from None
    if not found.success:
        raise fail_exception()(f"PL211 `{table}` must not be published\n{found.text()}")
    log.info("%s", found.text())
    return found.to_json()


def check_looking(looking: Mapping[str, Any]) -> None:
    """Refuse what says not how to look: a slip would be found when the data is written, and tried again.

    Raises:
        PrivlineageError: PL912.
    """
    from difflib import get_close_matches

    known = [one.name for one in fields(Looking)]
    for name in looking:
        if name not in known:
            near = get_close_matches(name, known, n=1)
            hint = f"did you mean `{near[0]}`?" if near else f"one of {', '.join(known)}"
            raise PrivlineageError("PL912", f"an audit takes no `{name}`", hint=hint)


def _said(error: PrivlineageError) -> str:
    return f"{error.message} ({error.hint})" if error.hint else error.message


def look_at(table: str, conn_id: str, labels: Labels | None, looking: Looking) -> Audit:
    """What the audit of a table finds.

    Raises:
        PrivlineageError: PL001 where no connection leads to the table, PL910 to PL914 where nobody could look.
    """
    configured = settings()
    if labels is None and not configured.store:
        raise PrivlineageError("PL003", "no store is configured that knows the labels", hint="pass `labels`")
    if labels is None and configured.store.startswith("airflow:"):
        raise PrivlineageError("PL003", "a store behind `airflow:` tells no task the labels", hint="pass `labels`")
    source, dataset = _place(table, conn_id, configured)
    from privlineage.airflow.connection_urls import connection_url
    from privlineage.expectations import audit_table

    return audit_table(
        connection_url(conn_id or _connection_of(source, table), instead="name another conn_id"),
        _name_in_database(table, source, dataset),
        labels=labels,
        reference=None if labels is not None or dataset is None else str(dataset),
        store=configured.store if labels is None else None,
        allowed_categories=looking.allowed_categories,
        sample_rows=looking.sample_rows,
        sample_method=looking.sample_method,
        seed=looking.seed,
        min_confidence=looking.min_confidence,
        min_values=looking.min_values,
        statement_seconds=looking.statement_seconds,
    )


def _place(table: str, conn_id: str, configured: Settings) -> tuple[Source | None, DatasetRef | None]:
    """The declared source of a table, and our reference; neither where it lives in no declared source."""
    if not configured.store:
        return None, None
    sources = governance_in_force(configured).resolver()
    if conn_id:
        source = sources.by_conn_id(conn_id)
        if source is None:
            return None, None
        own = table.removeprefix(f"{source.name}.")
        return source, sources.within(source, own)
    dataset = sources.dataset(table)
    return sources.of(dataset), dataset


def _connection_of(source: Source | None, table: str) -> str:
    if source is None or not source.conn_ids:
        raise PrivlineageError(
            "PL001",
            f"no connection leads to `{table}`",
            hint="pass conn_id=…, or give its source conn_ids in sources.yml",
        )
    return source.conn_ids[0]


def _name_in_database(table: str, source: Source | None, dataset: DatasetRef | None) -> str:
    """The name to put into a statement: as it was written, since references fold case, without its source."""
    if source is None or dataset is None:
        return table
    written = table.removeprefix(f"{source.name}.")
    return written if source.dataset(written) == dataset else dataset.name
