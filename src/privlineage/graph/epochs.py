"""Where a plan's facts land: which epochs it reads, grows, opens, and retires once it succeeded (laws 3 and 4)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from privlineage.core.facts import Fact
from privlineage.core.plan import Opening, Plan
from privlineage.core.refs import DatasetRef
from privlineage.graph.content import EpochFact, EpochFacts, FactsOf
from privlineage.graph.model import Edge, EpochRef, Slot
from privlineage.graph.repetition import repeats

__all__ = ["EpochFact", "EpochFacts", "FactsOf", "Placement", "place"]


@dataclass(frozen=True, slots=True)
class Placement:
    """What a plan does to the graph. Everything but `retires` takes effect before the task runs.

    Attributes:
        edges: edges to add, sorted.
        creates: epochs that are new, sorted.
        opens: epochs that are open from now on and were not, sorted; the created ones are among them.
        retires: epochs to close when that same try succeeds, sorted.
        keeps: epochs that hold what the try wrote, sorted: open after its success, also where another try's success
            closed them in the meantime.
    """

    edges: tuple[Edge, ...] = ()
    creates: tuple[EpochRef, ...] = ()
    opens: tuple[EpochRef, ...] = ()
    retires: tuple[EpochRef, ...] = ()
    keeps: tuple[EpochRef, ...] = ()


def place(
    plan: Plan,
    known: Iterable[EpochFacts],
    new_id: Callable[[], str],
    *,
    external: bool = False,
    facts_of: FactsOf | None = None,
) -> Placement:
    """Turn a plan with generations into edges between epochs.

    - Generation 0 of a dataset is every epoch of it that is open; a base epoch is made where none is.
    - An opening whose facts repeat an existing epoch reopens that one (`graph.repetition`), so steady pipelines do not
      grow the graph.
    - An append adds to every open epoch in place. Where an existing epoch already holds exactly the outcome, that one
      is opened instead, so that the open one can be reopened by the next overwrite.
    - Before success old and new epochs are open; after it, of each opened dataset only the last.

    Args:
        plan: what the task would do.
        known: every existing epoch of every dataset the plan touches, in a stable order.
        new_id: makes the id of a new epoch.
        external: whether the plan comes from outside the gate: it adds and never retires, whatever it opens.
        facts_of: facts of epochs of other datasets; without it, content made from different epochs is different.
    """
    return _Placing(plan, known, new_id, external, facts_of).run()


_CROWD = 8
"""So many open epochs of one dataset are tries that failed: a success leaves one."""

_Node = tuple[DatasetRef, int]
"""A dataset's content at a generation of the plan."""


