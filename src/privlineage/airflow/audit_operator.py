"""The audit as a task of its own, between the task that writes a table and the one that publishes it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from airflow.sdk import BaseOperator

from privlineage.airflow.auditing import Labels, audit, check_looking
from privlineage.airflow.decorators import reads

__all__ = ["AuditOperator"]


class AuditOperator(BaseOperator):
    """Fails when a table holds personal data that its labels do not say, before it is published.

    The table is sampled in the database, through Great Expectations; values are looked at in memory and kept nowhere.
    The result, also as XCom, says for every column what it seems to hold, how sure that is, why, and what its label is.

    Args:
        table: our reference (`wh.stage.orders`), or the database's own name where `conn_id` says which database.
        conn_id: the Airflow connection; without it the declared source's first one.
        labels: category or categories by column, `none` for nothing personal; without it the store's labels.
        allowed_categories: categories that may be there whether labelled or not.
        looking: `sample_rows`, `sample_method`, `seed`, `min_confidence`, `min_values`, `statement_seconds`, as the
            expectations take them.

    >>> AuditOperator(task_id="audit", table="wh.stage.orders", looking={"sample_rows": 1000}).table
    'wh.stage.orders'
    """

    template_fields: Sequence[str] = ("table", "conn_id", "labels", "allowed_categories")
    ui_color = "#e8f2ec"

    def __init__(
        self,
        *,
        table: str,
        conn_id: str = "",
        labels: Labels | None = None,
        allowed_categories: Sequence[str] = (),
        looking: Mapping[str, Any] | None = None,
        **more: Any,
    ) -> None:
        super().__init__(**more)
        check_looking(looking or {})
        self.table = table
        self.conn_id = conn_id
        self.labels = labels
        self.allowed_categories = list(allowed_categories)
        self.looking = dict(looking or {})
        # What it samples goes nowhere, which the gate should know.
        reads()(self)

    def execute(self, context: Any) -> dict[str, Any]:  # noqa: ARG002  # Airflow hands it over
        """Audit the table.

        Raises:
            AirflowFailException: when a column holds what its labels do not say, or when nobody could look.
        """
        return audit(
            self.table,
            conn_id=self.conn_id,
            labels=self.labels,
            allowed_categories=self.allowed_categories,
            **self.looking,
        )
