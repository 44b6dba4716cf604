"""The order in which a check looks at tasks: producers of data before its consumers, ties by task id (contracts.md)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from privlineage.core.plan import Plan
from privlineage.core.refs import DatasetRef

__all__ = ["Order", "TaskKey", "order_of", "read_by", "written_by"]

TaskKey: TypeAlias = tuple[str, str, str]
"""Task id, DAG id and file, in this order: ties fall by task id."""


def read_by(plan: Plan) -> frozenset[DatasetRef]:
    """Datasets a plan reads."""
    return frozenset(plan.reads) | {fact.input.dataset for fact in plan.facts}


def written_by(plan: Plan) -> frozenset[DatasetRef]:
    """Datasets a plan writes."""
    found = {sink.dataset for sink in plan.sinks} | {opening.dataset for opening in plan.openings}
    return frozenset(found | {fact.output.dataset for fact in plan.facts})


@dataclass(frozen=True, slots=True)
class Order:
    """Tasks in the order of their data.

    Attributes:
        groups: tasks that feed each other stand in one group, in task order; most groups hold one task.
        before: for each task the tasks whose data it can hold, and that therefore ran before it.
        writers: for each dataset the tasks that write it.
    """

    groups: tuple[tuple[TaskKey, ...], ...]
    before: Mapping[TaskKey, frozenset[TaskKey]]
    writers: Mapping[DatasetRef, frozenset[TaskKey]]

    def comes_after(self, task: TaskKey, datasets: Iterable[DatasetRef], done: Iterable[TaskKey]) -> bool:
        """Whether the data says that a task runs after each of these other tasks that writes one of the datasets."""
        others = {other for dataset in datasets for other in self.writers.get(dataset, ())} & set(done) - {task}
        return others <= self.before.get(task, frozenset())


def order_of(plans: Mapping[TaskKey, Plan]) -> Order:
    """The order of tasks, by what their plans read and write.

    >>> from privlineage.core.plan import Job, Sink
    >>> stage = DatasetRef("wh", "stage", declared=True)
    >>> maker, user = Plan(Job("d", "z"), sinks=(Sink(stage),)), Plan(Job("d", "a"), reads=(stage,))
    >>> order_of({("a", "d", "d.py"): user, ("z", "d", "d.py"): maker}).groups
    ((('z', 'd', 'd.py'),), (('a', 'd', 'd.py'),))
    """
    import networkx as nx

    writers: dict[DatasetRef, set[TaskKey]] = {}
    for task, plan in plans.items():
        for dataset in written_by(plan):
            writers.setdefault(dataset, set()).add(task)
    graph = nx.DiGraph()
    graph.add_nodes_from(sorted(plans))
    for task, plan in plans.items():
        for dataset in read_by(plan):
            graph.add_edges_from((writer, task) for writer in writers.get(dataset, ()) if writer != task)
    condensed = nx.condensation(graph)
    members = {node: tuple(sorted(condensed.nodes[node]["members"])) for node in condensed}
    ordered = nx.lexicographical_topological_sort(condensed, key=lambda node: members[node][0])
    return Order(
        tuple(members[node] for node in ordered),
        {task: frozenset(nx.ancestors(graph, task)) for task in graph},
        {dataset: frozenset(tasks) for dataset, tasks in writers.items()},
    )
