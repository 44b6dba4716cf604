"""The shape of a plan: what it moves, without what changes from day to day though the task stays the same.

An exemption is bound to a plan. Bound to its fingerprint it would be void the next morning, when the same task writes
`s3://partner/2026-03-02/export.csv`, or after a comment moved its SQL down by a line. So the shape leaves out places,
notes and owners, and folds dates, times and run ids in names to templates (law 10); columns, functions, sinks, what is
unresolved and where data passes stay, and one more column makes another shape.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from privlineage.core.codec import to_json
from privlineage.core.exemption import Carried
from privlineage.core.facts import Fact
from privlineage.core.plan import Plan
from privlineage.core.refs import ColumnRef, DatasetRef

__all__ = ["shape_of", "steady", "steady_dataset"]

_YEAR = r"(?:19|20)\d\d"
_DAY = r"(?:0[1-9]|[12]\d|3[01])"
_MONTH = r"(?:0[1-9]|1[0-2])"
_HOUR, _SIXTY = r"(?:[01]\d|2[0-3])", r"[0-5]\d"
_BETWEEN, _SIGN = "(?:[:_.-]|%3[Aa])?", "(?:[+-]|%2[Bb])"  # in URLs they are escaped
_CLOCK = rf"[T _-]?{_HOUR}{_BETWEEN}{_SIXTY}(?:{_BETWEEN}{_SIXTY}(?:[.,]\d+)?)?(?:Z|{_SIGN}\d\d(?::|%3[Aa])?\d\d)?"
_RUN = "(?:scheduled|manual|backfill|asset_triggered|dataset_triggered)"
_RANDOM = r"(?:_(?=[a-z]*[A-Z\d])[A-Za-z\d]{4,8})?"
_FOLDED = (
    # Airflow's run ids, whole: manual ones end in random letters, which no lower-case word is taken for.
    (
        "{run}",
        rf"(?<![\w-]){_RUN}__{_YEAR}(?P<by>[-_]?){_MONTH}(?P=by){_DAY}(?:{_CLOCK})?{_RANDOM}(?![A-Za-z\d])",
    ),
    ("{uuid}", r"(?<![0-9A-Fa-f])[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}(?![0-9A-Fa-f])"),
    # 2026-03-02, 20260302, 2026/03/02/05: a date, with the time of day where one follows.
    (
        "{date}",
        rf"(?<!\d)(?:19|20)\d\d(?P<by>[-_./]?){_MONTH}(?P=by){_DAY}(?:/{_HOUR}(?:/{_SIXTY})?(?=/)|{_CLOCK})?(?!\d)",
    ),
    ("{month}", rf"(?<!\d){_YEAR}[-_./]{_MONTH}(?!\d)"),
    ("{week}", rf"(?<!\d){_YEAR}-?W\d\d(?!\d)"),
    # Hive's partitions: year=2026/month=3/day=2/hour=5
    (r"\g<key>={part}", r"(?<![A-Za-z])(?P<key>year|month|day|hour|minute|week|yyyy|mm|dd|hh|[ymdh])=\d{1,4}(?!\d)"),
    ("{time}", r"(?<!\d)1[6-9]\d{8}(?:\d{3})?(?!\d)"),
)
_PATTERNS = tuple((template, re.compile(pattern)) for template, pattern in _FOLDED)


@lru_cache(maxsize=4096)
def steady(text: str) -> str:
    """A name with dates, times, run ids and UUIDs folded to templates: the same on every day.

    >>> steady("partner/2026-03-02/part.csv"), steady("stage_20260302"), steady("dt=2026-03-02/hour=05/x")
    ('partner/{date}/part.csv', 'stage_{date}', 'dt={date}/hour={part}/x')
    >>> steady("logs/2026/03/02/05/x"), steady("scheduled__2026-03-02T00:00:00+00:00/x"), steady("v2/ads1")
    ('logs/{date}/x', '{run}/x', 'v2/ads1')
    """
    if not any(character.isdigit() for character in text):
        return text
    for template, pattern in _PATTERNS:
        text = pattern.sub(template, text)
    return text


def steady_dataset(dataset: DatasetRef) -> DatasetRef:
    """A dataset under the name it has on every day; another bucket or host is another one, whatever it is called."""
    return DatasetRef(dataset.source, steady(dataset.name), dataset.declared)


def shape_of(plan: Plan, behind: Iterable[Carried] = ()) -> str:
    """A hash of what a plan moves, steady from day to day.

    Args:
        plan: the plan, masked.
        behind: labels in columns that the plan reads without naming them, as parts of whole rows.

    >>> from privlineage.core.plan import Job, Sink
    >>> plans = [Plan(Job("d", "t"), sinks=(Sink(DatasetRef("s3://x", f"2026-03-0{day}/a.csv")),)) for day in (1, 2)]
    >>> len({shape_of(plan) for plan in plans})
    1
    """
    said = {
        "facts": _each(
            (_column(fact.output), fact.output_generation, _column(fact.input), fact.input_generation, *_how(fact))
            for fact in plan.facts
        ),
        "openings": _each((_dataset(opening.dataset), opening.generation) for opening in plan.openings),
        "sinks": _each((_dataset(sink.dataset), sink.mode.value, sorted(sink.columns)) for sink in plan.sinks),
        "reads": _each(_dataset(dataset) for dataset in plan.reads),
        "unresolved": _each(
            (
                *(entry.code, steady(entry.reason), _dataset(entry.sink) if entry.sink else None, entry.source),
                entry.statement,
            )
            for entry in plan.unresolved
        ),
        "behind": _each((_column(item.column), to_json(item.atom), item.strength.value) for item in behind),
        "opaque": plan.opaque,
        "purposes": None if plan.purposes is None else sorted(plan.purposes),
        "worker": plan.through_worker,
        "location": plan.location,
    }
    return hashlib.sha256(_text(said).encode()).hexdigest()


def _how(fact: Fact) -> tuple[int, Any]:
    return (fact.strength.value, to_json(fact.path) if fact.path else [])


def _each(parts: Iterable[Any]) -> list[str]:
    """The parts as a set: folded names may coincide, and statements may trade places."""
    return sorted({_text(part) for part in parts})


def _text(value: Any) -> str:
    return _ENCODE(value)


_ENCODE = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode
"""Made once: `json.dumps` makes an encoder for every text."""


def _dataset(dataset: DatasetRef) -> list[str]:
    return [dataset.source, steady(dataset.name)]


def _column(column: ColumnRef) -> list[str]:
    return [*_dataset(column.dataset), column.path]
