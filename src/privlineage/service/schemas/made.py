"""The tables a plan leaves behind, with their columns, as far as the plan says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
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


def made_schemas(plan: Plan, known: Callable[[DatasetRef], SchemaRecord | None], at: str) -> list[SchemaRecord]:
    """What the success of a plan tells of tables: those its SQL leaves, and columns it writes that were not known.

    Args:
        plan: what succeeded.
        known: what is known of a dataset so far.
        at: now, ISO 8601 in UTC.
    """
    told = {left.dataset for left in plan.tables}
    news = [
        (SchemaRecord(left.dataset, left.columns, left.view, origin="ddl", at=at), known(left.dataset))
        for left in plan.tables
    ]
    for made in made_tables(plan):
        if made.dataset in told:
            continue
        before = known(made.dataset)
        # The columns of a view follow from its SQL.
        if before is None or not before.view:
            news.append((_gained(made, before, at), before))
    return [record for record, before in news if _differs(record, before)]


def _gained(made: MadeTable, before: SchemaRecord | None, at: str) -> SchemaRecord:
    columns = dict(before.columns) if before is not None else {}
    spelled = {name.lower(): name for name in columns}
    written = {spelled.get(name.lower(), name): "" for name in made.columns}
    left = {name: columns.get(name, "") for name in ({} if made.anew else columns) | written}
    return SchemaRecord(made.dataset, tuple(left.items()), origin="ddl", at=at)


def _differs(record: SchemaRecord, known: SchemaRecord | None) -> bool:
    return (record.columns, record.view) != ((known.columns, known.view) if known is not None else ((), ""))


def _written(plan: Plan, dataset: DatasetRef) -> tuple[str, ...]:
    facts = [fact for fact in plan.facts if fact.output.dataset == dataset]
    if any(fact.output.is_whole and fact.strength is Strength.VALUE for fact in facts):
        return ()
    # A field below a column stands for its column: tables have columns.
    return tuple(dict.fromkeys(fact.output.path.split(".", 1)[0] for fact in facts if not fact.output.is_whole))
