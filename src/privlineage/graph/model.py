"""The graph's words: slots (a column in an epoch) and edges between them."""

from __future__ import annotations

from dataclasses import dataclass

from privlineage.core.facts import Confidence, FunctionStep
from privlineage.core.labels import Strength
from privlineage.core.refs import WHOLE, ColumnRef, DatasetRef

__all__ = ["Edge", "EpochRef", "Slot", "related_paths"]


@dataclass(frozen=True, slots=True, order=True)
class EpochRef:
    """One generation of a dataset's content. `id` is unique within the store."""

    dataset: DatasetRef
    id: str

    # A decision looks slots and edges up by the thousand: hashing a few texts of theirs, which know their own hash, is
    # several times faster than what a dataclass hashes through every level. Equality still looks at everything.
    def __hash__(self) -> int:
        return hash((self.id, self.dataset.name))


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """A column in an epoch. The path `*` is the root: what is written to it covers every column of that epoch."""

    epoch: EpochRef
    path: str

    def __hash__(self) -> int:
        return hash((self.path, self.epoch.id, self.epoch.dataset.name))

    @property
    def column(self) -> ColumnRef:
        """The column, whatever the epoch."""
        return ColumnRef(self.epoch.dataset, self.path)


@dataclass(frozen=True, slots=True, order=True)
class Edge:
    """A fact between slots. Reading a slot reads its ancestors and its descendants too (`related_paths`).

    Attributes:
        output: the slot written.
        input: the slot read.
        strength: value, column or row influence.
        path: functions, innermost first.
        confidence: how it is known.
        via: the job and place, for people.
    """

    output: Slot
    input: Slot
    strength: Strength = Strength.VALUE
    path: tuple[FunctionStep, ...] = ()
    confidence: Confidence = Confidence.PARSED
    via: str = ""

    def __hash__(self) -> int:
        output, read = self.output, self.input
        return hash((output.path, read.path, read.epoch.id, read.epoch.dataset.name, output.epoch.id, self.strength))


def related_paths(path: str, other: str) -> bool:
    """Whether reading `path` also reads what was written to `other` in the same epoch.

    A tag on a column covers the fields below it, and a whole holds its parts; siblings do not touch.

    >>> related_paths("payload.user.email", "payload"), related_paths("payload", "payload.user.email")
    (True, True)
    >>> related_paths("payload.a", "payload.b"), related_paths("a", "*"), related_paths("*", "a")
    (False, True, True)
    """
    if path == other or WHOLE in (path, other):
        return True
    return path.startswith(f"{other}.") or other.startswith(f"{path}.")
