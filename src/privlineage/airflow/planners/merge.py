"""Several plans of one task as one: knowledge adds up, and nothing unknown is taken away."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

from privlineage.core.plan import Plan, Sink

__all__ = ["merged"]

T = TypeVar("T")


def merged(first: Plan, *others: Plan, openings: bool = True) -> Plan:
    """The first plan with the others' facts, sinks and unknowns added.

    Args:
        first: whose job, location and purposes stay.
        others: what is added.
        openings: whether the others may open epochs; where they may not, their writes count as appends.
    """
    plan = first
    for other in others:
        opened = other.openings if openings else ()
        facts = (
            other.facts if openings else tuple(replace(f, output_generation=0, input_generation=0) for f in other.facts)
        )
        plan = replace(
            plan,
            facts=tuple(sorted({*plan.facts, *facts})),
            openings=_once((*plan.openings, *opened)),
            sinks=_sinks((*plan.sinks, *other.sinks)),
            reads=_once((*plan.reads, *other.reads)),
            unresolved=_once((*plan.unresolved, *other.unresolved)),
            opaque=plan.opaque and other.opaque,
            purposes=plan.purposes if plan.purposes is not None else other.purposes,
            through_worker=plan.through_worker or other.through_worker,
            location=plan.location or other.location,
            notes=_once((*plan.notes, *other.notes)),
            # Where it is not known which comes last, nobody knows what the tables are then.
            tables=tuple({state.dataset: state for state in (*plan.tables, *other.tables)}.values())
            if openings
            else plan.tables,
        )
    return plan


def _sinks(sinks: Iterable[Sink]) -> tuple[Sink, ...]:
    found: dict[object, Sink] = {}
    for sink in sinks:
        known = found.get(sink.dataset)
        found[sink.dataset] = sink if known is None else replace(known, columns=_once((*known.columns, *sink.columns)))
    return tuple(found.values())


def _once(items: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(items))
