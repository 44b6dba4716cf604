"""Literals that a plan may not keep (law 10)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from privlineage.core.facts import Fact
from privlineage.core.plan import Plan

__all__ = ["without_literals"]

PLACEHOLDER = "?"


def without_literals(plan: Plan, kept: Collection[tuple[str, int]]) -> Plan:
    """The plan with every literal replaced that no declassifier lists.

    >>> from privlineage.core.plan import Job
    >>> without_literals(Plan(Job("d", "t")), ()) == Plan(Job("d", "t"))
    True
    """

    def masked(fact: Fact) -> Fact:
        if not any(step.literals for step in fact.path):
            return fact
        return replace(
            fact,
            path=tuple(
                replace(
                    step,
                    literals=tuple(
                        (place, literal if (step.function.lower(), place) in kept else PLACEHOLDER)
                        for place, literal in step.literals
                    ),
                )
                for step in fact.path
            ),
        )

    return replace(plan, facts=tuple(masked(fact) for fact in plan.facts))
