"""SQL of one source as a plan of no job yet, from the plan cache where the same text was resolved before."""

from __future__ import annotations

from privlineage.airflow.planners.planning import Planning
from privlineage.core.plan import Job, Plan
from privlineage.core.refs import DatasetRef
from privlineage.core.sources import Source

__all__ = ["ROWS", "resolved"]

ROWS = DatasetRef("rows", "")
"""The rows a bare SELECT hands back, until it is known where they go (as `lineage.sql.plan` has it)."""


def resolved(text: str, source: Source, planning: Planning) -> Plan:
    """The plan of a script, with the rows it fetches as the sink `ROWS`.

    Places are line numbers alone (`:3`): the same script may be run by many tasks.
    """
    from privlineage.lineage.sql.plan import plan_sql

    schema = planning.knowledge.schema(source.name)
    return plan_sql(text, source, planning.sources, schema, Job("", ""), rows=ROWS)
