"""What a decision must know of exemptions: those in force for a task, and the shape of its plan they are bound to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from privlineage.core.exemption import Carried, Exemption
from privlineage.core.plan import Job, Plan
from privlineage.core.refs import DatasetRef
from privlineage.core.shape import shape_of
from privlineage.core.times import days_after
from privlineage.core.verdict import Decision
from privlineage.policy.model import Policy
from privlineage.service.deciding.lying import carried_by
from privlineage.store.exempting import ExemptionRecord
from privlineage.store.protocol import DatasetState, Store

__all__ = ["SUGGESTED_DAYS", "ends", "in_force", "shape_now", "with_terms"]

SUGGESTED_DAYS = 7
"""For how many days a block message suggests to ask for an exemption, where the policy allows as many."""


def in_force(store: Store, policy: Policy, job: Job, at: str) -> tuple[Exemption, ...]:
    """The exemptions that hold for a task at a moment, under the policy of that moment."""
    found = store.exemptions_in_force(job.dag_id, job.task_id, at)
    return tuple(part for record in found if at < ends(record, policy) for part in record.scope)


def with_terms(decision: Decision, policy: Policy) -> Decision:
    """The decision with whom to ask for an exemption, and for how long."""
    terms = policy.exemptions
    return replace(decision, approvers=terms.approvers, days=min(SUGGESTED_DAYS, terms.max_days))


def ends(record: ExemptionRecord, policy: Policy) -> str:
    """When an approved exemption ends: a policy that shortens `max_days` shortens what was approved before it."""
    if record.approved is None:
        return record.valid_to
    return min(record.valid_to, days_after(record.approved.at, policy.exemptions.max_days))


def shape_now(plan: Plan, states: Mapping[DatasetRef, DatasetState]) -> str:
    """The shape of a plan with the labels of tables it reads as a whole: one labelled column more is another shape."""
    return shape_of(plan, _behind(plan, states))


def _behind(plan: Plan, states: Mapping[DatasetRef, DatasetState]) -> Iterator[Carried]:
    named = {fact.input.dataset for fact in plan.facts}
    whole = {fact.input.dataset for fact in plan.facts if fact.input.is_whole}
    for dataset in sorted(whole | (set(plan.reads) - named)):
        state = states.get(dataset)
        for column, labels in carried_by(state).items() if state is not None else ():
            yield from (Carried(column, atom, ways.strongest) for atom, ways in labels.items())
