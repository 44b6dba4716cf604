"""A process that was never told a statement finds its plan: key, look-up, decoding, each timed by itself.

`python cached_plans.py fill STORE` resolves the statements and keeps their plans, as the day before would have;
`python cached_plans.py look STORE REPEATS`, a fresh process, prints what a statement costs then, and whether sqlglot
came with it. The texts differ from yesterday's by the dates in their conditions.
"""

import itertools
import json
import re
import sys
import time
from collections.abc import Callable, Iterable
from functools import partial
from typing import TypeVar

from privlineage.airflow.planners.planning import Knowledge, Planning
from privlineage.airflow.planners.resolved import resolved
from privlineage.core.codec import from_json
from privlineage.core.plan import Plan
from privlineage.core.refs import DatasetRef
from privlineage.core.schema import Schema
from privlineage.core.sources import Source
from privlineage.lineage.sql.cache_key import plan_key
from privlineage.lineage.sql.text.normalising import normalised
from privlineage.service.deciding.decider import Governance
from privlineage.service.deciding.local import LocalDecider
from privlineage.store.open import init_store, open_store
from privlineage.store.protocol import SchemaRecord, Store

T = TypeVar("T")
SOURCES = tuple(
    Source(name, f"duckdb://{name}", database=name, default_schema="main", dialect="duckdb")
    for name in ("tpch", "tpcds")
)
AT = "2026-01-01T00:00:00Z"
DAY = re.compile(r"'(\d{4})-(\d\d)-(\d\d)'")


def main() -> None:
    work, url, *more = sys.argv[1:]
    questions = json.load(sys.stdin)
    if work == "fill":
        _fill(init_store(url, clock=lambda: AT), questions)
    else:
        print(json.dumps(_look(open_store(url), questions["statements"], int(more[0]))))


def _planning(store: Store) -> Planning:
    ids = itertools.count()
    decider = LocalDecider(store, clock=lambda: AT, new_id=lambda: str(next(ids)))
    return Planning(Governance("bundle", SOURCES), decider)


def _fill(store: Store, questions: dict[str, dict[str, dict[str, dict[str, str]]]]) -> None:
    store.put_schemas(
        [
            SchemaRecord(DatasetRef(source, f"main.{table}", True), tuple(columns.items()), at=AT)
            for source, tables in questions["schemas"].items()
            for table, columns in tables.items()
        ]
    )
    planning = _planning(store)
    for source, text in questions["statements"]:
        resolved(text, _source(source), planning)
    store.close()


def _look(store: Store, statements: list[tuple[str, str]], repeats: int) -> dict[str, object]:
    planning = _planning(store)
    schemas = {source.name: planning.knowledge.schema(source.name) for source in SOURCES}
    found: dict[str, list[float]] = {"key": [], "look_up": [], "decode": [], "task": []}
    for number in range(repeats):
        day = rf"'\1-\2-{number % 18 + 10}'"
        today = [(source, DAY.sub(day, text)) for source, text in statements]
        kept: list[str] = []
        cached = _Kept(planning.knowledge, kept)
        found["key"].append(_timed(today, lambda one: _key(*one, schemas)))
        task = Planning(planning.governance, cached)
        found["task"].append(_timed(today, partial(_resolved, planning=task)))
        found["look_up"].append(_timed(cached.keys, planning.knowledge.cached_plan))
        found["decode"].append(_timed(kept, lambda text: from_json(Plan, json.loads(text))))
    return {**found, "sqlglot": "sqlglot" in sys.modules, "statements": len(statements)}


def _resolved(one: tuple[str, str], planning: Planning) -> Plan:
    return resolved(one[1], _source(one[0]), planning)


class _Kept:
    """What a planner knows, with the keys it asks for and the plans it gets noted."""

    def __init__(self, knowledge: Knowledge, kept: list[str]) -> None:
        self.knowledge, self.kept = knowledge, kept
        self.keys: list[str] = []
        self.schema = knowledge.schema
        self.cache_plan = knowledge.cache_plan

    def cached_plan(self, key: str) -> str | None:
        text = self.knowledge.cached_plan(key)
        if text is None:
            raise LookupError("a statement of yesterday was not found")
        self.keys.append(key)
        self.kept.append(text)
        return text


def _timed(items: Iterable[T], work: Callable[[T], object]) -> float:
    # What a process kept of an earlier text would not be there in a task.
    normalised.cache_clear()
    started = time.perf_counter()
    for item in items:
        work(item)
    return time.perf_counter() - started


def _source(name: str) -> Source:
    return next(source for source in SOURCES if source.name == name)


def _key(name: str, text: str, schemas: dict[str, Schema]) -> str:
    """The key as `planners.resolved` makes it, with the schema at hand."""
    source = _source(name)
    return plan_key(text, source.dialect, schemas[name], secret=b"privlineage", context=(source.name,))


if __name__ == "__main__":
    main()
