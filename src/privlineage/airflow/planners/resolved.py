"""SQL of one source as a plan of no job yet."""

from __future__ import annotations

from privlineage.airflow.planners.planning import Planning
from privlineage.core.facts import Confidence, Fact, FunctionStep
from privlineage.core.labels import Strength
from privlineage.core.plan import Job, Plan, Sink, Unresolved, WriteMode
from privlineage.core.refs import WHOLE, DatasetRef
from privlineage.core.sources import Source

__all__ = ["ROWS", "resolved"]
ROWS = DatasetRef("rows", "")


def resolved(text: str, source: Source, planning: Planning) -> Plan:
    """The plan of a script, with the rows it fetches as the sink `ROWS`."""
    from privlineage.lineage.sql.resolve import resolve

    lineage = resolve(text, source.dialect, planning.knowledge.schema(source.name))
    facts: list[Fact] = []
    sinks: dict[DatasetRef, Sink] = {}
    reads: dict[DatasetRef, None] = {}
    unresolved: list[Unresolved] = []
    for statement in lineage.statements:
        for table, columns in statement.outputs.items():
            target = source.dataset(table) if table else ROWS
            sinks[target] = Sink(target, WriteMode.APPEND, tuple(c for c in columns if c != WHOLE))
            for column, inputs in columns.items():
                for one in inputs:
                    strength = (
                        Strength.VALUE if one.kind == "value" else Strength.ROW if column == WHOLE else Strength.COLUMN
                    )
                    path = tuple(
                        FunctionStep(u.function, u.argument, u.literals, source.dialect or "") for u in one.path
                    )
                    dataset = source.dataset(one.table)
                    facts.append(
                        Fact(
                            target.column(column),
                            source.column(dataset, one.column),
                            strength,
                            path,
                            Confidence(one.confidence),
                            one.transform or "",
                            f":{statement.line}",
                        )
                    )
        for name in statement.reads:
            reads[source.dataset(name)] = None
        unresolved += [
            Unresolved(entry.code, entry.detail, source=source.name, line=entry.line, column=entry.column)
            for entry in statement.unresolved
        ]
    return Plan(
        Job("", ""),
        tuple(sorted(set(facts))),
        sinks=tuple(sinks.values()),
        reads=tuple(reads),
        unresolved=tuple(unresolved),
    )