class _Placing:
    """One placement under construction."""

    def __init__(
        self,
        plan: Plan,
        known: Iterable[EpochFacts],
        new_id: Callable[[], str],
        external: bool,
        facts_of: FactsOf | None,
    ) -> None:
        self._plan = plan
        self._new_id = new_id
        self._external = external
        self._ask = facts_of
        self._facts: dict[EpochRef, set[EpochFact]] = {}
        self._epochs: dict[DatasetRef, list[EpochRef]] = {}
        self._open: dict[DatasetRef, list[EpochRef]] = {}
        for epoch in known:
            self._facts[epoch.ref] = set(epoch.facts)
            self._epochs.setdefault(epoch.ref.dataset, []).append(epoch.ref)
            if epoch.open:
                self._open.setdefault(epoch.ref.dataset, []).append(epoch.ref)
        self._openings = _by_dataset(() if external else plan.openings)
        self._written: dict[_Node, list[Fact]] = {(d, g): [] for d, gens in self._openings.items() for g in gens}
        for fact in plan.facts:
            self._written.setdefault(self._node(fact.output.dataset, fact.output_generation), []).append(fact)
        self._held: dict[EpochRef, set[EpochFact]] = {}  # what a node's epoch held before the plan
        self._became: dict[EpochRef, EpochRef] = {}  # provisional or grown epoch: the one that holds its content now
        self._contents: dict[_Node, list[EpochRef]] = {}  # what `_content` found, until an epoch is replaced
        self._edges: set[Edge] = set()
        self._creates: set[EpochRef] = set()
        self._opens: set[EpochRef] = set()

    def run(self) -> Placement:
        self._make_bases()
        began = {dataset: tuple(epochs) for dataset, epochs in self._open.items()}
        self._foresee()
        for node in self._in_order():
            if node[1]:
                self._overwrite(node)
            else:
                self._append(node)
        # Edges last: by now every node knows its epoch, also where the plan's datasets read one another in a circle.
        for node, facts in self._written.items():
            for epoch in self._content(node):
                self._edges |= {fact.into(epoch, fact.input.epoch) for fact in self._as_facts(epoch, facts)}
        retires, keeps = self._outcome(began)
        return Placement(
            edges=tuple(sorted(self._edges)),
            creates=tuple(sorted(self._creates)),
            opens=tuple(sorted(self._opens - {epoch for epochs in began.values() for epoch in epochs} | self._creates)),
            retires=tuple(sorted(retires)),
            keeps=tuple(sorted(keeps)),
        )

    def _foresee(self) -> None:
        """Note what each node will hold, so that datasets that read one another in a circle can be compared."""
        for node, facts in self._written.items():
            for epoch in [_provisional(node)] if node[1] else self._open[node[0]]:
                self._held[epoch] = self._facts.get(epoch, set())
                self._facts[epoch] = self._held[epoch] | set(self._as_facts(epoch, facts))

    # -- generations

    def _node(self, dataset: DatasetRef, generation: int) -> _Node:
        """The content that generation means; a generation nobody opened is the last one opened before it."""
        openings = self._openings.get(dataset)
        return dataset, max((g for g in openings if g <= generation), default=0) if openings else 0

    def _content(self, node: _Node) -> list[EpochRef]:
        found = self._contents.get(node)
        if found is None:
            dataset, generation = node
            epochs = [_provisional(node)] if generation else self._open.get(dataset, [])
            found = self._contents[node] = list(dict.fromkeys(self._became.get(epoch, epoch) for epoch in epochs))
        return found

    def _replace(self, old: EpochRef, new: EpochRef) -> None:
        self._became[old] = new
        self._opens.add(new)
        self._contents.clear()

    def _make_bases(self) -> None:
        read = {
            node[0]
            for fact in self._plan.facts
            for node in (
                self._node(fact.input.dataset, fact.input_generation),
                self._node(fact.output.dataset, fact.output_generation),
            )
            if not node[1]
        }
        replaced = {dataset for dataset, gens in self._openings.items() if not next(iter(gens.values())).creates}
        for dataset in sorted(read | replaced):
            if not self._open.get(dataset):
                self._open[dataset] = [self._create(dataset)]

    def _create(self, dataset: DatasetRef) -> EpochRef:
        epoch = EpochRef(dataset, self._new_id())
        self._facts[epoch] = set()
        self._epochs.setdefault(dataset, []).append(epoch)
        self._creates.add(epoch)
        return epoch

    def _in_order(self) -> list[_Node]:
        """The written nodes, each after those it reads and its own dataset's earlier ones; circles break anywhere."""
        order: dict[_Node, None] = {}
        begun: set[_Node] = set()
        for start in sorted(self._written, key=lambda node: node[1]):
            stack = [start]
            while stack:
                node = stack[-1]
                waiting = [] if node in begun else [other for other in self._before(node) if other not in begun]
                begun.add(node)
                if waiting:
                    stack += waiting
                else:
                    order[stack.pop()] = None
        return list(order)

    def _before(self, node: _Node) -> list[_Node]:
        read = {self._node(fact.input.dataset, fact.input_generation) for fact in self._written[node]}
        earlier = {
            (node[0], generation) for generation in (0, *self._openings.get(node[0], ())) if generation < node[1]
        }
        return sorted(other for other in read | earlier if other in self._written and other != node)

    # -- facts

    def _as_facts(self, epoch: EpochRef, facts: Iterable[Fact]) -> Iterator[EpochFact]:
        """Facts of the plan as facts of an epoch they write.

        Labels travel over a union as they travel over its parts, so an append that reads its own dataset reads, in
        each open epoch, that epoch alone.
        """
        for fact in facts:
            node = self._node(fact.input.dataset, fact.input_generation)
            own = node == (epoch.dataset, 0) and not self._node(epoch.dataset, fact.output_generation)[1]
            via = fact.place or self._plan.job.task_id
            for read in [epoch] if own else self._content(node):
                yield EpochFact(
                    fact.output.path, Slot(read, fact.input.path), fact.strength, fact.path, fact.confidence, via
                )

    def _facts_of(self, epoch: EpochRef) -> Iterable[EpochFact] | None:
        if epoch in self._facts:
            return self._facts[epoch]
        return self._ask(epoch) if self._ask else None

    # -- writes

    def _overwrite(self, node: _Node) -> None:
        new = _provisional(node)
        self._facts[new] = set(self._as_facts(new, self._written[node]))
        found = self._repeated(new) or self._crowded(new) or self._create(node[0])
        self._facts[found] |= self._facts[new]
        self._replace(new, found)

    def _append(self, node: _Node) -> None:
        for grown in list(self._open[node[0]]):
            before = self._held[grown]
            after = before | set(self._as_facts(grown, self._written[node]))
            self._facts[grown] = after
            if after == before:
                continue
            found = self._repeated(grown)
            if found is None:
                continue
            # The outcome exists: it takes the place of the open epoch, which stays as it was for the next overwrite.
            self._facts[grown] = before
            self._replace(grown, found)
            for fact in before - self._facts[found]:
                self._edges.add(fact.into(found, found if fact.input.epoch == grown else fact.input.epoch))

    def _repeated(self, new: EpochRef) -> EpochRef | None:
        """The existing epoch that holds the content of `new`: one with the very same facts before a similar one."""
        candidates = [epoch for epoch in self._epochs.get(new.dataset, ()) if epoch != new]
        same = next((old for old in candidates if self._facts[old] == self._facts[new]), None)
        if same is not None:
            return same
        opened = set(self._open.get(new.dataset, ()))
        candidates.sort(key=lambda epoch: epoch not in opened)
        return next((old for old in candidates if repeats(new, old, self._facts_of)), None)

    def _crowded(self, new: EpochRef) -> EpochRef | None:
        """An open epoch written by the same facts, whatever they read, where many tries failed one after the other.

        Each failed try stays open and is read by the next one of a task that reads what it writes. Readers get all open
        epochs alike, so taking one again shows only after a success, as labels of content that never came to be.
        """
        opened = self._open.get(new.dataset, ())
        if len(opened) < _CROWD:
            return None
        shapes = {fact.shape for fact in self._facts[new]}
        return next((old for old in opened if shapes == {fact.shape for fact in self._facts[old]}), None)

    # -- outcome

    def _outcome(self, began: dict[DatasetRef, tuple[EpochRef, ...]]) -> tuple[set[EpochRef], set[EpochRef]]:
        keeps: set[EpochRef] = set()
        retires: set[EpochRef] = set()
        for dataset in dict.fromkeys(node[0] for node in self._written):
            gens = self._openings.get(dataset, {})
            last = max(gens, default=0)
            kept = set(self._content((dataset, last)))
            seen = {epoch for gen in (0, *gens) for epoch in self._content((dataset, gen))}
            keeps |= kept
            if not self._external:
                retires |= (seen | set(began.get(dataset, ()))) - kept
        return retires, keeps


def _provisional(node: _Node) -> EpochRef:
    """A stand-in for an epoch that is not placed yet; no real id holds a zero character."""
    return EpochRef(node[0], f"\0{node[1]}")


def _by_dataset(openings: Iterable[Opening]) -> dict[DatasetRef, dict[int, Opening]]:
    found: dict[DatasetRef, dict[int, Opening]] = {}
    for opening in sorted(openings):
        found.setdefault(opening.dataset, {})[opening.generation] = opening
    return found
