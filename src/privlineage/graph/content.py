"""What an epoch is made of: its facts, told apart from where and when they were found."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TypeAlias

from privlineage.core.facts import Confidence, FunctionStep
from privlineage.core.labels import Strength
from privlineage.core.refs import DatasetRef
from privlineage.graph.model import Edge, EpochRef, Slot

__all__ = ["EpochFact", "EpochFacts", "FactsOf", "Shape", "facts_by_epoch"]

Shape: TypeAlias = tuple[str, DatasetRef, str, Strength, tuple[FunctionStep, ...], Confidence]
"""A fact without the epoch it reads: what is the same from one day to the next."""


@dataclass(frozen=True, slots=True, order=True)
class EpochFact:
    """An edge seen from the epoch it writes.

    Attributes:
        path: the column written.
        input: the slot read.
        strength: value, column or row influence.
        functions: innermost first.
        confidence: how it is known.
        via: the job and place; the same fact from another place is the same fact.
    """

    path: str
    input: Slot
    strength: Strength = Strength.VALUE
    functions: tuple[FunctionStep, ...] = ()
    confidence: Confidence = Confidence.PARSED
    via: str = field(default="", compare=False)

    @classmethod
    def of(cls, edge: Edge) -> EpochFact:
        """The fact an edge states."""
        return cls(edge.output.path, edge.input, edge.strength, edge.path, edge.confidence, edge.via)

    def into(self, epoch: EpochRef, read: EpochRef) -> Edge:
        """The edge that states this fact of `epoch`, reading `read`."""
        source = Slot(read, self.input.path)
        return Edge(Slot(epoch, self.path), source, self.strength, self.functions, self.confidence, self.via)

    @property
    def shape(self) -> Shape:
        """The fact without the epoch it reads."""
        read = self.input
        return (self.path, read.epoch.dataset, read.path, self.strength, self.functions, self.confidence)


@dataclass(frozen=True, slots=True)
class EpochFacts:
    """An existing epoch with everything written to it.

    Attributes:
        ref: the epoch.
        facts: the facts of every edge into it.
        open: whether the dataset may hold it now.
    """

    ref: EpochRef
    facts: frozenset[EpochFact] = frozenset()
    open: bool = True


FactsOf: TypeAlias = Callable[[EpochRef], Iterable[EpochFact] | None]
"""The facts of any epoch, None when not known; asked only where a plan seems to repeat what an epoch holds already."""


def facts_by_epoch(edges: Iterable[Edge]) -> dict[EpochRef, frozenset[EpochFact]]:
    """The facts of every epoch some edge writes."""
    found: dict[EpochRef, set[EpochFact]] = {}
    for edge in edges:
        found.setdefault(edge.output.epoch, set()).add(EpochFact.of(edge))
    return {epoch: frozenset(facts) for epoch, facts in found.items()}
