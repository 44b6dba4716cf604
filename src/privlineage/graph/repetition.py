"""Whether new content is an existing epoch over again, so that steady pipelines reopen epochs instead of adding them.

Two epochs hold the same when the same facts read the same epochs, or epochs that hold the same in turn. Content made
from the dataset's own past (`x := f(x)`, also through other datasets: snapshots, staging tables and renames) never
reads the same epoch twice; there the candidate itself stands for its own predecessor. Reopening then adds a cycle to
the graph: labels of later rounds count for earlier ones too, which can only over-report. What a cycle added to an epoch
is no difference to new content that has not gone round yet.
"""

from __future__ import annotations

from privlineage.graph.content import FactsOf, Shape
from privlineage.graph.model import EpochRef

__all__ = ["repeats"]

_DEPTH = 100
_SEARCHED = 200
"""Further back or wider, content counts as different: a new epoch is always right, and this bounds the search."""


def repeats(new: EpochRef, old: EpochRef, facts_of: FactsOf) -> bool:
    """Whether `new` repeats what `old` holds.

    Args:
        new: the epoch a plan would open; `facts_of` knows what the plan would write to it.
        old: an existing epoch of the same dataset.
        facts_of: the facts of any epoch.
    """
    return _Comparison(old, facts_of).alike(new, old, 0)


class _Comparison:
    """A simulation between two parts of the graph: pairs are alike until a difference is found."""

    def __init__(self, candidate: EpochRef, facts_of: FactsOf) -> None:
        self._candidate = candidate
        self._facts_of = facts_of
        self._inputs: dict[EpochRef, dict[Shape, list[EpochRef]] | None] = {}
        self._assumed: dict[tuple[EpochRef, EpochRef], None] = {}
        self._refuted: set[tuple[EpochRef, EpochRef]] = set()

    def alike(self, new: EpochRef, old: EpochRef, depth: int) -> bool:
        pair = (new, old)
        if new == old or pair in self._assumed:
            return True
        if new.dataset != old.dataset or pair in self._refuted or depth > _DEPTH:
            return False
        if new == self._candidate:
            return True  # the candidate read its predecessor here, as the new content reads the candidate
        before = len(self._assumed)
        self._assumed[pair] = None
        if self._same_facts(new, old, depth):
            return True
        # What was concluded under a wrong assumption is forgotten.
        while len(self._assumed) > before:
            self._assumed.popitem()
        self._refuted.add(pair)
        return False

    def _same_facts(self, new: EpochRef, old: EpochRef, depth: int) -> bool:
        ours, theirs = self._by_shape(new), self._by_shape(old)
        if ours is None or theirs is None:
            return False
        return ours.keys() == theirs.keys() and all(
            all(any(self.alike(mine, other, depth + 1) for other in theirs[shape]) for mine in ours[shape])
            and all(
                any(self.alike(mine, other, depth + 1) for mine in ours[shape]) or self._goes_round(old, other)
                for other in theirs[shape]
            )
            for shape in ours
        )

    def _goes_round(self, epoch: EpochRef, read: EpochRef) -> bool:
        """Whether what an epoch reads derives from that epoch, as far as a short search tells."""
        seen = {read}
        waiting = [read]
        while waiting and len(seen) < _SEARCHED:
            here = waiting.pop()
            if here == epoch:
                return True
            inputs = self._by_shape(here) or {}
            fresh = dict.fromkeys(other for others in inputs.values() for other in others if other not in seen)
            seen.update(fresh)
            waiting += fresh
        return False

    def _by_shape(self, epoch: EpochRef) -> dict[Shape, list[EpochRef]] | None:
        if epoch not in self._inputs:
            facts = self._facts_of(epoch)
            found: dict[Shape, list[EpochRef]] = {}
            for fact in sorted(facts or ()):
                found.setdefault(fact.shape, []).append(fact.input.epoch)
            self._inputs[epoch] = None if facts is None else found
        return self._inputs[epoch]
