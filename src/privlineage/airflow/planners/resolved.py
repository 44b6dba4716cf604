"""SQL of one source as a plan of no job yet, from the plan cache where the same script was resolved before."""

from __future__ import annotations

import json
from collections.abc import Iterator

from privlineage.airflow.planners.planning import Planning
from privlineage.core.codec import from_json, to_json
from privlineage.core.plan import Job, Plan
from privlineage.core.schema import Schema, words_of
from privlineage.core.sources import Source
from privlineage.lineage.sql.cache_key import plan_key
from privlineage.lineage.sql.plan import ROWS
from privlineage.lineage.sql.server_schema import server_schema
from privlineage.store.masking import masked

__all__ = ["ROWS", "resolved"]


def resolved(text: str, source: Source, planning: Planning) -> Plan:
    """The plan of a script, with the rows it fetches as the sink `ROWS`.

    Places are line numbers alone (`:3`): the same script may be run by many tasks. A script seen before is not parsed
    again, and sqlglot is not even imported.
    """
    words = words_of(text)
    schema = server_schema(source, planning.sources, lambda name: planning.knowledge.schema(name, words))
    key = _key(text, source, schema, planning)
    cached = planning.knowledge.cached_plan(key)
    if cached is not None:
        return from_json(Plan, json.loads(cached))
    from privlineage.lineage.sql.plan import plan_sql

    kept = planning.governance.kept_literals
    plan = masked(plan_sql(text, source, planning.sources, schema, Job("", ""), rows=ROWS, kept=kept), kept)
    planning.knowledge.cache_plan(key, json.dumps(to_json(plan), separators=(",", ":")))
    return plan


def _key(text: str, source: Source, schema: Schema, planning: Planning) -> str:
    governance = planning.governance
    return plan_key(
        text,
        source.dialect,
        schema,
        # The Decider keeps what it is given under a hash with the store's own key.
        secret=b"privlineage",
        declassifiers=json.dumps([governance.kept_literals, governance.redefinable]),
        listed=governance.redefinable,
        context=tuple(_context(source, planning)),
    )


def _context(source: Source, planning: Planning) -> Iterator[str]:
    """What else a plan depends on: where it runs, and how every name in it becomes a reference."""
    yield source.name
    yield json.dumps([to_json(one) for one in planning.governance.sources], sort_keys=True)
