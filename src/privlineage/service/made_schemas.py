"""The tables a plan leaves behind, with their columns, as far as the plan says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from privlineage.core.labels import Strength
from privlineage.core.plan import Plan
from privlineage.core.refs import DatasetRef
from privlineage.store.protocol import SchemaRecord

__all__ = ["MadeTable", "made_schemas", "made_tables"]


@dataclass(frozen=True, slots=True)
class MadeTable:
    """A table a plan writes.

    Attributes:
        dataset: which.
        columns: its columns, in the order of the plan.
        anew: whether these are all it has; otherwise it keeps those it had.
    """

    dataset: DatasetRef
    columns: tuple[str, ...]
    anew: bool


def made_tables(plan: Plan) -> Iterator[MadeTable]:
    """Every table of a declared source whose columns the plan tells.

    Where a sink lists none, the columns that facts write are taken, unless a fact writes the table as a whole: then
    there may be others.
    """
    created = {opening.dataset for opening in plan.openings if opening.creates}
    opened = {opening.dataset for opening in plan.openings}
    for sink in plan.sinks:
        if not sink.dataset.declared:
            continue
        columns = sink.columns or _written(plan, sink.dataset)
        if columns:
            anew = sink.dataset in created or (sink.dataset in opened and not sink.columns)
            yield MadeTable(sink.dataset, columns, anew)


def made_schemas(plan: Plan, known: Callable[[str], Iterable[SchemaRecord]], at: str) -> list[SchemaRecord]:
    """What the success of a plan tells of its tables' columns: a table made anew has the plan's, any other gains them.

    Args:
        plan: what succeeded.
        known: the schemas of a source so far.
        at: now, ISO 8601 in UTC.
    """
    made = list(made_tables(plan))
    before = {record.dataset: record for source in {one.dataset.source for one in made} for record in known(source)}
    records = []
    for one in made:
        columns = dict(before[one.dataset].columns) if one.dataset in before else {}
        kept = {} if one.anew else columns
        left = {**kept, **{name: columns.get(name, "") for name in one.columns}}
        if left != columns:
            records.append(SchemaRecord(one.dataset, tuple(left.items()), origin="ddl", at=at))
    return records


def _written(plan: Plan, dataset: DatasetRef) -> tuple[str, ...]:
    facts = [fact for fact in plan.facts if fact.output.dataset == dataset]
    if any(fact.output.is_whole and fact.strength is Strength.VALUE for fact in facts):
        return ()
    # A field below a column stands for its column: tables have columns.
    return tuple(dict.fromkeys(fact.output.path.split(".", 1)[0] for fact in facts if not fact.output.is_whole))
